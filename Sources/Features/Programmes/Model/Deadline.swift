public import Core

/// When a measure is due (срок). The words are kept whatever was understood of them.
public struct Deadline: Sendable, Equatable {
    /// The way a deadline is given.
    public enum Kind: String, Sendable, CaseIterable {
        /// A day: „до 31.03.2024 г.“.
        case date
        /// One or several months.
        case month
        /// From month to month.
        case range
        /// „постоянен“, usually with a year.
        case continuous
        /// „ежемесечно“.
        case recurring
        /// A length of time without a beginning: „една година“.
        case duration
        /// By somebody's schedule or initiative: „по график на ВКБООН“.
        case schedule
        /// Other words.
        case text
    }

    /// First and last day.
    public struct Period: Sendable, Equatable {
        /// The first day.
        public let from: Day
        /// The last day, itself within the period.
        public let to: Day

        /// `from` must not be after `to`; this is not checked.
        public init(from: Day, to: Day) {
            self.from = from
            self.to = to
        }
    }

    /// Tells which of the other values are there.
    public var kind: Kind
    /// The days it spans: whole months and years where those are printed; empty where the words give no end.
    public var periods: [Period]
    /// Months between occurrences of a recurring deadline.
    public var everyMonths: Int?
    /// Length of a duration in months.
    public var durationMonths: Int?
    /// Whether the document gives no year and the plan's was taken.
    public var isYearAssumed = false
    /// The condition that stands with it: „след 31.03.2024 – само в центровете“.
    public var condition: String?
    /// The whole cell (клетка „Срок“).
    public var source: SourceReference

    /// The last day on which it is in time, where there is one.
    public var dueOn: Day? { periods.map(\.to).max() }

    /// A deadline whose year is printed and that has no condition; the rest is added as it is read.
    public init(kind: Kind, periods: [Period] = [], source: SourceReference) {
        self.kind = kind
        self.periods = periods
        self.source = source
    }
}
