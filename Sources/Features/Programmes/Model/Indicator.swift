/// An indicator (индикатор) of a measure with its baseline and target.
public struct Indicator: Sendable, Equatable {
    /// What the words promise.
    public enum Kind: String, Sendable {
        /// A number of something.
        case count
        case percent
        /// A state reached, in words: „приети промени в закона“.
        case milestone
    }

    /// How the target binds.
    public enum Comparator: String, Sendable {
        /// „до“, „под“: at most.
        case atMost = "max"
        /// „поне“, „минимум“, „над“: at least.
        case atLeast = "min"
        /// „всички“: all of them.
        case all
    }

    public var kind: Kind
    public var label: String
    /// The unit as printed beside the value, nil where none is.
    public var unit: String?
    /// Value at the start (текуща стойност); nil where no number is printed.
    public var baseline: Double?
    /// Value to be reached (целева стойност); nil where no number is printed.
    public var target: Double?
    public var comparator: Comparator?
    public var baselineSource: SourceReference?
    public var targetSource: SourceReference?
}
