import Documents
import TestSupport

@testable import Programmes

/// A document that was read, written again in another form of file, as its authors would have made it.
struct OfficeForms {
    private let blocks: [SourceDocument.Block]

    /// White space within cells is joined: not every form keeps it. A word by itself above a table stands before it, and a heading has the
    /// blank cells of its spans: a dump lacks these.
    init(_ document: SourceDocument) {
        blocks = document.blocks.flatMap { block -> [SourceDocument.Block] in
            switch block {
            case .paragraph(let row, let text): return [.paragraph(row: row, text: Headings.clean(text))]
            case .table(let table):
                var rows = table.rows.map { $0.map(Headings.clean) }
                let alone = rows.prefix { row in row.count > 1 && row.count { !$0.isEmpty } == 1 }
                rows.removeFirst(alone.count)
                if rows.count > 1, ColumnHeadings.isHeading(rows[0]), ColumnHeadings.isSecondRow(rows[1]) {
                    rows[0] = ColumnHeadings.aligned(rows[0], below: rows[1])
                }
                return alone.map { .paragraph(row: 1, text: $0.joined()) } + [.table(.init(index: table.index, rows: rows))]
            }
        }
    }

    /// A row on a line, tabs between its cells.
    var text: [UInt8] {
        let lines = blocks.map { block in
            switch block {
            case .paragraph(_, let text): text
            case .table(let table): table.rows.map { $0.joined(separator: "\t") }.joined(separator: "\n")
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// The same as a sheet saved as text.
    func separated(by separator: String) -> [UInt8] {
        let rows = blocks.flatMap { block in
            switch block {
            case .paragraph(_, let text): [[text]]
            case .table(let table): table.rows
            }
        }
        let lines = rows.map { row in row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: separator) }
        return Array(("\u{feff}" + lines.joined(separator: "\r\n")).utf8)
    }

    // MARK: Word

    /// With merged cells: headings over several columns or both heading rows, goals over the rows for which they hold, and headings of
    /// sections over the whole table.
    var word: [UInt8] {
        OfficeFiles.word(
            blocks.map { block in
                switch block {
                case .paragraph(_, let text): OfficeFiles.paragraph(text)
                case .table(let table): OfficeForms.word(table)
                }
            }.joined())
    }

    private static func word(_ table: SourceDocument.Table) -> String {
        let width = table.rows.map(\.count).max() ?? 0
        let merges = merges(table)
        let rows = table.rows.enumerated().map { row, cells in
            var line = ""
            var column = 0
            while column < cells.count {
                let merge = merges.first { merge in
                    (merge.row..<merge.row + merge.height).contains(row + 1)
                        && (merge.column..<merge.column + merge.width).contains(column + 1)
                }
                var properties = ""
                let across = cells.count == 1 ? width : merge?.width ?? 1
                if across > 1 { properties += "<w:gridSpan w:val=\"\(across)\"/>" }
                if let merge, merge.height > 1 { properties += merge.row == row + 1 ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>" }
                line += OfficeFiles.cell(cells[column], properties)
                column += merge?.width ?? 1
            }
            let rest = cells.count == 1 ? 0 : width - cells.count
            return "<w:tr><w:trPr>\(rest > 0 ? "<w:gridAfter w:val=\"\(rest)\"/>" : "")</w:trPr>\(line)</w:tr>"
        }
        return "<w:tbl>\(rows.joined())</w:tbl>"
    }

    /// The cells that an author would have merged.
    private static func merges(_ table: SourceDocument.Table) -> [SourceDocument.Merge] {
        var merges: [SourceDocument.Merge] = []
        var row = 0
        var goals: [Int] = []
        while row < table.rows.count {
            let cells = table.rows[row]
            if ColumnHeadings.isHeading(cells) {
                let below = row + 1 < table.rows.count && ColumnHeadings.isSecondRow(table.rows[row + 1]) ? table.rows[row + 1] : []
                merges += heading(cells, below, row + 1)
                goals = (ColumnHeadings(cells, below: below)?.fields ?? []).indices.filter { column in
                    [.strategicGoal, .operationalGoal].contains(ColumnHeadings(cells, below: below)?.fields[column])
                }
                row += below.isEmpty ? 1 : 2
                continue
            }
            for column in goals where column < cells.count && !cells[column].isEmpty {
                let rest = table.rows[(row + 1)...].prefix { column < $0.count && $0.count > 1 && $0[column].isEmpty }
                if !rest.isEmpty { merges.append(.init(row: row + 1, column: column + 1, height: rest.count + 1, width: 1)) }
            }
            row += 1
        }
        return merges
    }

    private static func heading(_ cells: [String], _ below: [String], _ row: Int) -> [SourceDocument.Merge] {
        guard cells.count == below.count else { return [] }
        return cells.indices.filter { !cells[$0].isEmpty }.map { column in
            let blanks = cells[(column + 1)...].prefix(while: \.isEmpty).count
            return .init(row: row, column: column + 1, height: below[column].isEmpty ? 2 : 1, width: blanks + 1)
        }
    }

    // MARK: Excel

    /// A sheet for each table with the paragraphs above it; headings of sections are merged over the table.
    var workbook: [UInt8] {
        var sheets: [[[String]]] = [[]]
        var isClosed = false
        var merges: [[String]] = [[]]
        for block in blocks {
            switch block {
            case .paragraph(_, let text):
                if isClosed {
                    sheets.append([])
                    merges.append([])
                }
                isClosed = false
                sheets[sheets.count - 1].append([text])
            case .table(let table):
                if isClosed {
                    sheets.append([])
                    merges.append([])
                }
                isClosed = true
                let last = OfficeFiles.columnName((table.rows.map(\.count).max() ?? 1) - 1)
                for row in table.rows {
                    sheets[sheets.count - 1].append(row)
                    let number = sheets[sheets.count - 1].count
                    if row.count == 1 { merges[sheets.count - 1].append("<mergeCell ref=\"A\(number):\(last)\(number)\"/>") }
                }
            }
        }
        return OfficeFiles.packed(
            OfficeFiles.workbookParts(
                named: zip(sheets, merges).enumerated().map { index, sheet in
                    ("Лист \(index + 1)", OfficeFiles.sheet(sheet.0, after: "<mergeCells>\(sheet.1.joined())</mergeCells>"))
                }))
    }
}
