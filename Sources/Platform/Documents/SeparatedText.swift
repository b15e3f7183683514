/// Reads a sheet that was saved as text (CSV, RFC 4180): semicolons or commas between cells, quotes around a cell that holds one, a quote or the
/// end of a line.
///
/// Commas and semicolons stand in any prose: a text is read so only where they divide a row into the heading of a table, or most rows into a
/// label and what it names.
struct SeparatedText {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var place = 0
    private var row = 0

    private static let (newLine, carriageReturn, quote) = (UInt8(10), UInt8(13), UInt8(34))
    /// Heading words by which a row is the heading of a table.
    private static let leastHeading = 4
    /// Rows that begin with a label by which a text is one of cards.
    private static let leastLabels = 3

    private init(_ bytes: [UInt8], _ separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// Paragraphs and tables; nil for a text that is no such sheet. A row of one cell stands between tables, or over the rows below it
    /// (``LoneLine``).
    static func blocks(
        _ text: String, _ loneLine: LoneLine, isLabel: (String) -> Bool
    ) throws(DocumentError) -> [SourceDocument.Block]? {
        let bytes = Array(text.utf8)
        for separator in [UInt8(ascii: ";"), UInt8(ascii: ",")] {
            let whole = SeparatedText(bytes, separator)
            let isWide = try whole.hasHeading(loneLine.headingWords)
            let isSheet = try isWide ? true : whole.hasLabels(isLabel)
            guard isSheet else { continue }
            return try Spreadsheet(sheets: try whole.sheets(loneLine)).document().blocks
        }
        return nil
    }

    private func hasHeading(_ headingWords: ([String]) -> Int) throws(DocumentError) -> Bool {
        var reader = self
        while let cells = try reader.next() {
            guard (SeparatedText.leastHeading...SourceDocument.columnLimit).contains(cells.count) else { continue }
            if headingWords(cells) >= SeparatedText.leastHeading { return true }
        }
        return false
    }

    /// Whether most rows of several cells begin with a label.
    private func hasLabels(_ isLabel: (String) -> Bool) throws(DocumentError) -> Bool {
        var (labels, rows) = (0, 0)
        var reader = self
        while let cells = try reader.next() {
            guard cells.lazy.filter({ !$0.isBlank }).prefix(2).count > 1 else { continue }
            rows += 1
            if isLabel(cells[0]) { labels += 1 }
        }
        return labels >= SeparatedText.leastLabels && labels * 2 > rows
    }

    private func sheets(_ loneLine: LoneLine) throws(DocumentError) -> [Spreadsheet.Sheet] {
        var sheets: [Spreadsheet.Sheet] = []
        var rows: [[String]] = []
        var merges: [SourceDocument.Merge] = []
        func close() {
            if !rows.isEmpty { sheets.append(Spreadsheet.Sheet(name: "", rows: rows, merges: merges, notes: [])) }
            (rows, merges) = ([], [])
        }
        let all = try filled()
        for (place, cells) in all.enumerated() {
            guard cells.count == 1 else {
                rows.append(cells)
                continue
            }
            let width = rows.last { $0.count > 1 }?.count ?? 0
            if place + 1 < all.count, loneLine.isAcross(cells[0], above: all[place + 1], width: width) {
                rows.append(cells)
                merges.append(.init(row: rows.count, column: 1, height: 1, width: width))
            } else {
                close()
                rows = [cells]
                close()
            }
        }
        close()
        return sheets
    }

    /// All rows but blank lines.
    private func filled() throws(DocumentError) -> [[String]] {
        var rows: [[String]] = []
        var count = 0
        var reader = self
        while let cells = try reader.next() {
            count += cells.count
            guard count <= SourceDocument.cellLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
            guard cells.count <= SourceDocument.columnLimit else {
                throw .tooManyColumns(line: reader.row, limit: SourceDocument.columnLimit)
            }
            if cells.count > 1 || !cells[0].isBlank { rows.append(cells) }
        }
        return rows
    }

    // MARK: Rows

    /// The cells of the next row, those beyond the most columns but one left out; nil after the last.
    private mutating func next() throws(DocumentError) -> [String]? {
        guard place < bytes.count else { return nil }
        row += 1
        var cells: [String] = []
        while true {
            let cell = try cell()
            if cells.count <= SourceDocument.columnLimit { cells.append(cell) }
            guard place < bytes.count, bytes[place] == separator else { break }
            place += 1
        }
        if place < bytes.count { place += bytes[place...].starts(with: [SeparatedText.carriageReturn, SeparatedText.newLine]) ? 2 : 1 }
        return cells
    }

    private func isEnd(_ place: Int) -> Bool {
        place >= bytes.count || [separator, SeparatedText.newLine, SeparatedText.carriageReturn].contains(bytes[place])
    }

    private mutating func cell() throws(DocumentError) -> String {
        if place < bytes.count, bytes[place] == SeparatedText.quote, let quoted = try quoted() { return quoted }
        let start = place
        while !isEnd(place) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// A cell in quotes. Where they do not close right before the cell's end they are part of what was written: „"Слово" към всички“.
    private mutating func quoted() throws(DocumentError) -> String? {
        var content: [UInt8] = []
        var at = place + 1
        while at < bytes.count {
            if bytes[at] == SeparatedText.quote {
                guard at + 1 < bytes.count, bytes[at + 1] == SeparatedText.quote else { break }
                at += 1
            }
            content.append(bytes[at])
            guard content.count <= TextTables.lineLimit else { throw .longLine(line: row, limit: TextTables.lineLimit) }
            at += 1
        }
        guard at < bytes.count, isEnd(at + 1) else { return nil }
        place = at + 1
        let text = String(decoding: content, as: UTF8.self)
        return text.utf8.contains(SeparatedText.carriageReturn) ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
    }
}
