public import Core

extension Term {
    /// The last moment of the term, before any rollover: hours to the millisecond, everything else to the end of the last day in Sofia. The day
    /// of the event is not counted; a period in months or years ends on the day of the same number, or on the last day of a shorter month
    /// (Obligations and Contracts Act, ЗЗД, art. 72; the same in Civil Procedure Code, ГПК, art. 60).
    public func end(after event: Instant, in calendar: WorkingDays) -> Instant {
        let day = event.dayInSofia
        return switch unit {
        case .hours: Instant(milliseconds: event.milliseconds + Int64(length) * 3_600_000)
        case .days: day.adding(days: length).endInSofia
        case .workingDays: calendar.adding(length, to: day).endInSofia
        case .weeks: day.adding(days: 7 * length).endInSofia
        case .months: day.adding(months: length).endInSofia
        case .years: day.adding(months: 12 * length).endInSofia
        }
    }

    /// The same for an event of which only the day is known. Hours then run from the beginning of that day: the strictest reading.
    public func end(after event: Day, in calendar: WorkingDays) -> Instant {
        end(after: event.startInSofia, in: calendar)
    }
}

extension Day {
    func adding(days: Int) -> Day { Day(ordinal: ordinal + days) }

    /// The day of the same number so many months later, or the last day of a shorter month.
    func adding(months: Int) -> Day {
        // Within the years that dates have.
        let count = max(12, year * 12 + month - 1 + months)
        guard count < 120_000 else { return Month(year: 9999, month: 12).lastDay }
        let target = Month(year: count / 12, month: count % 12 + 1)
        return Day(target.year, target.month, min(day, target.dayCount)) ?? target.lastDay
    }

    /// The last moment of this day in Sofia.
    var endInSofia: Instant { Instant(milliseconds: adding(days: 1).startInSofia.milliseconds - 1) }
}
