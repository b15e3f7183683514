import Core

/// What a measure promises and how that is counted, word by word.
struct MeasureWords {
    /// The expected result.
    let result: [Token]
    /// Its indicators, in their order.
    let statements: [Statements]

    init(_ measure: Measure) {
        result = measure.expectedResults.map { Tokenizer.tokens(Array($0.text.unicodeScalars)) } ?? []
        statements = measure.indicators.map(Statements.init)
    }

    /// What tells one of a series from the next: years, numbers that stand behind their word („модул 2“, „от 5 клас“), Roman ones („фаза II“).
    static func names(_ tokens: [Token]) -> [String] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            if token.isYearLike || token.kind == .reference { return token.text }
            if token.isWord { return token.text.unicodeScalars.allSatisfy(romanDigits.contains) ? token.text : nil }
            guard token.number != nil, index > 0 else { return nil }
            return tokens[index - 1].isWord || tokens[index - 1].kind == .other ? token.text : nil
        }
    }

    /// Latin and Cyrillic, which look alike.
    private static let romanDigits: Set<Unicode.Scalar> = ["i", "v", "x", "і", "х"]

    /// The statements of an indicator in the two columns.
    struct Statements {
        let indicator: Indicator
        let baseline: Statement?
        let target: Statement?

        init(_ indicator: Indicator) {
            self.indicator = indicator
            baseline = indicator.baselineSource.map(Statement.init)
            target = indicator.targetSource.map(Statement.init)
        }

        /// The words that ask for a number: of the column where it is due, else of the other.
        var either: SourceReference? { (target ?? baseline)?.source }

        var lacksTarget: Bool {
            guard indicator.target == nil, indicator.comparator != .all, let words = (target ?? baseline)?.words else { return false }
            return (words.asksNumber && !words.endsInDash || words.isVague || isCountedBefore) && !words.hasNumberInWords
        }

        /// „Публикации – 3“ before, and no number of the same to reach: „Повече публикации“.
        private var isCountedBefore: Bool {
            guard indicator.baseline != nil, let baseline, let target, !target.words.endsInDash, !target.words.wantsAll else {
                return false
            }
            return target.words.counted.noun.map { $0 == baseline.words.counted.noun } ?? false
        }

        var lacksBaseline: Bool {
            guard indicator.baseline == nil, baseline?.words.endsInDash != true else { return false }
            return indicator.kind == .count && indicator.target != nil || target?.words.asksNumber ?? false
        }
    }

    /// A statement with its words.
    struct Statement {
        let source: SourceReference
        let words: StatementWords

        init(_ source: SourceReference) {
            self.source = source
            words = StatementWords(source.text)
        }
    }
}

/// A statement of an indicator, by its words: „Брой обучени служители – 60“.
struct StatementWords {
    private let tokens: [Token]
    /// Its words without numbers, folded.
    let words: [String]

    init(_ text: String) {
        self.init(Tokenizer.tokens(Array(text.unicodeScalars)))
    }

    init(_ tokens: [Token]) {
        self.tokens = tokens
        words = tokens.lazy.filter(\.isWord).map(\.text)
    }

    /// What tells it from others of a series.
    var names: [String] { MeasureWords.names(tokens) }

    /// Keys of the words long enough to name something.
    var telling: [String] { words.filter { $0.utf8.count > 6 }.map { SearchKey.key(of: $0) } }

    /// It begins like a count: „Брой …“, „Процент …“.
    var asksNumber: Bool {
        words.first.map { ["брой", "броя", "процент", "дял", "number", "share", "percentage"].contains($0) } ?? false
    }

    /// „Няколко“: more than one, and nobody knows how many.
    var isVague: Bool { words.contains { ["няколко", "several", "some"].contains($0) } }

    /// „Всички“ can be reached whatever their number.
    var wantsAll: Bool { words.contains { ["всички", "всяко", "всеки", "всяка", "all", "every"].contains($0) } }

    /// „Две“: the number is there, though nothing can count on it.
    var hasNumberInWords: Bool { words.contains { NumberWords.value($0) != nil } }

    /// What it counts.
    var counted: CountedThing { CountedThing(tokens[...]) }

    /// A dash and nothing behind it.
    var endsInDash: Bool {
        guard words.count > 1 else { return false }
        let signs: [Token.Kind] = [.stop, .semicolon, .comma, .newline]
        return tokens.last { !signs.contains($0.kind) }?.kind == .dash && !tokens.contains { $0.number != nil }
    }

    /// A number, and no word that says of what: „0“, „Брой проведени – 5“.
    var namesNothing: Bool {
        guard tokens.contains(where: { $0.number != nil }), !tokens.contains(where: { $0.kind == .percent }) else { return false }
        return words.allSatisfy(StatementWords.empty.contains)
    }

    /// Words that name nothing by themselves. „Обучени“ are persons, so it is none of them.
    private static let empty: Set<String> = [
        "брой", "броя", "бр", "и", "общо", "проведени", "извършени", "осъществени", "организирани", "изготвени", "подготвени", "number",
        "total", "held", "prepared",
    ]
}
