import Documents
import Reference
import Spelling
import TestSupport
import Testing

@testable import Programmes

/// The faults of small plans made for it: each rule where it speaks, and where it has to be silent.
struct CheckTests {
    private typealias Line = CheckedTable.Line

    private let table: CheckedTable

    init() throws { table = try CheckedTable() }

    private func findings(_ lines: [Line], list: [(String, String)] = []) throws -> [PlanFinding] { try table.findings(lines, list: list) }

    private func codes(_ lines: Line...) throws -> [PlanFinding.Code] { try findings(lines).map(\.code) }

    @Test func `a sound plan has no finding`() throws {
        #expect(
            try codes(Line(), Line(title: "1.2 Кампания в училищата", baseline: "Брой кампании – 0", target: "Брой кампании – 2")) == [])
    }

    @Test func `a deadline outside the plan's years is an error, one without an end is in doubt`() throws {
        let late = try findings([Line(deadline: "Март 2025 г.")])
        #expect(late.map(\.code) == [.deadlineOutsidePlan])
        #expect(late[0].code.severity == .error && late[0].quote == "Март 2025 г." && late[0].measure == "1.1")
        #expect(try codes(Line(deadline: "Една година")) == [.deadlineUnclear])
        #expect(try codes(Line(deadline: "До края на учебната 2025/2026 г.")) == [], "half of a school year is in the plan")
        #expect(try codes(Line(deadline: "Учебната 2023/2024 г.")) == [.deadlineOutsidePlan])
    }

    @Test func `numbers are told where they are repeated, come late, or leave one out`() throws {
        #expect(try codes(Line(), Line(title: "1.1 Друга работа по селата")).contains(.numberRepeated))
        #expect(try codes(Line(title: "1.2 Беседи в градовете"), Line(title: "1.1 Друга работа по селата")).contains(.numberOutOfOrder))
        let gap = try findings([Line(), Line(title: "1.3 Друга работа по селата", target: "Брой обучени служители – 70")])
        #expect(gap.map(\.code) == [.numberMissing] && gap[0].detail == "1.2")
        #expect(try findings([Line(title: "1.4 Обучение на служители на терен")]).map(\.detail) == ["1.1–1.3"])
        let swapped = try findings([
            Line(), Line(title: "1.3 Друга работа по селата", target: "Брой обучени служители – 70"),
            Line(title: "1.2 Беседи в градовете", target: "Брой обучени служители – 80"),
        ])
        #expect(swapped.map(\.code) == [.numberOutOfOrder], "1.2 is there, one row too late")
    }

    @Test(arguments: [
        ("Брой срещи – 2", "Брой срещи – 2", PlanFinding.Code.targetEqualsBaseline),
        ("Брой срещи – 5", "Брой срещи – 2", .targetBelowBaseline),
    ])
    func `a target has to want more`(baseline: String, target: String, code: PlanFinding.Code) throws {
        #expect(try codes(Line(baseline: baseline, target: target)) == [code])
    }

    @Test func `a target may want to keep what there is, or count something else`() throws {
        #expect(try codes(Line(baseline: "Поддържани центрове – 5", target: "Поддържани центрове – 5")) == [])
        #expect(try codes(Line(baseline: "Процент обучени служители – 100 %", target: "Процент обучени служители – 100 %")) == [])
    }

    @Test func `a share may fall, too`() throws {
        #expect(
            try codes(Line(baseline: "Процент обучени служители – 80 %", target: "Процент обучени служители – 60 %")) == [
                .targetBelowBaseline
            ])
    }

    @Test(arguments: [
        ("Обучени 20 служители на МВР и 60 служители на АСП", "Брой обучени служители – 60"),
        ("Проведени 2 обучения на 40 служители", "Брой проведени обучения на служители – 2"),
        ("Над 50 служители с нови знания", "Брой обучени служители – 60"), ("До 80 служители с нови знания", "Брой обучени служители – 60"),
        ("Не по-малко от 50 служители с нови знания", "Брой обучени служители – 60"),
        ("15 служители с нови знания", "Брой обучени служители – поне 10"),
    ])
    func `numbers that can both be true contradict nothing`(result: String, target: String) throws {
        #expect(try codes(Line(result: result, baseline: "Брой обучени служители – 0", target: target)) == [])
    }

    @Test func `an expected result must not promise another number`() throws {
        let found = try findings([Line(result: "Около 40 нови доброволци", baseline: "Брой доброволци – 0", target: "Брой доброволци – 15")]
        )
        #expect(found.map(\.code) == [.resultContradictsTarget])
        #expect(found[0].quote == "40 нови доброволци")
        #expect(try codes(Line(result: "Между 10-20 доброволци", baseline: "Брой доброволци – 0", target: "Брой доброволци – 15")) == [])
    }

    @Test func `what is missing is told once, where it should stand`() throws {
        #expect(try codes(Line(budget: "")) == [.cellEmpty])
        #expect(try codes(Line(deadline: "")) == [.cellEmpty])
        #expect(try codes(Line(result: "Липсва очакван резултат")) == [.resultMissing])
        #expect(try codes(Line(leads: "")) == [.leadMissing])
        #expect(try codes(Line(baseline: "", target: "")) == [.indicatorMissing])
        let blank = try findings([Line(), Line(title: "1.2 Беседи в градовете", result: "")])
        #expect(blank.map(\.place) == [CellPlace(table: 1, row: 3, column: 6)] && blank[0].quote.isEmpty)
    }

    @Test func `an indicator asks for a number and gets none`() throws {
        let lines = [Line(), Line(title: "1.2 Беседи в градовете", baseline: "Брой беседи – 0", target: "Брой беседи")]
        #expect(try findings(lines).map(\.code) == [.targetMissing])
        #expect(
            try codes(Line(), Line(title: "1.2 Беседи в градовете", baseline: "Брой беседи – 0", target: "Брой беседи –")) == [
                .textForNumber
            ])
        #expect(try codes(Line(), Line(title: "1.2 Беседи в градовете", baseline: "", target: "Брой беседи – 4")) == [.baselineMissing])
        #expect(try codes(Line(baseline: "Брой проведени – 0", target: "Брой проведени – 4")) == [.unitMissing])
    }

    @Test func `lead and partner are told where they are the same, unknown to the list, or a letter off it`() throws {
        #expect(try codes(Line(partners: "МВР")) == [.leadAlsoPartner])
        #expect(try codes(Line(partners: "АСП, ДАЗД, АСП")) == [.partnerRepeated])
        let strangers = "Сдружение „Пример“"
        #expect(try codes(Line(leads: strangers, partners: strangers)).contains(.leadAlsoPartner), "known to no list")
        let list = [("МВР", "Министерство на вътрешните работи"), ("ДАЗД", "Държавна агенция за закрила на детето")]
        #expect(try findings([Line()], list: list).map { [$0.code.rawValue, $0.quote] } == [["institutionNotListed", "АСП"]])
        #expect(try findings([Line(partners: "ДАЗД")], list: list) == [])
        let both = try findings([Line(partners: "АСП, МЗ")], list: list).filter { $0.code == .institutionNotListed }
        #expect(both.map(\.quote) == ["АСП", "МЗ"], "two in one cell are two findings")
    }

    @Test func `money is denied and given in one cell`() throws {
        #expect(try codes(Line(budget: "Не се изисква финансиране. 5 000 лв.")) == [.budgetContradicts])
        #expect(try codes(Line(budget: "Не са необходими финансови средства. 10 000 лв.")) == [.budgetContradicts])
        #expect(try codes(Line(budget: "Без финансиране. 5 000 лв.")) == [.budgetContradicts])
        #expect(try codes(Line(budget: "Не се предвижда финансиране от бюджета на НКБТХ. Проект – 35 000 лв.")) == [])
    }

    @Test func `the same is promised twice`() throws {
        let title = "Обучение на служители за разпознаване на жертви по границата"
        let twice = try findings([
            Line(title: "1.1 " + title), Line(title: "1.2 " + title + " и летищата", target: "Брой обучени служители – 20"),
        ])
        #expect(twice.map(\.code) == [.titleRepeated] && twice[0].detail == "1.1")
        let indicator = "Брой консултирани чужденци от медицински специалисти през годината – 400"
        let counted = try findings([
            Line(baseline: "Брой консултирани чужденци от медицински специалисти през годината – 0", target: indicator),
            Line(
                title: "1.2 Беседи в градовете", baseline: "Брой консултирани чужденци от медицински специалисти през годината – 0",
                target: indicator),
        ])
        #expect(counted.map(\.code) == [.indicatorRepeated] && counted[0].measure == "1.2")
        let within = try findings([Line(target: "Брой обучени млади служители – 60; Брой обучени млади служители – 60")])
        #expect(within.filter { $0.code == .indicatorRepeated }.map(\.detail) == [""], "of itself, not of another measure")
    }

    @Test func `a series is no repetition`() throws {
        let title = "Обучение на служители за разпознаване на жертви по границата, модул "
        #expect(
            try codes(Line(title: "1.1 " + title + "1"), Line(title: "1.2 " + title + "2", target: "Брой обучени служители – 20")) == [])
        let years = "Брой проведени обучения на служители за 2025 г. – 5; Брой проведени обучения на служители за 2026 г. – 7"
        #expect(try !codes(Line(target: years)).contains(.indicatorRepeated))
    }

    @Test func `one column of indicators is checked as two are`() throws {
        let heading = "НАЦИОНАЛНА ПРОГРАМА ЗА ОБУЧЕНИЕ ЗА 2026 г.\n\nДейности\tБюджет\tСрок\tОчаквани резултати\tИндикатори\tВодеща\n\n"
        func codes(_ indicators: String) throws -> [PlanFinding.Code] {
            let rows = [("1.1 Обучение на служители", "Брой обучени служители – 60"), ("1.2 Беседи в градовете", indicators)].map {
                [$0.0, "10 000 лв.", "Май 2026 г.", "По-добра подготовка", $0.1, "МВР"].joined(separator: "\t")
            }
            let reading = try PlanReading(bytes: Array((heading + rows.joined(separator: "\n") + "\n").utf8), register: table.register)
            return PlanCheck(reading.plans[0], cells: reading.document.cells, speller: table.speller).findings.filter {
                $0.measure == "1.2"
            }
            .map(\.code)
        }
        #expect(try codes("Брой беседи – 4") == [])
        #expect(try codes("Брой беседи") == [.targetMissing])
        #expect(try codes("Брой беседи –") == [.textForNumber])
    }

    @Test func `what a card leaves out is told field by field, and never lost behind another`() throws {
        let cards = """
            НАЦИОНАЛНА ПРОГРАМА ЗА ОБУЧЕНИЕ ЗА 2026 г.

            Дейност 1.1\tОбучение на служители на терен
            Срок\tМай 2026 г.
            Бюджет\t10 000 лв.
            Отговорна институция\tМВР
            Очаквани резултати\tПо-добра подготовка
            Индикатори\tБрой обучени служители – 60

            Дейност 1.2\tБеседи в градовете
            Отговорна институция\tМВР
            Очаквани резултати\tПо-добра подготовка
            Индикатори\tБрой беседи – 6
            """
        let reading = try PlanReading(bytes: Array(cards.utf8), register: table.register)
        let plan = try #require(reading.plans.first)
        let blank = PlanCheck(plan, cells: reading.document.cells, speller: table.speller).findings.filter { $0.code == .cellEmpty }
        #expect(Set(blank.map(\.field)) == [.deadline, .budget])
        #expect(blank.allSatisfy { $0.measure == plan.measures.last?.code && $0.quote.isEmpty })
    }

    @Test(arguments: [
        ("стой-ности на резултата", PlanFinding.Code.wordBroken), ("междунаро дна среща", .wordBroken),
        ("по- добра подготовка", .wordBroken),
        ("подготовка за тендеция на риска", .wordMisspelt), ("работа по по селата", .wordsRepeated),
        ("подготовка на служители за", .textCutOff),
        ("подготовка (на служители", .textCutOff),
    ])
    func `words that are torn, misspelt, doubled or missing at the end are told`(result: String, code: PlanFinding.Code) throws {
        #expect(try codes(Line(result: "Изготвена " + result)) == [code])
    }

    @Test(arguments: [
        "По-добра подготовка на служителите", "Информационно-образователна кампания, по-малко на брой документи",
        "Хил. бр. листовки (на 3 езика)",
        "Реинтеграция и превенция чрез скрийнинги и супервизия", "Служители на ГДГП и АЗ", "Подготвен и проведен семинар",
        "Работа с Dignita и „Анимус“", "Учебнo помагалo", "Разследвани трафиканти и вербовчици", "Междусекторни фокусгрупи с обучители",
        "Буклети, слоган, линкове и видеоклипове в хостели", "Преводачи от фарси, охранители и блогове",
    ])
    func `sound words are left alone`(result: String) throws {
        #expect(try codes(Line(result: result)) == [])
    }

    @Test func `any damage to a plan is checked without a trap, and says nothing of places that are not there`() throws {
        let sound = Line()
        let base =
            CheckedTable.heading + "Знания\t1. Обучения" + sound.text.dropFirst() + "\n"
            + (2...9).map { Line(title: "1.\($0) Беседа номер \($0) в града").text }.joined(separator: "\n")
        var random = SeededGenerator(6)
        for _ in 0..<150 {
            var letters = Array(base)
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let place = Int.random(in: 0..<letters.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: letters.remove(at: place)
                case 1: letters[place] = "\t"
                case 2: letters[place] = "\n"
                default: letters.insert(contentsOf: ["-", "0", "и", "\t"].shuffled(using: &random).prefix(2), at: place)
                }
            }
            guard let reading = try? PlanReading(bytes: Array(String(letters).utf8), register: table.register) else { continue }
            let tables = Set(reading.document.cells.map(\.place.table))
            for plan in reading.plans {
                let findings = PlanCheck(plan, cells: reading.document.cells, speller: table.speller).findings
                #expect(findings.allSatisfy { tables.contains($0.place.table) || $0.place.table == 0 })
                let codes = Set(plan.measures.map(\.code))
                #expect(findings.allSatisfy { $0.measure.map(codes.contains) ?? true })
            }
        }
    }
}
