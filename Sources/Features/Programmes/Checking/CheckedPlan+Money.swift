import Core
import Documents

/// Budgets whose words contradict one another.
extension CheckedPlan {
    func budgets() -> [PlanFinding] {
        plan.measures.indices.compactMap { position in
            let measure = plan.measures[position]
            guard let place = cells.place(.budget, of: position) else { return nil }
            let text = cells.text(.budget, of: position)
            func found(_ quote: String, _ detail: String) -> PlanFinding {
                PlanFinding(.budgetContradicts, measure: measure.code, place: place, quote: quote, detail: detail)
            }
            if let amount = measure.budget.first(where: { $0.amount != nil }), let denial = denial(text) {
                return found(denial, amount.source.text)
            }
            return soleLeadPaysNothing(measure, text) ? found(text, "") : nil
        }
    }

    /// The words that want no money of anybody. „… от бюджета на НКБТХ“ and „… от МВР“ leave others to pay, „допълнителни“ what is there
    /// already.
    private func denial(_ text: String) -> String? {
        text.unicodeScalars.split { ".;\n".unicodeScalars.contains($0) }.map { String($0) }.first { sentence in
            let words = StatementWords(sentence).words
            return BudgetWords.deny(words) && words.contains { $0.hasPrefix("финанс") || $0.hasPrefix("средств") }
                && !words.contains { $0.hasPrefix("бюджет") || $0.hasPrefix("допълнителн") }
                && !sentence.split(separator: " ").contains { CheckedPlan.isAbbreviation(String($0)) }
        }
    }

    private func payers(_ line: BudgetLine) -> [String] { line.payers.compactMap(\.code) }

    /// The only lead pays nothing, and yet the budgets of those who answer for the measure are to pay.
    private func soleLeadPaysNothing(_ measure: Measure, _ text: String) -> Bool {
        guard measure.leads.count == 1, let lead = measure.leads[0].code else { return false }
        let denied = measure.budget.contains { line in
            line.kind == .noFunding && (payers(line).contains(lead) || line.source.text.contains(measure.leads[0].source.text))
        }
        guard denied else { return false }
        let words = StatementWords(text).words
        return zip(words, words.dropFirst()).contains { $0.hasPrefix("отговорн") && $1.hasPrefix("институц") }
    }
}
