import Documents
import Testing

@testable import Programmes

/// What the words of a plan mean to the check: the same thing said in other words, and other things said in the same ones.
struct CheckWordingTests {
    private typealias Line = CheckedTable.Line

    private let table: CheckedTable

    init() throws { table = try CheckedTable() }

    private func codes(_ line: Line) throws -> [PlanFinding.Code] {
        // Beside a sound measure: a column without any number is another finding.
        try table.findings([Line(), line]).filter { $0.measure == "1.2" }.map(\.code)
    }

    private func measure(
        budget: String = "10 000 лв., от бюджета на МВР", result: String = "Повече знания", baseline: String = "Брой беседи – 0",
        target: String = "Брой беседи – 6", leads: String = "МВР", partners: String = "АСП"
    ) -> Line {
        Line(
            title: "1.2 Беседи в градовете", budget: budget, result: result, baseline: baseline, target: target, leads: leads,
            partners: partners)
    }

    @Test(arguments: [
        "Не се изисква финансиране от МВР; 3 000 лв. от ДАЗД", "Не се предвиждат допълнителни средства. 5 000 лв. от бюджета на МВР",
        "Не са необходими средства от държавния бюджет; 20 000 лв. по проект", "Няма", "0 лв.",
        "без средства от НКБТХ; 15 000 лв. от бюджета на проекта",
    ])
    func `who pays nothing leaves others to pay`(budget: String) throws {
        #expect(try codes(measure(budget: budget)) == [])
    }

    @Test func `the only lead pays nothing, and whoever answers is to pay`() throws {
        let budget = "Не се предвижда финансиране от бюджета на МВР. В рамките на бюджета на отговорните институции."
        #expect(try codes(measure(budget: budget)) == [.budgetContradicts])
        #expect(try codes(measure(budget: budget, leads: "МВР, ДАЗД")) == [])
    }

    @Test(arguments: [
        ("40 обучени служители", "Брой обучения на служители – 2"), ("5 обучения на служители", "Брой обучени служители – 60"),
        ("Раздадени 1000 брошури в 10 училища", "Брой училища, получили брошури – 10"),
        ("20 социални работници", "Брой социални услуги – 3"),
        ("Две кампании", "Брой кампании – 2"), ("Поне 30 деца получават подкрепа", "Брой деца – 40"),
    ])
    func `a number counts the noun behind it`(result: String, target: String) throws {
        #expect(try codes(measure(result: result, baseline: String(target.prefix { $0 != "–" }) + "– 0", target: target)) == [])
    }

    @Test(arguments: [
        ("Обучени 40 служители", "Брой обучени служители – 60", "40 служители"), ("Три беседи с родители", "Брой беседи – 6", "Три беседи"),
        ("40 служители са обучени", "60 обучени служители", "40 служители"),
        ("Раздадени 1000 брошури в 10 училища", "Брой брошури – 500", "1000 брошури"),
        ("Поне 50 деца получават подкрепа", "Брой деца – 40", "50 деца"),
        ("Новонабрани и обучени 40 доброволци", "Брой новонабрани и обучени доброволци – 15", "40 доброволци"),
    ])
    func `the same noun with another number contradicts`(result: String, target: String, quote: String) throws {
        let found = try table.findings([Line(), measure(result: result, baseline: "", target: target)])
        #expect(found.filter { $0.code == .resultContradictsTarget }.map(\.quote) == [quote])
    }

    @Test(arguments: [("10 нови места", "Брой места", 40, 50), ("10 нови доброволци (общо 40)", "Брой доброволци", 30, 40)])
    func `a result may say what there will be more`(result: String, indicator: String, baseline: Int, target: Int) throws {
        let (from, to) = ("\(indicator) – \(baseline)", "\(indicator) – \(target)")
        #expect(try codes(measure(result: result, baseline: from, target: to)) == [])
        #expect(try codes(measure(result: "25" + result.dropFirst(2), baseline: from, target: to)).contains(.resultContradictsTarget))
    }

