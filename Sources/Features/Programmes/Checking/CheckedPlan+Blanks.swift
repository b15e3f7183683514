import Documents

/// Cells that nobody filled in, and those that say themselves that something is missing.
extension CheckedPlan {
    func blanks() -> [PlanFinding] {
        plan.measures.indices.flatMap { position in
            var found: [PlanFinding] = []
            if plan.measures[position].expectedResults == nil { found += blank(.resultMissing, .expectedResults, position) }
            if plan.measures[position].deadline == nil { found += blank(.cellEmpty, .deadline, position) }
            if plan.measures[position].budget.isEmpty { found += blank(.cellEmpty, .budget, position) }
            for goal in [Field.strategicGoal, .operationalGoal] where MissingWords.say(cells.text(goal, of: position)) {
                found += blank(.cellEmpty, goal, position)
            }
            return found + results(position) + deadlines(position)
        }
    }

    private func blank(_ code: PlanFinding.Code, _ field: Field, _ position: Int) -> [PlanFinding] {
        guard let place = cells.place(field, of: position) else { return [] }
        // A card without the row at all has no cell for it: it is told where the measure begins.
        let quote = cells.text(field, of: position)
        return [PlanFinding(code, measure: plan.measures[position].code, place: place, field: field, quote: quote)]
    }

    /// An expected result that only says what is counted.
    private func results(_ position: Int) -> [PlanFinding] {
        guard let result = plan.measures[position].expectedResults, let place = result.source.cells.first else { return [] }
        let statement = StatementWords(words[position].result)
        guard statement.asksNumber, statement.words.count <= 12 else { return [] }
        return [PlanFinding(.resultIsIndicator, measure: plan.measures[position].code, place: place, quote: result.text)]
    }

    /// A length of time without a beginning: nobody can say when it is over.
    private func deadlines(_ position: Int) -> [PlanFinding] {
        guard let deadline = plan.measures[position].deadline, deadline.kind == .duration || deadline.kind == .text,
            deadline.periods.isEmpty,
            let place = deadline.source.cells.first
        else { return [] }
        return [PlanFinding(.deadlineUnclear, measure: plan.measures[position].code, place: place, quote: deadline.source.text)]
    }
}
