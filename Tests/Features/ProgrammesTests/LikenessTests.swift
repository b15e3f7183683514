import Core
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What makes two promises one action, and what makes them two, in small plans.
@Suite struct LikenessTests {
    /// What a small plan says of a measure.
    struct Row {
        let title: String
        var indicator = "Проведени дейности – 5"
        var due = "май"
        var budget = "1 000 евро"
        var lead = "НКБТХ"
        var partner = "МВР"
    }

    /// What every plan of the tests promises besides, to nobody's confusion.
    private static let others = [
        [
            "Поддържане на бежански лагери по Конвенцията от 1951", "Закупуване на нови сървъри за архива", "Ревизия на складовете с храни",
            "Издаване на вестник за пенсионери",
        ],
        [
            "Отчет пред парламента за бързите пътища", "Асфалтиране на междуселски шосета", "Засаждане на дървета край язовири",
            "Преброяване на мечки в Балкана",
        ],
    ]

    private static func plan(_ rows: [Row], _ year: Int) throws -> PlanContent {
        let rest = others[year % 2].map {
            Row(title: $0, indicator: "Изпълнени задачи – 3", lead: year % 2 == 0 ? "МФ" : "МРРБ", partner: "МО")
        }
        var text = "Национална програма за борба с трафика на хора за \(year) г.\n"
        text += "№\tДейност\tИндикатори за изпълнение\tСрок\tБюджет\tВодеща институция\tПартньори\n"
        for (place, row) in (rows + rest).enumerated() {
            text += "\(place + 1)\t\(row.title)\t\(row.indicator)\t\(row.due) \(year) г.\t\(row.budget)\t\(row.lead)\t\(row.partner)\n"
        }
        let register = try InstitutionRegister.builtIn()
        let plan = try #require(PlanReading(bytes: Array(text.utf8), register: register).plans.first)
        try #require(plan.measures.count == rows.count + rest.count)
        return plan
    }

    /// The pair of the first measures of two plans, if they are one.
    private static func pair(_ left: Row, _ right: Row) throws -> PlanComparison.Pair? {
        let register = try InstitutionRegister.builtIn()
        let (one, other) = (try plan([left], 2025), try plan([right], 2026))
        return PlanComparison(one, other, register: register).pairs.first { $0.left == 0 && $0.right == 0 }
    }

    // MARK: The same

    @Test(arguments: [
        ("Обучителни срещи за капацитета на секретарите на МКБТХ", "Провеждане на две обучения за секретарите на местните комисии"),
        (
            "Срещи с хора, които заминават да работят през сезона в други държави, за техните трудови права",
            "Информационни сесии за работници, заминаващи за сезонна работа в чужбина"
        ),
        (
            "Безплатна телефонна линия за пострадали",
            "Осигуряване на денонощен номер 0800 20 100, на който жертвите могат да се обаждат, без да плащат"
        ),
        ("Обучение на съдии по делата за трафик", "Повишаване на квалификацията на магистратите по дела за трафик на хора"),
        ("Юридическа помощ за жертвите", "Правна помощ на пострадалите"),
    ])
    func `what is said in other words is the same`(title: String, other: String) throws {
        let left = Row(title: title, indicator: "Обхванати лица – 15")
        let right = Row(title: other, indicator: "Обхванати лица – 20", due: "юни", budget: "7 000 евро")
        #expect(try Self.pair(left, right) != nil)
    }

    @Test func `another target, deadline, budget and lead do not part what is worded alike`() throws {
        let left = Row(title: "Обучителни срещи за секретарите на МКБТХ", indicator: "Проведени обучения – 2")
        var right = Row(title: "Обучения за секретарите на местните комисии", indicator: "Проведени обучения – 2")
        let before = try #require(try Self.pair(left, right))
        right.indicator = "Проведени обучения – 3"
        right.due = "ноември"
        right.budget = "9 000 евро"
        #expect(try Self.pair(left, right) != nil)
        right.lead = "НКБТХ, МОН"
        right.partner = "МВР, МТСП, ДАЗД"
        let after = try #require(try Self.pair(left, right))
        #expect(after.likeness.score > 0.42 && after.likeness.score <= before.likeness.score)
    }

    @Test(arguments: [
        ("Откриване на кризисен център за жени – жертви на трафик, в Бургас", "Кризисен център в град Бургас за жените – жертви на трафик"),
        ("Обучение на учители в ромските общности", "Обучение на педагогически специалисти в ромските общности"),
        ("Кампания срещу трафика на хора", "Кампания срещу трафик на хора и насилие"),
        ("Супервизия на персонала в кризисните центрове", "Супервизия на екипите в кризисните центрове"),
        ("Подслон за бежанки и жени мигранти във Варна и Русе", "Подслон за жени мигранти в Русе"),
        ("Годишен доклад за 2025 г. за трафика на хора", "Годишен доклад за 2026 г. за трафика на хора"),
    ])
    func `forms, synonyms and what is added part nothing`(title: String, other: String) throws {
        let pair = try #require(try Self.pair(Row(title: title), Row(title: other)))
        #expect(pair.likeness.score > 0.42)
    }

