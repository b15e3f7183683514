import Core

/// Two measures side by side: what they say differently (разлики). Compared is what was understood of them, not how it is printed.
public struct MeasureContrast: Sendable, Equatable {
    /// The fields in which they are not the same.
    public let differing: Set<Field>
    /// In the order of the first measure, then what only the second has.
    public let indicators: [IndicatorContrast]
    /// Whether one promises something else than the other: by whom, by when, for how much, how many. A plan of another year has its own
    /// years, so a deadline that is put off by as many years promises the same.
    public let isMaterial: Bool

    /// Compares what was understood of both.
    ///
    /// - Parameter years: how many years after the plan of the first that of the second is (``PlanContent/years(until:)``); only
    ///   ``isMaterial`` depends on it.
    public init(_ left: Measure, _ right: Measure, years: Int = 0) {
        indicators = IndicatorContrast.all(left.indicators, right.indicators)
        var differing: Set<Field> = []
        func compare<Value: Equatable>(_ field: Field, _ value: (Measure) -> Value) {
            if value(left) != value(right) { differing.insert(field) }
        }
        compare(.number) { $0.code }
        compare(.title) { SearchKey.words($0.title.text) }
        compare(.expectedResults) { SearchKey.words($0.expectedResults?.text ?? "") }
        compare(.leads) { MeasureContrast.names($0.leads) }
        compare(.partners) { MeasureContrast.names($0.partners) }
        compare(.budget) { MeasureContrast.counted($0.budget.map(Payment.init)) }
        compare(.deadline) { $0.deadline.map { Term($0, years: 0) } }
        if indicators.contains(where: \.differs) { differing.insert(.indicators) }
        self.differing = differing
        let isPutOff = left.deadline.map { Term($0, years: years) } == right.deadline.map { Term($0, years: 0) }
        isMaterial = !differing.isDisjoint(with: [.leads, .partners, .budget, .indicators]) || differing.contains(.deadline) && !isPutOff
    }

    private static func names(_ actors: [Actor]) -> Set<[String]> { Set(actors.map(\.identity)) }

    /// The same line twice is not the same as once.
    private static func counted(_ payments: [Payment]) -> [Payment: Int] { Dictionary(payments.map { ($0, 1) }, uniquingKeysWith: +) }

    /// What a line of the budget says; amounts in euro, for plans of other years are in another currency.
    private struct Payment: Hashable {
        let kind: BudgetLine.Kind
        let amount: Money?
        let isCeiling: Bool
        let basis: BudgetLine.Basis
        let sharedWith: String?
        let payers: Set<[String]>
        /// Of those that say with words alone whose money it is.
        let words: [String]

        init(_ line: BudgetLine) {
            kind = line.kind
            amount = line.amount?.inEuro
            isCeiling = line.isCeiling
            basis = line.basis
            sharedWith = line.sharedWith
            payers = names(line.payers)
            words = [.external, .words].contains(line.kind) ? SearchKey.words(line.source.text) : []
        }
    }

    /// What a deadline says.
    private struct Term: Equatable {
        let kind: Deadline.Kind
        let periods: [Deadline.Period]
        let everyMonths: Int?
        let durationMonths: Int?
        /// Of those whose days do not tell all: „след 31.03.2024 г.“, „една година след откриването“.
        let words: [String]

        /// - Parameter years: by how many years it is put off.
        init(_ deadline: Deadline, years: Int) {
            kind = deadline.kind
            periods = deadline.periods.map { $0.moved(years: years) }
            everyMonths = deadline.everyMonths
            durationMonths = deadline.durationMonths
            let isTold = kind == .continuous || everyMonths != nil || (!periods.isEmpty && ![.text, .schedule, .duration].contains(kind))
            words = isTold ? [] : SearchKey.words(deadline.source.text)
        }
    }
}

extension Deadline.Period {
    /// The same days so many years later; the last of a month stays the last.
    fileprivate func moved(years: Int) -> Deadline.Period {
        func moved(_ day: Day) -> Day {
            let (month, later) = (Month(day), Month(year: day.year + years, month: day.month))
            return day == month.lastDay ? later.lastDay : Day(later.year, later.month, day.day) ?? later.lastDay
        }
        return years == 0 ? self : Deadline.Period(from: moved(from), to: moved(to))
    }
}
