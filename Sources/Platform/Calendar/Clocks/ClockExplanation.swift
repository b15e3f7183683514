public import Core

/// Why a clock ends when it does: „Защо тази дата?“
public struct ClockExplanation: Hashable, Sendable {
    /// When the event happened.
    public let start: Instant
    /// The term, then what changed it, in the order of time.
    public let steps: [ClockStep]
    /// Whether the end was moved off a day off.
    public let rollover: RolloverOutcome
    /// The days off that were not counted, or over which the end was moved, by day; weekends among them (`DayOff.Kind.weekend`).
    public let skipped: [DayOff]
    /// The last moment that is in time.
    public let due: Instant
}

extension Clock {
    /// Why it ends when it does, as known at a moment.
    public func explanation(at now: Instant, in calendar: WorkingDays) -> ClockExplanation {
        let course = ClockCourse(of: self, until: min(metAt ?? now, now), in: calendar)
        let (due, outcome) = rule.rollover.applied(to: course.end, in: calendar)
        let last = due.dayInSofia
        // Working days skip every day off on the way; other terms only those between their end and where it was moved.
        let first = rule.term.unit == .workingDays ? start.dayInSofia.adding(days: 1) : course.end.dayInSofia
        return ClockExplanation(
            start: start, steps: course.steps, rollover: outcome, skipped: first < last ? calendar.daysOff(in: first..<last) : [], due: due)
    }
}
