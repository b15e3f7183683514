import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

private func cell(_ text: String) -> LogicalCell {
    LogicalCell(text, at: CellPlace(table: 1, row: 2, column: 3))
}

@Suite struct BudgetTests {
    private let parser: BudgetParser

    init() throws {
        let register = try InstitutionRegister.builtIn()
        parser = BudgetParser(actors: ActorParser(register: register, index: NameIndex(register)))
    }

    private func lines(_ text: String) -> [BudgetLine] { parser.parse(cell(text)).lines }

    @Test(arguments: [
        ("10 000 лв., от бюджета на НКБТХ", "10000", Money.Currency.bgn, false), ("До 20 000 лв. от бюджета на МОН", "20000", .bgn, true),
        ("418 840 евро", "418840", .eur, false), ("10 хил. лв.", "10000", .bgn, false), ("1,5 млн. лв.", "1500000", .bgn, false),
        ("1 940 570,80 лв.", "1940570.80", .bgn, false), ("EUR 5 000", "5000", .eur, false), ("6.000.000 лева", "6000000", .bgn, false),
    ])
    func `amounts are read with their currency and ceiling`(text: String, amount: String, currency: Money.Currency, isCeiling: Bool) throws
    {
        let line = try #require(lines(text).first { $0.amount != nil })
        #expect(line.amount?.decimal == amount)
        #expect(line.amount?.currency == currency)
        #expect(line.isCeiling == isCeiling)
    }

    @Test func `payers, yearly parts and sharing are told apart`() throws {
        let first = try #require(lines("40 000 лв. – от бюджета на НКБТХ, МВнР, партниращи организации").first)
        #expect(first.payers.filter { $0.reading == .institution }.map(\.name) == ["НКБТХ", "МВнР"])
        let parts = lines("30 месеца персонал – 4 851 427 лв.\n(1 940 570,80 лв. годишно)")
        #expect(parts.map(\.basis) == [.total, .perYear])
        #expect(lines("Финансирането е общо с посоченото в мярка 34-\n6 000 000 лв.").first { $0.amount != nil }?.sharedWith == "34")
    }

    @Test(arguments: [
        ("Не се предвижда финансиране от бюджета на НКБТХ.", BudgetLine.Kind.noFunding),
        ("В рамките на бюджетите на компетентните институции.", .withinBudget),
        ("ФУМИ", .external), ("Проект, финансиран от Държавния департамент на САЩ", .external), ("Държавен бюджет", .withinBudget),
    ])
    func `words without an amount are told by kind and never zero`(text: String, kind: BudgetLine.Kind) {
        #expect(lines(text).map(\.kind) == [kind])
        #expect(lines(text).allSatisfy { $0.amount == nil })
    }

    @Test func `numbers that are no amounts are reported`() {
        #expect(parser.parse(cell("по договор за 17 обекта")).unreadNumbers.count == 1)
        #expect(parser.parse(cell("за 2024 г.")).unreadNumbers.isEmpty)
    }

    private func unit(_ heading: String) -> MoneyUnit? { MoneyUnit(heading: heading) }

    private func amounts(_ text: String, heading: String = "Бюджет") -> [String] {
        parser.parse(cell(text), unit: unit(heading)).lines.compactMap { line in
            line.amount.map { "\($0.decimal) \($0.currency.rawValue)" }
        }
    }

    /// „4000 МВР“, a line each.
    private func payers(_ text: String) -> [String] {
        lines(text).compactMap { line in line.amount.map { "\($0.decimal) \(line.payers.map(\.name).joined(separator: "+"))" } }
    }

    @Test(arguments: [
        "5 000 лв. (2 556,46 евро)", "5 000 лв./2 556,46 €", "2 556,46 EUR (5 000 BGN)", "5 000 лв. = 2 556,46 евро",
        "5 000 лв. / 2556.46 EUR",
        "5 000 лв. (2 556 евро)", "5 000 лв. – 2 556,46 евро", "5 000 лв., равностойни на 2 556,46 евро", "5 000,00 лв. (2 556,46 €).",
        "5 хил. лв. (2,6 хил. евро)",
    ])
    func `both currencies of an amount are one amount`(text: String) {
        let outcome = parser.parse(cell(text))
        #expect(outcome.lines.compactMap(\.amount).map(\.decimal) == ["5000"])
        #expect(outcome.lines.first?.amount?.currency == .bgn)
        #expect(outcome.differing.isEmpty && outcome.unreadNumbers.isEmpty)
    }

