/// Reads a workbook (XLSX, ISO/IEC 29500-1 18, transitional and strict): each sheet with its cells as a person sees them, formulas by their last
/// results. Macros are not looked at.
public struct Spreadsheet: Sendable {
    /// One sheet.
    public struct Sheet: Sendable, Equatable {
        /// As its tab says; empty for a sheet that was saved as text.
        public let name: String
        /// Texts by row and column of the sheet, rows as wide as their last cell; hidden rows and columns are blank.
        public let rows: [[String]]
        /// Cells that reach over several places of these rows.
        let merges: [SourceDocument.Merge]
        /// What was left out, by row and column of the sheet; table 0.
        let notes: [SourceDocument.Note]

        /// Whether nothing stands in it.
        public var isBlank: Bool { rows.allSatisfy { $0.allSatisfy(\.isBlank) } }
    }

    /// Sheets in the order of their tabs; hidden ones are left out.
    public let sheets: [Sheet]
    /// Names of hidden sheets that are not blank.
    let hidden: [String]

    /// Sheets of one workbook.
    private static let sheetLimit = 100

    /// Whether bytes begin as those of an office file do, of today or of old: anything else may be a text.
    public static func isOfficeFile(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: OfficeFile.compound) || bytes.starts(with: OfficeFile.packed)
    }

    /// Reads a file. Throws what keeps it from being read, ``DocumentError/format(_:)`` with `archive` when it is no workbook.
    public init(_ bytes: [UInt8]) throws(DocumentError) {
        guard case .workbook(let container, let main) = try OfficeFile(bytes) else { throw .format(.archive) }
        try self.init(container, main: main)
    }

    init(_ container: Container, main: String) throws(DocumentError) {
        guard let workbook = try container.markUp(main)?.root else { throw .missingPart(main) }
        let relationships = try Relationships(of: main, in: container)
        let listed = workbook.child(.`s:sheets`)?.children.filter { $0.name == .`s:sheet` } ?? []
        guard listed.count <= Spreadsheet.sheetLimit else { throw .tooManyParts(limit: Spreadsheet.sheetLimit) }
        let shared = ["sharedStrings", "styles"].map { relationships.part($0) }
        let parts = listed.map { $0[.`r:id`].flatMap { relationships.part(id: $0) } }
        let found = try container.parts((shared + parts).compactMap { $0 })
        func tree(_ name: String?) throws(DocumentError) -> MarkUp? {
            guard let name, let part = found[name] else { return nil }
            return try MarkUpParser.read(part, part: name)
        }
        let is1904 = ["1", "true", "on"].contains(workbook.child(.`s:workbookPr`)?[.date1904])
        var reader = SheetReader(strings: try tree(shared[0]), styles: try tree(shared[1]), startsIn1904: is1904)
        var sheets: [Sheet] = []
        var hidden: [String] = []
        for (element, part) in zip(listed, parts) {
            let name = element[.name] ?? ""
            // Sheets that are a chart, and those of old macros, hold no cells.
            guard let root = try tree(part)?.root, root.child(.`s:sheetData`) != nil else { continue }
            let sheet = try reader.read(root, name)
            if (element[.state] ?? "visible") == "visible" {
                sheets.append(sheet)
            } else if !sheet.isBlank {
                hidden.append(name)
            }
        }
        self.init(sheets: sheets, hidden: hidden)
    }

    init(sheets: [Sheet], hidden: [String] = []) {
        self.sheets = sheets
        self.hidden = hidden
    }

    /// The sheets as tables. What stands above or below a sheet's table, one cell in a row, is a paragraph, as it is in a document. Throws where
    /// the tables, with the blank cells that the file does not hold, are larger than any real one.
    func document() throws(DocumentError) -> SourceDocument {
        var blocks: [SourceDocument.Block] = []
        var notes: [SourceDocument.Note] = []
        var (tables, paragraphs, cells) = (0, 0, 0)
        func add(_ rows: ArraySlice<[String]>) {
            for row in rows {
                guard let text = row.first(where: { !$0.isBlank }) else { continue }
                for line in text.split(separator: "\n").map(String.init) where !line.isBlank {
                    paragraphs += 1
                    blocks.append(.paragraph(row: paragraphs, text: line))
                }
            }
        }
        for sheet in sheets {
            let table = SheetTable(sheet)
            cells += table.cellCount
            guard cells <= SourceDocument.cellLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
            add(sheet.rows[..<table.rows.lowerBound])
            if !table.rows.isEmpty {
                tables += 1
                blocks.append(.table(table.table(tables)))
            }
            notes += table.notes(table.rows.isEmpty ? 0 : tables)
            add(sheet.rows[table.rows.upperBound...])
        }
        for name in hidden {
            notes.append(.init(kind: .hidden, place: CellPlace(table: 0, row: max(1, paragraphs), column: 1), text: name))
        }
        return SourceDocument(encoding: "Excel (XLSX)", blocks: blocks, notes: notes)
    }
}

