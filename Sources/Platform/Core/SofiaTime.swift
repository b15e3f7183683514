extension Instant {
    /// The calendar day in Sofia.
    public var dayInSofia: Day { Day(ordinal: Int(floored(localMilliseconds, Instant.day))) }

    /// The hour on Sofia's clocks, 0 to 23.
    public var hourInSofia: Int { Int((localMilliseconds - floored(localMilliseconds, Instant.day) * Instant.day) / Instant.hour) }

    /// What Sofia's clocks show, counted as if they showed UTC.
    private var localMilliseconds: Int64 { milliseconds + hoursAheadInSofia * Instant.hour }

    /// How far Sofia's clocks are ahead of UTC: 2 hours, 3 in summer time, which runs from the last Sunday of March to the last Sunday of
    /// October, 01:00 UTC both.
    fileprivate var hoursAheadInSofia: Int64 {
        let year = Day(ordinal: Int(floored(milliseconds, Instant.day))).year
        let summer = Instant.lastSunday(year, 3)..<Instant.lastSunday(year, 10)
        return summer.contains(milliseconds) ? 3 : 2
    }

    fileprivate static let hour: Int64 = 3_600_000
    fileprivate static let day: Int64 = 86_400_000

    private static func lastSunday(_ year: Int, _ month: Int) -> Int64 {
        let last = Month(year: year, month: month).lastDay
        return Int64(last.ordinal - last.weekday % 7) * day + hour
    }

    private func floored(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }
}

extension Day {
    /// The moment at which this day begins in Sofia.
    public var startInSofia: Instant {
        // Clocks change at three or four in the morning: what held three hours before midnight UTC holds at midnight in Sofia.
        let midnight = Instant(milliseconds: Int64(ordinal) * Instant.day)
        let before = Instant(milliseconds: midnight.milliseconds - 3 * Instant.hour)
        return Instant(milliseconds: midnight.milliseconds - before.hoursAheadInSofia * Instant.hour)
    }
}

extension Instant {
    /// The moment at which Sofia's clocks show a time of a day, „9:05“, „09.05“ or „21:40 ч.“; nil for what is no time. Of an hour that comes
    /// twice the first, of one that is left out the next.
    public init?(on day: Day, typedTime text: String) {
        let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]), text.utf8.count < 12 else { return nil }
        let minutes = Int64(parts[0] * 60 + parts[1])
        let plain = Instant(milliseconds: day.startInSofia.milliseconds + minutes * 60_000)
        let change = plain.hoursAheadInSofia - day.startInSofia.hoursAheadInSofia
        self.init(milliseconds: plain.milliseconds - change * Instant.hour)
    }
}
