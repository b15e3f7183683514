public import Core

/// A public holiday of the Labour Code (официален празник).
public struct Holiday: Hashable, Sendable {
    /// When it is kept.
    public enum Date: Hashable, Sendable {
        /// On the same date every year.
        case fixed(month: Int, day: Int)
        /// So many days after Easter Sunday, or before it.
        case easter(Int)
    }

    /// Stable name, in kebab-case; its words are `holiday.<id>`.
    public let id: String
    /// When it is kept.
    public let date: Date
    /// The first year in which it was a day off for everybody; nil: since before the calendar begins.
    public let firstYear: Int?
    /// The last such year; nil while it is one.
    public let lastYear: Int?
    /// The article, and the amendment that brought it.
    public let ground: Ground
    /// Whether the text of the law was read.
    public let isConfirmed: Bool

    /// Its day in a year; nil in years in which it was none.
    public func day(in year: Int) -> Day? {
        guard year >= firstYear ?? year, year <= lastYear ?? year else { return nil }
        switch date {
        case .fixed(let month, let day): return Day(year, month, day)
        case .easter(let offset): return Day(ordinal: OrthodoxEaster.sunday(year).ordinal + offset)
        }
    }

    /// Whether a working day makes up for it when it falls on a Saturday or Sunday: the days of Easter always do (Labour Code, art. 154(2)).
    var isMadeUp: Bool {
        switch date {
        case .fixed: true
        case .easter: false
        }
    }
}

extension Holiday: Decodable {
    private enum Key: CodingKey { case id, on, easter, from, to, ground, isConfirmed }

    /// Throws `DecodingError` when a key is missing or the date is none.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        firstYear = try values.decodeIfPresent(Int.self, forKey: .from)
        lastYear = try values.decodeIfPresent(Int.self, forKey: .to)
        ground = try values.decode(Ground.self, forKey: .ground)
        isConfirmed = try values.decode(Bool.self, forKey: .isConfirmed)
        if let offset = try values.decodeIfPresent(Int.self, forKey: .easter) {
            date = .easter(offset)
        } else {
            // Any leap year will do to tell whether there is such a date.
            guard let day = Day(iso: "2000-" + (try values.decode(String.self, forKey: .on))) else {
                throw DecodingError.dataCorruptedError(forKey: .on, in: values, debugDescription: "no date of the calendar: \(id)")
            }
            date = .fixed(month: day.month, day: day.day)
        }
    }
}
