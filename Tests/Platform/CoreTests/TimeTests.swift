import TestSupport
import Testing

@testable import Core

@Suite struct TimeTests {
    @Test func `days count up one by one over four hundred years`() throws {
        var day = try #require(Day(1970, 1, 1))
        #expect(day.ordinal == 0)
        for ordinal in 1...146_097 {
            let next = Day(ordinal: ordinal)
            #expect(next.ordinal == ordinal)
            let follows = next.day == day.day + 1 && next.month == day.month || next.day == 1
            #expect(follows && next > day)
            day = next
        }
    }

    @Test(arguments: [
        (2024, 2, 29, true), (2023, 2, 29, false), (2000, 2, 29, true), (1900, 2, 29, false), (2024, 13, 1, false), (2024, 4, 31, false),
    ])
    func `only dates of the calendar are dates`(year: Int, month: Int, day: Int, exists: Bool) {
        #expect((Day(year, month, day) != nil) == exists)
    }

    @Test func `weekdays follow ISO 8601`() throws {
        #expect(try #require(Day(2026, 11, 21)).weekday == 6)
        #expect(try #require(Day(1970, 1, 1)).weekday == 4)
    }

    @Test func `moments write and read the same text`() throws {
        var generator = SeededGenerator(7)
        for _ in 0..<500 {
            let instant = Instant(milliseconds: Int64.random(in: 0...4_102_444_800_000, using: &generator))
            #expect(Instant(iso: instant.iso) == instant)
            #expect(instant.iso.utf8.count == 24)
        }
        #expect(Instant(iso: "2026-11-21T24:00:00.000Z") == nil)
    }

    @Test func `the day in Sofia begins two hours before UTC's, in summer three`() throws {
        let winter = try #require(Instant(iso: "2026-01-31T22:00:00.000Z"))
        #expect(winter.dayInSofia.iso == "2026-02-01")
        let summer = try #require(Instant(iso: "2026-06-30T21:00:00.000Z"))
        #expect(summer.dayInSofia.iso == "2026-07-01")
        let before = try #require(Instant(iso: "2026-06-30T20:59:59.999Z"))
        #expect(before.dayInSofia.iso == "2026-06-30")
        // Summer time began on Sunday 29 March 2026 at 01:00 UTC and ended on 25 October.
        #expect(try #require(Instant(iso: "2026-03-28T22:30:00.000Z")).dayInSofia.iso == "2026-03-29")
        #expect(try #require(Instant(iso: "2026-10-25T21:30:00.000Z")).dayInSofia.iso == "2026-10-25")
    }

    @Test(arguments: [
        ("2026-01-15T21:59:00.000Z", 23), ("2026-01-15T22:00:00.000Z", 0), ("2026-07-15T20:59:00.000Z", 23),
        ("2026-07-15T21:00:00.000Z", 0),
        ("2026-03-29T00:59:59.999Z", 2), ("2026-03-29T01:00:00.000Z", 4), ("2026-10-25T00:59:59.999Z", 3), ("2026-10-25T01:00:00.000Z", 3),
        ("1969-12-31T23:00:00.000Z", 1),
    ])
    func `the hour is that of Sofia's clocks`(moment: String, hour: Int) throws {
        #expect(try #require(Instant(iso: moment)).hourInSofia == hour)
    }

    @Test func `a day in Sofia begins at its midnight and not a moment before`() throws {
        for ordinal in try #require(Day(2024, 12, 25)).ordinal..<(try #require(Day(2027, 1, 5)).ordinal) {
            let start = Day(ordinal: ordinal).startInSofia
            #expect(start.dayInSofia.ordinal == ordinal && start.hourInSofia == 0)
            #expect(Instant(milliseconds: start.milliseconds - 1).dayInSofia.ordinal == ordinal - 1)
        }
    }

    @Test func `identifiers follow one another when the clock is set back a day or forward a year`() {
        var generator = SeededGenerator(9562)
        var clock = IdentifierClock()
        var now: UInt64 = 1_800_000_000_000
        var last = clock.next(now: now)
        for _ in 0..<100_000 {
            switch Int.random(in: 0..<20_000, using: &generator) {
            case 0: now -= 86_400_000
            case 1: now += 365 * 86_400_000
            case 2..<5000: now += 1
            default: break
            }
            let next = clock.next(now: now)
            #expect((next.milliseconds, next.sequence) > (last.milliseconds, last.sequence) && next.sequence <= 0xfff)
            last = next
        }
    }

    @Test func `identifiers sort by the order in which they were made and are all different`() {
        let made = (0..<5000).map { _ in Identifier<Int>.new() }
        #expect(made == made.sorted())
        #expect(Set(made).count == made.count)
        for identifier in made.prefix(50) { #expect(Identifier<Int>(identifier.text) == identifier) }
        #expect(Identifier<Int>("not-an-identifier") == nil)
        #expect(Identifier<Int>(made[0].text.uppercased()) == nil || made[0].text == made[0].text.uppercased())
    }
}
