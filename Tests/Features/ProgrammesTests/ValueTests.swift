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

    @Test(arguments: [
        ("всички институции – членове на НКБТХ", ["Институции – членове на НКБТХ"]),
        ("членове на НКБТХ", ["Институции – членове на НКБТХ"]),
        ("МВР, членовете на НКБТХ", ["МВР", "Институции – членове на НКБТХ"]),
    ])
    func `the members of a commission are not the commission`(text: String, names: [String]) {
        #expect(parser.parse(cell(text)).actors.map(\.name) == names)
    }

    @Test(arguments: [
        ("Община Варна", ["Община Варна"]), ("Общини Бургас и Варна", ["Община Бургас", "Община Варна"]),
        ("Община Горна Оряховица, АСП", ["Община Горна Оряховица", "АСП"]),
        ("общините Бургас, Варна и Русе", ["Община Бургас", "Община Варна", "Община Русе"]),
        ("МКБТХ – Варна, МКБТХ-Русе", ["МКБТХ – Варна", "МКБТХ – Русе"]), ("МКБТХ – Варна, МКБТХ Варна", ["МКБТХ – Варна"]),
        ("РЗИ – Пловдив", ["РЗИ – Пловдив"]), ("ОДМВР Варна", ["ОДМВР – Варна"]),
        ("РЗИ (Велико Търново), МВР", ["РЗИ – Велико Търново", "МВР"]),
        ("Община София", ["Столична община"]), ("МКБТХ, Кръжок", ["МКБТХ", "Кръжок"]),
        ("МКБТХ Варна и Русе", ["МКБТХ – Варна", "МКБТХ – Русе"]),
        ("Община Варна и МВР", ["Община Варна", "МВР"]),
    ])
    func `a place belongs to the name`(text: String, names: [String]) {
        let outcome = parser.parse(cell(text))
        #expect(outcome.actors.map(\.name) == names)
        #expect(outcome.actors.filter { $0.place != nil }.allSatisfy { $0.source.text.hasSuffix($0.place ?? "-") })
    }

    @Test func `a placed name keeps its code`() {
        let actors = parser.parse(cell("МКБТХ – Варна, Община Бургас")).actors
        #expect(actors.map(\.code) == ["МКБТХ", "municipalities"])
        #expect(actors.map(\.place) == ["Варна", "Бургас"])
        #expect(actors.map(\.printed) == ["МКБТХ", "Община"])
        #expect(actors[0].source.text == "МКБТХ – Варна")
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
        ("", "Достигнати лица – 20 хил.", ["->20,000"]), ("", "Достигнати лица – 1,5 хил. души", ["->1,500 души"]),
        ("", "Аудитория – 2 млн.; Статии – 5", ["->2,000,000", "->5"]), ("", "20 хил. души", ["->20,000 души"]),
        ("", "Брой кампании – 1 (една)", ["->1"]), ("", "3 (три) обучения", ["->3 обучения"]), ("", "Доклади – 3 (годишно)", ["->3"]),
        ("", "3 (годишно)", ["->3"]), ("", "Листовки – 500 бр. (годишно)", ["->500 бр."]),
        ("", "Дялът се повишава от 10 % на 20 %", ["->20 %"]), ("", "Брой кампании – две", ["->2"]),
        ("", "Брой кампании: три; Брой срещи – 4", ["->3", "->4"]),
        ("", "Брой кампании – двадесет и пет", ["->-"]), ("", "Дял на обучените – 20 на сто", ["->20 %"]),
        ("", "Дял на обучените – 20 процента", ["->20 %"]),
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

    @Test(arguments: [
        ("Проведени съвещания – не по-малко от 3", "min3"), ("Проведени съвещания – най-малко 3", "min3"),
        ("Проведени съвещания – минимум 3", "min3"), ("Проведени съвещания – поне 3", "min3"),
        ("Проведени съвещания – над 1 млн.", "min1,000,000"),
        ("Проведени съвещания – не повече от 5", "max5"), ("Проведени съвещания – най-много 5", "max5"),
        ("Проведени съвещания – по-малко от 5", "max5"), ("Проведени съвещания – повече от 5", "min5"),
        ("Проведени съвещания: не по-малко от 3", "min3"), ("Проведени съвещания – не по-малко от 3 срещи годишно", "min3 срещи годишно"),
    ])
    func `words that compare are no part of a label`(text: String, value: String) {
        #expect(indicators("", text).map(\.label) == ["Проведени съвещания"])
        #expect(values("", text) == ["->" + value])
    }

    @Test(arguments: [
        "Брой сигнали – увеличение с 10 %", "Брой сигнали – намаление с 20 на сто", "Увеличаване с 15%",
        "Увеличаване на броя на сигналите с 10 %", "Ръст от 10 %", "Сигнали – ръст 10%", "Сигнали – с 10 % повече",
        "10 % увеличение на сигналите",
        "Сигнали – увеличение с най-малко 10 %", "Сигнали: +10 %",
    ])
    func `a change is no value`(text: String) {
        let outcome = IndicatorParser().parse(baseline: LogicalCell(), target: cell(text))
        #expect(outcome.indicators.map(\.target) == [nil])
        #expect(outcome.indicators.map(\.kind) != [.percent])
        #expect(outcome.looseNumbers.count == 1)
    }

    @Test func `what follows a change has its own value`() {
        #expect(values("", "Сигнали – увеличение с 10 %, проведени срещи – 5") == ["->-", "->5"])
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
