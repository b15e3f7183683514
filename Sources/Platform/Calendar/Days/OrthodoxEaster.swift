public import Core

/// When the Orthodox Church keeps Easter (Великден).
public enum OrthodoxEaster {
    /// Easter Sunday of a year, 1 to 9999, as a date of the civil calendar. Meeus, Astronomical Algorithms, chapter 8 (Julian calendar), and
    /// the difference between the calendars in the spring of that year: 13 days until 2099, 14 from 2100 on.
    public static func sunday(_ year: Int) -> Day {
        let moon = (19 * (year % 19) + 15) % 30
        let week = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        let count = moon + week + 114
        // 22 March to 25 April is written alike in both calendars, so that the difference is all there is between them.
        let difference = year / 100 - year / 400 - 2
        let written = Day(year, count / 31, count % 31 + 1) ?? Month(year: year, month: 4).firstDay
        return Day(ordinal: written.ordinal + difference)
    }
}
