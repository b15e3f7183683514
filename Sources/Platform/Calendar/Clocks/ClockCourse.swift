public import Core

/// One thing that made a clock end when it does, in the order of time.
public struct ClockStep: Hashable, Sendable {
    /// What it was.
    public enum Cause: Hashable, Sendable {
        /// The term of the rule.
        case term(Term)
        /// The term stood still.
        case suspended(Suspension)
        /// The term was lengthened.
        case extended(Extension)
    }

    /// What it was.
    public let cause: Cause
    /// Whether it came after the term had run out, and so changed nothing.
    public let isLate: Bool
    /// When the term ends after it, before any rollover.
    public let end: Instant
}

/// What became of a term up to a moment.
struct ClockCourse {
    private(set) var steps: [ClockStep]
    /// The end before any rollover.
    private(set) var end: Instant
    /// Whether it stands still at the moment.
    private(set) var isSuspended = false
    private var resumed: Instant
    private let rule: ClockRule
    private let moment: Instant
    private let calendar: WorkingDays

    /// What begins after the moment is not known yet; a suspension that stands is taken to end at the moment.
    init(of clock: Clock, until moment: Instant, in calendar: WorkingDays) {
        rule = clock.rule
        self.moment = moment
        self.calendar = calendar
        resumed = clock.start
        end = clock.rule.term.end(after: clock.start, in: calendar)
        steps = [ClockStep(cause: .term(clock.rule.term), isLate: false, end: end)]
        let stops = clock.suspensions.map { (at: $0.from, cause: ClockStep.Cause.suspended($0)) }
        let additions = clock.extensions.map { (at: $0.at, cause: ClockStep.Cause.extended($0)) }
        let known = (stops + additions).filter { $0.at <= moment }
        // Of what happened at one moment, the suspensions come first.
        for turn in known.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
            take(turn.element.cause, at: turn.element.at)
        }
    }

    private mutating func take(_ cause: ClockStep.Cause, at time: Instant) {
        let isLate = time > rule.rollover.applied(to: end, in: calendar).due
        if !isLate {
            switch cause {
            case .term: break
            case .extended(let added): end = added.term.end(after: end, in: calendar)
            case .suspended(let stop): suspend(stop)
            }
        }
        steps.append(ClockStep(cause: cause, isLate: isLate, end: end))
    }

    private mutating func suspend(_ stop: Suspension) {
        let from = max(stop.from, resumed)
        let to = stop.to ?? moment
        if to > moment || stop.to == nil { isSuspended = true }
        guard to > from else { return }
        resumed = to
        end = rule.term.rest(of: end, from: from, movedTo: to, in: calendar)
    }
}

extension Term {
    /// Where a term ends that stood still between two moments: what was left of it then runs on.
    fileprivate func rest(of end: Instant, from: Instant, movedTo to: Instant, in calendar: WorkingDays) -> Instant {
        let (last, stopped, resumed) = (end.dayInSofia, from.dayInSofia, to.dayInSofia)
        switch unit {
        case .hours:
            return Instant(milliseconds: to.milliseconds + max(0, end.milliseconds - from.milliseconds))
        case .workingDays:
            let left = calendar.count(after: stopped, through: last)
            return (left > 0 ? calendar.adding(left, to: resumed) : calendar.first(onOrAfter: resumed)).endInSofia
        case .days, .weeks, .months, .years:
            return resumed.adding(days: max(0, last.ordinal - stopped.ordinal)).endInSofia
        }
    }
}
