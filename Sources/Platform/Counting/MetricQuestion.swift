public import Core

/// What of a metric somebody wants to know: in which unit, in which days, and which part of it.
public struct MetricQuestion: Sendable, Hashable {
    /// Stands among the codes of a filter for the rows of which nobody knows the value.
    public static let unknown = ""

    /// Code of a unit of the metric.
    public var unit: String
    /// First day, in Sofia.
    public var from: Day
    /// Last day, in Sofia.
    public var to: Day
    /// Codes that count, by the name of the dimension; all where a dimension is missing.
    public var filters: [String: Set<String>]
    /// Counts only what serves this measure, where rows say which one they serve; all rows where it is nil.
    public var measure: MeasureReference?

    /// Both days count.
    public init(unit: String, from: Day, to: Day, filters: [String: Set<String>] = [:], measure: MeasureReference? = nil) {
        self.unit = unit
        self.from = from
        self.to = to
        self.filters = filters
        self.measure = measure
    }

    /// The same up to the end of the last month that is over (приключил месец), nil where none of its months is: what everybody may know. Who
    /// watches a public figure from day to day would else learn of each single row when it comes.
    public func untilLastMonth(before today: Day) -> MetricQuestion? {
        var settled = self
        settled.to = min(to, Day(ordinal: Month(today).firstDay.ordinal - 1))
        return settled.to < from ? nil : settled
    }
}

/// How a figure is shown to everybody.
public enum PublicFigure: Sendable, Hashable {
    /// As it is.
    case exact(Int)
    /// Some, and so few that it could tell of a single person: shown as fewer than ``threshold``.
    case few

    /// The least figure but nought that is shown (праг на разкриване): five, as is usual in European official statistics.
    public static let threshold = 5

    /// - Parameter count: not negative.
    public init(_ count: Int) {
        self = (1..<PublicFigure.threshold).contains(count) ? .few : .exact(count)
    }
}
