import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// Plans whose measures stand in several tables, with titles, sums and numbers of columns between them.
@Suite struct ManyTablesReadingTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func read(_ text: String) throws -> [PlanContent] {
        let reading = try PlanReading(bytes: Array(text.utf8), register: register)
        let total = reading.document.cells.map { $0.text.unicodeScalars.count { !$0.properties.isWhitespace } }.reduce(0, +)
        #expect(reading.account.values.reduce(0, +) == total)
        return reading.plans
    }

    private static let title = "Национална програма за противодействие на трафика за 2024 г.\n"
    private static let heading = "Дейност\tСрок\tБюджет\tОтговорна институция\n"
    private static func row(_ title: String) -> String { "\(title)\tмай 2024 г.\t1 000 лв.\tМОН\n" }

    @Test(arguments: [("", "", "", ""), ("1. ", "2. ", "1. ", "2. ")])
    func `each section's table begins with a measure of its own`(_ numbers: (String, String, String, String)) throws {
        let text =
            Self.title + "РАЗДЕЛ I „Превенция“\n" + Self.heading + Self.row(numbers.0 + "Обучение на учители")
            + Self.row(numbers.1 + "Кампания сред младежи") + "РАЗДЕЛ II „Закрила“\n" + Self.heading
            + Self.row(numbers.2 + "Откриване на подслон") + Self.row(numbers.3 + "Наръчник за консули")
        let plan = try #require(try read(text).first)
        #expect(plan.measures.map { $0.title.text.hasSuffix("подслон") } == [false, false, true, false])
        #expect(plan.measures.map(\.section) == [0, 0, 1, 1])
    }

    @Test func `after a page break a row goes on in small letters or with nothing beside it, after prose never`() throws {
        let first = Self.title + Self.heading + Self.row("Обучение на учители и")
        #expect(try read(first + Self.heading + Self.row("директори в училища")).first?.measures.count == 1)
        #expect(try read(first + Self.heading + "Директори\t\t\t\n").first?.measures.count == 1)
        #expect(try read(first + Self.heading + Self.row("Директори в училища")).first?.measures.count == 2)
        let prose = first + "Следващите мерки са за закрила.\n" + Self.heading
        #expect(try read(prose + Self.row("директори в училища")).first?.measures.count == 2)
    }

    @Test(arguments: [
        "Общо:\t\t3 000 лв.\t\n", "ОБЩО за програмата\t\t3 000\t\n", "Общ бюджет на плана\t\t3 000 лв.\t\n", "Total\t\t3 000 BGN\t\n",
    ])
    func `a sum under the measures is no measure, and told`(sum: String) throws {
        let plan = try #require(try read(Self.title + Self.heading + Self.row("1.1 Обучение") + Self.row("1.2 Кампания") + sum).first)
        #expect(plan.measures.map(\.code) == ["1.1", "1.2"])
        #expect(plan.measures[1].budget.count == 1)
        #expect(plan.remarks.map(\.code) == [.totalRow])
    }

    @Test func `a measure that begins with the words of a sum is one`() throws {
        let rows = Self.row("Общо обучение на полицаи и прокурори") + "1.2 Общо събрание\t\t3 000 лв.\t\n"
        let plan = try #require(try read(Self.title + Self.heading + rows).first)
        #expect(plan.measures.count == 2 && plan.remarks.isEmpty)
    }

    @Test func `numbers of the columns under their headings are no measure`() throws {
        let heading = "№\tДейност\tСрок\tБюджет\tОтговорна институция\n1\t2\t3\t4\t5\n"
        let plan = try #require(try read(Self.title + heading + "1\t" + Self.row("Обучение") + "2\t" + Self.row("Кампания")).first)
        #expect(plan.measures.map(\.title.text) == ["Обучение", "Кампания"])
    }

    @Test func `a title over several lines in capitals is read whole`() throws {
        let lines = ["НАЦИОНАЛНА ПРОГРАМА", "ЗА ПРЕДОТВРАТЯВАНЕ И ПРОТИВОДЕЙСТВИЕ НА ТРАФИКА НА ХОРА", "ЗА 2025 ГОДИНА"]
        let plan = try #require(try read(lines.joined(separator: "\n") + "\n" + Self.heading + Self.row("1.1 Обучение")).first)
        #expect(plan.title.text == lines.joined(separator: " "))
        #expect(plan.period?.from.iso == "2025-01-01")
        #expect(plan.title.source.cells.count == 3)
        let mixed = try #require(
            try read("Национална програма\nЗа периода 2024-2026 г.\nСъдържание\n" + Self.heading + Self.row("1.1 Обучение")).first)
        #expect(mixed.title.text == "Национална програма За периода 2024-2026 г.")
        let prose = try #require(
            try read("ПРОГРАМА ЗА 2024 Г.\nЗа програмата отговаря комисията.\n" + Self.heading + Self.row("1.1 А")).first)
        #expect(prose.title.text == "ПРОГРАМА ЗА 2024 Г.")
    }

    @Test func `a title repeated above each table goes on with its plan`() throws {
        let other = "Национален план за интеграция за 2024 г.\n"
        let text =
            Self.title + "РАЗДЕЛ I „Превенция“\n" + Self.heading + Self.row("1.1 Обучение") + Self.title.uppercased()
            + "РАЗДЕЛ II „Закрила“\n" + Self.heading + Self.row("2.1 Подслон")
        let plan = try read(text)
        #expect(plan.map { $0.measures.map(\.code) } == [["1.1", "2.1"]])
        #expect(plan.first?.sections.map(\.title) == ["Превенция", "Закрила"])
        let two = try read(text + other + Self.heading + Self.row("1.1 Курсове") + Self.title + Self.heading + Self.row("3.1 Наръчник"))
        #expect(two.map { $0.measures.map(\.code) } == [["1.1", "2.1", "3.1"], ["1.1"]])
    }

    @Test(arguments: ["Раздел II. Програма за закрила\n", "II. Програма за закрила\n"])
    func `a section is no title`(line: String) throws {
        let text = Self.title + Self.heading + Self.row("1.1 Обучение") + line + Self.heading + Self.row("1.2 Кампания")
        let plans = try read(text)
        #expect(plans.count == 1)
        #expect(plans.first?.sections.map(\.title) == ["Програма за закрила"])
        #expect(plans.first?.measures.map(\.section) == [nil, 0])
    }

    private static let wide = "№\tДейност\tСрок\tБюджет\tВодеща институция"

    @Test(arguments: [
        ("Закрила и подкрепа на жертвите", true), ("РАЗДЕЛ II „Закрила“", true), ("2. Закрила", true), ("2. Работа с деца", true),
        ("Е. Закрила", true), ("Стр. 14 от 20", false),
        ("Страница 12", false), ("12 | Страница", false), ("Национална програма 2026", false), ("Източник: НКБТХ", false),
        ("ПРОЕКТ", false),
        ("Продължение от предходната страница", false), ("Таблица 2 (продължение)", false), ("1 Бележка под линия за мярка 1.1", false),
        ("Сумите са прогнозни и подлежат на промяна", false),
    ])
    func `between the rows of a text a heading is a section, and a page, a note or a title is none`(line: String, isSection: Bool) throws {
        let rows = [
            "1.1\tОбучение\tмай 2026 г.\t1 000 лв.\tМОН",
            "1.2\tДейности по настаняване\tмай 2026 г.\tВ рамките на бюджета\tинституции – членове на НКБТХ",
        ]
        let text = ["Пробна програма за 2026 г.", Self.wide, rows[0], line, rows[1]].joined(separator: "\n")
        let plan = try #require(try PlanReading(bytes: Array(text.utf8), register: register).plans.first)
        #expect(plan.measures.map(\.number) == ["1.1", "1.2"])
        #expect(plan.measures.map(\.section) == [nil, isSection ? 0 : nil])
        #expect(plan.isProject == (line == "ПРОЕКТ"))
    }

    @Test(arguments: ["\t", ";"])
    func `a word in the column of numbers and nothing beside it is a section`(separator: String) throws {
        let lines = [
            "Пробна програма за 2026 г.", Self.wide, "Превенция\t\t\t\t", "1.1\tОбучение\tмай 2026 г.\t1 000 лв.\tМОН",
            "Закрила и подкрепа\t\t\t\t",
            "2.1\tПодслон\tмай 2026 г.\t1 000 лв.\tМТСП",
        ]
        let text = lines.map { $0.replacing("\t", with: separator) }.joined(separator: "\n")
        let plan = try #require(try PlanReading(bytes: Array(text.utf8), register: register).plans.first)
        #expect(plan.sections.map(\.title) == ["Превенция", "Закрила и подкрепа"])
        #expect(plan.measures.map(\.section) == [0, 1] && plan.measures.map(\.number) == ["1.1", "2.1"])
    }

    @Test func `a row that was cut by hand goes on in the next row of the same table`() throws {
        let heading = "Пробна програма за 2026 г.\n№\tДейност\tСрок\tБюджет\tВодеща институция\n"
        func titles(_ rest: String) throws -> [String] {
            let rows = "1\tОбучения на деца, нас-\tмай 2026 г.\t1 000 лв.\tМОН\n\(rest)\n2\tКампания\tюни 2026 г.\t3 000 лв.\tМОН\n"
            return try #require(try PlanReading(bytes: Array((heading + rows).utf8), register: register).plans.first).measures.map(
                \.title.text)
        }
        #expect(try titles("\tтанени в центрове\t\t\t") == ["Обучения на деца, настанени в центрове", "Кампания"])
        #expect(try titles("\tбеседи за родители\tмай 2026 г.\t\tМОН").count == 3, "with a lead and a deadline of its own")
    }

    @Test func `a row that was cut by hand goes on in the next table, and a measure without a number does not`() throws {
        func measures(_ rest: String) throws -> [String] {
            let heading = ["№", "Дейност", "Срок", "Бюджет", "Водеща институция"]
            let rows = [
                heading, ["1", "Обучения", "май 2026 г.", "1 000 лв.", "МОН"],
                ["2", "Обучения и наръчници", "май 2026 г.", "2 000 лв.", "МОН"],
            ]
            let table = { (rows: [[String]]) in
                "<w:tbl>" + rows.map { "<w:tr>" + $0.map { OfficeFiles.cell($0) }.joined() + "</w:tr>" }.joined() + "</w:tbl>"
            }
            let body =
                OfficeFiles.paragraph("Пробна програма за 2026 г.") + table(rows) + OfficeFiles.paragraph("")
                + table([["", rest, "", "", ""], ["3", "Кампания", "юни 2026 г.", "3 000 лв.", "МОН"]])
            return try #require(try PlanReading(bytes: OfficeFiles.word(body), register: register).plans.first).measures.map(\.title.text)
        }
        #expect(
            try measures("за служители на местните комисии") == [
                "Обучения", "Обучения и наръчници за служители на местните комисии", "Кампания",
            ])
        #expect(try measures("Нова дейност").count == 4)
    }

    @Test func `a table without a title is refused`() {
        #expect(throws: ImportError.noTitle) { try read(Self.heading + Self.row("1.1 Обучение")) }
    }

    private func workbook(_ sheets: KeyValuePairs<String, String>) throws -> [PlanContent] {
        try PlanReading(bytes: OfficeFiles.packed(OfficeFiles.workbookParts(sheets)), register: register).plans
    }

    @Test func `sheets of one plan are its sections unless it names them`() throws {
        func rows(_ title: String, _ lines: [[String]] = []) -> String {
            OfficeFiles.sheet(
                lines + [["Дейност", "Срок", "Бюджет", "Отговорна институция"], [title, "май 2024 г.", "1 000 лв.", "МОН"]])
        }
        let heading = [String(Self.title.dropLast())]
        let plans = try workbook(["Превенция": rows("Обучение", [heading]), "Закрила": rows("Подслон", [heading])])
        #expect(plans.map(\.measures.count) == [2])
        #expect(plans.first?.sections.map(\.title) == ["Превенция", "Закрила"])
        #expect(plans.first?.measures.map(\.section) == [0, 1])
        let named = try workbook([
            "Превенция": rows("Обучение", [heading, ["РАЗДЕЛ I „Едно“"]]), "Закрила": rows("Подслон", [["РАЗДЕЛ II „Две“"]]),
        ])
        #expect(named.first?.sections.map(\.title) == ["Едно", "Две"])
        let given = try workbook(["Sheet1": rows("Обучение", [heading]), "Лист 2": rows("Подслон")])
        #expect(given.first?.sections.isEmpty == true && given.first?.measures.count == 2)
    }
}
