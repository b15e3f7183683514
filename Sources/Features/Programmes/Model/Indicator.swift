import Core

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

    /// A percentage and a number are in ``baseline`` and ``target``; a milestone has neither.
    public var kind: Kind
    /// What is counted or reached; where only a number is printed, the expected result, else the measure's title.
    public var label: String
    /// The unit as printed beside the value, nil where none is.
    public var unit: String?
    /// Value at the start (текуща стойност); nil where no number is printed.
    public var baseline: Double?
    /// Value to be reached (целева стойност); nil where no number is printed.
    public var target: Double?
    /// Nil where no such word stands with the target.
    public var comparator: Comparator?
    /// The statement in the baseline column; nil where none there belongs to this indicator.
    public var baselineSource: SourceReference?
    /// The statement in the target column, or in the only column of indicators; nil where there is none.
    public var targetSource: SourceReference?
}

extension Indicator {
    /// Everything in one line, in the language of the documents: „Брой обучени: 0 → поне 60 души“.
    public var summary: String { "\(label): \(values(Format(.bg), missing: "–") { Indicator.printed[$0] ?? "" })" }

    /// „0 → поне 60 души“.
    ///
    /// - Parameters:
    ///   - missing: in the place of a target without a number.
    ///   - name: what binds the target, in words.
    func values(_ format: Format, missing: String, _ name: (Comparator) -> String) -> String {
        let isOpen = target == nil && comparator != .all
        let wanted = isOpen ? [missing] : [comparator.map(name), target.map(format.number), unit].compactMap(\.self)
        return "\(baseline.map(format.number) ?? "–") → \(wanted.joined(separator: " "))"
    }

    private static let printed: [Comparator: String] = [.atMost: "до", .atLeast: "поне", .all: "всички"]
}