    @Test(arguments: [
        "Брой жертви на трафик", "Брой нарушения на трудовото право", "Брой отпаднали от училище ученици", "Дял на необхванатите деца",
        "Брой случаи на насилие", "Среден срок за отговор в дни", "Време за настаняване (дни)",
    ])
    func `of harms and delays less is wanted`(indicator: String) throws {
        #expect(try codes(measure(baseline: indicator + " – 50", target: indicator + " – 30")) == [])
        #expect(try codes(measure(baseline: indicator + " – 50", target: indicator + " – 50")) == [.targetEqualsBaseline])
    }

    @Test(arguments: ["Брой подкрепени жертви", "Брой програми за превенция на насилието", "Брой настанени пострадали лица"])
    func `of help there should be more`(indicator: String) throws {
        #expect(try codes(measure(baseline: indicator + " – 50", target: indicator + " – 30")) == [.targetBelowBaseline])
    }

    @Test(arguments: ["Брой беседи – няколко", "няколко беседи", "Няма", "Да се определи", "Предстои да бъде уточнено", "н/п"])
    func `a target that nobody can reach is none`(target: String) throws {
        #expect(try codes(measure(target: target)) == [.targetMissing])
    }

    @Test(arguments: ["Повече беседи", "Беседи – при покана", "Повишен брой беседи"])
    func `words where the same was counted before lack their number`(target: String) throws {
        #expect(try codes(measure(baseline: "Беседи – 3", target: target)) == [.targetMissing])
        #expect(try codes(measure(baseline: "Беседи – 3", target: "Всички беседи")) == [])
        #expect(try codes(measure(baseline: "Беседи – 3", target: "Беседи – всички")) == [])
    }

    @Test func `two numbers of the same in one cell are told`() throws {
        #expect(try codes(measure(target: "Обучени лица – 40; Обучени лица – 60")).contains(.indicatorRepeated))
        #expect(try !codes(measure(target: "Обучени лица – 40; Обучени деца – 60")).contains(.indicatorRepeated))
    }

    @Test func `a number in words is there`() throws {
        #expect(try codes(measure(target: "Брой беседи – две")) == [])
    }

    @Test(arguments: ["н/п", "Не е приложимо", "–", "Не е посочен", "Предстои да се определи", "няма", "ЛИПСВА", "Липсва очакван резултат"])
    func `words that say nothing are nothing`(words: String) throws {
        #expect(try codes(measure(result: words)) == [.resultMissing])
        #expect(try codes(measure(leads: words)) == [.leadMissing])
        #expect(try codes(measure(partners: words)) == [])
    }

    @Test(arguments: ["Няма да има жертви сред децата", "Липсата на данни е преодоляна", "Не се допуска връщане без оценка на риска"])
    func `words that say something are a result`(words: String) throws {
        #expect(try codes(measure(result: words)) == [])
    }

    @Test(arguments: [
        ("Планът включва 3 мерки.", "3"), ("Общо 5 мерки.", "5"), ("Програмата съдържа 12 дейности.", "12"),
        ("Предвидени са пет мерки.", "5"),
        ("В плана са заложени общо 7 мерки.", "7"), ("Програмата за 2026 г. предвижда 9 мерки, които следват стратегическите цели.", "9"),
        ("The plan contains 4 measures.", "4"), ("Програмата включва 3 раздела и 22 дейности.", "22"),
        ("Програмата включва двадесет и две дейности.", "22"),
    ])
    func `a declared count is held against the table`(intro: String, declared: String) throws {
        let found = try table.findings([Line()], intro: intro)
        #expect(found.map(\.code) == [.countDiffers] && found[0].quote == declared && found[0].detail == "1")
    }

