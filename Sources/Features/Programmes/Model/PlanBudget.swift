import Core

/// The sums of a plan's budget: amounts as printed added by currency, words counted apart, never as zero.
struct PlanBudget: Sendable {
    /// Amounts and measures of one group.
    struct Sum: Sendable {
        var bgn: Int64 = 0
        var eur: Int64 = 0
        var ceilings: Int64 = 0
        /// Measures with an amount.
        var measures: Set<String> = []
        /// Measures whose budget is words only.
        var wordsOnly: Set<String> = []

        /// Everything in euro: the sum of the leva converted once.
        var inEuro: Int64 { Money(minor: bgn, .bgn).inEuro.minor + eur }

        mutating func add(_ line: BudgetLine, _ amount: Money, _ code: String) {
            if amount.currency == .bgn { bgn += amount.minor } else { eur += amount.minor }
            if line.isCeiling { ceilings += amount.minor }
            measures.insert(code)
        }
    }

    private(set) var total = Sum()
    private(set) var bySection: [Int: Sum] = [:]
    /// Whose money it is, as far as the words tell.
    enum Source: Hashable, Sendable {
        case payer(String)
        /// Projects, funds and donors that are no institution of the register.
        case external
        case unnamed
    }

    private(set) var bySource: [Source: Sum] = [:]
    /// By each leading institution; a measure with two leads stands under both.
    private(set) var byLead: [String: Sum] = [:]
    private(set) var kinds: [BudgetLine.Kind: Int] = [:]

    /// Yearly parts of a total printed beside it, and amounts shared with a measure that prints the same, are not added twice.
    init(_ measures: [Measure]) {
        let codes = Set(measures.map(\.code))
        for measure in measures {
            let lines = measure.budget.filter { $0.amount != nil }
            let totals = lines.filter { $0.basis == .total }
            let counted = (totals.isEmpty ? lines : totals).filter { line in
                // The amount stands under the later of two measures that share it.
                line.sharedWith.map { !codes.contains($0) || $0 == measure.code } ?? true
            }
            for kind in Set(measure.budget.map(\.kind)) { kinds[kind, default: 0] += 1 }
            if lines.isEmpty { countWords(measure) }
            for line in counted {
                guard let amount = line.amount else { continue }
                total.add(line, amount, measure.code)
                bySection[measure.section ?? -1, default: Sum()].add(line, amount, measure.code)
                bySource[source(line), default: Sum()].add(line, amount, measure.code)
                for lead in Set(measure.leads.map(\.name)) { byLead[lead, default: Sum()].add(line, amount, measure.code) }
            }
        }
    }

    private mutating func countWords(_ measure: Measure) {
        total.wordsOnly.insert(measure.code)
        bySection[measure.section ?? -1, default: Sum()].wordsOnly.insert(measure.code)
        let named = Set(measure.budget.filter { $0.kind != .noFunding }.map(source)).subtracting([.unnamed])
        for source in named.isEmpty ? [.unnamed] : named { bySource[source, default: Sum()].wordsOnly.insert(measure.code) }
        for lead in Set(measure.leads.map(\.name)) { byLead[lead, default: Sum()].wordsOnly.insert(measure.code) }
    }

    /// Several payers of one amount are one source of their own: the amount can't be divided among them.
    private func source(_ line: BudgetLine) -> Source {
        let institutions = line.payers.filter { $0.reading == .institution }.map(\.name)
        if !institutions.isEmpty { return .payer(institutions.joined(separator: ", ")) }
        let words = Tokenizer.tokens(Array(line.source.text.unicodeScalars)).filter(\.isWord).map(\.text)
        if BudgetWords.isExternal(words) { return .external }
        return .unnamed
    }
}
