import Core

/// Keeps the unit of amounts that only a heading or a label gave („Бюджет (хил. лв.)“): by the heading of the column where it says the same,
/// and otherwise beside the number.
struct StatedUnits {
    /// The columns as they are written: a heading's unit goes where numbers that have none would take it.
    let columns: [PlanColumn]
    private let position: Int?
    private let unit: MoneyUnit?
    private let isBulgarian: Bool

    init(_ printed: [PlanColumn], _ content: PlanContent, _ author: AuthorsRow) {
        isBulgarian = content.isBulgarian
        position = printed.firstIndex { $0.field == .budget }
        let own = position.flatMap { MoneyUnit(heading: printed[$0].heading) }
        guard let position, let own, content.measures.contains(where: { StatedUnits.gains($0, author.texts(of: $0)[position], by: own) })
        else {
            (columns, unit) = (printed, own)
            return
        }
        var columns = printed
        columns[position] = PlanColumn(field: .budget, heading: content.isBulgarian ? "Бюджет" : "Budget")
        (self.columns, unit) = (columns, nil)
    }

    /// The texts of a row, with the units that the heading of their column does not give.
    func state(_ measure: Measure, in texts: [String]) -> [String] {
        guard let position else { return texts }
        var texts = texts
        var rest = texts[position][...]
        var stated = ""
        for line in measure.budget {
            guard let amount = line.amount, let words = words(amount, line.source.text),
                let place = rest.firstRange(of: line.source.text)
            else { continue }
            stated += rest[..<place.lowerBound] + words
            rest = rest[place.upperBound...]
        }
        texts[position] = stated + rest
        return texts
    }

    /// The words of an amount with its unit; nil where they say it, or the heading does.
    private func words(_ amount: Money, _ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        let tokens = Tokenizer.tokens(scalars)
        guard !tokens.contains(where: { BudgetWords.currency[$0.text] != nil }) else { return nil }
        // What was read as an amount stood beside a name, if beside any word.
        let names = tokens.indices.filter { tokens[$0].isWord }.map { $0..<$0 + 1 }
        for scale in StatedUnits.scales {
            let unit = MoneyUnit(amount.currency, scale: scale.value)
            guard let read = BudgetAmounts(tokens, unit: unit, names: names).amounts.first(where: { $0.money == amount }) else { continue }
            if unit == self.unit { return nil }
            let end = tokens[read.tokens.upperBound - 1].range.upperBound
            let isScaled = tokens[read.tokens].contains { BudgetWords.scale[$0.text] != nil }
            let name = [isScaled ? "" : isBulgarian ? scale.bulgarian : scale.english, currency(amount.currency)].filter { !$0.isEmpty }
            return String(scalars: scalars[..<end]) + " " + name.joined(separator: " ") + String(scalars: scalars[end...])
        }
        return nil
    }

    private func currency(_ currency: Money.Currency) -> String {
        switch currency {
        case .bgn: isBulgarian ? "лв." : "BGN"
        case .eur: isBulgarian ? "евро" : "EUR"
        }
    }

    private static let scales: [(value: Double, bulgarian: String, english: String)] = [
        (1, "", ""), (1000, "хил.", "thousand"), (1_000_000, "млн.", "million"),
    ]

    /// Whether a budget without an amount would have one under a heading with a unit.
    private static func gains(_ measure: Measure, _ text: String, by unit: MoneyUnit) -> Bool {
        guard measure.budget.allSatisfy({ $0.amount == nil }) else { return false }
        let scalars = Array(text.unicodeScalars)
        let tokens = Tokenizer.tokens(scalars)
        let names = tokens.indices.filter { tokens[$0].isWord && scalars[tokens[$0].range].allSatisfy(\.isCapital) }.map { $0..<$0 + 1 }
        return !BudgetAmounts(tokens, unit: unit, names: names).amounts.isEmpty
    }
}