/// Where in a sheet the table stands.
private struct SheetTable {
    private let sheet: Spreadsheet.Sheet
    /// From the first to the last row of several cells, and what belongs to these.
    let rows: Range<Int>
    /// From the first to the last column with words in these rows.
    private let columns: Range<Int>

    init(_ sheet: Spreadsheet.Sheet) {
        self.sheet = sheet
        let wide = sheet.rows.indices.filter { row in sheet.rows[row].lazy.filter { !$0.isBlank }.prefix(2).count > 1 }
        guard let first = wide.first, let last = wide.last else {
            rows = sheet.rows.count..<sheet.rows.count
            columns = 0..<0
            return
        }
        var (start, end) = (Int.max, 0)
        for row in sheet.rows[first...last] {
            start = min(start, row.firstIndex { !$0.isBlank } ?? start)
            end = max(end, row.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? end)
        }
        // Right beside it and not at its first column, a cell by itself is part of the table: the rest of one that a page break cut.
        func isRest(_ row: [String]) -> Bool { row.firstIndex { !$0.isBlank }.map { $0 > start && $0 < end } ?? false }
        let above = sheet.rows[..<first].reversed().prefix(while: isRest).count
        let below = sheet.rows[(last + 1)...].prefix(while: isRest).count
        rows = (first - above)..<(last + 1 + below)
        columns = start..<end
    }

    /// Cells, blank places among them.
    var cellCount: Int { rows.count * columns.count }

    /// Rows all of one width, but for headings over the whole table, which are rows of one cell.
    func table(_ index: Int) -> SourceDocument.Table {
        let across = Set(
            sheet.merges.filter { $0.column - 1 <= columns.lowerBound && $0.column - 1 + $0.width >= columns.upperBound && $0.height == 1 }
                .map { $0.row - 1 })
        let texts = rows.map { row in
            let texts = columns.map { $0 < sheet.rows[row].count ? sheet.rows[row][$0] : "" }
            let filled = texts.filter { !$0.isBlank }
            return across.contains(row) && filled.count == 1 ? filled : texts
        }
        let merges = sheet.merges.compactMap { merge -> SourceDocument.Merge? in
            let (row, column) = (merge.row - rows.lowerBound, merge.column - columns.lowerBound)
            guard row > 0, column > 0, row <= rows.count, column <= columns.count, !across.contains(merge.row - 1) else { return nil }
            return SourceDocument.Merge(
                row: row, column: column, height: min(merge.height, rows.count - row + 1),
                width: min(merge.width, columns.count - column + 1))
        }
        return SourceDocument.Table(index: index, rows: texts, merges: merges, sheet: sheet.name.isEmpty ? nil : sheet.name)
    }

    func notes(_ table: Int) -> [SourceDocument.Note] {
        sheet.notes.map { note in
            let row = min(max(1, note.place.row - rows.lowerBound), max(1, rows.count))
            let place = CellPlace(table: table, row: row, column: table == 0 ? 1 : max(1, note.place.column - columns.lowerBound))
            return SourceDocument.Note(kind: note.kind, place: place, text: note.text)
        }
    }
}
