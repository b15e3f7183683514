import Core
import Foundation

/// The public holidays of Bulgaria (официални празници), year by year: Labour Code (КТ), art. 153 and 154. What the Council of Ministers moved
/// is not in it: ``MovedDay``.
public struct Holidays: Sendable {
    /// The years that were looked at: earlier ones had other holidays.
    public static let years = 1993...2199

    /// In the order of the calendar.
    public let holidays: [Holiday]
    /// Why nobody works on Saturdays and Sundays.
    public let weekendGround: Ground
    private let substitution: Substitution

    /// From when on working days make up for holidays.
    private struct Substitution: Decodable {
        let from: Int
        let ground: Ground
    }

    private struct Weekend: Decodable {
        let ground: Ground
    }

    /// The holidays that come with the program. Throws only when its own files are missing or damaged.
    public static func builtIn() throws -> Holidays {
        try JSONDecoder().decode(Holidays.self, from: CalendarFiles.facts("holidays"))
    }

    /// All holidays of a year and the days that make up for them, by day; two where two holidays meet. Weekends that are nothing else are not
    /// named.
    public func daysOff(in year: Int) -> [DayOff] {
        let kept = holidays.compactMap { holiday in holiday.day(in: year).map { (holiday, $0) } }
        let days = kept.map { holiday, day in
            DayOff(day: day, kind: .holiday, id: holiday.id, ground: holiday.ground, isConfirmed: holiday.isConfirmed)
        }
        return (days + substitutes(in: year, for: kept)).sorted { $0.day < $1.day }
    }

    /// Art. 154(2), since 2017: holidays other than those of Easter that fall on a Saturday or Sunday are made up for on the first working
    /// days after them, a day each.
    private func substitutes(in year: Int, for kept: [(Holiday, Day)]) -> [DayOff] {
        guard year >= substitution.from else { return [] }
        var taken = Set(kept.map(\.1.ordinal))
        return kept.filter { $0.0.isMadeUp && $0.1.isWeekend }.sorted { $0.1 < $1.1 }.map { holiday, day in
            var next = Day(ordinal: day.ordinal + 1)
            while next.isWeekend || taken.contains(next.ordinal) { next = Day(ordinal: next.ordinal + 1) }
            taken.insert(next.ordinal)
            return DayOff(day: next, kind: .substitute, id: holiday.id, ground: substitution.ground, isConfirmed: holiday.isConfirmed)
        }
    }
}

extension Holidays: Decodable {
    private enum Key: CodingKey { case weekend, substitution, holidays }

    /// Throws `DecodingError` when a key is missing.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        holidays = try values.decode([Holiday].self, forKey: .holidays)
        weekendGround = try values.decode(Weekend.self, forKey: .weekend).ground
        substitution = try values.decode(Substitution.self, forKey: .substitution)
    }
}

extension Day {
    /// Saturday or Sunday.
    var isWeekend: Bool { weekday >= 6 }
}
