import Documents
import Foundation
import FoundationXML

/// Reads the text of a DOCX file just far enough to compare it: paragraphs, tables, merged cells.
final class WordReading: NSObject, XMLParserDelegate {
    private struct Cell {
        var width = 1
        var merge: String?
        var paragraphs: [String] = []
    }

    private var blocks: [SourceDocument.Block] = []
    private var rows: [[Cell]]?
    private var cell: Cell?
    private var paragraph: String?
    private var isText = false
    private var counts = (paragraphs: 0, tables: 0)
    private(set) var error: (any Error)?

    /// The document that a word processor would show; nil where the part is no XML.
    static func document(_ part: [UInt8]) -> SourceDocument? {
        let reading = WordReading()
        let parser = XMLParser(data: Data(part))
        parser.delegate = reading
        return parser.parse() ? SourceDocument(encoding: "DOCX", blocks: reading.blocks) : nil
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        switch name {
        case "w:tbl": rows = []
        case "w:tr": rows?.append([])
        case "w:tc": cell = Cell()
        case "w:gridSpan": cell?.width = attributes["w:val"].flatMap { Int($0) } ?? 1
        case "w:vMerge": cell?.merge = attributes["w:val"] ?? "continue"
        case "w:p": paragraph = ""
        case "w:t": isText = true
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if isText { paragraph? += text }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        switch name {
        case "w:t": isText = false
        case "w:p":
            if cell != nil {
                cell?.paragraphs.append(paragraph ?? "")
            } else if let paragraph, !paragraph.isEmpty {
                counts.paragraphs += 1
                blocks.append(.paragraph(row: counts.paragraphs, text: paragraph))
            }
            paragraph = nil
        case "w:tc":
            if let cell, let last = rows?.indices.last { rows?[last].append(cell) }
            cell = nil
        case "w:tbl":
            if let rows { add(rows) }
            rows = nil
        default: break
        }
    }

    private func add(_ rows: [[Cell]]) {
        counts.tables += 1
        var texts: [[String]] = []
        var merges: [SourceDocument.Merge] = []
        for (index, row) in rows.enumerated() {
            var cells: [String] = []
            for cell in row {
                let text = cell.merge == "continue" ? "" : cell.paragraphs.joined(separator: "\n")
                if cell.width > 1 { merges.append(.init(row: index + 1, column: cells.count + 1, height: 1, width: cell.width)) }
                cells += [text] + Array(repeating: "", count: cell.width - 1)
            }
            texts.append(cells)
        }
        blocks.append(.table(.init(index: counts.tables, rows: texts, merges: merges)))
    }
}
