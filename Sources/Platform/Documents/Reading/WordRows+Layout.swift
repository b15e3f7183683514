extension WordRows {
    /// Columns narrower than this, in twentieths of a point, hold no words (3 mm): rows drawn by hand seldom end on the same line.
    private static let sliver = 170

    /// The table with cells at the columns that a reader sees, and what is to be told of it.
    func laidOut() -> (table: SourceDocument.Table, notes: [SourceDocument.Note]) {
        let end = rows.reduce(0) { max($0, $1.last?.columns.upperBound ?? 0) }
        let lines = columnsSeen(upTo: end)
        var texts: [[String]] = []
        var notes: [SourceDocument.Note] = []
        var merges: [SourceDocument.Merge] = []
        /// By the first column: the cell that goes on below, as a position in `merges`.
        var above: [Int: Int] = [:]
        for (row, cells) in rows.enumerated() {
            var line: [String] = []
            var below: [Int: Int] = [:]
            let isHeading = isAcross(cells, lines, end)
            for cell in cells {
                let columns = (lines[cell.columns.lowerBound] ?? 0)..<(lines[cell.columns.upperBound] ?? 0)
                let place = CellPlace(table: index, row: row + 1, column: isHeading ? 1 : columns.lowerBound + 1)
                notes += WordRows.notes(cell.told, at: place)
                if isHeading {
                    line = [cell.text]
                    continue
                }
                line += Array(repeating: "", count: max(0, columns.upperBound - line.count))
                if cell.merge == .goesOn, let owner = above[columns.lowerBound] {
                    merges[owner] = merges[owner].reaching(row: row + 1)
                    below[columns.lowerBound] = owner
                    if !cell.text.isBlank { notes += WordRows.notes([(.hidden, cell.text)], at: place) }
                    continue
                }
                line[columns.lowerBound] = cell.text
                if cell.merge != .none { below[columns.lowerBound] = merges.count }
                merges.append(.init(row: row + 1, column: columns.lowerBound + 1, height: 1, width: columns.count))
            }
            above = below
            texts.append(line)
        }
        notes += leftOut.map { left in
            SourceDocument.Note(
                kind: left.kind, place: CellPlace(table: index, row: left.row + 1, column: 1), text: left.text.trimmed,
                isWholeRow: left.isWholeRow)
        }
        let table = SourceDocument.Table(index: index, rows: texts, merges: merges.filter { $0.height > 1 || $0.width > 1 })
        return (table, notes.sorted { $0.place < $1.place })
    }

    /// One note of a kind for a cell: changes are tracked piece by piece.
    static func notes(
        _ told: [(kind: SourceDocument.Note.Kind, text: String)], at place: CellPlace
    ) -> [SourceDocument.Note] {
        guard !told.isEmpty else { return [] }
        return SourceDocument.Note.Kind.allCases.compactMap { kind in
            let texts = told.filter { $0.kind == kind }.map { $0.text.trimmed }
            guard !texts.isEmpty, kind == .picture || !texts.allSatisfy(\.isEmpty) else { return nil }
            return SourceDocument.Note(kind: kind, place: place, text: texts.filter { !$0.isEmpty }.joined(separator: " … "))
        }
    }

    /// Whether a row is one cell over all columns: a section's heading.
    private func isAcross(_ cells: [Cell], _ columns: [Int: Int], _ end: Int) -> Bool {
        guard cells.count == 1, cells[0].merge == .none else { return false }
        return columns[cells[0].columns.lowerBound] == 0 && columns[cells[0].columns.upperBound] == columns[end]
    }

    /// The column that begins at each line of the grid on which a cell begins or ends. Lines on which none does, and slivers between lines
    /// that were meant to be one, make no column.
    private func columnsSeen(upTo end: Int) -> [Int: Int] {
        let spans = Set(rows.flatMap { $0.map(\.columns) })
        let across = 0..<end
        let lines = Set(spans.filter { $0 != across }.flatMap { [$0.lowerBound, $0.upperBound] } + [0, end]).sorted()
        var columns = [0: 0]
        /// The first of the lines at which the current column begins.
        var (column, start) = (0, 0)
        for line in lines.dropFirst() {
            let hasCell = spans.contains { $0.lowerBound >= start && $0.upperBound <= line }
            if hasCell || !isSliver(start..<line) { (column, start) = (column + 1, line) }
            columns[line] = column
        }
        return columns
    }

    private func isSliver(_ columns: Range<Int>) -> Bool {
        guard columns.upperBound <= widths.count else { return false }
        let width = widths[columns].reduce(0, +)
        return width > 0 && width < WordRows.sliver
    }
}

extension SourceDocument.Merge {
    /// The same cell, reaching down to a row.
    func reaching(row last: Int) -> SourceDocument.Merge {
        SourceDocument.Merge(row: row, column: column, height: last - row + 1, width: width)
    }
}
