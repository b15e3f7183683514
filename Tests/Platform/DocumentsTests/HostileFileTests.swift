import Documents
import TestSupport
import Testing

/// Files that are no documents, or were made to do harm: each is refused for what it is, within bounds.
@Suite struct HostileFileTests {
    private func fault(_ bytes: [UInt8]) -> DocumentError? {
        do throws(DocumentError) {
            _ = try SourceDocument(reading: bytes) { _ in 0 }
            return nil
        } catch {
            return error
        }
    }

    private func word(_ body: String, replacing part: String? = nil, with xml: String = "") -> [UInt8] {
        var parts = OfficeFiles.wordParts(body, ["styles": ""])
        if let index = parts.firstIndex(where: { $0.name == part }) { parts[index].text = xml }
        return OfficeFiles.packed(parts)
    }

    private let document = "word/document.xml"

    @Test func `formats that are known and not read are named`() {
        let old: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] + Array(repeating: 0, count: 600)
        #expect(fault(old) == .format(.oldOffice))
        #expect(fault(old + "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }) == .password)
        #expect(fault(Array("{\\rtf1\\ansi План}".utf8)) == .format(.richText))
        #expect(fault(Array("%PDF-1.7\n".utf8)) == .format(.portable))
        #expect(fault([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]) == .format(.picture))
        #expect(fault([0xff, 0xd8, 0xff, 0xe0, 0, 16]) == .format(.picture))
        let open = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")]
        #expect(fault(OfficeFiles.packed(open.map { (name: $0.0, text: $0.1) })) == .format(.openDocument))
        #expect(fault(OfficeFiles.packed([(name: "план.txt", text: "план")])) == .format(.archive))
        let binary = OfficeFiles.packed([
            (name: "xl/workbook.bin", text: "x"),
            (
                name: "_rels/.rels",
                text: OfficeFiles.relationships(#"<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/>"#)
            ),
        ])
        #expect(fault(binary) == .format(.oldOffice))
    }

    @Test func `a file cut off or without its main part is refused`() {
        let whole = OfficeFiles.word(OfficeFiles.paragraph("План"))
        #expect(fault(Array(whole.dropLast(30))) == .damaged(part: ""))
        #expect(fault(Array(whole.prefix(100))) == .damaged(part: ""))
        let parts = OfficeFiles.wordParts("").filter { $0.name != document }
        #expect(fault(OfficeFiles.packed(parts)) == .missingPart(document))
        #expect(fault(OfficeFiles.packed([(name: "word/styles.xml", text: "<a/>")])) == .missingPart(document))
    }

    @Test func `a locked part is refused`() {
        var bytes = OfficeFiles.word(OfficeFiles.paragraph("План"))
        // The flag of encryption, in each part's own head and in the directory.
        for (mark, place) in [([0x50, 0x4b, 3, 4] as [UInt8], 6), ([0x50, 0x4b, 1, 2], 8)] {
            for start in bytes.indices where bytes[start...].starts(with: mark) { bytes[start + place] |= 1 }
        }
        #expect(fault(bytes) == .password)
    }

    @Test func `names that lead out of the container, and names twice, are refused`() {
        for name in ["../x.xml", "/etc/passwd", "word\\..\\..\\x", "C:/x", "word/../../x"] {
            // Strokes to the left are turned in reading.
            #expect(fault(OfficeFiles.packed(OfficeFiles.wordParts("") + [(name, "x")])) == .strangePart(name.replacing("\\", with: "/")))
        }
        let twice = OfficeFiles.wordParts("") + [("word/Document.xml", "<a/>")]
        #expect(fault(OfficeFiles.packed(twice)) == .strangePart("word/Document.xml"))
    }

    @Test func `a file that unpacks to more than any document is refused, whatever it says of itself`() {
        let spaces = [UInt8](repeating: 0x20, count: 65 * 1024 * 1024)
        let parts = OfficeFiles.wordParts("").map { part in
            (name: part.name, bytes: part.name == document ? spaces : Array(part.text.utf8))
        }
        var bomb = OfficeFiles.packed(parts)
        #expect(bomb.count < 1024 * 1024)
        let limit = 64 * 1024 * 1024
        #expect(fault(bomb) == .unpacksTooLarge(limit: limit))
        for (mark, place) in [([0x50, 0x4b, 3, 4] as [UInt8], 22), ([0x50, 0x4b, 1, 2], 24)] {
            for start in bomb.indices where bomb[start...].starts(with: mark) {
                for offset in 0..<4 { bomb[start + place + offset] = offset == 0 ? 100 : 0 }
            }
        }
        #expect([.unpacksTooLarge(limit: limit), .damaged(part: document), .damaged(part: "_rels/.rels")].contains(fault(bomb)))
    }

    @Test func `a file of very many parts is refused`() {
        let parts = OfficeFiles.wordParts("") + (0..<4100).map { (name: "word/media/\($0).xml", text: "") }
        #expect(fault(OfficeFiles.packed(parts)) == .tooManyParts(limit: 4096))
    }

