import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

@Suite struct ReadingTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func read(_ text: String) throws -> [PlanContent] {
        try PlanReading(bytes: Array(text.utf8), register: register).plans
    }

    private let head =
        "Програма за 2024 г.\n\nДейности\tБюджет\tСрок\tИндикатори – текущи\tИндикатори – целеви\tВодеща институция\tПартньори\n"

    @Test func `columns are known by their words in any order and in English`() throws {
        let bulgarian = try read(head + "1.1 Обучение\t10 000 лв.\tмай 2024 г.\tобучени – 0\tобучени – 5\tМВР\tНКБТХ\n")
        let english = try read(
            "Programme for 2024\n\nPartners\tLead institution\tTarget\tBaseline\tDeadline\tBudget\tActivity\nНКБТХ\tМВР\tобучени – 5\tобучени – 0\tMay 2024\t10 000 BGN\t1.1 Обучение\n"
        )
        for plan in [bulgarian, english] {
            let measure = try #require(plan.first?.measures.first)
            #expect(measure.number == "1.1")
            #expect(measure.leads.map(\.name) == ["МВР"])
            #expect(measure.partners.map(\.name) == ["НКБТХ"])
            #expect(measure.indicators.map(\.target) == [5])
            #expect(measure.deadline?.dueOn?.iso == "2024-05-31")
            #expect(measure.budget.compactMap(\.amount).map(\.minor) == [1_000_000])
        }
    }

    @Test func `a heading repeated on each page is no measure and does not end one`() throws {
        let heading = "Дейности\tСрок\tИндикатори\tОтговорни институции\n"
        let text =
            "План за 2024 г.\n" + heading + "1.1 Обучение на служители в междуинституци\tмай 2024 г.\tБрой\tМВР\n" + heading
            + "онален екип\t\tобучени\t\n1.2 Междуинституционален преглед\tюни 2024 г.\tБрой\tМВР\n"
        let plan = try #require(try read(text).first)
        #expect(plan.measures.map(\.code) == ["1.1", "1.2"])
        #expect(
            plan.measures[0].title.text == "Обучение на служители в междуинституционален екип"
                || plan.measures[0].title.text.contains("междуинституци онален"))
    }

    @Test func `a measure in the words of headings is no heading`() throws {
        let row = "1.2 Дейности и мерки\tБюджет на института\tСрок: май 2024 г.\tИндикатори – 0\tИндикатори – 3\tИнституции\tПартньори\n"
        let plan = try #require(
            try read(
                head + "1.1 Обучение\t\tмай 2024 г.\t\tобучени – 5\tМВР\t\n" + row + "1.3 Анализ\t\tюни 2024 г.\t\tанализ – 1\tМВР\t\n"
            ).first)
        #expect(plan.measures.map(\.code) == ["1.1", "1.2", "1.3"])
        #expect(plan.measures[2].leads.map(\.name) == ["МВР"])
    }

    @Test func `a list of abbreviations right below the table makes no measures`() throws {
        let rows = "1.1 Обучение\t10 000 лв.\tмай 2024 г.\t\tобучени – 5\tХУЦ\tНКБТХ\n"
        let list = "ХУЦ\tХудожествен център\nА21\tФондация А21\n"
        for text in [head + rows + "\n" + list, head + rows + list + "\n", head + rows + "\n\n" + list] {
            let reading = try PlanReading(bytes: Array(text.utf8), register: register)
            let plan = try #require(reading.plans.first)
            #expect(plan.measures.map(\.code) == ["1.1"])
            #expect(plan.abbreviations.map(\.short) == ["ХУЦ", "А21"])
            #expect(plan.measures[0].leads.map(\.reading) == [.document])
            #expect(reading.account[.notUnderstood] == nil)
        }
    }

    @Test func `narrow rows that go on with a measure are no abbreviations`() throws {
        let heading = "№\tДейности\tБюджет\tСрок\tИндикатори\tВодеща институция\n"
        let row = "1\tОбучение на екипи\t5 000 лв.\tмай 2024 г.\t\tМВР\n"
        for rest in ["\tза работа\n\tс деца\n", "\tза работа\t\n\tс деца\n\n"] {
            let plan = try #require(try read("План за 2024 г.\n" + heading + row + rest).first)
            #expect(plan.measures.map(\.title.text).joined(separator: " ") == "Обучение на екипи за работа с деца")
            #expect(plan.abbreviations.isEmpty)
        }
        let goal = "Стратегическа цел\tДейности\tБюджет\tСрок\tИндикатори\tВодеща институция\n"
        let trimmed = "Хората знаят\t1.1 Обучение\t5 000 лв.\tмай 2024 г.\t\tМВР\nДруга цел\t1.2 Анализ\nТрета цел\t1.3 Наръчник\n"
        let plan = try #require(try read("План за 2024 г.\n" + goal + trimmed).first)
        #expect(plan.measures.map(\.title.text) == ["Обучение", "Анализ", "Наръчник"])
    }

    @Test func `tags of converters are left out, other words in angle brackets stay`() throws {
        let row = "1.1 Нов<br/>център <за деца> и <b>екип</b> 5 < 6\t\tмай 2024 г.\t\tобучени – 5\tМВР\t\n"
        let measure = try #require(try read(head + row).first?.measures.first)
        #expect(measure.title.text == "Нов център <за деца> и екип 5 < 6")
    }

    @Test func `a measure without words is reported`() throws {
        let heading = "№\tДейности\tБюджет\tСрок\tИндикатори\tВодеща институция\n"
        let plan = try #require(
            try read("План за 2024 г.\n" + heading + "1\tОбучение\t\tмай 2024 г.\t\tМВР\n2\t\t5 000 лв.\tюни 2024 г.\t\tМВР\n").first)
        #expect(plan.measures.map(\.code) == ["1", "2"])
        #expect(plan.remarks.filter { $0.code == .titleMissing }.map(\.measure) == ["2"])
    }

    @Test func `the same number in two sections is told apart, in one section marked`() throws {
        let rows = "1.1 Първа\t\tмай 2024 г.\t\t\tМВР\t\n1.1 Втора\t\tмай 2024 г.\t\t\tМВР\t\n"
        let body = String(head.split(separator: "\n").last ?? "")
        let plan = try #require(
            try read(
                "Програма за 2024 г.\nРАЗДЕЛ I „Едно“\n\(body)\n\(rows)РАЗДЕЛ II „Две“\n\(body)\n1.1 Трета\t\tмай 2024 г.\t\t\tМВР\t\n"
            ).first)
        #expect(plan.measures.map(\.code) == ["I.1.1", "I.1.1~2", "II.1.1"])
        #expect(plan.sections.map(\.title) == ["Едно", "Две"])
        #expect(plan.remarks.filter { $0.code == .numberRepeated }.count == 2)
    }

    @Test func `a deadline outside the plan's years is kept and reported`() throws {
        let plan = try #require(try read(head + "1.1 Сесия\t\tянуари – юни 2023 г.\t\t\tГДБОП\t\n").first)
        #expect(plan.measures[0].deadline?.dueOn?.iso == "2023-06-30")
        #expect(plan.remarks.map(\.code) == [.deadlineOutsidePlan])
    }

    @Test func `documents without a plan are refused by what is missing`() {
        #expect(throws: ImportError.noTable) { try read("Само текст\nбез таблица") }
        #expect(throws: ImportError.noTable) { try read("а\tб\tв\n1\t2\t3\n") }
        #expect(throws: ImportError.noMeasures) { try read(head) }
        #expect(throws: ImportError.document(.empty)) { try PlanReading(bytes: [], register: register) }
        #expect(throws: ImportError.document(.damaged(part: ""))) { try PlanReading(bytes: [80, 75, 3, 4, 0, 0], register: register) }
    }

    @Test func `any mixture of the grammar's pieces is read or refused, and accounted for`() throws {
        var generator = SeededGenerator(31)
        let pieces = [
            "Дейности\tСрок\tБюджет\tИндикатори\tОтговорни институции\n", "1.1 Обучение\tмай 2024\t10 лв.\tброй – 1\tМВР\n", "\n\t", "\n",
            "\t", "РАЗДЕЛ I „А“\n",
            "0 – 5 до 3 % и 4", "(((", "„“\"", "31.12.2024", "2024/2025", "общо с мярка 34", "МВР-ГДГП", "…", "№ 64~", "\u{301}\"\u{200d}",
            "9999999999999999999", "<u>", "\u{ad}",
        ]
        for _ in 0..<(LongRun.isAsked ? 20_000 : 300) {
            let text = (0..<Int.random(in: 1...25, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let reading = try? PlanReading(bytes: Array(text.utf8), register: register) else { continue }
            let total = reading.document.cells.map { $0.text.unicodeScalars.filter { !$0.properties.isWhitespace }.count }.reduce(0, +)
            #expect(reading.account.values.reduce(0, +) == total)
            for plan in reading.plans { #expect(Set(plan.measures.map(\.code)).count == plan.measures.count) }
        }
    }

    @Test func `the demo plans import without anything left over`() throws {
        for (file, measures) in [("Demo/programa-2024.tsv", 73), ("Demo/plan-migratsia-2024.tsv", 85)] {
            let reading = try PlanReading(bytes: Seeds.file(file), register: register)
            #expect(reading.plans.map(\.measures.count) == [measures])
            #expect(reading.account[.notUnderstood] == nil)
            #expect(reading.plans[0].measures.allSatisfy { !$0.leads.isEmpty })
        }
    }
}
