public import Core

/// What happens to a term that would end on a day off (изместване). A parameter of every rule, never a matter of course: in law it helps the one
/// who must act, and may shorten or lengthen somebody's right.
public enum Rollover: String, CaseIterable, Sendable {
    /// The term ends on that day all the same.
    case none
    /// It ends on the first working day after (ЗЗД art. 72, ГПК art. 60).
    case nextWorkingDay = "next-working-day"

    /// Moves the end of a term if this rollover does. Not for terms in hours: rules that would are refused.
    public func applied(to end: Instant, in calendar: WorkingDays) -> (due: Instant, outcome: RolloverOutcome) {
        let day = end.dayInSofia
        guard !calendar.isWorkingDay(day) else { return (end, .notNeeded) }
        switch self {
        case .none: return (end, .notApplied)
        case .nextWorkingDay: return (calendar.first(onOrAfter: day).endInSofia, .applied(from: day))
        }
    }
}

/// Whether a term that would end on a day off was moved.
public enum RolloverOutcome: Hashable, Sendable {
    /// It ends on a working day, or in hours.
    case notNeeded
    /// It ends on a day off, and the rule leaves it there.
    case notApplied
    /// It would have ended on that day, and ends on the first working day after it.
    case applied(from: Day)

    /// The key of its words.
    public var wordKey: String {
        switch self {
        case .notNeeded: "rollover.not-needed"
        case .notApplied: "rollover.not-applied"
        case .applied: "rollover.applied"
        }
    }
}
