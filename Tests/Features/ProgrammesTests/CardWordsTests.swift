import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What cards say beside the fields that every plan has, and the units that their labels give.
@Suite struct CardWordsTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func reading(_ text: String) throws -> PlanReading { try PlanReading(bytes: Array(text.utf8), register: register) }

    private func plan(_ text: String) throws -> PlanContent { try #require(try reading(text).plans.first) }

    private let further = """
        Програма за 2016 г.

        Поле\tСтойност
        Дейност 1.1\tОбучение на служители
        Срок\tмай 2016 г.\tпо график на МВР
        Партньори\tМВР
        Рискове:\tМалко участници

        Поле\tСтойност
        Дейност 1.2\tКампания\tв училищата
        Срок\tюни 2016 г.
        Партньори\tМОН
        """

    @Test func `an unknown label and its words are one line of the further words`() throws {
        let reading = try reading(further)
        let plan = try #require(reading.plans.first)
        #expect(plan.measures.map(\.number) == ["1.1", "1.2"])
        #expect(plan.measures.map { $0.further?.text } == ["по график на МВР\nРискове: Малко участници", nil])
        #expect(plan.measures.first?.deadline?.dueOn?.iso == "2016-05-31")
        #expect(plan.measures.last?.title.text == "Кампания в училищата")
    }

    @Test func `the heading over labels and values is understood`() throws {
        let reading = try reading(further)
        #expect(reading.account[.notUnderstood] ?? 0 == 0)
        #expect(reading.plans.first?.remarks.filter { $0.code == .notUnderstood } == [])
    }

    @Test func `further words of cards go out as Word and come back`() async throws {
        let (plan, document) = try #require(try await WordRoundTrip.plans(Array(further.utf8)).first)
        try WordRoundTrip.expectSame(plan, document, isWide: false)
        let again = try WordRoundTrip.again(plan, document)
        #expect(again.content.columns.last == PlanColumn(field: .prose, heading: "Други сведения"))
        #expect(PlanDifference(from: plan.content, to: again.content, register: register).isEmpty)
    }

    @Test func `cards without further words have no column for them`() async throws {
        let text = further.replacing("Рискове:\tМалко участници", with: "").replacing("\tпо график на МВР", with: "")
        let (plan, document) = try #require(try await WordRoundTrip.plans(Array(text.utf8)).first)
        #expect(try WordRoundTrip.again(plan, document).content.columns.last?.field == .partners)
    }

    @Test func `the JSON has further words where there are some`() async throws {
        let (plan, _) = try #require(try await WordRoundTrip.plans(Array(further.utf8)).first)
        let json = try PlanExport.json(plan)
        #expect(json.contains(#""further" : "по график на МВР\nРискове: Малко участници""#))
        #expect(json.ranges(of: #""further" : "#).count == 2)
    }

    // MARK: Units of money

    private func card(_ labels: String...) -> String {
        "Програма за 2016 г.\nДейност 1.1\tОбучение\nСрок\tмай 2016 г.\nПартньори\tМВР\n" + labels.joined(separator: "\n") + "\n"
    }

    private func amounts(_ plan: PlanContent) -> [[String]] {
        plan.measures.map { $0.budget.compactMap { line in line.amount.map { "\($0.decimal) \($0.currency.rawValue)" } } }
    }

    @Test(arguments: [
        ("Бюджет (хил. лв.)\t10", ["10000 BGN"]), ("Бюджет (в евро):\t2 000", ["2000 EUR"]), ("Бюджет\t10", []),
        ("Бюджет (хил. лв.): 10\t", ["10000 BGN"]), ("Бюджет (хил. лв.)\t10 000 лв.", ["10000 BGN"]),
        ("Бюджет (лв.)\tМВР – 4 000, ДАБ – 6 000", ["4000 BGN", "6000 BGN"]),
        ("Бюджет (хил. лв.)\t10\nИзточник на финансиране\tбюджета на МВР", ["10000 BGN"]),
        // Which of the two the unit is of is nobody's to guess.
        ("Бюджет (хил. лв.)\t10\nБюджет (в евро)\t2 000", []), ("Бюджет\t10\nФинансиране (хил. лв.)\t20", []),
    ])
    func `a bare number has the unit of its label, and keeps its amount in Word`(rows: String, expected: [String]) async throws {
        let text = card(rows)
        #expect(try amounts(plan(text)) == [expected])
        let (plan, document) = try #require(try await WordRoundTrip.plans(Array(text.utf8)).first)
        #expect(try amounts(WordRoundTrip.again(plan, document).content) == [expected])
    }

    @Test func `a unit is of its own card alone`() throws {
        let text = card("Бюджет (хил. лв.)\t10") + "\nДейност 1.2\tКампания\nСрок\tмай 2016 г.\nБюджет\t10\n"
        #expect(try amounts(plan(text)) == [["10000 BGN"], []])
    }

    @Test func `wide tables whose headings have different units keep their amounts in Word`() async throws {
        func table(_ number: Int, _ heading: String, _ budget: String) -> String {
            "№\tДейност\tСрок\t\(heading)\tВодеща институция\n\(number)\tОбучение \(number)\tмай 2016 г.\t\(budget)\tМВР\n\n"
        }
        let tables = table(1, "Бюджет (хил. лв.)", "10") + "I. Закрила\n\n" + table(2, "Бюджет (в евро)", "2 000 – МВР")
        let bare = "II. Данни\n\n" + table(3, "Бюджет", "30")
        for (text, expected) in [
            (tables, [["10000 BGN"], ["2000 EUR"]]), (tables + bare, [["10000 BGN"], ["2000 EUR"], []]),
            (bare + tables, [[], ["10000 BGN"], ["2000 EUR"]]),
        ] {
            let (plan, document) = try #require(try await WordRoundTrip.plans(Array("Програма за 2016 г.\n\(text)".utf8)).first)
            #expect(amounts(plan.content) == expected)
            #expect(try amounts(WordRoundTrip.again(plan, document).content) == expected)
        }
    }

    @Test func `a card without a number and with a blank deadline is one among others, and no list of abbreviations`() throws {
        let card = { (title: String, deadline: String) in
            """
            Дейност\t\(title)
            Срок за изпълнение\t\(deadline)
            Отговорна институция\tНКБТХ\tМОН
            Очаквани резултати\tПовече знания
            Индикатори\tОбучени лица – 30
            """
        }
        let text =
            "НАЦИОНАЛНА ПРОГРАМА ЗА ОБУЧЕНИЕ ЗА 2026 г.\n\n"
            + [card("Обучение на учители", "май 2026 г."), card("Беседи", "")]
            .joined(separator: "\n\n")
        let plan = try #require(try PlanReading(bytes: Array(text.utf8), register: InstitutionRegister.builtIn()).plans.first)
        #expect(plan.measures.map(\.title.text) == ["Обучение на учители", "Беседи"] && plan.abbreviations.isEmpty)
        #expect(plan.measures.map { $0.leads.compactMap(\.code) } == [["НКБТХ", "МОН"], ["НКБТХ", "МОН"]], "both cells lead")
        #expect(plan.measures[1].deadline == nil)
    }

    @Test func `a numbered line over a card names its activity`() throws {
        let text = """
            НАЦИОНАЛНА ПРОГРАМА ЗА ОБУЧЕНИЕ ЗА 2026 г.

            1.1. Създаване на регистър

            Дейност\tСъздаване на регистър
            Срок\tмай 2026 г.
            Отговорна институция\tМОН
            Индикатори\tРегистри – 1

            1.2. Изложба

            Дейност\tИзложба на плакати по областите
            Срок\t
            Отговорна институция\tМОН
            Индикатори\tИзложби – 6
            """
        let plan = try #require(try PlanReading(bytes: Array(text.utf8), register: InstitutionRegister.builtIn()).plans.first)
        #expect(plan.measures.map(\.code) == ["1.1", "1.2"])
        #expect(plan.measures.map(\.title.text) == ["Създаване на регистър", "Изложба"])
        #expect(plan.measures.map { $0.further?.text } == [nil, "Изложба на плакати по областите"], "the same words are said once")
    }
}
