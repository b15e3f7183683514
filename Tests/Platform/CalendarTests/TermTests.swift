import Calendar
import Core
import TestSupport
import Testing

@Suite struct TermTests {
    private let calendar: WorkingDays

    init() throws {
        calendar = try CalendarTests.calendar.get()
    }

    @Test(arguments: [
        (1, Term.Unit.days, "2026-11-21", "2026-11-22"), (30, .days, "2026-01-31", "2026-03-02"), (0, .days, "2026-11-21", "2026-11-21"),
        (2, .weeks, "2026-11-21", "2026-12-05"), (1, .months, "2026-01-31", "2026-02-28"), (1, .months, "2028-01-31", "2028-02-29"),
        (1, .months, "2026-02-28", "2026-03-28"), (13, .months, "2026-12-31", "2028-01-31"), (1, .years, "2028-02-29", "2029-02-28"),
        (4, .years, "2028-02-29", "2032-02-29"), (1, .years, "2026-11-21", "2027-11-21"), (3, .months, "2026-11-30", "2027-02-28"),
        (1, .workingDays, "2026-11-20", "2026-11-23"), (2, .workingDays, "2026-12-23", "2026-12-30"),
        (1, .workingDays, "2021-04-29", "2021-05-05"), (3, .workingDays, "2025-12-30", "2026-01-07"),
        (2, .workingDays, "2016-03-10", "2016-03-12"),
    ])
    func `a term does not count the day of the event and ends with its last day`(
        length: Int, unit: Term.Unit, event: String, last: String
    ) throws {
        let term = try term(length, unit)
        let expected = try end(last)
        #expect(term.end(after: try date(event), in: calendar) == expected)
        #expect(term.end(after: try sofia("\(event) 00:00"), in: calendar) == expected)
        #expect(term.end(after: try end(event), in: calendar) == expected)
    }

    @Test(arguments: [
        // A day of 24 hours, of 23 and of 25.
        ("2026-11-20 17:30", "2026-11-21 17:30"), ("2026-03-28 17:30", "2026-03-29 18:30"), ("2026-10-24 17:30", "2026-10-25 16:30"),
        ("2026-03-29 02:59", "2026-03-30 03:59"), ("2026-10-25 02:30", "2026-10-26 01:30"),
    ])
    func `24 hours are 24 hours whatever the clocks show`(event: String, due: String) throws {
        let event = try sofia(event)
        let end = try term(24, .hours).end(after: event, in: calendar)
        #expect(end == (try sofia(due)))
        #expect(end.milliseconds - event.milliseconds == 86_400_000)
    }

    @Test func `days end at midnight in Sofia on days of 23 and 25 hours`() throws {
        let spring = try term(1, .days).end(after: date("2026-03-28"), in: calendar)
        #expect(spring.iso == "2026-03-29T20:59:59.999Z")
        let autumn = try term(1, .days).end(after: date("2026-10-24"), in: calendar)
        #expect(autumn.iso == "2026-10-25T21:59:59.999Z")
    }

    @Test func `hours from an event of which only the day is known run from its beginning`() throws {
        #expect(try term(24, .hours).end(after: date("2026-11-20"), in: calendar) == date("2026-11-21").startInSofia)
    }

    @Test(arguments: [
        // 30 days from Friday end on Sunday 24 May, a holiday that Monday makes up for.
        ("2026-04-24", 30, "2026-05-24", "2026-05-26"), ("2026-10-22", 30, "2026-11-21", "2026-11-23"),
        ("2022-11-24", 30, "2022-12-24", "2022-12-29"), ("2026-10-21", 30, "2026-11-20", "2026-11-20"),
    ])
    func `a term rolls over a day off only where the rule says so`(event: String, days: Int, last: String, rolled: String) throws {
        let nominal = try term(days, .days).end(after: date(event), in: calendar)
        let (stays, moves) = (Rollover.none.applied(to: nominal, in: calendar), Rollover.nextWorkingDay.applied(to: nominal, in: calendar))
        #expect(try stays.due == end(last))
        #expect(try moves.due == end(rolled))
        #expect(stays.outcome == (last == rolled ? .notNeeded : .notApplied))
        #expect(moves.outcome == (last == rolled ? .notNeeded : .applied(from: try date(last))))
    }

    @Test func `a longer term and a later event never end earlier`() throws {
        var random = SeededGenerator(72)
        for _ in 0..<3000 {
            let (one, two) = (try random.moment(), try random.moment())
            let first = try random.term()
            let longer = try term(first.length + Int.random(in: 0...40, using: &random), first.unit)
            for rollover in first.unit == .hours ? [.none] : Rollover.allCases {
                let due = { (term: Term, event: Instant) in
                    rollover.applied(to: term.end(after: event, in: calendar), in: calendar).due
                }
                #expect(due(first, one) <= due(longer, one))
                #expect(due(first, min(one, two)) <= due(first, max(one, two)))
                #expect(due(first, one) >= one)
            }
        }
    }

    @Test func `with rollover nothing ends on a day off, and never later than the first working day after`() throws {
        var random = SeededGenerator(60)
        for _ in 0..<3000 {
            let term = try random.term([.days, .workingDays, .weeks, .months])
            let nominal = term.end(after: try random.moment(1993...2190), in: calendar)
            let due = Rollover.nextWorkingDay.applied(to: nominal, in: calendar).due
            #expect(calendar.isWorkingDay(due.dayInSofia))
            #expect(calendar.count(after: nominal.dayInSofia, through: due.dayInSofia) == (due == nominal ? 0 : 1))
        }
    }

    @Test func `days and weeks add up, hours are exact`() throws {
        var random = SeededGenerator(73)
        for _ in 0..<1000 {
            let event = try random.moment()
            let count = Int.random(in: 0...60, using: &random)
            #expect(try term(count, .weeks).end(after: event, in: calendar) == term(7 * count, .days).end(after: event, in: calendar))
            let hours = try term(count, .hours).end(after: event, in: calendar)
            #expect(hours.milliseconds - event.milliseconds == Int64(count) * 3_600_000)
        }
    }

    @Test func `a term has a length that a law could give`() {
        #expect(Term(-1, .days) == nil && Term(Term.longest + 1, .years) == nil && Term(0, .hours) != nil)
    }

    @Test func `the longest terms lead to dates`() throws {
        let last = try date("9999-12-31")
        for unit in Term.Unit.allCases {
            let end = try term(Term.longest, unit).end(after: date("2199-12-31"), in: calendar)
            #expect(end > (try date("2200-01-01").startInSofia))
            #expect(try term(Term.longest, unit).end(after: last, in: calendar) >= last.startInSofia)
        }
    }
}
