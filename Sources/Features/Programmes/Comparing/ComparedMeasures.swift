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
    /// Numbers of the institutions that lead, growing.
    let leads: [[Int]]
    /// Everybody named, who leads with 1, who takes part with a half; numbers growing.
    let parts: [[(institution: Int, value: Float)]]
    /// Targets that tell something, growing: „1“ and „100 %“ are wanted everywhere.
    let targets: [[Double]]
    /// In cents of the euro, growing, so that a plan in leva meets one in euro.
    let amounts: [[Int64]]

    /// What tells each from others of the same wording.
    let distinctions: [Distinction]

    init(
        _ plan: PlanContent, _ vocabulary: inout ActionVocabulary, _ institutions: inout NumberedInstitutions, _ terms: inout TellingTerms
    ) {
        measures = plan.measures
        var all = Array(repeating: [[Int]](), count: Aspect.allCases.count)
        var distinctions: [Distinction] = []
        for measure in plan.measures {
            let words = vocabulary.sequence(measure.title.text)
            let title = vocabulary.numbers(of: words)
            distinctions.append(Distinction(measure.title.text, words, &terms))
            let indicators = Set(measure.indicators.flatMap { vocabulary.numbers($0.label) })
            let results = vocabulary.numbers(measure.expectedResults?.text ?? "")
            all[Aspect.title.rawValue].append(title)
            all[Aspect.results.rawValue].append(results)
            all[Aspect.indicators.rawValue].append(indicators.sorted())
            all[Aspect.whole.rawValue].append(indicators.union(title).union(results).sorted())
        }
        numbers = all
        self.distinctions = distinctions
        titleWords = all[Aspect.title.rawValue].map { numbers in numbers.count(where: vocabulary.isWord) }
        leads = plan.measures.map { measure in Set(measure.leads.map { institutions.number($0) }).sorted() }
        parts = plan.measures.map { measure in
            var parts: [Int: Float] = [:]
            for partner in measure.partners { parts[institutions.number(partner)] = 0.5 }
            for lead in measure.leads { parts[institutions.number(lead)] = 1 }
            return parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        targets = plan.measures.map { measure in
            Set(measure.indicators.filter { $0.kind == .count }.compactMap(\.target).filter { $0 > 1 }).sorted()
        }
        amounts = plan.measures.map { Set($0.amounts.compactMap(\.amount?.inEuro.minor)).sorted() }
    }
}

/// Those who lead and take part, by numbers: comparing names a million times takes longer than all else.
struct NumberedInstitutions {
    /// Code or name, by number.
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(_ actor: Actor) -> Int {
        let name = actor.code ?? actor.name
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }
}
