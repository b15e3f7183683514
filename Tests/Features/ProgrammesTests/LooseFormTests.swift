import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// Forms that officials use beside the official ones: lists in lines, bare numbers, tables within cells, rows crossed out.
@Suite struct LooseFormTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private static let headings = ["Дейности", "Бюджет", "Срок", "Индикатори", "Водеща институция", "Партньори"]

    private func cell(_ inner: String) -> String { "<w:tc>\(inner)</w:tc>" }

    private func row(_ texts: [String]) -> String {
        "<w:tr>" + texts.map { cell(OfficeFiles.paragraph($0)) }.joined() + "</w:tr>"
    }

    private func line(_ title: String, budget: String = "без средства", target: String = "срещи – 5") -> [String] {
        [title, budget, "май 2024 г.", target, "МВР", "ДАЗД"]
    }

    private func plan(_ rows: [String], below: String = "") throws -> PlanContent {
        let table = "<w:tbl>\(row(LooseFormTests.headings))\(rows.joined())</w:tbl>"
        let bytes = OfficeFiles.word(OfficeFiles.paragraph("Програма за 2024 г.") + table + below)
        return try #require(try PlanReading(bytes: bytes, register: register).plans.first)
    }

    @Test(arguments: ["Списък на съкращенията", "Използвани съкращения:", "АБРЕВИАТУРИ"])
    func `abbreviations are listed in lines`(heading: String) throws {
        let lines = [
            heading, "БАН – Българска академия на науките;", "ИА ГИТ: Изпълнителна агенция „Главна инспекция по труда“",
            "ЦПЛР = център за лична подкрепа",
            "КРИБ Конфедерация на работодателите", "Програмата се приема с решение.", "ЕК – Европейска комисия",
        ]
        let plan = try plan([row(line("1.1 Среща"))], below: lines.map { OfficeFiles.paragraph($0) }.joined())
        #expect(plan.abbreviations.map(\.short) == ["БАН", "ИА ГИТ", "ЦПЛР", "КРИБ"])
        #expect(plan.abbreviations.first?.full == "Българска академия на науките")
        #expect(plan.measures.count == 1)
    }

    @Test func `an abbreviation listed in a line is known as partner`() throws {
        var measure = line("1.1 Среща")
        measure[5] = "ЦПЖМ"
        let below = ["Списък на съкращенията", "ЦПЖМ – център за подкрепа на жени и момичета"].map { OfficeFiles.paragraph($0) }.joined()
        #expect(try plan([row(measure)], below: below).measures[0].partners.map(\.reading) == [.document])
        #expect(try plan([row(measure)]).measures[0].partners.map(\.reading) == [.text])
    }

    @Test func `lines without a heading are no abbreviations`() throws {
        let plan = try plan([row(line("1.1 Среща"))], below: OfficeFiles.paragraph("МВР – отговаря за изпълнението"))
        #expect(plan.abbreviations.isEmpty)
    }

    @Test func `the head of a table of abbreviations is none`() throws {
        let list = [
            ["Съкращение", "Пълно наименование"], ["БАН", "Българска академия на науките"], ["НСИ", "Национален статистически институт"],
        ]
        let below = OfficeFiles.paragraph("Списък на съкращенията") + "<w:tbl>\(list.map(row).joined())</w:tbl>"
        #expect(try plan([row(line("1.1 Среща"))], below: below).abbreviations.map(\.short) == ["БАН", "НСИ"])
    }

    @Test(arguments: ["4 500", "25564,59", "2026"])
    func `a bare number stays in the budget as words`(budget: String) throws {
        let plan = try plan([row(line("1.1 Среща", budget: budget))])
        #expect(plan.measures[0].budget.map(\.kind) == [.words])
        #expect(plan.measures[0].budget.map(\.source.text) == [budget])
        #expect(plan.remarks.filter { $0.code == .numberInWords }.map(\.quote) == [budget])
    }

    @Test func `a table within a cell is no indicator`() throws {
        let inner = "<w:tbl><w:tr>\(cell(OfficeFiles.paragraph("абонати")))\(cell(OfficeFiles.paragraph("300")))</w:tr></w:tbl>"
        let texts = line("1.1 Бюлетин")
        let cells = texts.enumerated().map { index, text in
            cell(OfficeFiles.paragraph(index == 3 ? "издадени броеве – 4" : text) + (index == 3 ? inner + OfficeFiles.paragraph("") : ""))
        }
        let plan = try plan(["<w:tr>\(cells.joined())</w:tr>"])
        #expect(plan.measures[0].indicators.map(\.label) == ["издадени броеве"])
        #expect(plan.measures[0].indicators.map(\.target) == [4])
        #expect(plan.measures[0].indicators.map(\.unit) == [nil])
        #expect(plan.remarks.filter { $0.code == .nestedTable }.map(\.quote) == ["абонати 300"])
        #expect(!plan.remarks.contains { $0.code == .notUnderstood })
    }

    @Test func `a row crossed out is told of no measure`() throws {
        let gone = row(line("1.2 Проучване")).replacing("<w:tr>", with: "<w:tr><w:trPr><w:del w:id=\"1\" w:author=\"а\"/></w:trPr>")
        let plan = try plan([row(line("1.1 Среща")), gone, row(line("1.3 Доклад"))])
        #expect(plan.measures.map(\.code) == ["1.1", "1.3"])
        let notes = plan.remarks.filter { $0.code == .trackedDeletion }
        #expect(notes.map(\.measure) == [nil])
        #expect(notes.first?.quote.hasPrefix("1.2 Проучване") == true)
    }

    @Test func `the local commissions of two places are two`() throws {
        let table = try CheckedTable()
        var line = CheckedTable.Line()
        (line.leads, line.partners) = ("МКБТХ – Бургас", "МКБТХ – Варна")
        #expect(try !table.findings([line]).contains { $0.code == .leadAlsoPartner })
        line.partners = "МКБТХ-Бургас, АСП"
        #expect(try table.findings([line]).contains { $0.code == .leadAlsoPartner })
        (line.leads, line.partners) = ("НКБТХ", "всички институции – членове на НКБТХ")
        #expect(try !table.findings([line]).contains { $0.code == .leadAlsoPartner })
    }
}
