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
        /// Texts of the cells by row and column, blank cells kept.
        public let rows: [[String]]

        /// `index` counts from 1, `rows` may differ in width.
        public init(index: Int, rows: [[String]]) {
            self.index = index
            self.rows = rows
        }
    }

    /// The character encoding found, as it is named to people.
    public let encoding: String
    /// In the document's order.
    public let blocks: [Block]

    /// `encoding` is only told to people; the blocks are decoded already.
    public init(encoding: String, blocks: [Block]) {
        self.encoding = encoding
        self.blocks = blocks
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

/// Why a file can't be read as a document. Each case becomes one sentence: what, where, how to mend it.
public enum DocumentError: Error, Equatable, Sendable {
    case missing
    case directory
    case unreadable
    case empty
    /// Larger than the limit, in bytes.
    case tooLarge(limit: Int)
    /// Holds bytes that no text has; the offset of the first.
    case binary(offset: Int)
    /// No known encoding fits; the line of the first bad byte.
    case encoding(line: Int)
    /// A line or a cell is longer than any real one; its line.
    case longLine(line: Int, limit: Int)
    /// A table with more columns than any real one.
    case tooManyColumns(line: Int, limit: Int)
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