    @Test func `the plans' own years are one`() throws {
        let pair = try #require(try Self.pair(Row(title: "Доклад за 2025 г. за приютите"), Row(title: "Доклад за 2026 г. за приютите")))
        #expect(pair.likeness.reasons.first == .sameTitle)
    }

    // MARK: Not the same

    @Test(arguments: [
        (
            "Откриване на кризисен център за жени – жертви на трафик, в Бургас",
            "Откриване на кризисен център за жени – жертви на трафик, във Варна"
        ),
        ("Обучение на медиатори в ромските общности", "Обучение на учители в ромските общности"),
        ("Провеждане на кампания срещу домашното насилие", "Провеждане на кампания срещу трафика на хора"),
        ("Подслон за жени – жертви на трафик", "Подслон за деца – жертви на трафик"),
        ("Създаване на местна комисия в област Силистра", "Създаване на местна комисия в област Видин"),
    ])
    func `another place, other people or another evil is another promise`(title: String, other: String) throws {
        #expect(try Self.pair(Row(title: title), Row(title: other)) == nil)
    }

    @Test(arguments: [
        ("Наръчник за кметове за ранно разпознаване на жертви", "Наръчник за лесничеи за ранно разпознаване на жертви"),
        ("Обучение на служители на ДАБ за ранно разпознаване", "Обучение на служители на АСП за ранно разпознаване"),
    ])
    func `one wording around other words is possible at most`(title: String, other: String) throws {
        let pair = try Self.pair(Row(title: title), Row(title: other))
        #expect(pair.map { $0.likeness.degree == .possible } ?? true)
    }

    // MARK: Years

    @Test(arguments: [
        ("до 30.06.2025", "до 30.06.2026 г."), ("декември 2025", "декември 2026"), ("до края на 2025 г.", "до края на 2026 г."),
        ("първо тримесечие на 2025 г.", "първо тримесечие на 2026 г."), ("IV тримесечие 2025 г.", "IV тримесечие 2026 г."),
        ("до края на учебната 2025/2026 година", "до края на учебната 2026/2027 година"), ("2025 г.", "2026 г."),
        ("Постоянен, 2025 г.", "Постоянен, 2026 г."), ("след 31.03.2025 г.", "след 31.03.2026 г."), ("31 декември 2025", "31.12.2026"),
        ("след приемане на бюджета за 2025 г.", "след приемане на бюджета за 2026 г."),
    ])
    func `a deadline of the plan's own year promises the same`(due: String, later: String) throws {
        func measure(_ year: Int, _ due: String) throws -> Measure {
            let text = """
                Програма за \(year) г.
                №\tДейност\tИндикатори за изпълнение\tСрок\tВодеща институция
                1\tГодишен доклад за \(year) г.\tПриети доклади за \(year) г. – 1\t\(due)\tМВР
                """
            let plans = try PlanReading(bytes: Array(text.utf8), register: InstitutionRegister.builtIn()).plans
            return try #require(plans.first?.measures.first)
        }
        let (left, right) = (try measure(2025, due), try measure(2026, later))
        #expect(left.deadline != nil && right.deadline != nil)
        #expect(!MeasureContrast(left, right, years: 1).isMaterial)
        #expect(!MeasureContrast(right, left, years: -1).isMaterial)
        #expect(MeasureContrast(left, right).differing.contains(.deadline))
        #expect(MeasureContrast(left, right, years: 2).isMaterial)
    }

    @Test func `only four digits are a year`() {
        #expect(PlanYears.moved("2025/2026 г., 12025 лв. и 1951 г.", years: 1) == "2026/2027 г., 12025 лв. и 1951 г.")
    }

    // MARK: Editions

    @Test func `in an edition of the same plan another place is an amendment`() throws {
        let (one, other) = (
            try Self.plan([Row(title: "Откриване на кризисен център в Бургас")], 2025),
            try Self.plan([Row(title: "Откриване на кризисен център във Варна")], 2025)
        )
        let register = try InstitutionRegister.builtIn()
        let editions = PlanComparison(one, other, register: register, areEditions: true)
        let plans = PlanComparison(one, other, register: register)
        #expect(editions.pairs.contains { $0.left == 0 && $0.right == 0 } && !plans.pairs.contains { $0.left == 0 })
    }
}
