import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// Plans as programs save them: cards as sheets of text, titles in padded or merged rows, pictures where words should be.
@Suite struct SavedFormsTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func plan(_ bytes: [UInt8]) throws -> PlanContent {
        let reading = try PlanReading(bytes: bytes, register: register)
        var joined: [CellPlace: String] = [:]
        for passage in reading.passages { joined[passage.place, default: ""] += passage.text }
        for (place, text) in reading.document.cells { #expect(joined[place] == text) }
        return try #require(reading.plans.first)
    }

    // MARK: Cards

    private static let cards = [
        ["Програма за 2026 г."], ["РАЗДЕЛ I „Превенция“"], ["Дейност 1.1", "Обучение на служители"], ["Срок", "Май 2026 г."],
        ["Отговорна институция", "МВР"], ["Индикатори", "Брой обучени – 60"], [], ["Дейност 1.2", "Кампания"], ["Срок", "Юни 2026 г."],
        ["Отговорна институция", "МОН"], ["Индикатори", "Брой кампании – 2"],
    ]

    @Test(arguments: [";", ",", "\t"], [true, false])
    func `cards saved as text are cards, padded and with blank lines or without`(separator: String, isPadded: Bool) throws {
        let rows = SavedFormsTests.cards.filter { isPadded || !$0.isEmpty }
        let lines = rows.map {
            ($0 + (isPadded && $0.count < 2 ? [String](repeating: "", count: 2 - $0.count) : [])).joined(separator: separator)
        }
        let plan = try plan(Array(lines.joined(separator: "\r\n").utf8))
        #expect(plan.title.text == "Програма за 2026 г." && plan.sections.map(\.title) == ["Превенция"])
        #expect(plan.measures.map(\.number) == ["1.1", "1.2"] && plan.measures.map(\.title.text) == ["Обучение на служители", "Кампания"])
        #expect(plan.measures.map { $0.deadline?.dueOn?.iso } == ["2026-05-31", "2026-06-30"])
        #expect(plan.measures.map { $0.leads.map(\.code) } == [["МВР"], ["МОН"]])
        #expect(plan.measures.map { $0.indicators.map(\.target) } == [[60], [2]])
    }

    @Test func `prose with semicolons is no card`() throws {
        let prose =
            "Програма за 2026 г.\nСрокът е кратък; трябва да се бърза.\nДейностите са много; хората са малко.\nМярка няма; цел също.\n"
        #expect(throws: ImportError.noTable) { try plan(Array(prose.utf8)) }
    }

    // MARK: Titles

    private static let wide = [
        ["№", "Дейност", "Срок", "Водеща институция", "Индикатори"], ["1.1", "Обучение", "май 2026 г.", "МВР", "Брой обучени – 60"],
        ["1.2", "Кампания", "юни 2026 г.", "МОН", "Брой кампании – 2"],
    ]

    @Test(arguments: [";", ",", "\t"])
    func `a title padded to the table's width is the title`(separator: String) throws {
        let rows =
            [["Програма за борба с трафика", "", "", "", ""], ["за 2026 г.", "", "", "", ""], ["", "", "", "", ""]] + SavedFormsTests.wide
        let plan = try plan(Array(rows.map { $0.joined(separator: separator) }.joined(separator: "\n").utf8))
        #expect(plan.title.text == "Програма за борба с трафика за 2026 г." && plan.period?.from.iso == "2026-01-01")
        #expect(plan.measures.map(\.number) == ["1.1", "1.2"] && plan.sections.isEmpty)
    }

    private func word(_ rows: [[String]]) -> String {
        let lines = rows.map { row in
            let span = row.count == 1 ? "<w:gridSpan w:val=\"5\"/>" : ""
            return "<w:tr>\(row.map { OfficeFiles.cell($0, span) }.joined())</w:tr>"
        }
        return "<w:tbl>\(lines.joined())</w:tbl>"
    }

    @Test func `a title merged over the table is the title, in Word and in Excel`() throws {
        let rows = [["ПРОЕКТ!"], ["Програма за борба с трафика за 2026 г."], ["Раздел I. Превенция"]] + SavedFormsTests.wide
        let merges = (1...3).map { "<mergeCell ref=\"A\($0):E\($0)\"/>" }.joined()
        let sheet = OfficeFiles.packed(
            OfficeFiles.workbookParts(named: [("Лист 1", OfficeFiles.sheet(rows, after: "<mergeCells>\(merges)</mergeCells>"))]))
        for bytes in [OfficeFiles.word(word(rows)), sheet] {
            let plan = try plan(bytes)
            #expect(plan.title.text == "Програма за борба с трафика за 2026 г." && plan.isProject)
            #expect(plan.sections.map(\.title) == ["Превенция"])
            #expect(plan.measures.map(\.number) == ["1.1", "1.2"] && plan.measures.allSatisfy { $0.section == 0 })
        }
    }

    @Test func `a title merged over a card is the title, and another one begins another plan`() throws {
        func card(_ year: Int) -> String {
            word([["Програма за \(year) г."], ["Дейност 1.1", "Обучение"], ["Срок", "май \(year) г."], ["Партньори", "МВР"]])
        }
        let bytes = OfficeFiles.word(card(2026) + OfficeFiles.paragraph("") + card(2027))
        let plans = try PlanReading(bytes: bytes, register: register).plans
        #expect(plans.map(\.title.text) == ["Програма за 2026 г.", "Програма за 2027 г."])
        #expect(plans.map { $0.measures.map(\.further) } == [[nil], [nil]])
    }

    // MARK: Pictures

    @Test func `a row with a picture for its title is a measure of its own`() throws {
        let picture = "<w:tc><w:p><w:r><w:drawing/></w:r></w:p></w:tc>"
        let head = ["Дейност", "Срок", "Водеща институция", "Индикатори"]
        func row(_ cells: [String], first: String = "") -> String { "<w:tr>\(first)\(cells.map { OfficeFiles.cell($0) }.joined())</w:tr>" }
        let table =
            row(head) + row(["Обучение", "май 2026 г.", "МВР", "Брой обучени – 60"])
            + row(["юни 2026 г.", "МОН", "Брой кампании – 2"], first: picture)
            + row(["Регистър", "юли 2026 г.", "МВР", "Брой регистри – 1"])
        let plan = try plan(OfficeFiles.word(OfficeFiles.paragraph("Програма за 2026 г.") + "<w:tbl>\(table)</w:tbl>"))
        #expect(plan.measures.map(\.title.text) == ["Обучение", "", "Регистър"])
        #expect(plan.measures.map { $0.deadline?.dueOn?.iso } == ["2026-05-31", "2026-06-30", "2026-07-31"])
        let code = plan.measures.dropFirst().first?.code
        #expect(plan.remarks.filter { $0.measure == code }.map(\.code).sorted { $0.rawValue < $1.rawValue } == [.picture, .titleMissing])
    }
}
