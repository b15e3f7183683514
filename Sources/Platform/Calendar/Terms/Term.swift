/// A length of time that a rule gives (срок).
public struct Term: Hashable, Sendable {
    /// What is counted.
    public enum Unit: String, CaseIterable, Sendable {
        /// Часове: exact time, 24 of them a day, whatever the clocks show.
        case hours
        /// Календарни дни.
        case days
        /// Работни дни.
        case workingDays = "working-days"
        /// Седмици.
        case weeks
        /// Месеци.
        case months
        /// Години.
        case years
    }

    /// The longest term there can be, of any unit: no law comes near it, and no date is lost to it.
    public static let longest = 5000

    /// How many units, 0 to ``longest``.
    public let length: Int
    /// What is counted.
    public let unit: Unit

    /// Nil when the length is not within 0 and ``longest``.
    public init?(_ length: Int, _ unit: Unit) {
        guard (0...Term.longest).contains(length) else { return nil }
        self.length = length
        self.unit = unit
    }

    /// The key of its words, which are for a number: `term.days.one`, `term.days.many`.
    public var wordKey: String { "term.\(unit.rawValue)" }
}
