import Calendar
import Core
import TestSupport
import Testing

@Suite struct ClockTests {
    private let calendar: WorkingDays
    private let rules: ClockRules

    init() throws {
        calendar = try CalendarTests.calendar.get()
        rules = try ClockRules.builtIn()
    }

    @Test(arguments: [
        ("2026-11-20 17:00", ClockReading.State.running, [ClockWarning.Whom]()), ("2026-11-21 04:30", .dueToday, [.responsible]),
        ("2026-11-21 12:30", .dueToday, [.responsible, .head]),
        ("2026-11-21 16:30", .dueToday, [.responsible, .head]), ("2026-11-21 16:31", .overdue, [.responsible, .head, .coordinator]),
        ("2026-11-25 09:00", .overdue, [.responsible, .head, .coordinator]),
    ])
    func `a notice of a child is due 24 hours later, on a Saturday too, and calls higher and higher`(
        now: String, state: ClockReading.State, warned: [ClockWarning.Whom]
    ) throws {
        let clock = Clock(rule: try rule("child-notice"), start: try sofia("2026-11-20 16:30"))
        let reading = clock.reading(at: try sofia(now), in: calendar)
        #expect(reading.due == (try sofia("2026-11-21 16:30")))
        #expect(reading.state == state && reading.warnings.map(\.whom) == warned)
    }

    @Test(arguments: [
        // From Thursday: Friday, Monday, Tuesday.
        ("2026-11-19 10:00", ClockReading.State.running, 3, [ClockWarning.Whom]()), ("2026-11-20 10:00", .running, 2, []),
        ("2026-11-23 00:00", .warning, 1, [.responsible]), ("2026-11-24 23:00", .dueToday, 0, [.responsible]),
        ("2026-11-25 00:00", .overdue, -1, [.responsible, .head]), ("2026-11-26 00:00", .overdue, -2, [.responsible, .head, .coordinator]),
    ])
    func `a review of risk is due after three working days, and says how many are left`(
        now: String, state: ClockReading.State, left: Int, warned: [ClockWarning.Whom]
    ) throws {
        let clock = Clock(rule: try rule("risk-review"), start: try sofia("2026-11-19 10:00"))
        let reading = clock.reading(at: try sofia(now), in: calendar)
        #expect(reading.state == state && reading.left.workingDays == left && reading.warnings.map(\.whom) == warned)
        #expect(reading.due == (try end("2026-11-24")))
    }

    @Test func `a reflection period that ran out makes nobody late`() throws {
        let clock = Clock(rule: try rule("reflection-period"), start: try sofia("2026-10-22 11:00"))
        let before = clock.reading(at: try sofia("2026-11-18 09:00"), in: calendar)
        #expect(before.state == .warning && before.warnings.map(\.whom) == [.responsible] && before.left.days == 3)
        let after = clock.reading(at: try sofia("2026-11-22 00:00"), in: calendar)
        #expect(after.state == .ended && after.warnings.isEmpty)
        // Day 30 is a Saturday, and no law is known that moves it.
        #expect(after.due == (try end("2026-11-21")))
        #expect(clock.explanation(at: try sofia("2026-11-22 00:00"), in: calendar).rollover == .notApplied)
    }

    @Test func `what happened in time is met, what happened later met late, and neither warns anybody`() throws {
        var clock = Clock(rule: try rule("child-notice"), start: try sofia("2026-11-20 16:30"))
        let now = try sofia("2026-12-01 00:00")
        clock.metAt = try sofia("2026-11-21 16:30")
        #expect(clock.reading(at: now, in: calendar).state == .met && clock.reading(at: now, in: calendar).left.milliseconds == 0)
        clock.metAt = clock.metAt.map { Instant(milliseconds: $0.milliseconds + 1) }
        let late = clock.reading(at: now, in: calendar)
        #expect(late.state == .metLate && late.left.milliseconds == -1 && late.warnings.isEmpty)
        #expect(clock.reading(at: try sofia("2026-11-21 10:00"), in: calendar).state == .dueToday)
    }

    @Test func `a clock that stands still warns nobody and loses nothing`() throws {
        var clock = Clock(rule: try .sample(term(10, .days)), start: try sofia("2026-11-02 10:00"))
        clock.suspensions = [Suspension(from: try sofia("2026-11-05 09:00"), to: nil, reason: "court")]
        for day in ["2026-11-05", "2026-11-20", "2027-03-01"] {
            let reading = clock.reading(at: try sofia("\(day) 12:00"), in: calendar)
            #expect(reading.state == .suspended && reading.left.days == 7 && reading.warnings.isEmpty, "\(day)")
        }
        clock.suspensions = [Suspension(from: try sofia("2026-11-05 09:00"), to: try sofia("2026-11-09 15:00"), reason: "court")]
        #expect(clock.reading(at: try sofia("2026-11-20 12:00"), in: calendar).due == (try end("2026-11-16")))
    }

