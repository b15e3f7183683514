import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// Plans in Word and Excel files.
@Suite struct OfficeTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func reading(_ bytes: [UInt8]) throws -> PlanReading { try PlanReading(bytes: bytes, register: register) }

    @Test(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)), arguments: ["000", "001", "003"])
    func `a published document is the same plan from Word, from Excel and from text`(document: String) async throws {
        let published = try reading(Seeds.document(document)).document
        let forms = OfficeForms(published)
        let word = try await BarePlans(forms.word, register).texts
        let excel = BarePlans.difference(word, try await BarePlans(forms.workbook, register).texts)
        #expect(excel == nil)
        let text = BarePlans.difference(word, try await BarePlans(forms.text, register).texts)
        #expect(text == nil)
        for separator in [";", ","] {
            #expect(BarePlans.difference(word, try await BarePlans(forms.separated(by: separator), register).texts) == nil)
        }
        #expect(word.count == (document == "003" ? 2 : 1))
    }

    @Test func `a number typed into a spreadsheet is the number that the Word edition has`() throws {
        let headings = ["№", "Дейност", "Срок", "Бюджет", "Отговорна институция"].map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }
        let rows = ["1.1", "1.2", "2"].map { number in
            "<row><c><v>\(number)</v></c>"
                + ["Обучение", "май 2024 г.", "1 000,50 лв.", "МОН"].map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
                + "</row>"
        }
        let title = "<row><c t=\"inlineStr\"><is><t>Програма за 2024 г.</t></is></c></row>"
        let file = OfficeFiles.workbook(["Л": "<sheetData>\(title)<row>\(headings.joined())</row>\(rows.joined())</sheetData>"])
        let plan = try #require(try reading(file).plans.first)
        #expect(plan.measures.map(\.number) == ["1.1", "1.2", "2"])
        #expect(plan.measures.map(\.code) == ["1.1", "1.2", "2"])
    }

    private func row(_ cells: [String]) -> String { "<w:tr>\(cells.joined())</w:tr>" }
    private func cell(_ text: String, _ properties: String = "") -> String { OfficeFiles.cell(text, properties) }

    private let headings = ["Дейности", "Бюджет", "Срок", "Очаквани резултати", "Индикатори", "Водеща институция", "Партньори"]
    private let begins = #"<w:vMerge w:val="restart"/>"#

    private func plan(_ rows: String, after: String = "", _ others: KeyValuePairs<String, String> = [:]) throws -> PlanContent {
        let table = "<w:tbl>\(row(headings.map { cell($0) }))\(rows)</w:tbl>"
        let bytes = OfficeFiles.word(OfficeFiles.paragraph("Програма за 2024 г.") + table + after, others)
        let reading = try reading(bytes)
        let total = reading.document.cells.map { $0.text.unicodeScalars.filter { !$0.properties.isWhitespace }.count }.reduce(0, +)
        #expect(reading.account.values.reduce(0, +) == total)
        return try #require(reading.plans.first)
    }

    @Test func `a merged cell holds for every measure that it covers, by its own place`() throws {
        let first = ["1.1 Обучение", "10 000 лв.", "май 2024 г.", "обучени служители", "обучени – 5", "МВР", "НКБТХ"]
        let merged = [1, 2, 3, 5]
        let rows = [
            row(first.enumerated().map { cell($1, merged.contains($0) ? begins : "") }),
            row(["1.2 Анализ", "", "", "", "анализ – 1", "", ""].enumerated().map { cell($1, merged.contains($0) ? "<w:vMerge/>" : "") }),
            row(["1.3 Наръчник", "", "юни 2024 г.", "", "", "МП", ""].enumerated().map { cell($1, $0 == 1 ? "<w:vMerge/>" : "") }),
        ]
        let plan = try plan(rows.joined())
        #expect(plan.measures.map(\.code) == ["1.1", "1.2", "1.3"])
        #expect(plan.measures.map { $0.leads.map(\.name) } == [["МВР"], ["МВР"], ["МП"]])
        #expect(plan.measures.map { $0.deadline?.dueOn?.iso } == ["2024-05-31", "2024-05-31", "2024-06-30"])
        #expect(plan.measures.map { $0.expectedResults?.text } == ["обучени служители", "обучени служители", nil])
        #expect(plan.measures.map { $0.partners.count } == [1, 0, 0])
        #expect(plan.measures[1].deadline?.source.cells == [CellPlace(table: 1, row: 2, column: 3)])
        #expect(
            plan.measures.map { $0.budget.map(\.source.cells) } == Array(repeating: [[CellPlace(table: 1, row: 2, column: 2)]], count: 3))
        // One amount for all of them is one amount.
        #expect(plan.measures.map { $0.budget.map(\.sharedWith) } == [[nil], ["1.1"], ["1.1"]])
        #expect(PlanBudget(plan.measures).total.amounts.bgn == 1_000_000)
    }

    @Test func `a heading merged too far gives nobody its words`() throws {
        let table =
            "<w:tbl>" + row(headings.map { cell($0, $0 == "Бюджет" ? begins : "") })
            + row(["1.1 Обучение", "", "май 2024 г.", "", "", "МВР", ""].enumerated().map { cell($1, $0 == 1 ? "<w:vMerge/>" : "") })
            + "</w:tbl>"
        let plan = try #require(try reading(OfficeFiles.word(OfficeFiles.paragraph("Програма за 2024 г.") + table)).plans.first)
        #expect(plan.measures.map(\.budget.count) == [0])
    }

    @Test func `what reading decided is told with the measure whose cell it is`() throws {
        let deleted = "<w:del><w:r><w:delText>юни </w:delText></w:r></w:del><w:ins><w:r><w:t>май 2024 г.</w:t></w:r></w:ins>"
        let noted =
            #"<w:r><w:t>МВР</w:t><w:footnoteReference w:id="1"/><w:drawing/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>тайно</w:t></w:r>"#
        let rows =
            row(["1.1 Обучение", "", "май 2024 г.", "", "", "МВР", ""].map { cell($0) })
            + row([
                cell("1.2 Анализ"), cell(""), "<w:tc><w:p>\(deleted)</w:p></w:tc>", cell(""), cell(""), "<w:tc><w:p>\(noted)</w:p></w:tc>",
            ])
        let plan = try plan(
            rows, after: "<w:p><w:r><w:t>край</w:t><w:commentReference w:id=\"1\"/></w:r></w:p>",
            [
                "footnotes": "<w:footnote w:id=\"1\">\(OfficeFiles.paragraph("заедно с общините"))</w:footnote>",
                "comments": "<w:comment w:id=\"1\">\(OfficeFiles.paragraph("Кой пише?"))</w:comment>",
            ])
        let told = plan.remarks.filter { $0.measure == "1.2" }
        #expect(Set(told.map(\.code)) == [.trackedInsertion, .trackedDeletion, .footnote, .hiddenWords, .picture])
        #expect(told.first { $0.code == .footnote }?.quote == "заедно с общините")
        #expect(told.first { $0.code == .trackedDeletion }?.place == CellPlace(table: 1, row: 3, column: 3))
        #expect(plan.measures[1].leads.map(\.name) == ["МВР"] && plan.measures[1].deadline?.dueOn?.iso == "2024-05-31")
        #expect(plan.remarks.contains { $0.code == .comment && $0.measure == nil })
        #expect(plan.remarks.allSatisfy { $0.measure != "1.1" })
    }

    @Test func `numbers that Word prints by itself number the measures`() throws {
        let numbering = #"""
            <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
            """#
        let properties = #"<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>"#
        let rows = ["Обучение", "Анализ"].map { title in
            row(
                ["<w:tc>\(OfficeFiles.paragraph(title, properties: properties))</w:tc>"]
                    + ["", "май 2024 г.", "", "", "МВР", ""].map { cell($0) })
        }
        #expect(try plan(rows.joined(), ["numbering": numbering]).measures.map(\.number) == ["1.1", "1.2"])
    }

    @Test func `a picture instead of a table is told as one`() throws {
        let bytes = OfficeFiles.word(OfficeFiles.paragraph("План за 2024 г.") + "<w:p><w:r><w:drawing/></w:r></w:p>")
        #expect(throws: ImportError.onlyPictures) { try reading(bytes) }
        #expect(throws: ImportError.noTable) { try reading(OfficeFiles.word(OfficeFiles.paragraph("План за 2024 г."))) }
    }

    @Test func `Latin letters that look Cyrillic are understood in any form of file, and quoted as printed`() throws {
        // Latin: the A, B, K, M, P, e, o, a, p in these words.
        let rows = [
            headings.map { $0.replacing("Бюджет", with: "Бюджeт").replacing("Срок", with: "Cpок").replacing("Водеща", with: "Вoдeща") },
            ["1.1 Обучение", "10 000 лв.", "мapт 2024 г.", "", "обучени – 5", "МBP", "НKБТХ"],
        ]
        let text = "Програма за 2024 г.\n" + rows.map { $0.joined(separator: "\t") }.joined(separator: "\n")
        let word = OfficeFiles.word(
            OfficeFiles.paragraph("Програма за 2024 г.") + "<w:tbl>\(rows.map { row($0.map { cell($0) }) }.joined())</w:tbl>")
        for bytes in [Array(text.utf8), word] {
            let measure = try #require(try reading(bytes).plans.first?.measures.first)
            #expect(measure.leads.map(\.code) == ["МВР"] && measure.partners.map(\.code) == ["НКБТХ"])
            #expect(measure.deadline?.dueOn?.iso == "2024-03-31" && measure.deadline?.source.text == "мapт 2024 г.")
            #expect(measure.budget.compactMap(\.amount?.minor) == [1_000_000])
        }
    }
}
