import Core

/// The sums of a plan's budget: amounts as printed added by currency, words counted apart, never as zero.
struct PlanBudget: Sendable {
    /// Money as printed, by currency.
    struct Amounts: Sendable, Equatable {
        /// In stotinki.
        var bgn: Int64 = 0
        /// In cents.
        var eur: Int64 = 0

        var isEmpty: Bool { bgn == 0 && eur == 0 }

        /// Everything in euro cents: the sum of the leva converted once.
        var inEuro: Int64 { Amounts.sum(Money(minor: bgn, .bgn).inEuro.minor, eur) }

        static func += (left: inout Amounts, right: Amounts) {
            left.bgn = sum(left.bgn, right.bgn)
            left.eur = sum(left.eur, right.eur)
        }

        /// No budget is as great as the greatest number; a document that says so is shown all the same.
        private static func sum(_ one: Int64, _ other: Int64) -> Int64 {
            let (sum, isOver) = one.addingReportingOverflow(other)
            return isOver ? .max : sum
        }

        init() {}

        init(_ money: Money) {
            switch money.currency {
            case .bgn: bgn = money.minor
            case .eur: eur = money.minor
            }
        }
    }

    /// Amounts and measures of one group.
    struct Sum: Sendable {
        var amounts = Amounts()
        /// The part that is a ceiling („до 20 000 лв.“).
        var ceilings = Amounts()
        /// The part that is printed for each year; it is in the sum for one year.
        var yearly = Amounts()
        /// Measures with an amount.
        var measures: Set<String> = []
        /// Measures whose budget is words only.
        var wordsOnly: Set<String> = []

        mutating func add(_ line: BudgetLine, _ amount: Money, _ code: String) {
            amounts += Amounts(amount)
            if line.isCeiling { ceilings += Amounts(amount) }
            if line.basis == .perYear { yearly += Amounts(amount) }
            measures.insert(code)
        }

        static func += (left: inout Sum, right: Sum) {
            left.amounts += right.amounts
            left.ceilings += right.ceilings
            left.yearly += right.yearly
            left.measures.formUnion(right.measures)
            left.wordsOnly.formUnion(right.wordsOnly)
        }
    }

    /// Whose money it is, as far as the words tell.
    enum Source: Hashable, Sendable {
        case payer(String)
        /// Projects, funds and donors that are no institution of the register.
        case external
        case unnamed
    }

    /// A measure with the amounts that count; none where its budget is words only.
    private struct Share: Sendable {
        let measure: Measure
        let lines: [BudgetLine]
    }

    private let shares: [Share]

    /// Yearly parts of a total printed beside it, and amounts shared with a measure that prints the same, are not added twice.
    init(_ measures: [Measure]) {
        let codes = Set(measures.map(\.code))
        shares = measures.compactMap { measure in
            let lines = measure.amounts
            let counted = lines.filter { line in
                // The amount stands under the later of two measures that share it.
                line.sharedWith.map { !codes.contains($0) || $0 == measure.code } ?? true
            }
            return counted.isEmpty && !lines.isEmpty ? nil : Share(measure: measure, lines: counted)
        }
    }

    /// The whole plan.
    var total: Sum { sums(line: { _, _ in [0] }, words: { _ in [0] })[0] ?? Sum() }

    /// By the position of the section; -1 for measures outside sections.
    var bySection: [Int: Sum] { sums(line: { measure, _ in [measure.section ?? -1] }, words: { [$0.section ?? -1] }) }

    /// By each leading institution; a measure with two leads stands under both.
    var byLead: [String: Sum] { sums(line: { measure, _ in PlanBudget.leads(measure) }, words: PlanBudget.leads) }

    /// An institution is one, whatever its places.
    private static func leads(_ measure: Measure) -> Set<String> {
        Set(measure.leads.map { $0.reading == .institution ? $0.code ?? $0.name : $0.name })
    }

    /// By who pays.
    var bySource: [Source: Sum] {
        sums(line: { _, line in [source(line)] }) { measure in
            let named = Set(measure.budget.filter { $0.kind != .noFunding }.map(source)).subtracting([.unnamed])
            return named.isEmpty ? [.unnamed] : named
        }
    }

    /// The sum of each group, given the groups in which an amount, and a measure with words only, stands.
    private func sums<Group: Hashable>(line groupsOfLine: (Measure, BudgetLine) -> Set<Group>, words groupsOfWords: (Measure) -> Set<Group>)
        -> [Group: Sum]
    {
        var sums: [Group: Sum] = [:]
        for share in shares {
            if share.lines.isEmpty {
                for group in groupsOfWords(share.measure) { sums[group, default: Sum()].wordsOnly.insert(share.measure.code) }
            }
            for line in share.lines {
                guard let amount = line.amount else { continue }
                for group in groupsOfLine(share.measure, line) { sums[group, default: Sum()].add(line, amount, share.measure.code) }
            }
        }
        return sums
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
