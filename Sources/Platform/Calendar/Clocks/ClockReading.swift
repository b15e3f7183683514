public import Core

/// What a clock shows at a moment.
public struct ClockReading: Hashable, Sendable {
    /// Where it stands. The words are `clock_state.<code>`.
    public enum State: String, CaseIterable, Sendable {
        /// Тече.
        case running
        /// The first warning before the end is due (предстои).
        case warning
        /// Изтича днес.
        case dueToday = "due-today"
        /// Просрочен.
        case overdue
        /// A period that ran out: nobody is late.
        case ended
        /// Спазен: what it waited for happened in time.
        case met
        /// It happened too late.
        case metLate = "met-late"
        /// Спрян.
        case suspended

        /// The key of its words.
        public var wordKey: String { "clock_state.\(rawValue)" }
    }

    /// How long until the end, negative after it. For a clock that was met, how long was left then.
    public struct Left: Hashable, Sendable {
        /// To the millisecond.
        public let milliseconds: Int64
        /// Whole hours, those that have begun not counted.
        public var hours: Int { Int(milliseconds / 3_600_000) }
        /// Days from one date to the other: 0 on the day of the end.
        public let days: Int
        /// Working days after today until the end.
        public let workingDays: Int
    }

    /// Where it stands.
    public let state: State
    /// The last moment that is in time. While the clock is suspended: if it went on at once.
    public let due: Instant
    /// How long until then.
    public let left: Left
    /// The steps of the ladder that have been reached, the nearest first; none once it was met or has ended, or while it stands still.
    public let warnings: [ClockWarning]
}

extension Clock {
    /// What it shows at a moment. What happened later is not known yet.
    public func reading(at now: Instant, in calendar: WorkingDays) -> ClockReading {
        let met = metAt.flatMap { $0 <= now ? $0 : nil }
        let course = ClockCourse(of: self, until: met ?? now, in: calendar)
        let due = rule.rollover.applied(to: course.end, in: calendar).due
        let reached = rule.warnings.filter { $0.moment(due: due, in: calendar) <= now }
        let state: ClockReading.State
        if let met {
            state = met <= due ? .met : rule.kind == .period ? .ended : .metLate
        } else if course.isSuspended {
            state = .suspended
        } else if now > due {
            state = rule.kind == .period ? .ended : .overdue
        } else if now.dayInSofia == due.dayInSofia {
            state = .dueToday
        } else {
            state = reached.isEmpty ? .running : .warning
        }
        let isWaiting = [.running, .warning, .dueToday, .overdue].contains(state)
        return ClockReading(
            state: state, due: due, left: ClockReading.Left(from: met ?? now, to: due, in: calendar), warnings: isWaiting ? reached : [])
    }
}

extension ClockReading.Left {
    fileprivate init(from moment: Instant, to due: Instant, in calendar: WorkingDays) {
        let (today, last) = (moment.dayInSofia, due.dayInSofia)
        milliseconds = due.milliseconds - moment.milliseconds
        days = last.ordinal - today.ordinal
        workingDays = calendar.count(after: today, through: last)
    }
}
