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
}