    @Test func `currencies that differ are one amount in leva and told`() {
        let outcome = parser.parse(cell("5 000 лв. (2 500,00 евро)"))
        #expect(outcome.lines.compactMap(\.amount).map(\.decimal) == ["5000"])
        #expect(outcome.differing.map(\.inEuro.decimal) == ["2556.46"])
        #expect(amounts("5 000 лв. от НКБТХ и 2 000 евро от проект") == ["5000 BGN", "2000 EUR"])
        #expect(amounts("5 000 лв., 2 000 евро") == ["5000 BGN", "2000 EUR"])
    }

    @Test(arguments: [
        ("10 000 лв., от които 4 000 лв. от МВР и 6 000 лв. от ДАБ", ["4000 МВР", "6000 ДАБ"]),
        ("Общо 10 000 лв. (4 000 лв. НКБТХ, 6 000 лв. МТСП)", ["4000 НКБТХ", "6000 МТСП"]),
        ("10 000 лв. (4 000 лв. НКБТХ, 6 000 лв. МТСП)", ["4000 НКБТХ", "6000 МТСП"]),
        ("10 000 лв., от които: 4 000 лв. от МВР; 6 000 лв. от ДАБ", ["4000 МВР", "6000 ДАБ"]),
        ("4 000 лв. от МВР, 6 000 лв. от ДАБ, общо 10 000 лв.", ["4000 МВР", "6000 ДАБ"]),
        ("10 000 лв., в т.ч. 4 000 лв. от МВР", ["10000 "]),
        ("10 000 лв. от НКБТХ, в т.ч. 4 000 лв. от МВР", ["10000 НКБТХ"]),
        ("10 000 лв. (4 000 лв. от МВР)", ["10000 "]), ("Общо 10 000 лв.", ["10000 "]),
    ])
    func `parts of a sum are not counted beside it`(text: String, expected: [String]) {
        #expect(payers(text) == expected)
        #expect(parser.parse(cell(text)).unreadNumbers.isEmpty)
    }

    @Test func `a cell with more money than can be counted is read`() {
        let text = "10 лв., от които " + Array(repeating: "89 000 000 000 000 евро от МВР", count: 1200).joined(separator: ", ")
        #expect(!lines(text).isEmpty)
        #expect(lines("5 000 000 000 000 лв. (2 556 459 405 981,09 евро)").compactMap(\.amount).map(\.decimal) == ["5000000000000"])
        var sum = PlanBudget.Amounts()
        for _ in 0..<2000 { sum += PlanBudget.Amounts(Money(minor: 8_900_000_000_000_000, .bgn)) }
        #expect(sum.bgn == .max && sum.inEuro > 0)
    }

    @Test func `parts greater than their sum are for somebody to look at`() {
        let outcome = parser.parse(cell("10 000 лв., от които 14 000 лв. от МВР"))
        #expect(outcome.lines.compactMap(\.amount).map(\.decimal) == ["10000"])
        #expect(outcome.unreadNumbers.count == 1)
    }

    @Test(arguments: [
        ("4 000 лв. от бюджета на МВР; 6 000 лв. – ДАБ", ["4000 МВР", "6000 ДАБ"]),
        ("МВР – 4 000 лв., ДАБ – 6 000 лв.", ["4000 МВР", "6000 ДАБ"]),
        ("4 000 лв. (МВР), 6 000 лв. (ДАБ)", ["4000 МВР", "6000 ДАБ"]), ("4 000 лв. от МВР и 6 000 лв. от ДАБ", ["4000 МВР", "6000 ДАБ"]),
        ("МВР: 4 000 лв.\nДАБ: 6 000 лв.", ["4000 МВР", "6000 ДАБ"]),
        ("4 000 лв. от МВР и МТСП, до 6 000 лв. от ДАБ", ["4000 МВР+МТСП", "6000 ДАБ"]),
    ])
    func `payers stand before or behind their amounts`(text: String, expected: [String]) {
        #expect(payers(text) == expected)
    }

    @Test(arguments: [
        ("Бюджет (лв.)", "10 000", ["10000 BGN"]), ("Бюджет в лева", "10000,50", ["10000.50 BGN"]),
        ("Бюджет (хил. лв.)", "10", ["10000 BGN"]),
        ("Бюджет (в евро)", "2 000", ["2000 EUR"]), ("Необходими средства (в хил. лева)", "1,5", ["1500 BGN"]),
        ("Бюджет (хил. лв.)", "10 000 лв.", ["10000 BGN"]), ("Бюджет (лв.)", "2000", ["2000 BGN"]),
        ("Бюджет (лв.)", "МВР – 4 000, ДАБ – 6 000", ["4000 BGN", "6000 BGN"]), ("Бюджет (лв.)", "по договор за 17 обекта", []),
        ("Бюджет (лв.)", "В рамките на бюджета за 2024 г.", []), ("Бюджет", "10 000", []), ("Бюджет (лв./евро)", "10 000", []),
    ])
    func `a bare number has the unit of its heading`(heading: String, text: String, expected: [String]) {
        #expect(amounts(text, heading: heading) == expected)
    }

