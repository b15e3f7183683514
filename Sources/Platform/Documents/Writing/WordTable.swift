/// A table of a word processor: heading rows that each page repeats, rows that stay on one page, cells merged downwards.
public struct WordTable: Sendable {
    /// A cell as it is seen.
    public struct Cell: Sendable, Equatable {
        /// Each a paragraph.
        public let lines: [String]
        /// Columns it covers, 1 and more.
        public let width: Int
        /// Whether it is one with the cell below or above.
        public let merge: Merge

        /// Whether a cell is merged with the one below it.
        public enum Merge: Sendable { case none, begins, continues }

        /// A cell of one column that stands alone, unless told otherwise.
        public init(_ lines: [String], width: Int = 1, merge: Merge = .none) {
            self.lines = lines
            self.width = width
            self.merge = merge
        }
    }

    /// A row and what it is.
    public struct Row: Sendable, Equatable {
        /// What a row is for.
        public enum Kind: Sendable {
            /// Repeated on each page.
            case heading
            /// Divides the table: one cell over all columns.
            case section
            case plain
        }

        /// What it is for.
        public let kind: Kind
        /// Their widths make up all columns.
        public let cells: [Cell]

        /// The widths are not checked.
        public init(_ kind: Kind, _ cells: [Cell]) {
            self.kind = kind
            self.cells = cells
        }
    }

    /// From above to below, headings first.
    public let rows: [Row]
    private let columns: ColumnWidths

    /// The columns get the widths that suit all rows given as `measured`, so that tables of one document stand alike.
    public init(_ rows: [Row], measured: ColumnWidths) {
        self.rows = rows
        columns = measured
    }

    func write(to xml: inout XMLText) {
        xml.element("w:tbl") { xml in
            xml.element("w:tblPr") { xml in
                xml.empty("w:tblStyle", ["w:val": "Plan"])
                xml.empty("w:tblW", ["w:w": String(columns.widths.reduce(0, +)), "w:type": "dxa"])
                xml.empty("w:tblLayout", ["w:type": "fixed"])
                xml.empty("w:tblLook", ["w:val": "0420", "w:firstRow": "1", "w:noVBand": "1"])
            }
            WordTable.grid(columns.widths, &xml)
            let heights = headingHeights
            for (index, row) in rows.enumerated() { write(row, height: index < heights.count ? heights[index] : nil, &xml) }
        }
    }

    /// Room for each heading row, so that headings merged over both are whole on every page: some programs measure the rows one by one when
    /// they repeat them.
    private var headingHeights: [Int] {
        var own: [Int] = []
        var merged = 1
        for row in rows.prefix(while: { $0.kind == .heading }) {
            var (column, lines) = (0, 1)
            for cell in row.cells {
                let end = min(column + cell.width, columns.widths.count)
                let count = columns.lines(of: cell.lines.joined(separator: " "), in: min(column, end)..<end)
                if cell.merge == .none { lines = max(lines, count) } else { merged = max(merged, count) }
                column = end
            }
            own.append(lines)
        }
        if let last = own.indices.last { own[last] = max(own[last], merged - own.dropLast().reduce(0, +)) }
        return own.map(columns.height)
    }

    private func write(_ row: Row, height: Int?, _ xml: inout XMLText) {
        xml.element("w:tr") { xml in
            xml.element("w:trPr") { xml in
                xml.empty("w:cantSplit")
                if let height { xml.empty("w:trHeight", ["w:val": String(height), "w:hRule": "atLeast"]) }
                if row.kind == .heading { xml.empty("w:tblHeader") }
            }
            var column = 0
            for cell in row.cells {
                let end = min(column + cell.width, columns.widths.count)
                write(cell, row.kind, width: columns.widths[min(column, end)..<end].reduce(0, +), &xml)
                column = end
            }
        }
    }

    private func write(_ cell: Cell, _ kind: Row.Kind, width: Int, _ xml: inout XMLText) {
        xml.element("w:tc") { xml in
            xml.element("w:tcPr") { xml in
                xml.empty("w:tcW", ["w:w": String(width), "w:type": "dxa"])
                if cell.width > 1 { xml.empty("w:gridSpan", ["w:val": String(cell.width)]) }
                switch cell.merge {
                case .none: break
                case .begins: xml.empty("w:vMerge", ["w:val": "restart"])
                case .continues: xml.empty("w:vMerge")
                }
                if kind != .plain {
                    xml.empty("w:shd", ["w:val": "clear", "w:color": "auto", "w:fill": kind == .heading ? "E3F0F0" : "F2F5F7"])
                }
                if kind == .heading { xml.empty("w:vAlign", ["w:val": "center"]) }
            }
            let style =
                switch kind {
                case .heading: "TableHead"
                case .section: "TableSection"
                case .plain: "TableText"
                }
            // A cell must hold a paragraph.
            for line in cell.lines.isEmpty ? [""] : cell.lines {
                xml.element("w:p") { xml in
                    xml.element("w:pPr") { $0.empty("w:pStyle", ["w:val": style]) }
                    guard !line.isEmpty else { return }
                    xml.element("w:r") { xml in
                        xml.element("w:rPr") { xml in
                            xml.empty("w:sz", ["w:val": String(columns.halfPoints)])
                            xml.empty("w:szCs", ["w:val": String(columns.halfPoints)])
                        }
                        xml.element("w:t", ["xml:space": "preserve"], text: line)
                    }
                }
            }
        }
    }

    static func write(_ terms: [(term: String, meaning: String)], to xml: inout XMLText) {
        let widths = [2400, 8000]
        xml.element("w:tbl") { xml in
            xml.element("w:tblPr") { xml in
                xml.empty("w:tblStyle", ["w:val": "Terms"])
                xml.empty("w:tblW", ["w:w": String(widths.reduce(0, +)), "w:type": "dxa"])
                xml.empty("w:tblLayout", ["w:type": "fixed"])
                xml.empty("w:tblLook", ["w:val": "0400", "w:noVBand": "1"])
            }
            grid(widths, &xml)
            for (term, meaning) in terms {
                xml.element("w:tr") { xml in
                    xml.element("w:trPr") { $0.empty("w:cantSplit") }
                    for (text, width) in zip([term, meaning], widths) {
                        xml.element("w:tc") { xml in
                            xml.element("w:tcPr") { $0.empty("w:tcW", ["w:w": String(width), "w:type": "dxa"]) }
                            xml.paragraph(text, style: "TableText")
                        }
                    }
                }
            }
        }
        xml.paragraph("", style: "Gap")
    }

    private static func grid(_ widths: [Int], _ xml: inout XMLText) {
        xml.element("w:tblGrid") { xml in
            for width in widths { xml.empty("w:gridCol", ["w:w": String(width)]) }
        }
    }
}
