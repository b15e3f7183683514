import Documents
import TestSupport
import Testing

/// Word documents made of raw mark-up: what each piece of it is read as.
@Suite struct WordTests {
    private func read(_ body: String, _ others: KeyValuePairs<String, String> = [:], isStrict: Bool = false) throws -> SourceDocument {
        try SourceDocument(reading: OfficeFiles.word(body, others, isStrict: isStrict)) { _ in 0 }
    }

    private func tables(_ document: SourceDocument) -> [SourceDocument.Table] {
        document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }

    private func paragraphs(_ document: SourceDocument) -> [String] {
        document.blocks.compactMap { if case .paragraph(_, let text) = $0 { text } else { nil } }
    }

    private func paragraph(_ inside: String) throws -> [String] { paragraphs(try read("<w:p>\(inside)</w:p>")) }

    private func row(_ cells: String..., properties: String = "") -> String {
        "<w:tr><w:trPr>\(properties)</w:trPr>\(cells.joined())</w:tr>"
    }

    private func table(_ rows: String..., grid: [Int] = []) -> String {
        "<w:tbl><w:tblGrid>\(grid.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined())</w:tblGrid>\(rows.joined())</w:tbl>"
    }

    private func cell(_ text: String, _ properties: String = "") -> String { OfficeFiles.cell(text, properties) }

    private func run(_ text: String, _ properties: String = "") -> String {
        "<w:r><w:rPr>\(properties)</w:rPr><w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
    }

    // MARK: Tables

