import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

private func cell(_ text: String) -> LogicalCell {
    LogicalCell(text, at: CellPlace(table: 1, row: 2, column: 3))
}

@Suite struct ActorTests {
    private let parser: ActorParser

    init() throws {
        let register = try InstitutionRegister.builtIn()
        parser = ActorParser(register: register, index: NameIndex(register))
    }

    @Test(arguments: [
        ("МВР-ГДГП, ДМ", ["ГДГП", "ДМ"]), ("Дирекция\n\n„Миграция“-МВР", ["ДМ"]), ("ДАБ при МС, МВР", ["ДАБ", "МВР"]),
        ("НКБХТ и МВнР", ["НКБТХ", "МВнР"]),
        ("МСТП, МВР", ["МТСП", "МВР"]), ("Фондация“ Кампания А21“", ["А21"]), ("МТСП-АЗ", ["МТСП", "АЗ"]), ("НКБТХ, НКБТХ", ["НКБТХ"]),
    ])
    func `institutions are resolved in any spelling`(text: String, codes: [String]) {
        #expect(parser.parse(cell(text)).actors.map(\.name) == codes)
    }

    @Test func `what is unknown is kept as words and reported`() {
        let outcome = parser.parse(cell("МВР, Кръжок по астрономия"))
        #expect(outcome.actors.map(\.reading) == [.institution, .text])
        #expect(outcome.unknown.map(\.quote) == ["Кръжок по астрономия"])
        #expect(parser.parse(cell("НКБХТ")).misspelt.map(\.read) == ["НКБТХ"])
    }

    @Test(arguments: [("MBP", "МВР"), ("MOH", "МОН"), ("MП, MBP", "МВР"), ("HKБTX", "НКБТХ")])
    func `an abbreviation typed in Latin letters is read as the Cyrillic one`(text: String, code: String) {
        let outcome = parser.parse(cell(text))
        #expect(outcome.actors.last?.name == code && outcome.unknown.isEmpty)
        // Where one letter is Cyrillic the check tells of the mixture.
        #expect(outcome.misspelt.map(\.read) == (text == "HKБTX" ? [] : [code]))
    }

    @Test func `an English abbreviation is none typed in Latin letters`() {
        #expect(parser.parse(cell("MoH")).actors.map(\.name) == ["МЗ"])
        let english = ActorParser(register: parser.register, index: parser.index, isBulgarian: false)
        #expect(english.parse(cell("MOH")).actors.map(\.name) == ["МЗ"])
    }

    @Test func `groups are no institutions`() {
        #expect(parser.parse(cell("общини, НПО и др.")).actors.map(\.reading) == [.group, .group])
    }
}

@Suite struct IndicatorTests {
    private func indicators(_ baseline: String, _ target: String) -> [Indicator] {
        IndicatorParser().parse(baseline: cell(baseline), target: cell(target)).indicators
    }

    private func values(_ baseline: String, _ target: String) -> [String] {
        let number = { (value: Double?) in value.map { Format(.en).number($0) } ?? "-" }
        return indicators(baseline, target).map {
            "\(number($0.baseline))>\($0.comparator?.rawValue ?? "")\(number($0.target))\($0.unit.map { " " + $0 } ?? "")"
        }
    }

    @Test func `pairs go by meaning, not by position`() {
        let found = indicators(
            "Брой достигнати хора – 1 Брой разпространени материали – 2 Брой събития – 3",
            "Брой разпространени материали - 2000, Брой достигнати лица - 1000 Брой събития – 2")
        #expect(found.map(\.baseline) == [2, 1, 3])
        #expect(found.map(\.target) == [2000, 1000, 2])
    }

    @Test(arguments: [
        ("0", "1", ["0>1"]), ("Брой обучени – 0 души", "Брой обучени – 50 души", ["0>50 души"]),
        ("", "Брой обучени ученици 200", ["->200"]),
        ("894 деца и 3021 ученици", "1000 деца и 3200 ученици", ["894>1,000 деца", "3,021>3,200 ученици"]),
        ("визи – 0%", "визи – 100%", ["0>100 %"]),
        ("Наети лица-0", "50 лица наети на работа според броя кандидати", ["0>50 лица"]),
        ("", "До 8000 записани деца за учебната 2024/2025", ["->max8,000"]),
        ("", "поне 15 сесии", ["->min15 сесии"]), ("Брой срещи – 0; Брой писма – 0", "Брой срещи – 1", ["0>1", "0>-"]),
        ("Брой лица търсещи работа - 0 и работодатели – 0", "Брой лица търсещи работа - 7 500 и работодатели -120", ["0>7,500", "0>120"]),
        ("Към 01.01.2024 г. – 7.", "Към 31.12.2024 г – 12.", ["7>12"]),
    ])
    func `values are found where values stand`(baseline: String, target: String, expected: [String]) {
        #expect(values(baseline, target) == expected)
    }

    @Test(arguments: [
        "Прилагане на чл. 26 от закона", "По заповед № 8121з-64", "Отбелязване на 18 октомври", "Заседание през 2024 г.",
        "План за 2021 - 2025 г.",
        "Изготвяне на доклад за 2019 г.", "Сесии с Фондация „А21“",
    ])
    func `years, dates, articles and orders are no values`(text: String) {
        #expect(indicators("", text).allSatisfy { $0.target == nil })
    }

    @Test func `a number in the middle of words is reported, not taken`() {
        let outcome = IndicatorParser().parse(baseline: LogicalCell(), target: cell("Организирана конференция за 80 участници от страната"))
        #expect(outcome.indicators.map(\.target) == [nil])
        #expect(outcome.looseNumbers.count == 1)
    }

    @Test func `a stray number is set aside and listed`() {
        let outcome = IndicatorParser().parse(baseline: cell("0 Брой обучени – 0"), target: cell("Брой обучени – 5"))
        #expect(outcome.indicators.map(\.baseline) == [0])
        #expect(outcome.stray.count == 1)
    }

    @Test func `doubtful pairs are marked`() {
        let outcome = IndicatorParser().parse(baseline: cell("0"), target: cell("Брой срещи – 1; Брой писма – 2"))
        #expect(outcome.indicators.map(\.baseline) == [0, 0])
        #expect(outcome.uncertain.count == 2)
    }

    @Test func `every statement stands in exactly one pair`() {
        var generator = SeededGenerator(29)
        let words = ["обучения", "лица", "срещи", "анализ", "деца", "сигнали", "материали"]
        for _ in 0..<500 {
            let make = { (count: Int, generator: inout SeededGenerator) -> [IndicatorClause] in
                (0..<count).map { _ in
                    IndicatorClause(
                        label: "Брой \(words.randomElement(using: &generator) ?? "") \(words.randomElement(using: &generator) ?? "")",
                        value: Double.random(in: 0...9, using: &generator), range: 0..<1)
                }
            }
            let (left, right) = (
                make(Int.random(in: 0...6, using: &generator), &generator), make(Int.random(in: 0...6, using: &generator), &generator)
            )
            let pairs = IndicatorPairing.pairs(baselines: left, targets: right)
            #expect(pairs.compactMap(\.baseline).sorted() == Array(left.indices))
            #expect(pairs.compactMap(\.target).sorted() == Array(right.indices))
        }
    }
}
