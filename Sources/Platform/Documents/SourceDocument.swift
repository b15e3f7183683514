import Core

/// Where a cell stands in a document. Tables, rows and columns count from 1; table 0 is the text around the tables, row by paragraph.
public struct CellPlace: Hashable, Sendable, Comparable, Codable {
    /// From 1 in the document's order; 0 outside tables.
    public let table: Int
    /// From 1, headings counted; outside tables the paragraph.
    public let row: Int
    /// From 1; outside tables always 1.
    public let column: Int

    /// Nothing is checked: the document need not have such a cell.
    public init(table: Int, row: Int, column: Int) {
        self.table = table
        self.row = row
        self.column = column
    }

    /// In reading order: by table, row, column.
    public static func < (left: CellPlace, right: CellPlace) -> Bool {
        (left.table, left.row, left.column) < (right.table, right.row, right.column)
    }
}

/// A document as read: paragraphs and tables in their order, every character of it in exactly one cell or paragraph.
public struct SourceDocument: Sendable, Equatable {
    /// A piece of the document.
    public enum Block: Sendable, Equatable {
        case paragraph(row: Int, text: String)
        case table(Table)
    }

    /// A table; rows may differ in width.
    public struct Table: Sendable, Equatable {
        /// Its number in the document, from 1.
        public let index: Int
        /// Texts of the cells by row and column, blank cells kept. A merged cell has its text at its first place and blanks at the others.
        public let rows: [[String]]
        /// Cells that reach over more than one place; a text has none, whatever its author merged before saving it so.
        public let merges: [Merge]
        /// Name of the sheet, where the document has sheets.
        public let sheet: String?

        /// `index` counts from 1, `rows` may differ in width.
        public init(index: Int, rows: [[String]], merges: [Merge] = [], sheet: String? = nil) {
            self.index = index
            self.rows = rows
            self.merges = merges
            self.sheet = sheet
        }
    }

    /// A cell that reaches over several rows or columns of its table.
    public struct Merge: Sendable, Equatable {
        /// Its first row, from 1.
        public let row: Int
        /// Its first column, from 1.
        public let column: Int
        /// Rows it covers, 1 and more.
        public let height: Int
        /// Columns it covers, 1 and more.
        public let width: Int

        /// Places count from 1; nothing is checked.
        public init(row: Int, column: Int, height: Int, width: Int) {
            self.row = row
            self.column = column
            self.height = height
            self.width = width
        }
    }

    /// What reading had to decide, told to whoever hands the document in.
    public struct Note: Sendable, Equatable, Hashable {
        /// What there was.
        public enum Kind: String, Sendable, CaseIterable {
            /// A tracked insertion, read as if accepted.
            case insertion
            /// A tracked deletion, left out as if accepted.
            case deletion
            /// A footnote or endnote; its words stand as a paragraph after the text.
            case footnote
            /// Words that the author hid, left out.
            case hidden
            /// A picture or drawing, whose words can't be read.
            case picture
            /// A table within a cell, read as lines of that cell.
            case nestedTable
            /// A comment in the margin, left out.
            case comment
            /// A formula without a result, such as „#REF!“, left out.
            case formulaFault
        }

        /// What there was.
        public let kind: Kind
        /// Where.
        public let place: CellPlace
        /// The words it is about; blank for a picture.
        public let text: String
        /// Whether it is about a row that was left out as a whole: the place is that of the row below.
        public let isWholeRow: Bool

        /// The place need not hold the words any more.
        public init(kind: Kind, place: CellPlace, text: String, isWholeRow: Bool = false) {
            self.isWholeRow = isWholeRow
            self.kind = kind
            self.place = place
            self.text = text
        }
    }

    /// The character encoding of a text, or the format of the file, as it is named to people.
    public let encoding: String
    /// In the document's order.
    public let blocks: [Block]
    /// In the document's order.
    public let notes: [Note]

    /// `encoding` is only told to people; the blocks are decoded already.
    public init(encoding: String, blocks: [Block], notes: [Note] = []) {
        self.encoding = encoding
        self.blocks = blocks
        self.notes = notes
    }

    /// Every cell and paragraph that holds text, in order.
    public var cells: [(place: CellPlace, text: String)] {
        var all: [(CellPlace, String)] = []
        for block in blocks {
            switch block {
            case .paragraph(let row, let text): all.append((CellPlace(table: 0, row: row, column: 1), text))
            case .table(let table):
                for (row, cells) in table.rows.enumerated() {
                    for (column, text) in cells.enumerated() where !text.isBlank {
                        all.append((CellPlace(table: table.index, row: row + 1, column: column + 1), text))
                    }
                }
            }
        }
        return all
    }
}

extension StringProtocol {
    /// Whether there is nothing but white space.
    public var isBlank: Bool {
        unicodeScalars.allSatisfy { $0.isSpace || $0.value == 0xfeff || $0.value == 0xad }
    }

    /// The text without white space at either end.
    public var trimmed: String {
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.isSpace && $0.value != 0xfeff }) else { return "" }
        var end = scalars.endIndex
        while end > start {
            let before = scalars.index(before: end)
            guard scalars[before].isSpace else { break }
            end = before
        }
        return String(self[start..<end])
    }
}