    @Test func `paragraphs and tables come in their order, cells with a line for each paragraph`() throws {
        let document = try read(
            OfficeFiles.paragraph("План") + table(row(cell("а"), cell("б\nв")), row(cell(""), cell("г")))
                + OfficeFiles.paragraph("Край\nдокумент"))
        #expect(
            document.blocks == [
                .paragraph(row: 1, text: "План"), .table(.init(index: 1, rows: [["а", "б\nв"], ["", "г"]])),
                .paragraph(row: 2, text: "Край"), .paragraph(row: 3, text: "документ"),
            ])
        #expect(document.encoding == "Word (DOCX)" && document.notes.isEmpty)
    }

    @Test func `the strict form of the standard is read as the usual one`() throws {
        let body = OfficeFiles.paragraph("План") + table(row(cell("а", #"<w:gridSpan w:val="2"/>"#)), row(cell("б"), cell("в")))
        #expect(try read(body, isStrict: true) == read(body))
    }

    @Test func `cells that reach over columns and rows have their words once, and a merge`() throws {
        let document = try read(
            table(
                row(cell("Цел", #"<w:vMerge w:val="restart"/>"#), cell("Индикатори", #"<w:gridSpan w:val="2"/>"#)),
                row(cell("", "<w:vMerge/>"), cell("текущ"), cell("целеви")),
                row(cell("", #"<w:vMerge w:val="continue"/>"#), cell("0"), cell("5")),
                row(cell("Друга"), cell("1"), cell("2"))))
        #expect(
            tables(document) == [
                .init(
                    index: 1, rows: [["Цел", "Индикатори", ""], ["", "текущ", "целеви"], ["", "0", "5"], ["Друга", "1", "2"]],
                    merges: [.init(row: 1, column: 1, height: 3, width: 1), .init(row: 1, column: 2, height: 1, width: 2)])
            ])
    }

    @Test func `an old merge along the row and places left free beside it keep the columns`() throws {
        let document = try read(
            table(
                row(cell("а"), cell("б"), cell("в")),
                row(cell("г", #"<w:hMerge w:val="restart"/>"#), cell("", "<w:hMerge/>"), cell("д")),
                row(cell("е"), properties: #"<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>"#)))
        #expect(tables(document)[0].rows == [["а", "б", "в"], ["г", "", "д"], ["", "е"]])
        #expect(tables(document)[0].merges == [.init(row: 2, column: 1, height: 1, width: 2)])
    }

    @Test func `a merge that nothing begins is a cell of its own`() throws {
        let document = try read(table(row(cell("а", "<w:vMerge/>"), cell("б")), row(cell("в"), cell("г"))))
        #expect(tables(document)[0].rows == [["а", "б"], ["в", "г"]])
        #expect(tables(document)[0].merges.isEmpty)
    }

    @Test func `a cell over all columns is a row of one cell`() throws {
        let document = try read(
            table(
                row(cell("а"), cell("б"), cell("в")), row(cell("РАЗДЕЛ I", #"<w:gridSpan w:val="3"/>"#)),
                row(cell("г"), cell("д"), cell("е"))))
        #expect(tables(document)[0].rows == [["а", "б", "в"], ["РАЗДЕЛ I"], ["г", "д", "е"]])
        #expect(tables(document)[0].merges.isEmpty)
    }

    @Test func `lines of the grid that no cell uses, and slivers between rows drawn by hand, are no columns`() throws {
        let spans = [1, 2].map { #"<w:gridSpan w:val="\#($0)"/>"# }
        let document = try read(
            table(
                row(cell("а", spans[1]), cell("б", spans[1])),
                row(cell("в", spans[0]), cell("г", #"<w:gridSpan w:val="3"/>"#)), grid: [2000, 60, 1500, 1500]))
        #expect(tables(document)[0].rows == [["а", "б"], ["в", "г"]])
        #expect(tables(document)[0].merges.isEmpty)
    }

    @Test func `a table within a cell is lines of the cell, and a frame around a table is none`() throws {
        let inner = table(row(cell("1"), cell("2")), row(cell("3"), cell("4")))
        let document = try read(table(row("<w:tc>\(OfficeFiles.paragraph("преди"))\(inner)<w:p/></w:tc>", cell("до"))))
        #expect(tables(document)[0].rows == [["преди\n1 2\n3 4", "до"]])
        #expect(document.notes == [.init(kind: .nestedTable, place: CellPlace(table: 1, row: 1, column: 1), text: "1 2\n3 4")])
        let framed = try read(table(row("<w:tc>\(inner)<w:p/></w:tc>")))
        #expect(tables(framed).map(\.rows) == [[["1", "2"], ["3", "4"]]])
        #expect(framed.notes.isEmpty)
    }

    // MARK: Words

    @Test func `what only wraps words, paragraphs, cells, rows and tables is looked through`() throws {
        func control(_ inside: String) -> String { "<w:sdt><w:sdtPr/><w:sdtContent>\(inside)</w:sdtContent></w:sdt>" }
        let words = control(run("а")) + "<w:smartTag>\(run("б"))</w:smartTag><w:hyperlink>\(run("в"))</w:hyperlink>"
        let paragraph = control("<w:p>\(words)<w:customXml>\(run("г"))</w:customXml></w:p>")
        let document = try read(control(table(control(row(control("<w:tc>\(paragraph)</w:tc>"), cell("д"))))))
        #expect(tables(document).map(\.rows) == [[["абвг", "д"]]])
    }

    @Test func `of alternatives one is read, and a text box after the line in which it hangs`() throws {
        func box(_ text: String) -> String { "<w:txbxContent>\(OfficeFiles.paragraph(text))</w:txbxContent>" }
        let choice = "<mc:Choice Requires=\"wps\"><w:drawing>\(box("ново"))</w:drawing></mc:Choice>"
        let fallback = "<mc:Fallback><w:pict>\(box("старо"))</w:pict></mc:Fallback>"
        let inside = "<w:r><w:t>до</w:t><mc:AlternateContent>\(choice)\(fallback)</mc:AlternateContent></w:r>"
        #expect(try paragraph(inside) == ["до", "ново"])
        #expect(try paragraph("<w:r><mc:AlternateContent>\(fallback)</mc:AlternateContent></w:r>") == ["старо"])
    }

    @Test func `fields are their results, also one within the instruction of another`() throws {
        func mark(_ type: String) -> String { "<w:r><w:fldChar w:fldCharType=\"\(type)\"/></w:r>" }
        let instruction = "<w:r><w:instrText>IF</w:instrText></w:r>"
        let inner = mark("begin") + instruction + mark("separate") + run("не") + mark("end")
        #expect(try paragraph(run("а") + mark("begin") + inner + mark("separate") + run("да") + mark("end") + run("я")) == ["адая"])
        #expect(try paragraph("<w:fldSimple>\(run("стр. 3"))</w:fldSimple>") == ["стр. 3"])
    }

    @Test func `breaks, tabs, hyphens and signs of special fonts read as they look`() throws {
        let signs =
            #"<w:noBreakHyphen/><w:t>бр</w:t><w:softHyphen/><w:t>оя</w:t><w:tab/><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t>"#
        #expect(try paragraph("<w:r><w:t>по</w:t>\(signs)<w:br/><w:t>\u{f0fc} да</w:t></w:r>") == ["по-броя ≥5", "✓ да"])
        #expect(try paragraph("<w:r><w:t>\n две\n думи </w:t></w:r>") == ["две  думи"])
        #expect(try paragraph("<w:r><w:t>5 &lt; 6 &amp; &#1087;</w:t></w:r>") == ["5 < 6 & п"])
    }

    @Test func `hidden words are left out and told, whoever hides them`() throws {
        let styles = #"""
            <w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="P"><w:basedOn w:val="Q"/></w:style>
            <w:style w:type="paragraph" w:styleId="Q"><w:rPr><w:vanish/></w:rPr></w:style>
            """#
        let shown = #"<w:vanish w:val="0"/>"#
        let document = try read(
            "<w:p>\(run("а"))\(run("тайно", "<w:vanish/>"))\(run("скрито", #"<w:rStyle w:val="H"/>"#))\(run("б"))</w:p>"
                + "<w:p><w:pPr><w:pStyle w:val=\"P\"/></w:pPr>\(run("изцяло"))\(run("видимо", shown))</w:p>", ["styles": styles])
        #expect(paragraphs(document) == ["аб", "видимо"])
        #expect(document.notes.map(\.kind) == [.hidden, .hidden])
        #expect(document.notes.map(\.text) == ["тайноскрито", "изцяло"])
    }

    @Test func `pictures are told by their place`() throws {
        let document = try read(table(row(cell("а"), "<w:tc><w:p><w:r><w:drawing/></w:r></w:p></w:tc>")))
        #expect(document.notes == [.init(kind: .picture, place: CellPlace(table: 1, row: 1, column: 2), text: "")])
    }

    // MARK: Changes

    @Test func `tracked changes are accepted and told where they stand`() throws {
        let deleted = "<w:del><w:r><w:delText>стара</w:delText></w:r></w:del>"
        let moved = "<w:moveFrom>\(run("тук"))</w:moveFrom><w:moveTo>\(run(" там"))</w:moveTo>"
        let document = try read(
            table(
                row(cell("а"), "<w:tc><w:p>\(deleted)<w:ins>\(run("нова"))</w:ins>\(moved)</w:p></w:tc>"),
                row(cell("махнат"), cell("ред"), properties: "<w:del/>"), row(cell("добавен"), cell("ред"), properties: "<w:ins/>"),
                row(cell("в"), cell("махната", "<w:cellDel/>"), cell("г", "<w:cellIns/>"))))
        #expect(tables(document)[0].rows == [["а", "нова там"], ["добавен", "ред"], ["в", "г"]])
        func note(_ kind: SourceDocument.Note.Kind, _ row: Int, _ column: Int, _ text: String, isWholeRow: Bool = false)
            -> SourceDocument.Note
        {
            .init(kind: kind, place: CellPlace(table: 1, row: row, column: column), text: text, isWholeRow: isWholeRow)
        }
        #expect(
            Set(document.notes) == [
                note(.insertion, 1, 2, "нова … там"), note(.deletion, 1, 2, "стара … тук"),
                note(.deletion, 2, 1, "махнат ред", isWholeRow: true),
                note(.insertion, 2, 1, "добавен ред"), note(.deletion, 3, 1, "махната"), note(.insertion, 3, 2, "г"),
            ])
    }

    @Test func `a paragraph whose mark was deleted goes on in the next`() throws {
        let mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        let document = try read(
            "<w:p>\(mark)\(run("две "))</w:p><w:p>\(run("думи"))</w:p><w:p>\(mark)<w:del>\(run("няма"))</w:del></w:p><w:p>\(run("край"))</w:p>"
        )
        #expect(paragraphs(document) == ["две думи", "край"])
    }

    // MARK: Notes

    @Test func `footnotes stand after the text, and their cells are told`() throws {
        let reference = #"<w:r><w:footnoteReference w:id="2"/></w:r>"#
        let document = try read(
            table(row("<w:tc><w:p>\(run("МВР"))\(reference)</w:p></w:tc>", cell("б")))
                + #"<w:p><w:r><w:t>край</w:t><w:endnoteReference w:id="1"/><w:commentReference w:id="7"/></w:r></w:p>"#,
            [
                "footnotes":
                    #"<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">\#(OfficeFiles.paragraph("или ДАНС"))\#(reference)</w:footnote>"#,
                "endnotes": #"<w:endnote w:id="1">\#(OfficeFiles.paragraph("в края"))</w:endnote>"#,
                "comments": #"<w:comment w:id="7">\#(OfficeFiles.paragraph("Наистина?"))</w:comment>"#,
            ])
        #expect(tables(document)[0].rows == [["МВР", "б"]])
        #expect(paragraphs(document) == ["край", "1) или ДАНС", "i) в края"])
        #expect(document.notes.map(\.kind) == [.footnote, .footnote, .comment])
        #expect(
            document.notes.map(\.place) == [CellPlace(table: 1, row: 1, column: 1)]
                + Array(repeating: CellPlace(table: 0, row: 1, column: 1), count: 2))
    }

    @Test func `a footnote that refers to itself is read once`() throws {
        let itself = #"<w:footnote w:id="1"><w:p><w:r><w:t>пак</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>"#
        let document = try read(#"<w:p><w:r><w:t>а</w:t><w:footnoteReference w:id="1"/></w:r></w:p>"#, ["footnotes": itself])
        #expect(paragraphs(document) == ["а", "1) пак"])
    }
}
