import Core

/// Two measures side by side: what they say differently (разлики). Compared is what was understood, not how it is printed.
public struct MeasureContrast: Sendable, Equatable {
    /// Indicators that measure the same in both, or one without its like.
    public struct IndicatorPair: Sendable, Equatable {
        /// Of the first measure; nil where only the second has it.
        public let left: Indicator?
        /// Of the second measure; nil where only the first has it.
        public let right: Indicator?

        /// Whether baseline, target, unit or how the target binds are not the same.
        public var differs: Bool {
            guard let left, let right else { return true }
            return left.baseline != right.baseline || left.target != right.target || left.comparator != right.comparator
                || left.unit.map(Folding.word) != right.unit.map(Folding.word)
        }
    }

    /// The fields in which they are not the same.
    public let differing: Set<Field>
    /// In the order of the first measure, then what only the second has.
    public let indicators: [IndicatorPair]

    /// Whether one promises something else than the other: by whom, by when, for how much, how many.
    public var isMaterial: Bool { !differing.isDisjoint(with: [.leads, .partners, .budget, .deadline, .indicators]) }

    /// Compares what was understood of both.
    public init(_ left: Measure, _ right: Measure) {
        indicators = MeasureContrast.pairs(left.indicators, right.indicators)
        var differing: Set<Field> = []
        func compare<Value: Equatable>(_ field: Field, _ value: (Measure) -> Value) {
            if value(left) != value(right) { differing.insert(field) }
        }
        compare(.number) { $0.number }
        compare(.title) { SearchKey.words($0.title.text) }
        compare(.expectedResults) { SearchKey.words($0.expectedResults?.text ?? "") }
        compare(.leads) { Set($0.leads.map { $0.code ?? Folding.word($0.name) }) }
        compare(.partners) { Set($0.partners.map { $0.code ?? Folding.word($0.name) }) }
        compare(.budget) { Set($0.budget.map(Payment.init)) }
        compare(.deadline) { $0.deadline.map(Term.init) }
        if indicators.contains(where: \.differs) { differing.insert(.indicators) }
        self.differing = differing
    }

    /// What a line of the budget says; amounts in euro, for plans of other years are in another currency.
    private struct Payment: Hashable {
        let kind: BudgetLine.Kind
        let amount: Money?
        let isCeiling: Bool
        let basis: BudgetLine.Basis

        init(_ line: BudgetLine) {
            kind = line.kind
            amount = line.amount?.inEuro
            isCeiling = line.isCeiling
            basis = line.basis
        }
    }

    /// What a deadline says.
    private struct Term: Equatable {
        let kind: Deadline.Kind
        let periods: [Deadline.Period]
        let everyMonths: Int?
        let durationMonths: Int?
        /// Of those that are kept as words.
        let words: [String]

        init(_ deadline: Deadline) {
            kind = deadline.kind
            periods = deadline.periods
            everyMonths = deadline.everyMonths
            durationMonths = deadline.durationMonths
            words = [.text, .schedule].contains(deadline.kind) ? SearchKey.words(deadline.source.text) : []
        }
    }

    /// Indicators whose labels share most words are one; of equally alike ones those with the same target.
    private static func pairs(_ left: [Indicator], _ right: [Indicator]) -> [IndicatorPair] {
        let (ours, theirs) = (left.map { Set(SearchKey.words($0.label)) }, right.map { Set(SearchKey.words($0.label)) })
        var candidates: [(left: Int, right: Int, likeness: Double)] = []
        for (position, words) in ours.enumerated() {
            for (other, otherWords) in theirs.enumerated() where !words.isEmpty && !otherWords.isEmpty {
                let likeness = Double(words.intersection(otherWords).count) / Double(words.union(otherWords).count)
                guard likeness >= 0.3 else { continue }
                let isSame = left[position].target == right[other].target
                candidates.append((position, other, likeness + (isSame ? 0.05 : 0)))
            }
        }
        var partner: [Int: Int] = [:]
        var taken: Set<Int> = []
        for candidate in candidates.sorted(by: { ($1.likeness, $0.left, $0.right) < ($0.likeness, $1.left, $1.right) })
        where partner[candidate.left] == nil && taken.insert(candidate.right).inserted {
            partner[candidate.left] = candidate.right
        }
        let both = left.enumerated().map { IndicatorPair(left: $1, right: partner[$0].map { right[$0] }) }
        return both + right.indices.filter { !taken.contains($0) }.map { IndicatorPair(left: nil, right: right[$0]) }
    }
}

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

    /// In the order of a measure's fields; indicators one by one.
    public let lines: [Line]

    /// Lists the differences of two measures.
    public init(_ left: Measure, _ right: Measure) {
        let contrast = MeasureContrast(left, right)
        let fields = zip(MeasureFields.all(left), MeasureFields.all(right)).filter { contrast.differing.contains($0.0.field) }
        lines =
            fields.filter { $0.0.field != .indicators }.map { Line(field: $0.0.field, texts: ($0.0.text, $0.1.text)) }
            + contrast.indicators.filter(\.differs).map { pair in
                Line(field: .indicators, texts: (pair.left.map(MeasureFields.text) ?? "", pair.right.map(MeasureFields.text) ?? ""))
            }
    }
}
