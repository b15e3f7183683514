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
        let differing = MeasureContrast.differing(left, right, indicators, years: 0)
        self.differing = differing
        let promises: Set<Field> = [.leads, .partners, .budget, .indicators, .deadline]
        guard years != 0, !differing.isDisjoint(with: promises) else {
            isMaterial = !differing.isDisjoint(with: promises)
            return
        }
        let moved = IndicatorContrast.all(left.indicators.map { $0.moved(years: years) }, right.indicators)
        isMaterial = !MeasureContrast.differing(left, right, moved, years: years).isDisjoint(with: promises)
    }

    /// - Parameter years: by how many years what the first says is put off.
    private static func differing(_ left: Measure, _ right: Measure, _ indicators: [IndicatorContrast], years: Int) -> Set<Field> {
        var differing: Set<Field> = []
        func compare<Value: Equatable>(_ field: Field, _ value: (Measure, _ years: Int) -> Value) {
            if value(left, years) != value(right, 0) { differing.insert(field) }
        }
        compare(.number) { measure, _ in measure.code }
        compare(.title) { SearchKey.words(PlanYears.moved($0.title.text, years: $1)) }
        compare(.expectedResults) { SearchKey.words(PlanYears.moved($0.expectedResults?.text ?? "", years: $1)) }
        compare(.leads) { measure, _ in names(measure.leads) }
        compare(.partners) { measure, _ in names(measure.partners) }
        compare(.budget) { measure, years in counted(measure.budget.map { Payment($0, years: years) }) }
        compare(.deadline) { measure, years in measure.deadline.map { Term($0, years: years) } }
        if indicators.contains(where: \.differs) { differing.insert(.indicators) }
        return differing
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

        init(_ line: BudgetLine, years: Int) {
            kind = line.kind
            amount = line.amount?.inEuro
            isCeiling = line.isCeiling
            basis = line.basis
            sharedWith = line.sharedWith
            payers = names(line.payers)
            words = [.external, .words].contains(line.kind) ? SearchKey.words(PlanYears.moved(line.source.text, years: years)) : []
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
            words = isTold ? [] : SearchKey.words(PlanYears.moved(deadline.source.text, years: years))
        }
    }
}

extension Indicator {
    /// The same so many years later: „доклад за 2025 г.“ and „доклад за 2026 г.“ are one promise.
    fileprivate func moved(years: Int) -> Indicator {
        var moved = self
        moved.label = PlanYears.moved(label, years: years)
        return moved
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
