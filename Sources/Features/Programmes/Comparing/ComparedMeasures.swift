import Core
import Reference

/// The measures of one plan as they are compared: their words as numbers, who answers, what is wanted, what it costs.
struct ComparedMeasures {
    /// The texts of a measure that are compared, each by itself.
    enum Aspect: Int, CaseIterable {
        case title, indicators, results
        /// Title, indicators and expected results together.
        case whole
    }

    let measures: [Measure]
    /// Numbers of the vocabulary, growing: by aspect, then by position of the measure.
    let numbers: [[[Int]]]
    /// How many single words each title has.
    let titleWords: [Int]
    let leads: [Set<String>]
    /// Everybody named, who leads with 1, who takes part with a half.
    let parts: [[String: Double]]
    /// Targets that tell something: „1“ and „100 %“ are wanted everywhere.
    let targets: [Set<Double>]
    /// In euro, so that a plan in leva meets one in euro.
    let amounts: [Set<Money>]

    init(_ plan: PlanContent, _ vocabulary: inout ActionVocabulary) {
        measures = plan.measures
        var all = Array(repeating: [[Int]](), count: Aspect.allCases.count)
        for measure in plan.measures {
            let title = vocabulary.numbers(measure.title.text)
            let indicators = Set(measure.indicators.flatMap { vocabulary.numbers($0.label) })
            let results = vocabulary.numbers(measure.expectedResults?.text ?? "")
            all[Aspect.title.rawValue].append(title)
            all[Aspect.results.rawValue].append(results)
            all[Aspect.indicators.rawValue].append(indicators.sorted())
            all[Aspect.whole.rawValue].append(indicators.union(title).union(results).sorted())
        }
        numbers = all
        titleWords = all[Aspect.title.rawValue].map { numbers in numbers.count(where: vocabulary.isWord) }
        leads = plan.measures.map { Set($0.leads.map { $0.code ?? $0.name }) }
        parts = plan.measures.map { measure in
            var parts = Dictionary(measure.partners.map { ($0.code ?? $0.name, 0.5) }, uniquingKeysWith: { first, _ in first })
            for lead in measure.leads { parts[lead.code ?? lead.name] = 1 }
            return parts
        }
        targets = plan.measures.map { measure in
            Set(measure.indicators.filter { $0.kind == .count }.compactMap(\.target).filter { $0 > 1 })
        }
        amounts = plan.measures.map { Set($0.amounts.compactMap(\.amount?.inEuro)) }
    }
}
