import Core

/// Finds the tables in a text, in the two forms in which word processors and converters dump them, or in the one of ``SeparatedText``.
///
/// - *wide*: a line is a row, tabs separate its cells; a heading by itself between two rows is a row over the whole table;
/// - *stacked*: a cell begins at a newline followed by a tab and runs to the next such place; rows are told apart by blank lines, which
///   cells hold too, so that the width of the heading decides.
public enum TextTables {
    /// Real plans have cells of 3,000 characters.
    static let lineLimit = 2 * 1024 * 1024

    /// Paragraphs and tables of a text.
    ///
    /// - Parameters:
    ///   - headingWords: how many words of headings stand in a row of cells.
    ///   - standsApart: whether a line belongs to no table, whatever is around it.
    ///   - isLabel: whether a cell says what the cell beside it holds.
    public static func read(
        _ text: String, headingWords: @escaping ([String]) -> Int, standsApart: @escaping (String) -> Bool = { _ in false },
        isLabel: (String) -> Bool = { _ in false }
    ) throws(DocumentError) -> [SourceDocument.Block] {
        let loneLine = LoneLine(headingWords: headingWords, standsApart: standsApart)
        let lines = try split(text)
        guard lines.contains(where: { $0.utf8.contains(9) }) else {
            return try SeparatedText.blocks(text, loneLine, isLabel: isLabel)
                ?? lines.filter { !$0.isBlank }.enumerated().map {
                    .paragraph(row: $0 + 1, text: $1)
                }
        }
        return isStacked(lines) ? try StackedCells(lines: lines, headingWords: headingWords).blocks() : wide(lines, loneLine)
    }

    private static func split(_ text: String) throws(DocumentError) -> [String] {
        var lines: [String] = []
        var current: [UInt8] = []
        var afterReturn = false
        /// Each tab and each end of a line ends a cell.
        var cells = 0
        for byte in text.utf8 {
            if byte == 0x0a, afterReturn {
                afterReturn = false
                continue
            }
            afterReturn = byte == 0x0d
            if byte == 9 || byte == 0x0a || byte == 0x0d {
                cells += 1
                guard cells <= SourceDocument.cellLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
            }
            if byte == 0x0a || byte == 0x0d {
                lines.append(String(decoding: current, as: UTF8.self))
                current.removeAll(keepingCapacity: true)
            } else {
                current.append(byte)
                guard current.count <= lineLimit else { throw .longLine(line: lines.count + 1, limit: lineLimit) }
            }
        }
        lines.append(String(decoding: current, as: UTF8.self))
        for (index, line) in lines.enumerated() where line.utf8.lazy.filter({ $0 == 9 }).count >= SourceDocument.columnLimit {
            throw .tooManyColumns(line: index + 1, limit: SourceDocument.columnLimit)
        }
        return lines
    }

    /// Stacked, when nearly every line with a tab has it once and at its beginning.
    private static func isStacked(_ lines: [String]) -> Bool {
        var leading = 0
        var total = 0
        for line in lines {
            let tabs = line.utf8.reduce(0) { $0 + ($1 == 9 ? 1 : 0) }
            guard tabs > 0 else { continue }
            total += 1
            if tabs == 1, line.utf8.first == 9 { leading += 1 }
        }
        return total > 0 && leading * 10 >= total * 9
    }

    private static func wide(_ lines: [String], _ loneLine: LoneLine) -> [SourceDocument.Block] {
        var blocks: [SourceDocument.Block] = []
        var rows: [[String]] = []
        var tables = 0
        var paragraphs = 0
        func closeTable() {
            guard !rows.isEmpty else { return }
            tables += 1
            blocks.append(.table(.init(index: tables, rows: rows)))
            rows = []
        }
        let filled = lines.filter { !$0.isBlank || $0.utf8.contains(9) }
        for (place, line) in filled.enumerated() {
            if line.utf8.contains(9) {
                rows.append(cells(line))
            } else if let width = rows.last(where: { $0.count > 1 })?.count, place + 1 < filled.count,
                loneLine.isAcross(line, above: cells(filled[place + 1]), width: width)
            {
                rows.append([line])
            } else {
                closeTable()
                paragraphs += 1
                blocks.append(.paragraph(row: paragraphs, text: line))
            }
        }
        closeTable()
        return blocks
    }

    private static func cells(_ line: String) -> [String] { line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}
