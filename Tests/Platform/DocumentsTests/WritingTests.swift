import Core
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Documents

@Suite struct WritingTests {
    @Test func `XML escapes what has a meaning and leaves out what it can't say`() {
        var xml = XMLText()
        xml.element("a", ["b": "\"<\n"], text: "x & <y>\u{0}\u{1b}\u{ffff} — Ж\u{a0}\u{1f600}\t")
        let text = String(decoding: xml.bytes, as: UTF8.self)
        #expect(text.hasSuffix("<a b=\"&quot;&lt;&#10;\">x &amp; &lt;y&gt; — Ж\u{a0}\u{1f600}&#9;</a>"))
    }

    @Test func `any words make a document that XML readers read`() {
        var random = SeededGenerator(7)
        for _ in 0..<200 {
            let scalars = (0..<60).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x1_1000, using: &random)) }
            let text = String(String.UnicodeScalarView(scalars))
            let rows = [WordTable.Row(.plain, [.init([text]), .init([], merge: .begins)])]
            let table = WordTable(rows, measured: ColumnWidths(rows: [[text, ""]], headings: []))
            let document = WordDocument(
                title: text, language: .bg, created: Instant(milliseconds: 0),
                blocks: [.notice(text), .title([text]), .heading(text), .table(table), .terms([(text, text)])])
            #expect(XMLParser(data: Data(document.body)).parse())
            #expect(XMLParser(data: Data(WordParts.properties(document))).parse())
        }
    }

    @Test func `columns fill the page and the longest word has room`() throws {
        let word = "междуинституционалното"
        let widths = ColumnWidths(
            rows: [["1.1", String(repeating: "дълъг текст ", count: 60), word, "10 000 лв."]],
            headings: [["№", "Дейности", "Срок", "Бюджет"]])
        #expect(widths.widths.reduce(0, +) == WordDocument.textWidth)
        #expect(widths.halfPoints == 18)
        #expect(widths.widths[2] > word.count * 90)
        #expect(widths.widths[1] > widths.widths[0] * 4)
    }

    @Test func `columns without any room left still share the page`() {
        let word = String(repeating: "ш", count: 300)
        let widths = ColumnWidths(rows: [Array(repeating: word, count: 12)], headings: [])
        #expect(widths.widths.count == 12)
        #expect(widths.widths.reduce(0, +) == WordDocument.textWidth)
        #expect(widths.widths.allSatisfy { $0 > 0 })
        #expect(ColumnWidths(rows: [], headings: []).widths == [WordDocument.textWidth])
    }

    @Test func `a container begins as ZIP files do and is the same for the same parts`() throws {
        let parts: [(String, [UInt8])] = [("a.xml", Array("<a/>".utf8)), ("word/b.xml", []), ("c", Array(repeating: 7, count: 200_000))]
        let bytes = try ZipContainer.bytes(parts)
        #expect(bytes.prefix(4) == [0x50, 0x4b, 3, 4])
        #expect(bytes.count < 10_000)
        #expect(try ZipContainer.bytes(parts) == bytes)
        var random = SeededGenerator(3)
        let noise = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(try ZipContainer.bytes([("noise", noise)]).count > noise.count)
    }

    @Test func `cells of workbooks hold what Excel opens`() {
        #expect(Workbook.cell("=1+1") == "=1+1")
        #expect(Workbook.cell("a\u{0}\u{8}b\r\nc") == "ab\nc")
        #expect(Workbook.cell("_x000D_") == "_x005F_x000D_")
        #expect(Workbook.cell("_x000_ x_") == "_x000_ x_")
        let long = Workbook.cell(String(repeating: "ж", count: 40_000))
        #expect(long.utf16.count == 32_767 && long.hasSuffix("ж…"))
        #expect(Workbook.cell(String(repeating: "\u{1f600}", count: 20_000)).utf16.count <= 32_767)
    }

    @Test func `workbooks are made whatever their cells hold, and refused names leave nothing behind`() throws {
        let values: [Workbook.Value] = [
            .blank, .text(""), .text("=HYPERLINK(\"http://example.org\")"), .number(.infinity), .number(-0.5), .number(1e300),
            .day(try #require(Day(1, 1, 1))), .day(try #require(Day(2024, 2, 29))),
        ]
        let columns = (0..<30).map { Workbook.Column("К\($0)", width: 8, kind: $0 == 2 ? .amount : .plain) }
        func book(_ name: String) -> Workbook {
            Workbook(
                title: "План", language: .bg, created: Instant(milliseconds: 1_700_000_000_000),
                sheets: [.init(name: name, columns: columns, rows: [values, [], values + values], fixed: 1)])
        }
        let bytes = try book("Мерки").bytes()
        #expect(bytes.prefix(4) == [0x50, 0x4b, 3, 4])
        #expect(try book("Мерки").bytes() == bytes)
        #expect(throws: WritingError.self) { try book("a/b").bytes() }
    }

    @Test func `a private folder is nobody else's and goes with what is in it`() throws {
        let folder = try PrivateFolder()
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int == 0o700)
        try Data([1]).write(to: URL(fileURLWithPath: folder.path + "/x"))
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
}