    @Test(arguments: [
        ("10'000 лв.", "10000"), ("10’000 лв.", "10000"), ("10.000 лв.", "10000"), ("10\u{a0}000,00 лв.", "10000"),
        ("10\u{2009}000 лв.", "10000"),
        ("10\u{202f}000 лв.", "10000"), ("10 хил. лв.", "10000"), ("1,5 млн. лв.", "1500000"), ("10 000.-лв.", "10000"),
        ("10 000лв.", "10000"),
        ("10,000 лв.", "10000"), ("10 000 (десет хиляди) лв.", "10000"), ("2556.46 лв.", "2556.46"), ("1,250,000 лв.", "1250000"),
    ])
    func `thousands are parted by any sign`(text: String, amount: String) {
        #expect(amounts(text) == ["\(amount) BGN"])
        #expect(parser.parse(cell(text)).unreadNumbers.isEmpty)
    }

    @Test(arguments: ["по 500 лв. на обучение", "500 лв. на участник", "500 лв. месечно", "до по 500 лв."])
    func `the price of one is no total`(text: String) {
        let outcome = parser.parse(cell(text))
        #expect(outcome.lines.allSatisfy { $0.amount == nil } && !outcome.lines.isEmpty)
        #expect(outcome.unreadNumbers.count == 1)
        #expect(amounts("10 обучения по 500 лв. – общо 5 000 лв.") == ["5000 BGN"])
    }
}

/// Budgets as they come out of a document, and from one edition to the next.
@Suite struct BudgetReadingTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func plan(_ budget: String, heading: String = "Бюджет") throws -> PlanContent {
        let text =
            "Програма за 2024 г.\n№\tДейност\tСрок\t\(heading)\tВодеща институция\n1\tОбучение на учители\tмай 2024 г.\t\(budget)\tМВР\n"
        return try #require(PlanReading(bytes: Array(text.utf8), register: register).plans.first)
    }

    @Test func `the heading's unit reaches the plan`() throws {
        let plan = try plan("10", heading: "Необходими средства (в хил. лева)")
        #expect(PlanBudget(plan.measures).total.amounts.bgn == 1_000_000)
        #expect(plan.remarks == [])
    }

    @Test func `a sum and its parts are the sum`() throws {
        for budget in [
            "10 000 лв., от които 4 000 лв. от МВР и 6 000 лв. от ДАБ", "10 000 лв. (5 112,92 евро)", "10 000 лв., в т.ч. 4 000 лв. от МВР",
        ] {
            let total = PlanBudget(try plan(budget).measures).total
            #expect(total.amounts.bgn == 1_000_000 && total.amounts.eur == 0)
        }
        let sources = PlanBudget(try plan("10 000 лв., от които 4 000 лв. от МВР и 6 000 лв. от ДАБ").measures).bySource
        #expect(sources[.payer("МВР")]?.amounts.bgn == 400_000 && sources[.payer("ДАБ")]?.amounts.bgn == 600_000)
    }

    @Test func `currencies that differ are a remark and a finding`() throws {
        let plan = try plan("5 000 лв. (2 500,00 евро)")
        let remark = try #require(plan.remarks.first { $0.code == .currenciesDiffer })
        #expect(remark.quote == "5 000 лв. (2 500,00 евро)" && remark.detail.contains("2556,46"), "\(remark.detail)")
        let findings = PlanCheck(plan, cells: [], speller: nil).findings
        #expect(findings.map(\.code).contains(.currenciesDiffer))
        #expect(try self.plan("5 000 лв. (2 556,46 евро)").remarks == [])
    }

    @Test func `signs between budget lines are no change`() throws {
        let old = try plan("От бюджета на МВР – 4 000 лв.; от ДАБ – 6 000 лв.")
        for budget in ["От бюджета на МВР – 4 000 лв., от ДАБ – 6 000 лв.", "От бюджета на МВР – 4 000 лв. от ДАБ – 6 000 лв"] {
            #expect(PlanDifference(from: old, to: try plan(budget), register: register).isEmpty, "\(budget)")
        }
        let raised = try plan("От бюджета на МВР – 4 000 лв., от ДАБ – 7 000 лв.")
        #expect(PlanDifference(from: old, to: raised, register: register).changes.map(\.field) == [.budget])
    }
}
