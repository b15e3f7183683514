import Foundation

/// Rebuilds the rows of a table whose cells stand one under another, each begun by a tab.
struct StackedCells {
    /// One cell of the stream.
    struct Cell {
        var text: String
        /// Where it begins, from 1.
        let line: Int
        /// Whether a blank line stands before it: a row may begin here.
        let afterBlank: Bool
    }

    let lines: [String]
    let headingWords: ([String]) -> Int

    func blocks() throws(DocumentError) -> [SourceDocument.Block] {
        let (prose, cells) = stream()
        var blocks: [SourceDocument.Block] = []
        var paragraphs = 0
        func add(_ paragraph: String) {
            guard !paragraph.isBlank else { return }
            paragraphs += 1
            blocks.append(.paragraph(row: paragraphs, text: paragraph))
        }
        prose.forEach(add)
        var tables = 0
        for part in try parts(cells) {
            var cells = part.cells
            let trailing = part.isFollowed || part.isLast ? cutTrailingProse(&cells) : []
            for run in runs(rows(cells, width: part.width), width: part.width) {
                tables += 1
                blocks.append(.table(.init(index: tables, rows: run)))
            }
            trailing.forEach(add)
        }
        return blocks
    }

    /// The lines before the first cell, and the cells.
    private func stream() -> (prose: [String], cells: [Cell]) {
        var prose: [String] = []
        var cells: [Cell] = []
        var blank = true
        for (index, line) in lines.enumerated() {
            if line.utf8.first == 9 {
                cells.append(Cell(text: String(line.dropFirst()), line: index + 1, afterBlank: blank))
            } else if cells.isEmpty {
                prose.append(line)
            } else {
                cells[cells.count - 1].text += "\n" + line
            }
            blank = line.isBlank && line.utf8.first != 9
        }
        return (prose, cells)
    }

    private struct Part {
        var cells: [Cell]
        let width: Int
        let isFollowed: Bool
        let isLast: Bool
    }

    /// Splits the stream where a heading begins, each part with the width of its heading.
    private func parts(_ cells: [Cell]) throws(DocumentError) -> [Part] {
        let groups = groups(cells)
        var starts: [(cell: Int, width: Int)] = []
        var previous: [String]?
        for (index, group) in groups.enumerated() {
            let texts = cells[group].map(\.text)
            guard headingWords(texts) >= 4, texts.count >= 4 else { continue }
            // The same heading again is a page break inside the table, not another table, unless prose stood before it.
            var width = texts.count
            if index + 1 < groups.count {
                let below = groups[index + 1].count
                if below >= width, below <= width + 4, headingWords(cells[groups[index + 1]].map(\.text)) >= 2 { width = below }
            }
            guard width <= SourceDocument.columnLimit else {
                throw .tooManyColumns(line: cells[group.lowerBound].line, limit: SourceDocument.columnLimit)
            }
            if let previous, previous == texts, group.lowerBound > 0, !hasTrailingProse(cells[group.lowerBound - 1].text) { continue }
            previous = texts
            starts.append((group.lowerBound, width))
        }
        guard let first = starts.first else { return [Part(cells: cells, width: modalWidth(groups), isFollowed: false, isLast: true)] }
        var parts: [Part] = []
        if first.cell > 0 {
            parts.append(Part(cells: Array(cells[..<first.cell]), width: first.width, isFollowed: true, isLast: false))
        }
        for (index, start) in starts.enumerated() {
            let isLast = index + 1 == starts.count
            let end = isLast ? cells.count : starts[index + 1].cell
            parts.append(Part(cells: Array(cells[start.cell..<end]), width: start.width, isFollowed: !isLast, isLast: isLast))
        }
        return parts
    }

    /// Runs of cells between places where a row may begin; a heading's group begins also right after prose.
    private func groups(_ cells: [Cell]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        for index in cells.indices where index > start && cells[index].afterBlank {
            groups.append(start..<index)
            start = index
        }
        if start < cells.count { groups.append(start..<cells.count) }
        return groups
    }

