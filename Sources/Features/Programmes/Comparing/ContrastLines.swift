/// What two measures say differently, as texts in the words of the documents.
public struct ContrastLines: Sendable {
    /// A field, or one of the indicators, in both measures.
    public struct Line: Sendable, Equatable {
        /// What is not the same.
        public let field: Field
        let texts: (left: String, right: String)

        /// The first measure's words, or others where it has none.
        public func left(_ blank: String) -> String { texts.left.isEmpty ? blank : texts.left }

        /// The second measure's words, or others where it has none.
        public func right(_ blank: String) -> String { texts.right.isEmpty ? blank : texts.right }

        /// Equal where field and words are.
        public static func == (one: Line, other: Line) -> Bool { one.field == other.field && one.texts == other.texts }
    }

    /// The number first, then in the order of a measure's fields; indicators one by one.
    public let lines: [Line]

    /// Lists the differences of two measures; indicators and numbers in the language of the sentences.
    public init(_ left: Measure, _ right: Measure, _ sentences: ComparisonSentences) {
        let contrast = MeasureContrast(left, right)
        let fields = MeasureFields.all(left).map(\.field).filter { $0 != .indicators && contrast.differing.contains($0) }
        lines =
            fields.map { Line(field: $0, texts: (MeasureFields.said($0, by: left), MeasureFields.said($0, by: right))) }
            + contrast.indicators.filter(\.differs).map { pair in
                Line(field: .indicators, texts: (pair.left.map(sentences.text) ?? "", pair.right.map(sentences.text) ?? ""))
            }
    }
}