    @Test func `a document type is refused before anything in it is read`() {
        let laughs = "<!DOCTYPE a [<!ENTITY a \"ха\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>"
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"
        for xml in [laughs, outside, "<!DOCTYPE a SYSTEM \"http://example.org/a.dtd\"><a/>"] {
            #expect(fault(word("", replacing: document, with: xml)) == .documentType(part: document))
            #expect(fault(word("", replacing: "word/styles.xml", with: xml)) == .documentType(part: "word/styles.xml"))
        }
        let units: [UInt16] = [0xfeff] + Array(laughs.utf16)
        let wide: [UInt8] = units.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        let parts = OfficeFiles.wordParts("").map { (name: $0.name, bytes: $0.name == document ? wide : Array($0.text.utf8)) }
        #expect(fault(OfficeFiles.packed(parts)) == .documentType(part: document))
        #expect(fault(word("", replacing: document, with: "<a>&x;</a>")) == .damaged(part: document))
    }

    @Test func `broken mark-up and elements without end are refused`() {
        let open = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
        for xml in ["", "план", "<a>", open + "<w:body><w:p></w:body></w:document>", open + "</w:document>", "<a/>", "<a \u{1}/>"] {
            #expect(fault(word("", replacing: document, with: xml)) == .damaged(part: document))
        }
        let deep = String(repeating: "<w:r>", count: 100_000)
        #expect(fault(word("<w:p>" + deep)) == .tooDeep(part: document, limit: 200))
        let nested = String(repeating: "<w:tbl><w:tr><w:tc>", count: 1000)
        #expect(fault(word(nested)) == .tooDeep(part: document, limit: 200))
    }

    @Test func `a template on another machine is refused, one on a disk is nobody's business`() {
        func attached(_ address: String) -> [UInt8] {
            let link = #"<Relationship Id="t" Type="x/attachedTemplate" Target="\#(OfficeFiles.escaped(address))" TargetMode="External"/>"#
            return OfficeFiles.packed(
                OfficeFiles.wordParts(OfficeFiles.paragraph("План"), ["settings": ""])
                    + [("word/_rels/settings.xml.rels", OfficeFiles.relationships(link))])
        }
        for address in [
            "https://example.org/a.dotm?a&b", "\\\\server\\a.dotm", "file://server/a.dotm", "FILE:///\\\\server\\a.dotm", "mailto:x",
        ] {
            #expect(fault(attached(address)) == .remoteTemplate(address))
        }
        for address in ["file:///C:\\Templates\\a.dotm", "C:\\a.dotm", "Normal.dotm", "file:///home/a.dotx"] {
            #expect(fault(attached(address)) == nil, "\(address)")
        }
    }