    private func modalWidth(_ groups: [Range<Int>]) -> Int {
        var counts: [Int: Int] = [:]
        for group in groups where (2...SourceDocument.columnLimit).contains(group.count) { counts[group.count, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    }

    /// The cheapest division into rows: full rows cost nothing, headings of one cell and pairs (abbreviation, name) little, every blank line
    /// inside a row a little, any other width much. Shortest path over the places where a row may begin; linear in the number of cells.
    private func rows(_ cells: [Cell], width: Int) -> [[String]] {
        guard !cells.isEmpty else { return [] }
        let reach = max(width + 3, 2)
        var cost = [Double](repeating: .infinity, count: cells.count + 1)
        var from = [Int](repeating: 0, count: cells.count + 1)
        cost[0] = 0
        for start in cells.indices where cost[start] < .infinity {
            var blanks = 0.0
            for end in (start + 1)...min(start + reach, cells.count) {
                if end - 1 > start, cells[end - 1].afterBlank { blanks += 1.1 }
                guard end == cells.count || cells[end].afterBlank else { continue }
                let total = cost[start] + blanks + price(cells[start..<end], width)
                if total < cost[end] {
                    cost[end] = total
                    from[end] = start
                }
            }
            // No row end in reach: a malformed stretch is cut at full width rather than lost.
            let cut = min(start + max(width, 1), cells.count)
            if cost[start] + 50 < cost[cut] {
                cost[cut] = cost[start] + 50
                from[cut] = start
            }
        }
        var rows: [[String]] = []
        var end = cells.count
        while end > 0 {
            rows.append(cells[from[end]..<end].map { $0.text.droppingFinalBlankLines })
            end = from[end]
        }
        return rows.reversed()
    }

    private func price(_ row: ArraySlice<Cell>, _ width: Int) -> Double {
        switch row.count {
        case width: 0
        case 1: letters(row.first) >= 6 ? 0.5 : 3
        case 2: isAbbreviation(row.first) && letters(row.last) >= 3 ? 0.5 : 3
        case width - 1: 3
        default: 5 + Double(abs(row.count - width))
        }
    }

    /// Short and of letters, or blank above a list; a number begins a row instead.
    private func isAbbreviation(_ cell: Cell?) -> Bool {
        guard let cell, cell.text.utf8.count <= 60 else { return false }
        return cell.text.isBlank || letters(cell) > 0
    }

    private func letters(_ cell: Cell?) -> Int {
        cell?.text.unicodeScalars.lazy.filter(\.properties.isAlphabetic).prefix(8).count ?? 0
    }

    /// A list of pairs after the rows of a table is a table of its own: the abbreviations.
    private func runs(_ rows: [[String]], width: Int) -> [[[String]]] {
        guard width > 3, let last = rows.lastIndex(where: { $0.count > 2 }), last + 1 < rows.count else { return [rows] }
        return [Array(rows[...last]), Array(rows[(last + 1)...])]
    }

    /// What follows a table stands in the dump as the end of its last cell, after two blank lines.
    private func cutTrailingProse(_ cells: inout [Cell]) -> [String] {
        guard let last = cells.last, let cut = last.text.range(of: "\n\n\n"), !last.text[cut.upperBound...].isBlank else { return [] }
        let prose = last.text[cut.upperBound...].split(separator: "\n").map(String.init)
        cells[cells.count - 1].text = String(last.text[..<cut.lowerBound])
        return prose
    }

    private func hasTrailingProse(_ text: String) -> Bool {
        guard let cut = text.range(of: "\n\n\n") else { return false }
        return !text[cut.upperBound...].isBlank
    }
}

extension String {
    /// Without the blank lines that only separate rows in the dump.
    fileprivate var droppingFinalBlankLines: String {
        var end = unicodeScalars.endIndex
        while end > unicodeScalars.startIndex {
            let before = unicodeScalars.index(before: end)
            guard unicodeScalars[before] == "\n" else { break }
            end = before
        }
        return String(unicodeScalars[..<end])
    }
}
