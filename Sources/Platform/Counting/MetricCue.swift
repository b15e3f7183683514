/// By which words of a plan a metric is recognised (по кои думи се разпознава), so that a person only has to agree.
///
///     MetricCue(["обуч", "съди"], filters: ["profession": ["judge"]])
///
/// Words are looked for by their beginnings, for Bulgarian inflects the ends: `семинар` finds „семинари“. A beginning that closes with a full
/// stop is a whole word: `обучени.` does not find „обучения“. Alternatives are divided by `|`; several words stand one after another.
public struct MetricCue: Sendable, Hashable {
    /// Each of which must stand in the indicator's own words.
    public let stems: [CueStem]
    /// None of which may stand there.
    public let without: [CueStem]
    /// The same as ``stems``, where the measure's title or results may say it as well.
    public let around: [CueStem]
    /// Code of a unit of the metric; its usual one where nil.
    public let unit: String?
    /// What is left out when these words stand there.
    public let filters: [String: Set<String>]
    /// What is left out besides, by the words found.
    public let terms: [MetricTerm]
    /// Of two cues that fit as well, the greater weight is proposed.
    public let weight: Int

    /// - Parameter stems: at least one.
    public init(
        _ stems: [CueStem], without: [CueStem] = [], around: [CueStem] = [], unit: String? = nil, filters: [String: Set<String>] = [:],
        terms: [MetricTerm] = [], weight: Int = 0
    ) {
        self.stems = stems
        self.without = without
        self.around = around
        self.unit = unit
        self.filters = filters
        self.terms = terms
        self.weight = weight
    }

    /// How well it fits: more words that had to stand there fit better. Nil where it does not.
    func score(_ indicator: CueText, _ measure: CueText) -> Int? {
        guard stems.allSatisfy(indicator.has), !without.contains(where: indicator.has) else { return nil }
        guard around.allSatisfy({ indicator.has($0) || measure.has($0) }) else { return nil }
        return 10 * stems.count + 5 * around.count + weight
    }

    /// What is left out: of each dimension the codes that the indicator names, else those in the title of its measure.
    func filters(_ indicator: CueText, _ title: CueText) -> [String: Set<String>] {
        var all = filters
        for (dimension, terms) in Dictionary(grouping: terms, by: \.dimension) where filters[dimension] == nil {
            let own = terms.filter { indicator.has($0.words) }
            let named = own.isEmpty ? terms.filter { title.has($0.words) } : own
            if !named.isEmpty { all[dimension] = Set(named.flatMap(\.codes)) }
        }
        return all
    }
}

/// Words that name values of a dimension: „съдии“, „магистрати“.
public struct MetricTerm: Sendable, Hashable {
    /// ``MetricDimension/name``.
    public let dimension: String
    /// Which values they name.
    public let codes: Set<String>
    let words: CueStem

    /// - Parameter words: as in ``MetricCue``.
    public init(_ dimension: String, _ codes: Set<String>, _ words: CueStem) {
        self.dimension = dimension
        self.codes = codes
        self.words = words
    }
}

/// Beginnings of words, as a cue looks for them.
public struct CueStem: Sendable, Hashable, ExpressibleByStringLiteral {
    struct Part: Sendable, Hashable {
        let bytes: [UInt8]
        let isWhole: Bool
    }

    let alternatives: [[Part]]

    /// Lower case, alternatives divided by `|`.
    public init(stringLiteral text: String) {
        alternatives = text.split(separator: "|").map { alternative in
            alternative.split(separator: " ").map { Part(bytes: Array($0.trimmingSuffix(".").utf8), isWhole: $0.hasSuffix(".")) }
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ end: Character) -> Substring { last == end ? dropLast() : self }
}

/// Words of a plan, as cues are looked for in them.
public struct CueText: Sendable {
    private let words: [[UInt8]]

    /// Any text; case and punctuation do not matter.
    public init(_ text: String) {
        words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { Array($0.utf8) }
    }

    /// Whether one of the alternatives stands there.
    func has(_ stem: CueStem) -> Bool {
        stem.alternatives.contains { parts in
            guard words.count >= parts.count, !parts.isEmpty else { return false }
            return (0...(words.count - parts.count)).contains { start in
                parts.indices.allSatisfy { place in
                    let (word, part) = (words[start + place], parts[place])
                    return part.isWhole ? word == part.bytes : word.starts(with: part.bytes)
                }
            }
        }
    }
}

/// What the words of an indicator suggest to count (предложение).
public struct MetricProposal: Sendable {
    /// What would be counted.
    public let metric: Metric
    /// Code of the unit.
    public let unit: String
    /// What would be left out.
    public let filters: [String: Set<String>]

    /// The best of some metrics for an indicator; nil where no cue of any fits.
    ///
    /// - Parameters:
    ///   - indicator: its words and unit.
    ///   - title: that of its measure.
    ///   - measure: the words of the measure around it, the title among them.
    public static func best(
        of metrics: [Metric], for indicator: CueText, titled title: CueText, in measure: CueText
    ) -> MetricProposal? {
        var best: (metric: Metric, cue: MetricCue, score: Int)?
        for metric in metrics {
            for cue in metric.cues {
                guard let score = cue.score(indicator, measure), score > best?.score ?? 0 else { continue }
                best = (metric, cue, score)
            }
        }
        guard let best, let unit = best.cue.unit ?? best.metric.units.first?.code else { return nil }
        return MetricProposal(metric: best.metric, unit: unit, filters: best.cue.filters(indicator, title))
    }
}
