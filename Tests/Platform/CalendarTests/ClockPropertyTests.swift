import Calendar
import Core
import TestSupport
import Testing

@Suite struct ClockPropertyTests {
    private let calendar: WorkingDays

    init() throws {
        calendar = try CalendarTests.calendar.get()
    }

    @Test func `standing still for some days moves the end by as many days`() throws {
        var random = SeededGenerator(61)
        for _ in 0..<1500 {
            let rule = try ClockRule.sample(
                term(Int.random(in: 1...60, using: &random), [.days, .weeks, .months].randomElement(using: &random) ?? .days))
            let clock = Clock(rule: rule, start: try random.moment())
            let plain = due(clock)
            let from = try moment(between: clock.start, and: plain, &random)
            let days = Int.random(in: 0...90, using: &random)
            let to = Instant(milliseconds: Day(ordinal: from.dayInSofia.ordinal + days).startInSofia.milliseconds + 82_799_999)
            let moved = due(suspending(clock, (from, to)))
            #expect(moved.dayInSofia.ordinal - plain.dayInSofia.ordinal == days)
        }
    }

    @Test func `standing still for some hours moves an end in hours by as many`() throws {
        var random = SeededGenerator(62)
        for _ in 0..<500 {
            let clock = Clock(rule: try .sample(term(Int.random(in: 1...100, using: &random), .hours)), start: try random.moment())
            let from = try moment(between: clock.start, and: due(clock), &random)
            let pause = Int64.random(in: 1...1_000_000_000, using: &random)
            let moved = due(suspending(clock, (from, Instant(milliseconds: from.milliseconds + pause))))
            #expect(moved.milliseconds - due(clock).milliseconds == pause)
        }
    }

    @Test func `standing still leaves as many working days as there were`() throws {
        var random = SeededGenerator(63)
        for _ in 0..<1500 {
            let clock = Clock(rule: try .sample(term(Int.random(in: 1...60, using: &random), .workingDays)), start: try random.moment())
            let from = try moment(between: clock.start, and: due(clock), &random)
            let to = Instant(milliseconds: from.milliseconds + Int64.random(in: 0...9_000_000_000, using: &random))
            let moved = due(suspending(clock, (from, to)))
            let left = calendar.count(after: from.dayInSofia, through: due(clock).dayInSofia)
            #expect(calendar.isWorkingDay(moved.dayInSofia))
            #expect(moved.dayInSofia == (left > 0 ? calendar.adding(left, to: to.dayInSofia) : calendar.first(onOrAfter: to.dayInSofia)))
        }
    }

    @Test func `suspensions that overlap count once, in whatever order they are given`() throws {
        var random = SeededGenerator(64)
        for _ in 0..<500 {
            let clock = Clock(
                rule: try .sample(term(60, [.days, .hours, .workingDays].randomElement(using: &random) ?? .days)),
                start: try random.moment())
            let times = try (0..<3).map { _ in try moment(between: clock.start, and: due(clock), &random) }.sorted()
            let end = Instant(milliseconds: times[2].milliseconds + Int64.random(in: 0...9_000_000_000, using: &random))
            let whole = due(suspending(clock, (times[0], end)))
            #expect(due(suspending(clock, (times[1], end), (times[0], times[2]))) == whole)
            #expect(due(suspending(clock, (times[0], end), (times[1], times[2]))) == whole)
        }
    }

    @Test func `whatever happens to it, a clock with rollover ends on a working day`() throws {
        var random = SeededGenerator(65)
        for _ in 0..<1500 {
            var clock = Clock(
                rule: try .sample(random.term([.days, .workingDays, .weeks, .months]), .nextWorkingDay),
                start: try random.moment(2000...2150))
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let at = try moment(between: clock.start, and: due(clock), &random)
                let to = Instant(milliseconds: at.milliseconds + Int64.random(in: 0...5_000_000_000, using: &random))
                if Bool.random(using: &random) {
                    clock.suspensions.append(Suspension(from: at, to: to, reason: "a"))
                } else {
                    clock.extensions.append(Extension(term: try random.term(), reason: "b", by: "c", at: at))
                }
            }
            #expect(calendar.isWorkingDay(due(clock).dayInSofia))
        }
    }

    @Test func `a clock that is not met goes from running to overdue, never back, and warns more and more`() throws {
        var random = SeededGenerator(66)
        let order: [ClockReading.State] = [.running, .warning, .dueToday, .overdue]
        for rule in try ClockRules.builtIn().versions where rule.kind == .deadline {
            for _ in 0..<100 {
                let clock = Clock(rule: rule, start: try random.moment())
                var last = clock.reading(at: clock.start, in: calendar)
                for _ in 0..<40 {
                    let now = Instant(
                        milliseconds: last.due.milliseconds - last.left.milliseconds + Int64.random(in: 1...20_000_000, using: &random))
                    let reading = clock.reading(at: now, in: calendar)
                    let before = try #require(order.firstIndex(of: last.state))
                    let after = try #require(order.firstIndex(of: reading.state))
                    #expect(before <= after)
                    #expect(Array(reading.warnings.prefix(last.warnings.count)) == last.warnings)
                    #expect((reading.state == .overdue) == (now > reading.due) && reading.due == last.due)
                    last = reading
                }
            }
        }
    }

    private func due(_ clock: Clock) -> Instant {
        clock.reading(at: Instant(milliseconds: 253_370_764_800_000), in: calendar).due
    }

    private func suspending(_ clock: Clock, _ times: (Instant, Instant)...) -> Clock {
        var clock = clock
        clock.suspensions += times.map { Suspension(from: $0.0, to: $0.1, reason: "test") }
        return clock
    }

    private func moment(between one: Instant, and other: Instant, _ random: inout SeededGenerator) throws -> Instant {
        Instant(milliseconds: Int64.random(in: one.milliseconds...max(one.milliseconds, other.milliseconds), using: &random))
    }
}
