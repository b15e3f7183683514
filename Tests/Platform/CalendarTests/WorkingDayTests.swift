import Core
import TestSupport
import Testing

@testable import Calendar

@Suite struct WorkingDayTests {
    private let calendar: WorkingDays

    init() throws {
        calendar = try CalendarTests.calendar.get()
    }

    /// As published before the year: 249 for 2021, 248 for 2022 and 2023, 251 for 2024; 2014 and 2015 with the Saturdays worked.
    @Test(arguments: [(2014, 251), (2015, 252), (2021, 249), (2022, 248), (2023, 248), (2024, 251)])
    func `a year has as many working days as was published`(year: Int, count: Int) {
        #expect(calendar.count(in: year) == count)
    }

    @Test func `the months of 2015 have as many working days as was published`() {
        let months = (1...12).map { Month(year: 2015, month: $0) }
        #expect(
            months.map { calendar.count(after: Day(ordinal: $0.firstDay.ordinal - 1), through: $0.lastDay) } == [
                21, 20, 21, 20, 19, 22, 23, 21, 21, 22, 21, 21,
            ])
    }

    @Test(arguments: [
        ("2016-03-04", false), ("2016-03-12", true), ("2013-05-02", false), ("2013-05-11", false), ("2013-05-18", true),
        ("2025-12-31", false), ("2026-01-02", false), ("2026-01-05", true), ("2021-05-05", true), ("2024-05-07", true),
        ("2022-12-28", false), ("2022-12-29", true),
    ])
    func `days were worked or not as decided`(day: String, isWorking: Bool) throws {
        #expect(calendar.isWorkingDay(try date(day)) == isWorking)
        #expect(calendar.reasons(for: try date(day)).isEmpty == isWorking)
    }

    @Test func `an installation adds next year's decision, and takes one back`() throws {
        let ground = Ground(bg: "Решение № 1", en: "Decision 1")
        func moved(_ day: String, _ kind: MovedDay.Kind) throws -> MovedDay {
            MovedDay(day: try date(day), kind: kind, ground: ground, isConfirmed: true)
        }
        let own = try WorkingDays.builtIn(moved: [
            moved("2027-12-31", .off), moved("2027-12-18", .working), moved("2026-01-02", .working), moved("2027-03-02", .declared),
            moved("2027-03-02", .working),
        ])
        #expect(own.reasons(for: try date("2027-12-31")).map(\.nameKey) == ["holiday.moved"])
        #expect(own.reasons(for: try date("2027-12-31")).map(\.ground) == [ground])
        for day in ["2027-12-18", "2026-01-02", "2027-03-02"] { #expect(own.isWorkingDay(try date(day)), "\(day)") }
        #expect(calendar.isWorkingDay(try date("2027-12-31")))
    }

    @Test func `a weekend day has a name and a ground`() throws {
        let reasons = calendar.reasons(for: try date("2026-11-21"))
        #expect(reasons.map(\.nameKey) == ["holiday.weekend"] && reasons.map(\.ground.bg) == ["чл. 153 КТ"])
    }

    @Test func `moved days come in pairs, in weeks that are not longer for them`() throws {
        let moved = try MovedDay.builtIn()
        #expect(Set(moved.map(\.day)).count == moved.count)
        #expect(moved.count { $0.kind == .off } == moved.count { $0.kind == .working })
        for decision in moved {
            #expect((decision.day.weekday == 6) == (decision.kind == .working), "\(decision.day)")
        }
    }

    @Test func `adding and taking away working days undo one another`() throws {
        var random = SeededGenerator(154)
        for _ in 0..<3000 {
            let day = calendar.first(onOrAfter: try random.day(1800...2400))
            let (one, two) = (Int.random(in: -900...900, using: &random), Int.random(in: -900...900, using: &random))
            let there = calendar.adding(one, to: day)
            #expect(calendar.isWorkingDay(there) && calendar.adding(-one, to: there) == day)
            #expect(calendar.adding(two, to: there) == calendar.adding(one + two, to: day))
            #expect(calendar.count(after: day, through: there) == one)
        }
    }

    @Test func `from any day, the working days after and before it are those that a walk finds`() throws {
        var random = SeededGenerator(155)
        for _ in 0..<300 {
            let day = try random.day(1990...2202)
            var (later, earlier) = (day, day)
            for count in 1...Int.random(in: 1...15, using: &random) {
                repeat { later = Day(ordinal: later.ordinal + 1) } while !calendar.isWorkingDay(later)
                repeat { earlier = Day(ordinal: earlier.ordinal - 1) } while !calendar.isWorkingDay(earlier)
                #expect(calendar.adding(count, to: day) == later && calendar.adding(-count, to: day) == earlier)
                #expect(calendar.count(after: day, through: later) == count)
            }
            #expect(calendar.adding(0, to: day) == day)
            let first = calendar.first(onOrAfter: day)
            #expect(first == (calendar.isWorkingDay(day) ? day : calendar.next(after: day)))
            #expect(calendar.last(onOrBefore: day) == (calendar.isWorkingDay(day) ? day : calendar.previous(before: day)))
        }
    }

    @Test func `counts add up`() throws {
        var random = SeededGenerator(156)
        for _ in 0..<1000 {
            let (one, two, three) = (try random.day(1980...2210), try random.day(1980...2210), try random.day(1980...2210))
            #expect(
                calendar.count(after: one, through: two) + calendar.count(after: two, through: three)
                    == calendar.count(after: one, through: three))
        }
    }

    @Test func `every day of the years looked at is a working day or has a reason, and every reason a ground`() {
        for year in Holidays.years {
            let days = Month(year: year, month: 1).firstDay..<Month(year: year + 1, month: 1).firstDay
            let off = calendar.daysOff(in: days)
            #expect(Set(off.map(\.day)).count + calendar.count(in: year) == days.upperBound.ordinal - days.lowerBound.ordinal)
            #expect(off.allSatisfy { !$0.ground.bg.isEmpty && !$0.ground.en.isEmpty })
        }
    }
}
