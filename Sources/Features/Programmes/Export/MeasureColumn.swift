import Core

/// A column of the table of measures, said once for files with commas and for sheets.
struct MeasureColumn: Sendable {
    /// What a measure has in a column.
    enum Value: Sendable {
        case text(String)
        /// In files of text one after another.
        case texts([String])
        case amounts([Money])
        case day(Day?)

        /// As it stands in a file of text.
        var text: String {
            switch self {
            case .text(let text): text
            case .texts(let texts): texts.joined(separator: "; ")
            case .amounts(let amounts): amounts.map(\.decimal).joined(separator: "; ")
            case .day(let day): day?.iso ?? ""
            }
        }
    }

    /// The files that have a column.
    enum Place: Sendable {
        case everywhere
        /// What a workbook says on a sheet of its own.
        case text
        case workbook
    }

    let bulgarian, english: String
    /// On a sheet, in letters.
    let width: Double
    let isMoney: Bool
    let place: Place
    /// What a measure has in it.
    let value: @Sendable (Measure, PlanContent) -> Value

    private init(
        _ bulgarian: String, _ english: String, width: Double, isMoney: Bool = false, _ place: Place = .everywhere,
        _ value: @escaping @Sendable (Measure, PlanContent) -> Value
    ) {
        self.bulgarian = bulgarian
        self.english = english
        self.width = width
        self.isMoney = isMoney
        self.place = place
        self.value = value
    }

    func heading(_ language: Language) -> String {
        switch language {
        case .bg: bulgarian
        case .en: english
        }
    }

    /// All of them in their order.
    static let all: [MeasureColumn] = names + money + time + indicators

    private static let names = [
        MeasureColumn("Код", "Code", width: 9) { measure, _ in .text(measure.code) },
        MeasureColumn("Номер", "Number", width: 9) { measure, _ in .text(measure.number ?? "") },
        MeasureColumn("Раздел №", "Section no.", width: 8) { .text(section($0, $1)?.number ?? "") },
        MeasureColumn("Раздел", "Section", width: 20) { .text(section($0, $1)?.title ?? "") },
        MeasureColumn("Стратегическа цел", "Strategic goal", width: 28) { measure, _ in .text(measure.strategicGoal?.text ?? "") },
        MeasureColumn("Оперативна цел", "Operational goal", width: 28) { measure, _ in .text(measure.operationalGoal?.text ?? "") },
        MeasureColumn("Мярка", "Measure", width: 42) { measure, _ in .text(measure.title.text) },
        MeasureColumn("Очаквани резултати", "Expected results", width: 32) { measure, _ in .text(measure.expectedResults?.text ?? "") },
        MeasureColumn("Водещи", "Leads", width: 18) { measure, _ in .texts(measure.leads.map(\.name)) },
        MeasureColumn("Партньори", "Partners", width: 24) { measure, _ in .texts(measure.partners.map(\.name)) },
    ]

    private static let money = [
        MeasureColumn("Сума", "Amount", width: 14, isMoney: true) { measure, _ in .amounts(measure.amounts.compactMap(\.amount)) },
        MeasureColumn("Валута", "Currency", width: 9) { measure, _ in
            .texts(measure.amounts.compactMap { $0.amount?.currency.rawValue })
        },
        MeasureColumn("Сума в евро", "Amount in euro", width: 14, isMoney: true) { measure, _ in
            .amounts(measure.amounts.compactMap { $0.amount?.inEuro })
        },
        MeasureColumn("Бюджет, както е записан", "Budget as printed", width: 30) { measure, _ in
            .texts(measure.budget.map { Headings.clean($0.source.text) })
        },
    ]

    private static let time = [
        MeasureColumn("Срок, както е записан", "Deadline as printed", width: 18) { measure, _ in
            .text(Headings.clean(measure.deadline?.source.text ?? ""))
        },
        MeasureColumn("Първи ден", "First day", width: 12, .workbook) { measure, _ in .day(measure.deadline?.periods.map(\.from).min()) },
        MeasureColumn("Последен ден", "Last day", width: 13) { measure, _ in .day(measure.deadline?.dueOn) },
    ]

    private static let indicators = [
        MeasureColumn("Индикатори", "Indicators", width: 0, .text) { measure, _ in .texts(measure.indicators.map(\.label)) },
        MeasureColumn("Мерни единици", "Units", width: 0, .text) { measure, _ in .texts(measure.indicators.map { $0.unit ?? "" }) },
        MeasureColumn("Текущи стойности", "Baselines", width: 0, .text) { measure, _ in
            .texts(measure.indicators.map { number($0.baseline) })
        },
        MeasureColumn("Целеви стойности", "Targets", width: 0, .text) { measure, _ in .texts(measure.indicators.map { number($0.target) })
        },
    ]

    private static func section(_ measure: Measure, _ content: PlanContent) -> Section? {
        measure.section.map { content.sections[$0] }
    }

    private static func number(_ value: Double?) -> String {
        guard let value else { return "" }
        return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
    }
}
