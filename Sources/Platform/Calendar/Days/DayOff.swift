public import Core

/// A day on which institutions do not work, and why (неприсъствен ден).
public struct DayOff: Hashable, Sendable {
    /// What made it one; the words are `day_off.<kind>`.
    public enum Kind: String, CaseIterable, Sendable {
        /// A public holiday.
        case holiday
        /// A working day that makes up for a holiday on a Saturday or Sunday.
        case substitute
        /// A working day for which a Saturday is worked.
        case moved
        /// A single day declared by the Council of Ministers.
        case declared
        /// A Saturday or Sunday that is nothing else.
        case weekend

        /// The key of its words.
        public var wordKey: String { "day_off.\(rawValue)" }
    }

    /// The day.
    public let day: Day
    /// What made it a day off.
    public let kind: Kind
    /// The holiday that is kept, or made up for; for days without a name of their own `moved`, `declared` or `weekend`.
    public let id: String
    /// The legal ground.
    public let ground: Ground
    /// Whether the text of the law or the decision was read.
    public let isConfirmed: Bool

    /// The key of its name.
    public var nameKey: String { "holiday.\(id)" }
}
