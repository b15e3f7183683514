/// One statement of an indicator cell: „Брой обучени – 50 души“, „1000 деца“, „0“.
struct IndicatorClause: Equatable {
    /// Words that name what is counted, the lead-in of its list before them; empty for a number alone.
    var label: String
    var value: Double?
    var unit: String?
    var comparator: Indicator.Comparator?
    var isPercent = false
    /// Scalars of the cell, from the first word to the last.
    var range: Range<Int>
    /// Whether its label only dates the value: „Към 01.01.2024 г. – 7“.
    var isDateOnly = false
    /// Whether the number stood first: „50 лица наети …“.
    var isLeading = false
}
