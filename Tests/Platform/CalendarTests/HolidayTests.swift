import Calendar
import Core
import TestSupport
import Testing

@Suite struct EasterTests {
    /// As the Bulgarian Orthodox Church kept it or will keep it, 2000 to 2050.
    private static let known = """
        04-30 04-15 05-05 04-27 04-11 05-01 04-23 04-08 04-27 04-19 04-04 04-24 04-15 05-05 04-20 04-12 05-01 04-16 04-08 04-28 04-19 05-02
        04-24 04-16 05-05 04-20 04-12 05-02 04-16 04-08 04-28 04-13 05-02 04-24 04-09 04-29 04-20 04-05 04-25 04-17 05-06 04-21 04-13 05-03
        04-24 04-09 04-29 04-21 04-05 04-25 04-17
        """.split(whereSeparator: \.isWhitespace)

    @Test func `Easter falls on the dates that the Church publishes`() throws {
        #expect(EasterTests.known.count == 51)
        for (year, text) in zip(2000...2050, EasterTests.known) {
            #expect(OrthodoxEaster.sunday(year).iso == "\(year)-\(text)")
        }
    }

    /// The full moons of the Alexandrian table, by golden number, as days of March in the Julian calendar (32 is 1 April).
    private static let fullMoons = [36, 25, 44, 33, 22, 41, 30, 49, 38, 27, 46, 35, 24, 43, 32, 21, 40, 29, 48]

    @Test func `Easter is the Sunday after the full moon of the Alexandrian table, over the turn of the century too`() throws {
        for year in Holidays.years {
            let difference = year < 2100 ? 13 : 14
            let moon = try #require(Day(year, 3, 1)).ordinal - 1 + EasterTests.fullMoons[year % 19] + difference
            let sunday = OrthodoxEaster.sunday(year)
            #expect(sunday.weekday == 7 && (1...7).contains(sunday.ordinal - moon), "\(year)")
        }
    }
}

@Suite struct HolidayTests {
    private let holidays: Holidays

    init() throws {
        holidays = try Holidays.builtIn()
    }

    @Test(arguments: [
        (2017, ["new-year 01-02", "saint-george 05-08", "christmas-eve 12-27"]),
        (2018, ["liberation 03-05", "saint-george 05-07", "independence 09-24"]),
        (2019, ["liberation 03-04", "independence 09-23"]),
        (2020, ["letters 05-25", "unification 09-07", "second-christmas-day 12-28"]),
        // 1 May fell on Holy Saturday; Easter Monday was in the way. Christmas over the weekend.
        (2021, ["labour-day 05-04", "christmas-day 12-27", "second-christmas-day 12-28"]),
        (2022, ["new-year 01-03", "labour-day 05-02", "christmas-eve 12-27", "christmas-day 12-28"]),
        (2023, ["new-year 01-02", "saint-george 05-08", "christmas-eve 12-27"]),
        // 6 May was Easter Monday, no weekend: nothing to make up for.
        (2024, ["liberation 03-04", "independence 09-23"]),
        (2025, ["letters 05-26", "unification 09-08"]),
        (2026, ["letters 05-25", "unification 09-07", "second-christmas-day 12-28"]),
        (2027, ["labour-day 05-04", "christmas-day 12-27", "second-christmas-day 12-28"]),
        // 6 May is Easter Sunday itself.
        (2040, ["new-year 01-02", "liberation 03-05", "saint-george 05-08", "independence 09-24"]),
    ])
    func `holidays on a Saturday or Sunday are made up for on the first working days after`(year: Int, expected: [String]) {
        let made = holidays.daysOff(in: year).filter { $0.kind == .substitute }
        #expect(made.map { "\($0.id) \($0.day.iso.dropFirst(5))" } == expected)
        #expect(made.allSatisfy { $0.ground.bg.contains("ал. 2") })
    }

    @Test func `nothing was made up for before 2017`() {
        for year in 1993...2016 { #expect(holidays.daysOff(in: year).allSatisfy { $0.kind == .holiday }) }
    }

    @Test func `every weekend holiday but those of Easter has a working day of its own that makes up for it`() {
        for year in 2017...2199 {
            let days = holidays.daysOff(in: year)
            let kept = days.filter { $0.kind == .holiday }
            let made = days.filter { $0.kind == .substitute }
            let owed = kept.filter { $0.day.weekday >= 6 && !["holy-saturday", "easter-sunday"].contains($0.id) }
            #expect(Set(owed.map(\.id)) == Set(made.map(\.id)) && owed.count == made.count, "\(year)")
            #expect(Set(made.map(\.day)).count == made.count && Set(made.map(\.day)).isDisjoint(with: kept.map(\.day)), "\(year)")
            #expect(made.allSatisfy { $0.day.weekday <= 5 && $0.day.year == year }, "\(year)")
        }
    }

    @Test(arguments: [
        ("good-friday", 2009, false), ("good-friday", 2010, true), ("saint-george", 1998, false), ("saint-george", 1999, true),
        ("unification", 1997, false), ("independence", 1998, true), ("christmas-eve", 1995, false), ("christmas-eve", 1996, true),
        ("easter-monday", 1993, true),
    ])
    func `a holiday is kept from the year in which the law named it`(id: String, year: Int, isKept: Bool) {
        #expect(holidays.daysOff(in: year).contains { $0.id == id } == isKept)
    }

    @Test func `two holidays that meet are both named`() throws {
        let days = try calendar.get().reasons(for: date("2024-05-06"))
        #expect(days.map(\.nameKey) == ["holiday.easter-monday", "holiday.saint-george"])
    }
}
