import Calendar
import Core
import TestSupport
import Testing

/// The calendar that comes with the program, worked out once for all tests.
let calendar = Result { try WorkingDays.builtIn() }

/// A date written as `2026-11-21`.
func date(_ iso: String) throws -> Day { try #require(Day(iso: iso), "\(iso)") }

/// What Sofia's clocks show, `2026-11-21 09:30`; the first of two such moments.
func sofia(_ text: String) throws -> Instant {
    let day = try date(String(text.prefix(10)))
    let numbers = text.suffix(5).split(separator: ":").compactMap { Int($0) }
    let wanted = try #require(numbers.count == 2 ? (hour: numbers[0], minute: numbers[1]) : nil)
    let midnight = day.startInSofia.milliseconds
    let moments = (0..<25).map { Instant(milliseconds: midnight + Int64($0 * 60 + wanted.minute) * 60_000) }
    return try #require(moments.first { $0.hourInSofia == wanted.hour && $0.dayInSofia == day })
}

/// The last moment of a date in Sofia.
func end(_ iso: String) throws -> Instant {
    Instant(milliseconds: Day(ordinal: try date(iso).ordinal + 1).startInSofia.milliseconds - 1)
}

extension SeededGenerator {
    /// A day of the years for which there are statutory clocks.
    mutating func day(_ years: ClosedRange<Int> = 1993...2198) throws -> Day {
        let first = try #require(Day(years.lowerBound, 1, 1)).ordinal
        let last = try #require(Day(years.upperBound, 12, 31)).ordinal
        return Day(ordinal: Int.random(in: first...last, using: &self))
    }

    /// A moment of such a day.
    mutating func moment(_ years: ClosedRange<Int> = 1993...2198) throws -> Instant {
        Instant(milliseconds: try day(years).startInSofia.milliseconds + Int64.random(in: 0..<82_800_000, using: &self))
    }

    /// A term of 0 to 60 units.
    mutating func term(_ units: [Term.Unit] = Term.Unit.allCases) throws -> Term {
        try #require(Term(Int.random(in: 0...60, using: &self), units.randomElement(using: &self) ?? .days))
    }
}

extension ClockRule {
    /// A rule for tests with another term.
    static func sample(_ term: Term, _ rollover: Rollover = .none, kind: Kind = .deadline) throws -> ClockRule {
        var rule = try #require(try ClockRules.builtIn().rule("signal-processing", on: date("2026-11-21")))
        rule.term = term
        rule.rollover = rollover
        rule.kind = kind
        return rule
    }
}

func term(_ length: Int, _ unit: Term.Unit) throws -> Term { try #require(Term(length, unit)) }