    @Test func `links to other machines are ignored, not followed`() throws {
        var parts = OfficeFiles.wordParts(#"<w:p><w:hyperlink><w:r><w:t>план</w:t></w:r></w:hyperlink><w:altChunk/></w:p>"#)
        let links = ["hyperlink", "image", "oleObject", "frame", "subDocument", "styles"].map {
            #"<Relationship Id="\#($0)" Type="x/\#($0)" Target="http://192.0.2.1/\#($0)" TargetMode="External"/>"#
        }
        let index = try #require(parts.firstIndex { $0.name == "word/_rels/document.xml.rels" })
        parts[index].text = OfficeFiles.relationships(links.joined())
        let read = try SourceDocument(reading: OfficeFiles.packed(parts)) { _ in 0 }
        #expect(read.blocks == [.paragraph(row: 1, text: "план")])
    }

    @Test func `tables wider than any real one are refused`() {
        let cells = (0..<10_000).map { _ in OfficeFiles.cell("а") }.joined()
        #expect(fault(word("<w:tbl><w:tr>\(cells)</w:tr></w:tbl>")) == .tooWide(table: 1, row: 1, limit: 200))
        for span in ["99999999", "9223372036854775807"] {
            let cell = OfficeFiles.cell("а", "<w:gridSpan w:val=\"\(span)\"/>")
            #expect(fault(word("<w:tbl><w:tr>\(cell)</w:tr></w:tbl>")) == .tooWide(table: 1, row: 1, limit: 200))
        }
        let far = OfficeFiles.workbook(["Л": #"<sheetData><row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>"#])
        #expect(fault(far) == .tooWide(table: 1, row: 3, limit: 200))
        let deep = OfficeFiles.workbook(["Л": #"<sheetData><row r="99999999999"><c><v>1</v></c></row></sheetData>"#])
        #expect(fault(deep) == .tooManyCells(limit: 1_000_000))
        let wide = "<w:tr><w:trPr><w:gridBefore w:val=\"199\"/></w:trPr>\(OfficeFiles.cell("а"))</w:tr>"
        #expect(fault(word("<w:tbl>\(String(repeating: wide, count: 6000))</w:tbl>")) == .tooManyCells(limit: 1_000_000))
    }

    @Test func `a cell longer than any real one is refused`() {
        let long = OfficeFiles.cell(String(repeating: "думи ", count: 300_000))
        #expect(fault(word("<w:tbl><w:tr>\(OfficeFiles.cell("а"))\(long)</w:tr></w:tbl>")) == .longLine(line: 1, limit: 2 * 1024 * 1024))
    }

    @Test func `a part of very many elements is refused`() {
        let many = String(repeating: "<w:p/>", count: 3_000_001)
        #expect(fault(word(many)) == .tooMuchMarkUp(part: document, limit: 3_000_000))
    }

    @Test func `a few words that stand again and again are counted each time`() {
        let limit = DocumentError.unpacksTooLarge(limit: 32 * 1024 * 1024)
        let long = String(repeating: "а", count: 500_000)
        let nested = (0..<50).reduce(OfficeFiles.paragraph(long)) { inner, _ in
            "<w:tbl><w:tr><w:tc>\(inner)</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        }
        #expect(fault(word(nested)) == limit)
        let cells = String(repeating: #"<c t="s"><v>0</v></c>"#, count: 100)
        for text in [long, String(repeating: " ", count: 1_000_000)] {
            let shared = OfficeFiles.workbook(["Л": "<sheetData><row>\(cells)</row></sheetData>"], strings: "<si><t>\(text)</t></si>")
            #expect(fault(shared) == limit)
        }
        let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>дума</w:t></w:r></w:p>"
        #expect(fault(word(String(repeating: joined, count: 10_000))) == limit)
    }

    @Test func `a footnote is told once, however often it is referred to`() throws {
        let reference = #"<w:r><w:footnoteReference w:id="1"/></w:r>"#
        let file = OfficeFiles.word(
            "<w:p>\(String(repeating: reference, count: 1000))</w:p>",
            ["footnotes": "<w:footnote w:id=\"1\">\(OfficeFiles.paragraph(String(repeating: "а", count: 100_000)))</w:footnote>"])
        #expect(try SourceDocument(reading: file) { _ in 0 }.cells.reduce(0) { $0 + $1.text.count } == 100_003)
    }

    @Test func `what stands before a paragraph of a list is short`() throws {
        let levels = #"<w:lvl w:ilvl="0"><w:lvlText w:val="\#(String(repeating: "а", count: 100_000))"/></w:lvl>"#
        let listed = #"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>б</w:t></w:r></w:p>"#
        let numbering =
            "<w:abstractNum w:abstractNumId=\"0\">\(levels)</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
        let read = try SourceDocument(reading: OfficeFiles.word(String(repeating: listed, count: 1000), ["numbering": numbering])) { _ in 0
        }
        #expect(read.cells.reduce(0) { $0 + $1.text.count } == 102_000)
    }

    @Test func `blank cells between those of a sheet count, and those of all sheets together`() {
        func far(_ row: Int, _ column: String) -> String {
            let cells = { (row: Int) in "<row r=\"\(row)\"><c r=\"A\(row)\"><v>1</v></c><c r=\"\(column)\(row)\"><v>1</v></c></row>" }
            return "<sheetData>\(cells(1))\(cells(row))</sheetData>"
        }
        #expect(fault(OfficeFiles.workbook(["Л": far(5000, "GR")])) == nil)
        #expect(fault(OfficeFiles.workbook(["Л": far(100_000, "GR")])) == .tooManyCells(limit: 1_000_000))
        #expect(fault(OfficeFiles.workbook(["А": far(300_000, "B"), "Б": far(300_000, "B")])) == .tooManyCells(limit: 1_000_000))
        let last = #"<sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>"#
        #expect(fault(OfficeFiles.workbook(["А": last, "Б": last])) == nil)
        #expect(fault(OfficeFiles.workbook(["А": last, "Б": last, "В": last])) == .tooManyCells(limit: 1_000_000))
    }

    @Test(arguments: [("1", "0"), ("0", "5"), ("-3", "-1"), ("250", "16384"), ("5", "2"), ("1", "9223372036854775807")])
    func `hidden columns that are nowhere hide nothing else`(first: String, last: String) throws {
        let sheet = #"<cols><col min="\#(first)" max="\#(last)" hidden="1"/></cols>"# + OfficeFiles.sheet([["а", "б"]])
        let read = try SourceDocument(reading: OfficeFiles.workbook(["Л": sheet])) { _ in 0 }
        #expect(read.cells.count == (last.count > 10 ? 0 : 2))
    }

    @Test func `a table of very many rows over all columns is read`() throws {
        let rows = String(repeating: "<w:tr>\(OfficeFiles.cell("а"))</w:tr>", count: 40_000)
        let read = try SourceDocument(reading: word("<w:tbl>\(rows)</w:tbl>")) { _ in 0 }
        #expect(read.cells.count == 40_000)
    }

    @Test func `a sheet of one cell far down costs no more than its rows`() throws {
        let sheet =
            #"<sheetData><row r="1048576"><c><v>1</v></c><c><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>"#
        let read = try SourceDocument(reading: OfficeFiles.workbook(["Л": sheet])) { _ in 0 }
        #expect(read.blocks == [.table(.init(index: 1, rows: [["1", "2"]], sheet: "Л"))])
    }
}
