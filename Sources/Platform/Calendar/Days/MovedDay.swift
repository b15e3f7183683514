public import Core
import Foundation

/// A day that the Council of Ministers made a day off or a working day (Labour Code, art. 154(3), until 2016 art. 154(2)).
public struct MovedDay: Hashable, Sendable {
    /// What it was made.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// A day off for which a Saturday is worked (разместен почивен ден).
        case off = "moved-off"
        /// That Saturday (отработване); also what takes back an earlier decision on a working day.
        case working = "moved-working"
        /// A single day off that nobody works for (еднократно обявен).
        case declared = "declared-off"
    }

    /// The day.
    public let day: Day
    /// What it was made.
    public let kind: Kind
    /// The decision.
    public let ground: Ground
    /// Whether its text was read.
    public let isConfirmed: Bool

    /// A decision of the Council of Ministers on one day.
    public init(day: Day, kind: Kind, ground: Ground, isConfirmed: Bool) {
        self.day = day
        self.kind = kind
        self.ground = ground
        self.isConfirmed = isConfirmed
    }

    /// The decisions known when this version was made, in the order of the decisions. Throws only when the program's own files are missing or
    /// damaged.
    public static func builtIn() throws -> [MovedDay] {
        try JSONDecoder().decode([MovedDay].self, from: CalendarFiles.facts("moved-days"))
    }

    /// Nil for a working day.
    var dayOff: DayOff? {
        switch kind {
        case .off: DayOff(day: day, kind: .moved, id: "moved", ground: ground, isConfirmed: isConfirmed)
        case .declared: DayOff(day: day, kind: .declared, id: "declared", ground: ground, isConfirmed: isConfirmed)
        case .working: nil
        }
    }
}

extension MovedDay: Decodable {
    private enum Key: CodingKey { case day, kind, ground, isConfirmed }

    /// Throws `DecodingError` when a key is missing or the day is none.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let text = try values.decode(String.self, forKey: .day)
        guard let day = Day(iso: text) else {
            throw DecodingError.dataCorruptedError(forKey: .day, in: values, debugDescription: "no date of the calendar: \(text)")
        }
        self.init(
            day: day, kind: try values.decode(Kind.self, forKey: .kind), ground: try values.decode(Ground.self, forKey: .ground),
            isConfirmed: try values.decode(Bool.self, forKey: .isConfirmed))
    }
}
