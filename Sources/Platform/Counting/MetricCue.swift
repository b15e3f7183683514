/// By which words of a plan a metric is recognised (по кои думи се разпознава), so that a person only has to agree.
///
///     MetricCue(["обуч", "съди"], filters: ["profession": ["judge"]])
public struct MetricCue: Sendable, Hashable {
    /// Beginnings of words, lower case, each of which must stand in the indicator's own words; alternatives are divided by `|`.
    public let stems: [String]
    /// Beginnings of words of which none may stand there.
    public let without: [String]
    /// The same as ``stems``, where the measure's title or results may say it as well.
    public let around: [String]
    /// Code of a unit of the metric; its usual one where nil.
    public let unit: String?
    /// What is left out when these words stand there.
    public let filters: [String: Set<String>]
    /// Of two cues that fit as well, the greater weight is proposed.
    public let weight: Int

    /// - Parameter stems: at least one.
    public init(
        _ stems: [String], without: [String] = [], around: [String] = [], unit: String? = nil, filters: [String: Set<String>] = [:],
        weight: Int = 0
    ) {
        self.stems = stems
        self.without = without
        self.around = around
        self.unit = unit
        self.filters = filters
        self.weight = weight
    }

    /// How well it fits: more words that had to stand there fit better. Nil where it does not.
    public func score(_ indicator: CueText, _ measure: CueText) -> Int? {
        guard stems.allSatisfy(indicator.has), !without.contains(where: indicator.has) else { return nil }
        guard around.allSatisfy({ indicator.has($0) || measure.has($0) }) else { return nil }
        return 10 * stems.count + 5 * around.count + weight
    }
}

/// Words of a plan, as cues are looked for in them.
public struct CueText: Sendable {
    private let words: [String]

    /// Any text; case and punctuation do not matter.
    public init(_ text: String) {
        words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether some word begins as one of the alternatives. A cue of several words asks for them one after another: `социални услуг`.
    public func has(_ stem: String) -> Bool {
        stem.split(separator: "|").contains { alternative in
            let parts = alternative.split(separator: " ")
            guard words.count >= parts.count, !parts.isEmpty else { return false }
            return (0...(words.count - parts.count)).contains { start in
                parts.indices.allSatisfy { words[start + $0].hasPrefix(parts[$0]) }
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
    let score: Int

    /// The best of some metrics for an indicator; nil where no cue of any fits.
    ///
    /// - Parameters:
    ///   - indicator: its words and unit.
    ///   - measure: the words of the measure around it.
    public static func best(of metrics: [Metric], for indicator: CueText, in measure: CueText) -> MetricProposal? {
        var best: MetricProposal?
        for metric in metrics {
            for cue in metric.cues {
                guard let score = cue.score(indicator, measure), score > best?.score ?? 0, let unit = cue.unit ?? metric.units.first?.code
                else { continue }
                best = MetricProposal(metric: metric, unit: unit, filters: cue.filters, score: score)
            }
        }
        return best
    }
}