    @Test func `an extension counts from where the term would have ended; one decided too late undoes no breach`() throws {
        let added = { (at: String) in Extension(term: try term(10, .days), reason: "shelter", by: "post", at: try sofia(at)) }
        var clock = Clock(rule: try .sample(term(10, .days)), start: try sofia("2026-11-02 10:00"))
        clock.extensions = [try added("2026-11-12 23:00")]
        let now = try sofia("2026-11-13 08:00")
        #expect(clock.reading(at: now, in: calendar).due == (try end("2026-11-22")))
        clock.extensions = [try added("2026-11-13 00:00")]
        #expect(clock.reading(at: now, in: calendar).state == .overdue)
        let steps = clock.explanation(at: now, in: calendar).steps
        #expect(steps.map(\.isLate) == [false, true] && steps.map(\.cause) == [.term(clock.rule.term), .extended(clock.extensions[0])])
    }

    @Test func `a suspension that begins after the end undoes no breach, one that begins on the rolled day still counts`() throws {
        // Ten days end on Saturday 21 November and roll to Monday.
        var clock = Clock(rule: try .sample(term(10, .days), .nextWorkingDay), start: try sofia("2026-11-11 10:00"))
        let now = try sofia("2026-12-01 08:00")
        clock.suspensions = [Suspension(from: try sofia("2026-11-24 00:00"), to: try sofia("2026-11-30 10:00"), reason: "ill")]
        #expect(clock.reading(at: now, in: calendar).due == (try end("2026-11-23")))
        clock.suspensions = [Suspension(from: try sofia("2026-11-23 10:00"), to: try sofia("2026-11-30 10:00"), reason: "ill")]
        #expect(clock.reading(at: now, in: calendar).due == (try end("2026-11-30")))
    }

    @Test func `what happens later is not known yet, and what was over before the event does not count`() throws {
        var clock = Clock(rule: try .sample(term(10, .days)), start: try sofia("2026-11-02 10:00"))
        clock.suspensions = [
            Suspension(from: try sofia("2026-10-01 10:00"), to: try sofia("2026-10-20 10:00"), reason: "before"),
            Suspension(from: try sofia("2026-10-30 10:00"), to: try sofia("2026-11-04 10:00"), reason: "across the event"),
            Suspension(from: try sofia("2026-11-08 10:00"), to: try sofia("2026-11-09 10:00"), reason: "later"),
        ]
        clock.extensions = [Extension(term: try term(24, .hours), reason: "shelter", by: "post", at: try sofia("2026-11-10 10:00"))]
        clock.metAt = try sofia("2026-11-20 10:00")
        for (now, due, state) in [
            ("2026-11-05 10:00", "2026-11-14", ClockReading.State.running), ("2026-11-09 10:00", "2026-11-15", .running),
            ("2026-11-12 10:00", "2026-11-16", .running), ("2026-11-19 10:00", "2026-11-16", .overdue),
            ("2026-11-20 10:00", "2026-11-16", .metLate),
        ] {
            let reading = clock.reading(at: try sofia(now), in: calendar)
            #expect(try reading.due == end(due), "\(now)")
            #expect(reading.state == state, "\(now)")
        }
    }

    @Test func `a clock says why it ends when it does`() throws {
        var clock = Clock(rule: try .sample(term(2, .workingDays)), start: try sofia("2026-04-09 12:00"))
        var why = clock.explanation(at: clock.start, in: calendar)
        #expect(why.due == (try end("2026-04-15")) && why.rollover == .notNeeded)
        #expect(
            why.skipped.map(\.nameKey) == [
                "holiday.good-friday", "holiday.holy-saturday", "holiday.easter-sunday", "holiday.easter-monday",
            ])
        clock = Clock(rule: try .sample(term(30, .days), .nextWorkingDay), start: try sofia("2026-04-24 12:00"))
        why = clock.explanation(at: clock.start, in: calendar)
        #expect(why.rollover == .applied(from: try date("2026-05-24")))
        #expect(why.skipped.map { "\($0.day) \($0.kind) \($0.id)" } == ["2026-05-24 holiday letters", "2026-05-25 substitute letters"])
        #expect(try why.steps.map(\.end) == [end("2026-05-24")])
        #expect(try why.due == end("2026-05-26"))
        clock = Clock(rule: try .sample(term(24, .hours)), start: try sofia("2026-04-09 12:00"))
        #expect(clock.explanation(at: clock.start, in: calendar).skipped.isEmpty)
    }

    private func rule(_ id: String) throws -> ClockRule {
        try #require(rules.rule(id, on: date("2026-11-21")))
    }
}
