import TestSupport
import Testing

@testable import Documents

/// Workbooks made of raw mark-up: cells as a person sees them.
@Suite struct SpreadsheetTests {
    private func read(_ file: [UInt8]) throws -> SourceDocument { try SourceDocument(reading: file) { _ in 0 } }

    private func tables(_ file: [UInt8]) throws -> [SourceDocument.Table] {
        try read(file).blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }

    @Test func `each sheet is a table, and lone cells above and below it are paragraphs`() throws {
        let file = OfficeFiles.workbook([
            "Мерки": OfficeFiles.sheet([["", "План за 2024 г."], [], ["", "а", "б"], ["", "в"], ["", "г", "д"], [], ["", "край"]]),
            "Съкращения": OfficeFiles.sheet([["МВР", "Министерство"], ["А21", "Фондация"]]),
        ])
        let document = try read(file)
        #expect(document.encoding == "Excel (XLSX)")
        #expect(
            document.blocks == [
                .paragraph(row: 1, text: "План за 2024 г."),
                .table(.init(index: 1, rows: [["а", "б"], ["в", ""], ["г", "д"]], sheet: "Мерки")), .paragraph(row: 2, text: "край"),
                .table(.init(index: 2, rows: [["МВР", "Министерство"], ["А21", "Фондация"]], sheet: "Съкращения")),
            ])
    }

    @Test func `words are shared, in several looks, inline and results of formulas`() throws {
        let cells = #"""
            <c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>г</t></r><r><t>д</t></r></is></c>
            <c t="str"><f>A1</f><v>е_x000A_ж</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f></c><c t="s"><v>99</v></c>
            <c t="d"><v>2024-05-31T00:00:00</v></c>
            """#
        let strings = "<si><t>а\nб</t></si><si><r><t>в</t></r><rPh sb=\"0\" eb=\"1\"><t>звук</t></rPh></si>"
        let file = OfficeFiles.workbook(["Л": "<sheetData><row r=\"1\">\(cells)</row></sheetData>"], strings: strings)
        #expect(try tables(file)[0].rows == [["а\nб", "в", "гд", "е\nж", "TRUE", "", "", "", "31.05.2024"]])
        #expect(try read(file).notes == [.init(kind: .formulaFault, place: CellPlace(table: 1, row: 1, column: 6), text: "#N/A")])
    }

    @Test(
        arguments: [
            (nil, 0.1 + 0.2, "0,3"), (nil, 60.0, "60"), (nil, 1e15, "1000000000000000"), (nil, -2.5, "-2,5"), ("0%", 0.6, "60%"),
            ("0.0%", 0.125, "12,5%"), ("#,##0", 1_940_570.0, "1 940 570"), ("#,##0.00\\ \"лв.\"", 20_000.0, "20 000,00 лв."),
            ("[$€-402] #,##0", 500.0, "€ 500"), ("0.##", 2.0, "2"), ("0.##", 2.5, "2,5"), ("0;(0)", -5.0, "(5)"),
            ("\"да\";;\"не\"", 0.0, "не"),
            ("# ?/?", 0.5, "0,5"), ("@", 12.0, "12"), ("dd.mm.yyyy", 45_443.0, "31.05.2024"),
            ("[$-402]d mmmm yyyy \"г.\"", 45_443.0, "31.05.2024"),
            ("mmm-yy", 45_413.0, "май 2024"), ("yyyy", 45_413.0, "2024"), ("dd/mm/yyyy h:mm", 45_443.5, "31.05.2024 12:00"),
            ("h:mm", 0.75, "18:00"),
            ("[Red]General", 3.0, "3"), ("d.m.yyyy", 1.0, "01.01.1900"), ("d.m.yyyy", 61.0, "01.03.1900"), ("d.m.yyyy", -1.0, "-1"),
            ("0,", 12_345.0, "12"), ("0", 2.5, "3"),
        ] as [(String?, Double, String)])
    func `a number is shown as a person sees it`(code: String?, value: Double, shown: String) {
        #expect(NumberFormat(code).text(value, epoch: -25_569) == shown)
    }

    @Test func `formats are those of the cell's style, and a workbook may count days from 1904`() throws {
        let styles =
            #"<numFmts><numFmt numFmtId="164" formatCode="d/m/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs>"#
        let cells = (0..<4).map { "<c s=\"\($0)\"><v>\($0 == 3 ? "0.6" : "43981")</v></c>" }.joined()
        let sheet = "<sheetData><row>\(cells)</row></sheetData>"
        #expect(try tables(OfficeFiles.workbook(["Л": sheet], styles: styles))[0].rows == [["43981", "30.05.2020", "30.05.2020", "60%"]])
        let apple = OfficeFiles.workbook(["Л": sheet], styles: styles, properties: #"<workbookPr date1904="1"/>"#)
        #expect(try tables(apple)[0].rows == [["43981", "31.05.2024", "31.05.2024", "60%"]])
    }

    @Test func `merged cells, headings over the whole table and the strict form`() throws {
        let merges =
            #"<mergeCells><mergeCell ref="A2:C2"/><mergeCell ref="A3:A4"/><mergeCell ref="B1:C1"/><mergeCell ref="??"/></mergeCells>"#
        let sheet = OfficeFiles.sheet([["а", "б"], ["Раздел"], ["в", "г", "д"], ["", "е", "ж"]], after: merges)
        let usual = try tables(OfficeFiles.workbook(["Л": sheet]))
        #expect(usual[0].rows == [["а", "б", ""], ["Раздел"], ["в", "г", "д"], ["", "е", "ж"]])
        #expect(usual[0].merges == [.init(row: 3, column: 1, height: 2, width: 1), .init(row: 1, column: 2, height: 1, width: 2)])
        #expect(try tables(OfficeFiles.workbook(["Л": sheet], isStrict: true)) == usual)
    }

    @Test func `hidden rows, columns and sheets are left out and told`() throws {
        let sheet = #"""
            <cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>
            <row r="2" hidden="1"><c r="A2"><v>4</v></c></row><row r="3"><c r="A3"><v>5</v></c><c r="C3"><v>6</v></c></row></sheetData>
            """#
        let file = OfficeFiles.workbook(["Л": sheet, "Тайна": OfficeFiles.sheet([["а", "б"]])], states: ["Тайна": "veryHidden"])
        let document = try read(file)
        #expect(try tables(file).map(\.rows) == [[["1", "", "3"], [], ["5", "", "6"]].map { $0.isEmpty ? ["", "", ""] : $0 }])
        #expect(document.notes.map(\.kind) == [.hidden, .hidden, .hidden])
        #expect(document.notes.map(\.text) == ["2", "4", "Тайна"])
        #expect(document.notes[0].place == CellPlace(table: 1, row: 1, column: 2))
    }

    @Test func `a merged cell that begins in a hidden row or column shows its words at its first visible place`() throws {
        let sheet = #"""
            <cols><col min="3" max="3" hidden="1"/></cols><sheetData>
            <row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2" hidden="1"/>
            <row r="3"><c r="B3"><v>3</v></c><c r="C3"><v>4</v></c></row><row r="4"><c r="A4"><v>5</v></c><c r="B4"><v>6</v></c></row></sheetData>
            <mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="C3:D4"/><mergeCell ref="B1:B2"/></mergeCells>
            """#
        let document = try read(OfficeFiles.workbook(["Л": sheet]))
        let table = try #require(try tables(OfficeFiles.workbook(["Л": sheet])).first)
        #expect(table.rows == [["1", "3", "", "4"], ["5", "6", "", ""]])
        #expect(table.merges.contains(.init(row: 1, column: 4, height: 2, width: 1)))
        #expect(document.notes.map(\.text) == ["2"])
    }

    @Test func `macros are not looked at`() throws {
        let parts = OfficeFiles.workbookParts(["Л": OfficeFiles.sheet([["а", "б"]])]) + [("xl/vbaProject.bin", "\u{1}\u{2}")]
        #expect(try tables(OfficeFiles.packed(parts)).map(\.rows) == [[["а", "б"]]])
    }
}
