public import Core

/// One step of the ladder by which a clock calls for help (предупреждение).
public struct ClockWarning: Hashable, Sendable {
    /// Who is warned, the nearest first. The words are `warned.<code>`.
    public enum Whom: String, CaseIterable, Sendable, Codable {
        /// Who has the duty (отговорен служител).
        case responsible
        /// Who is in charge of her (ръководител).
        case head
        /// The commission's administration (координатор).
        case coordinator

        /// The key of its words.
        public var wordKey: String { "warned.\(rawValue)" }
    }

    /// When, counted from the end of the clock.
    public enum When: Hashable, Sendable {
        /// So long before the end: hours to the millisecond, days from the beginning of the day.
        case before(Term)
        /// So long after it; a term of 0 means as soon as it is over.
        case after(Term)
    }

    /// Who is warned.
    public let whom: Whom
    /// When.
    public let when: When

    /// A step of a ladder.
    public init(_ whom: Whom, _ when: When) {
        self.whom = whom
        self.when = when
    }

    /// The moment from which on it is time to warn, for a clock that ends at `due`.
    public func moment(due: Instant, in calendar: WorkingDays) -> Instant {
        let day = due.dayInSofia
        switch when {
        case .before(let term):
            return switch term.unit {
            case .hours: Instant(milliseconds: due.milliseconds - Int64(term.length) * 3_600_000)
            case .days: day.adding(days: -term.length).startInSofia
            case .workingDays: calendar.adding(-term.length, to: day).startInSofia
            case .weeks: day.adding(days: -7 * term.length).startInSofia
            case .months: day.adding(months: -term.length).startInSofia
            case .years: day.adding(months: -12 * term.length).startInSofia
            }
        case .after(let term):
            let over = Instant(milliseconds: due.milliseconds + 1)
            let end = term.end(after: due, in: calendar)
            return max(over, term.unit == .hours ? end : end.dayInSofia.startInSofia)
        }
    }

    /// How long after the end, roughly, in hours: enough to tell whether a ladder leads upward.
    var roughHours: Int {
        switch when {
        case .before(let term): -term.roughHours
        case .after(let term): term.roughHours
        }
    }
}

extension Term {
    fileprivate var roughHours: Int {
        switch unit {
        case .hours: length
        case .days, .workingDays: length * 24
        case .weeks: length * 7 * 24
        case .months: length * 30 * 24
        case .years: length * 365 * 24
        }
    }
}
