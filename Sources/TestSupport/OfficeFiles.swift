import CArchive

/// Makes office files for tests from the mark-up of their parts.
public enum OfficeFiles {
    /// A container of parts in their order, names as given, whatever they are.
    public static func packed(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: parts.reduce(1 << 16) { $0 + $1.bytes.count + 2 * $1.name.utf8.count + 512 })
        var used = 0
        buffer.withUnsafeMutableBytes { room in
            let archive = archive_write_new()
            archive_write_set_format_zip(archive)
            archive_write_open_memory(archive, room.baseAddress, room.count, &used)
            for part in parts {
                let entry = archive_entry_new()
                archive_entry_set_pathname_utf8(entry, part.name)
                // A regular file, as stat(2) numbers it.
                archive_entry_set_filetype(entry, 0o100_000)
                archive_entry_set_size(entry, Int64(part.bytes.count))
                archive_write_header(archive, entry)
                _ = part.bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
                archive_entry_free(entry)
            }
            archive_write_close(archive)
            archive_write_free(archive)
        }
        return Array(buffer[..<used])
    }

    /// The same of texts.
    public static func packed(_ parts: [(name: String, text: String)]) -> [UInt8] {
        packed(parts.map { ($0.name, Array($0.text.utf8)) })
    }

    // MARK: Word

    /// Parts of a Word document: its body, and further parts by the last word of their relationship (`styles`, `footnotes`).
    public static func wordParts(
        _ body: String, _ others: KeyValuePairs<String, String> = [:], isStrict: Bool = false
    ) -> [(name: String, text: String)] {
        let relations = kinds(isStrict)
        let links = others.map { #"<Relationship Id="\#($0.key)" Type="\#(relations)/\#($0.key)" Target="\#($0.key).xml"/>"# }.joined()
        let names = isStrict ? strictNames : names
        let document =
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document \(names)><w:body>\(body)</w:body></w:document>"
        return [
            ("_rels/.rels", relationships(#"<Relationship Id="r1" Type="\#(relations)/officeDocument" Target="word/document.xml"/>"#)),
            ("word/document.xml", document), ("word/_rels/document.xml.rels", relationships(links)),
        ] + others.map { ("word/\($0.key).xml", "<w:\($0.key) \(names)>\($0.value)</w:\($0.key)>") }
    }

    /// A Word document.
    public static func word(
        _ body: String, _ others: KeyValuePairs<String, String> = [:], isStrict: Bool = false
    ) -> [UInt8] {
        packed(wordParts(body, others, isStrict: isStrict))
    }

    /// A paragraph of plain words, lines divided.
    public static func paragraph(_ text: String, properties: String = "") -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "<w:t xml:space=\"preserve\">\(escaped($0))</w:t>" }
        return "<w:p>\(properties)<w:r>\(lines.joined(separator: "<w:br/>"))</w:r></w:p>"
    }

    /// A cell of plain words, a paragraph for each line.
    public static func cell(_ text: String, _ properties: String = "") -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph(String($0)) }
        return "<w:tc><w:tcPr>\(properties)</w:tcPr>\(lines.joined())</w:tc>"
    }

    // MARK: Excel

    /// Parts of a workbook: the insides of its sheets by name, its texts and its styles.
    public static func workbookParts(
        named sheets: [(key: String, value: String)], strings: String? = nil, styles: String? = nil, properties: String = "",
        states: [String: String] = [:], isStrict: Bool = false
    ) -> [(name: String, text: String)] {
        let relations = kinds(isStrict)
        let main = isStrict ? "http://purl.oclc.org/ooxml/spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let listed = sheets.enumerated().map { index, sheet in
            #"<sheet name="\#(escaped(sheet.key))" sheetId="\#(index + 1)" state="\#(states[sheet.key] ?? "visible")" r:id="s\#(index)"/>"#
        }
        var links = sheets.indices.map { index in
            #"<Relationship Id="s\#(index)" Type="\#(relations)/worksheet" Target="worksheets/sheet\#(index).xml"/>"#
        }
        var parts: [(name: String, text: String)] = []
        for (kind, content, root) in [("sharedStrings", strings, "sst"), ("styles", styles, "styleSheet")] {
            guard let content else { continue }
            links.append(#"<Relationship Id="\#(kind)" Type="\#(relations)/\#(kind)" Target="/xl/\#(kind).xml"/>"#)
            parts.append(("xl/\(kind).xml", "<\(root) xmlns=\"\(main)\">\(content)</\(root)>"))
        }
        parts += sheets.enumerated().map { ("xl/worksheets/sheet\($0).xml", "<worksheet xmlns=\"\(main)\">\($1.value)</worksheet>") }
        return [
            ("_rels/.rels", relationships(#"<Relationship Id="r1" Type="\#(relations)/officeDocument" Target="/xl/workbook.xml"/>"#)),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\">\(properties)<sheets>\(listed.joined())</sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", relationships(links.joined())),
        ] + parts
    }

    /// The same of sheets as they are listed.
    public static func workbookParts(_ sheets: KeyValuePairs<String, String>) -> [(name: String, text: String)] {
        workbookParts(named: Array(sheets))
    }

    /// A workbook.
    public static func workbook(
        _ sheets: KeyValuePairs<String, String>, strings: String? = nil, styles: String? = nil, properties: String = "",
        states: [String: String] = [:], isStrict: Bool = false
    ) -> [UInt8] {
        packed(
            workbookParts(
                named: Array(sheets), strings: strings, styles: styles, properties: properties, states: states, isStrict: isStrict))
    }

    /// The inside of a sheet whose cells are texts.
    public static func sheet(_ rows: [[String]], after: String = "") -> String {
        let lines = rows.enumerated().map { row, cells in
            let cells = cells.enumerated().filter { !$0.element.isEmpty }.map { column, text in
                "<c r=\"\(columnName(column))\(row + 1)\" t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
            }
            return "<row r=\"\(row + 1)\">\(cells.joined())</row>"
        }
        return "<sheetData>\(lines.joined())</sheetData>\(after)"
    }

    /// The letters of a column, counted from 0.
    public static func columnName(_ column: Int) -> String {
        var (rest, name) = (column + 1, "")
        while rest > 0 {
            name = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + name
            rest = (rest - 1) / 26
        }
        return name
    }

    // MARK: Mark-up

    /// A text as it stands between tags.
    public static func escaped(_ text: some StringProtocol) -> String {
        String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    /// A part of relationships.
    public static func relationships(_ links: String) -> String {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(links)</Relationships>"
    }

    private static func kinds(_ isStrict: Bool) -> String {
        isStrict
            ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
            : "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }

    private static let names =
        #"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#
    private static let strictNames =
        #"xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#
}
