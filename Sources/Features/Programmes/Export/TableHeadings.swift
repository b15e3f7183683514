import Documents

/// The heading rows of a plan's table: those of the document it was read from.
struct TableHeadings {
    /// One row, or two where the second divides columns of the first.
    let rows: [WordTable.Row]
    /// The texts that stand in a single column, which has to have room for their words.
    let texts: [[String]]

    init(_ columns: [PlanColumn]) {
        let parts = columns.map { TableHeadings.parts($0.heading) }
        var upper: [String] = []
        var lower: [String] = []
        for (index, part) in parts.enumerated() {
            let goesOn = index > 0 && !lower[index - 1].isEmpty && part.below.isEmpty
            if goesOn && TableHeadings.pairs.contains([columns[index - 1].field, columns[index].field]) {
                upper.append("")
                lower.append(part.above)
            } else {
                upper.append(part.above)
                lower.append(part.below)
            }
        }
        // Only if it reads as the same columns again; a heading may have a stroke of its own.
        guard ColumnHeadings.isSecondRow(lower), ColumnHeadings(upper, below: lower)?.headings == columns.map(\.heading) else {
            rows = [WordTable.Row(.heading, columns.map { WordTable.Cell([$0.heading]) })]
            texts = [columns.map(\.heading)]
            return
        }
        rows = [WordTable.Row(.heading, TableHeadings.first(upper, lower)), WordTable.Row(.heading, TableHeadings.second(upper, lower))]
        texts = [upper.indices.map { TableHeadings.isSpanned(upper, $0) ? "" : upper[$0] }, lower]
    }

    /// Columns under one heading.
    private static let pairs: [[Field]] = [[.baseline, .target], [.leads, .partners]]

    private static func parts(_ heading: String) -> (above: String, below: String) {
        guard let stroke = heading.firstRange(of: " / ") else { return (heading, "") }
        return (String(heading[..<stroke.lowerBound]), String(heading[stroke.upperBound...]))
    }

    private static func isSpanned(_ upper: [String], _ index: Int) -> Bool {
        upper[index].isEmpty || index + 1 < upper.count && upper[index + 1].isEmpty
    }

    private static func first(_ upper: [String], _ lower: [String]) -> [WordTable.Cell] {
        upper.indices.filter { !upper[$0].isEmpty }.map { index in
            if isSpanned(upper, index) { return WordTable.Cell([upper[index]], width: 2) }
            return WordTable.Cell([upper[index]], merge: lower[index].isEmpty ? .begins : .none)
        }
    }

    private static func second(_ upper: [String], _ lower: [String]) -> [WordTable.Cell] {
        lower.map { $0.isEmpty ? WordTable.Cell([], merge: .continues) : WordTable.Cell([$0]) }
    }
}