    @Test(arguments: [
        "Планът включва 1 мерки.", "През 2025 г. са изпълнени 80 мерки.", "Програмата за 2025 г. предвиждаше изпълнението на 90 мерки.",
        "Планът предвижда 2 мерки за деца и 1 мярка за възрастни.", "Раздел I включва 2 мерки.", "Програмата за 2025 г. включва 90 мерки.",
        "Включени са 2 мерки за деца и 3 мерки за възрастни.", "Бяха предвидени 80 мерки.",
    ])
    func `other counts are none of the plan's`(intro: String) throws {
        #expect(try table.findings([Line()], intro: intro).map(\.code) == [])
    }

    @Test func `an institution one letter off its name is misspelt, and told once`() throws {
        let found = try table.findings([Line(), measure(leads: "Министерсво на вътрешните работи")]).filter { $0.measure == "1.2" }
        #expect(found.map(\.code) == [.institutionMisspelt] && found.map(\.detail) == ["МВР"])
        #expect(try codes(measure(partners: "МОН и МОН")) == [.partnerRepeated])
    }

    @Test(arguments: [
        "Делът на обхванатите расте", "Няма неотговорени сигнали", "Осигурена е реинтеграционна подкрепа",
        "Екипирована и интегрирана услуга",
    ])
    func `sound words stay sound`(result: String) throws { #expect(try codes(measure(result: result)) == []) }

    @Test func `a noun run together with the preposition behind it is told`() throws {
        #expect(try codes(measure(result: "Проведено обучениена служители")) == [.wordBroken])
    }

    @Test(arguments: ["МРРБ, ВСС", "БНТ, БНР, БТА, СЕМ", "БАН, СУ „Св. Климент Охридски“", "АОБР, КРИБ, КТ „Подкрепа“", "Областни управи"])
    func `bodies of the State, media and partners of the social dialogue are known`(partners: String) throws {
        #expect(try codes(measure(partners: partners)) == [])
    }

    @Test func `the sum under the measures is none of the last one's cells`() throws {
        var sum = Line()
        (sum.title, sum.budget, sum.deadline, sum.result) = ("Общо", "10 000 лв.", "", "")
        (sum.baseline, sum.target, sum.leads, sum.partners) = ("", "", "", "")
        let found = try table.findings([Line(), measure(budget: ""), sum])
        #expect(found.map(\.code) == [.cellEmpty] && found[0].quote.isEmpty && found[0].place == CellPlace(table: 1, row: 3, column: 4))
    }

    @Test func `with columns of their own, what is missing is told where it should stand`() throws {
        let heading = [
            "№", "Дейност", "Индикатор", "Мерна единица", "Изходна стойност", "Целева стойност", "Срок", "Отговорна институция",
            "Партньори",
            "Бюджет", "Очакван резултат",
        ]
        let tail = ["Май 2026 г.", "МВР", "АСП", "10 000 лв.", "Знания"]
        let rows = [
            ["1", "Обучение на служители", "Брой обучени служители", "брой", "0", "60"],
            ["2", "Беседи по селата", "Брой беседи", "брой", "", "5"], ["3", "Кампания сред учениците", "Брой кампании", "", "0", ""],
            ["4", "Проверки на бюра", "Брой проверки", "брой", "10", "8"], ["5", "Приют", "Места", "бр.", "0", "няколко"],
        ]
        let text = ([["НАЦИОНАЛНА ПРОГРАМА ЗА ОБУЧЕНИЕ ЗА 2026 г."], [], heading] + rows.map { $0 + tail })
            .map { $0.joined(separator: "\t") }.joined(separator: "\n")
        let reading = try PlanReading(bytes: Array(text.utf8), register: table.register)
        let found = PlanCheck(reading.plans[0], cells: reading.document.cells, speller: table.speller).findings
        #expect(
            found.map { "\($0.code) \($0.place.row).\($0.place.column) \($0.detail)" } == [
                "baselineMissing 3.5 Брой беседи", "targetMissing 4.6 Брой кампании", "targetBelowBaseline 5.6 Брой проверки – 10",
                "targetMissing 6.6 ",
            ])
    }
}
