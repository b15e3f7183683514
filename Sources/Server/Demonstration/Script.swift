import Calendar
import Core

/// What happens in the demonstration, and when: people call on any day, offices work on working days.
struct Script: Sendable {
    let calendar: WorkingDays

    /// One thing that somebody does.
    struct Event: Sendable {
        let at: Instant
        let what: What
        /// Of which signal and, where it came to that, of which person.
        let number: Int
    }

    enum What: Sendable {
        case call
        case passOn
        case openCase
        case consent
        case refer
        case accept
        case arrive
        case report
        case close
        case decide
    }

    private static let signals = 58
    private static let firstDay = "2024-01-02"
    /// Of so many signals one is about somebody who lets herself be helped.
    private static let helpedOf = 4

    static func isHelped(_ number: Int) -> Bool { number % helpedOf == 0 }

    /// A year's signals, spread over it; of some of the last it was decided in the next.
    var ofTheYear: [Event] {
        guard let first = Day(iso: Script.firstDay) else { return [] }
        return (0..<Script.signals).flatMap { number -> [Event] in
            let day = first.ordinal + number * 362 / Script.signals
            let call = event(.call, number, on: day)
            return [call]
                + (Script.isHelped(number)
                    ? helped(number, from: day, until: .close) : [event(.decide, number, on: day + 1 + number % 9 * 3)])
        }.sorted { $0.at < $1.at }
    }

    /// What waits for somebody today: a call of an hour ago, one that nobody decided on, and two persons on their way.
    func ofTheLastDays(before now: Instant) -> [Event] {
        let today = now.dayInSofia.ordinal
        let hourAgo = Instant(milliseconds: now.milliseconds - 3_600_000)
        let events =
            [
                Event(at: hourAgo, what: .call, number: 101), event(.call, 102, on: today - 3), event(.call, 104, on: today - 9),
                event(.call, 108, on: today - 12),
            ] + helped(104, from: today - 9, until: .refer) + helped(108, from: today - 12, until: .arrive)
        return events.sorted { $0.at < $1.at }
    }

    /// From the call on, up to and with one of the steps.
    private func helped(_ number: Int, from day: Int, until last: What) -> [Event] {
        let steps: [(What, Int)] = [
            (.passOn, 0), (.openCase, 1), (.decide, 1), (.consent, 2), (.refer, 2), (.accept, 3), (.arrive, 5), (.report, 20), (.close, 48),
        ]
        let end = steps.firstIndex { $0.0 == last } ?? steps.endIndex - 1
        return steps[...end].enumerated().map { place, step in
            // The line passes on what it heard the same evening; offices follow on their days.
            let at = step.0 == .passOn ? moment(day, 20, place) : moment(working(day + step.1), 14, place)
            return Event(at: at, what: step.0, number: number)
        }
    }

    private func event(_ what: What, _ number: Int, on day: Int) -> Event {
        // People call by day; at its end it is decided what comes of it.
        Event(at: moment(day, what == .call ? 8 + number * 5 % 12 : 20, number * 17 % 60), what: what, number: number)
    }

    private func working(_ day: Int) -> Int {
        var day = day
        while !calendar.isWorkingDay(Day(ordinal: day)) { day += 1 }
        return day
    }

    private func moment(_ day: Int, _ hour: Int, _ minute: Int) -> Instant {
        Instant(milliseconds: Day(ordinal: day).startInSofia.milliseconds + Int64(hour * 60 + minute) * 60_000)
    }
}
