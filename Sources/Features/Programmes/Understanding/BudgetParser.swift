import Core

/// Understands the words of a budget (бюджет).
struct BudgetParser {
    let actors: ActorParser

    struct Outcome {
        var lines: [BudgetLine] = []
        /// Numbers that were not taken for amounts: somebody should look.
        var unreadNumbers: [Range<Int>] = []
        /// Amounts printed in both currencies that differ, and what the fixed rate makes of the leva.
        var differing: [(range: Range<Int>, inEuro: Money)] = []
    }

    /// One line a clause; a clause with amounts gives a line of kind `amount` for each that counts.
    ///
    /// - Parameter unit: that of the column's heading, for numbers that have none of their own.
    func parse(_ cell: LogicalCell, unit: MoneyUnit? = nil) -> Outcome {
        guard !cell.isBlank else { return Outcome() }
        let tokens = Tokenizer.tokens(cell.scalars)
        let clauses = BudgetClauses(tokens, names: actors.mentions(tokens).map(\.tokens)).clauses
        let amounts = clauses.map { BudgetAmounts($0, unit: unit, names: unit == nil ? [] : actors.mentions($0).map(\.tokens)).amounts }
        let parts = BudgetParts(clauses, amounts)
        var outcome = Outcome()
        for (position, clause) in clauses.enumerated() {
            let segments = segments(clause, amounts[position], parts.roles[position], parts.ends[position])
            outcome.lines += segments.map { line($0, clause, cell) }
            if segments.isEmpty, let line = words(clause, cell) { outcome.lines.append(line) }
            let understood = amounts[position].indices.filter { place in !parts.doubtful.contains { $0 == (position, place) } }
            outcome.unreadNumbers += unreadNumbers(clause, understood.map { amounts[position][$0].tokens })
            for amount in amounts[position] {
                guard let inEuro = amount.differing else { continue }
                outcome.differing.append((range(Array(clause[amount.tokens])), inEuro))
            }
        }
        outcome.lines = sharedAcross(merged(outcome.lines), tokens)
        if outcome.lines.isEmpty { keepBare(tokens, cell, &outcome) }
        return outcome
    }

    // MARK: Amounts with their words

    /// An amount that counts, and the stretch of its clause that speaks of it.
    private struct Segment {
        let amount: BudgetAmounts.Amount
        let tokens: Range<Int>
        /// Where the words about its payers stand.
        let payers: Range<Int>
    }

    private func segments(_ clause: [Token], _ amounts: [BudgetAmounts.Amount], _ roles: [BudgetParts.Role], _ ends: [Int?]) -> [Segment] {
        let counted = amounts.indices.filter { roles[$0] == .counted }
        guard let first = counted.first else { return [] }
        // What stands between the sum that is divided and its first part belongs to the sum.
        let begin = first > 0 && roles[first - 1] == .divided ? ends[first - 1] ?? amounts[first - 1].tokens.upperBound : 0
        let isNamedBefore = !actors.mentions(Array(clause[begin..<amounts[first].tokens.lowerBound])).isEmpty
        var segments: [Segment] = []
        var (start, payersStart) = (0, begin)
        for (place, index) in counted.enumerated() {
            let next = place + 1 < counted.count ? counted[place + 1] : nil
            let last = next.map { $0 - 1 } ?? amounts.count - 1
            // Parts that are not counted belong to their sum, and so does a sum printed behind its parts.
            let own = (index...max(index, last)).last { roles[$0] != .counted || $0 == index } ?? index
            let end =
                next.map { boundary(clause, amounts[own].tokens.upperBound..<amounts[$0].tokens.lowerBound, isNamedBefore) } ?? clause.count
            let payersEnd = ends[index].map { min($0, end) } ?? end
            segments.append(Segment(amount: amounts[index], tokens: start..<end, payers: min(payersStart, payersEnd)..<payersEnd))
            (start, payersStart) = (end, end)
        }
        return segments
    }

    /// Where the words of one amount end and those of the next begin. Who is named before an amount pays it; else who is named behind it.
    private func boundary(_ clause: [Token], _ between: Range<Int>, _ isNamedBefore: Bool) -> Int {
        var close = between.lowerBound
        while close < between.upperBound, [.stop, .close].contains(clause[close].kind) { close += 1 }
        if isNamedBefore { return close }
        let separator = between.last { index in
            [.comma, .newline, .slash].contains(clause[index].kind) || ["и", "and", "+"].contains(clause[index].text)
        }
        if let separator { return separator }
        let hasWords = clause[between].contains { $0.isWord && $0.text != "до" }
        return hasWords ? clause[between].last?.text == "до" ? between.upperBound - 1 : between.upperBound : close
    }

    private func line(_ segment: Segment, _ clause: [Token], _ cell: LogicalCell) -> BudgetLine {
        let leading = clause[segment.tokens].prefix { token in
            [.stop, .comma, .newline, .slash].contains(token.kind) || ["и", "and", "+"].contains(token.text)
        }
        let words = Array(clause[segment.tokens].dropFirst(segment.tokens.lowerBound == 0 ? 0 : leading.count))
        var line = BudgetLine(kind: .amount, source: cell.source(range(words)))
        line.amount = segment.amount.money
        line.isCeiling = segment.amount.isCeiling
        line.basis = segment.amount.isYearly ? .perYear : .total
        line.payers = payers(Array(clause[segment.payers]), cell)
        return line
    }

    // MARK: Words without an amount

    private func words(_ clause: [Token], _ cell: LogicalCell) -> BudgetLine? {
        let texts = clause.filter(\.isWord).map(\.text)
        guard !texts.isEmpty else { return nil }
        var line = BudgetLine(kind: kind(texts), source: cell.source(range(clause)))
        if line.kind != .noFunding { line.payers = payers(clause, cell) }
        return line
    }

    /// A number alone may be an amount, but nobody says of what: it stays as it is printed.
    private func keepBare(_ tokens: [Token], _ cell: LogicalCell, _ outcome: inout Outcome) {
        let digits = tokens.filter { $0.number != nil || $0.kind == .reference }
        guard !digits.isEmpty else { return }
        outcome.lines = [BudgetLine(kind: .words, source: cell.source(range(tokens)))]
        if outcome.unreadNumbers.isEmpty { outcome.unreadNumbers = [range(digits)] }
    }

    private func kind(_ words: [String]) -> BudgetLine.Kind {
        if BudgetWords.deny(words) { return .noFunding }
        if words.contains(where: { $0.hasPrefix("рамк") }), words.contains(where: { $0.hasPrefix("бюджет") }) { return .withinBudget }
        if BudgetWords.isExternal(words) { return .external }
        return words.contains(where: { $0.hasPrefix("бюджет") }) ? .withinBudget : .words
    }

    private func payers(_ clause: [Token], _ cell: LogicalCell) -> [Actor] {
        var payers: [Actor] = []
        for mention in actors.mentions(clause) where !mention.isMisspelt {
            let span = clause[mention.tokens.lowerBound].range.lowerBound..<clause[mention.tokens.upperBound - 1].range.upperBound
            let actor = actors.actor(mention.meaning, cell.source(span))
            if !payers.contains(where: { $0.code == actor.code && $0.reading == actor.reading }) { payers.append(actor) }
        }
        return payers
    }

    /// The same stock phrase printed twice in a cell is one line.
    private func merged(_ lines: [BudgetLine]) -> [BudgetLine] {
        var kept: [BudgetLine] = []
        for line in lines where !kept.contains(where: { $0.amount == nil && line.amount == nil && $0.source.text == line.source.text }) {
            kept.append(line)
        }
        return kept
    }

    /// „общо с посоченото в мярка 34“ concerns the amount printed in the cell.
    private func sharedAcross(_ lines: [BudgetLine], _ tokens: [Token]) -> [BudgetLine] {
        guard let common = tokens.firstIndex(where: { $0.text == "общо" || $0.text == "shared" }) else { return lines }
        guard
            let word = tokens[common...].firstIndex(where: {
                $0.text.hasPrefix("мярк") || $0.text.hasPrefix("дейност") || $0.text == "measure"
            }),
            word + 1 < tokens.count, tokens[word + 1].number != nil
        else { return lines }
        return lines.map { line in
            guard line.amount != nil else { return line }
            var line = line
            line.sharedWith = tokens[word + 1].text
            return line
        }
    }

    private func range(_ tokens: [Token]) -> Range<Int> {
        let visible = tokens.filter { $0.kind != .newline }
        guard let first = visible.first, let last = visible.last else { return 0..<0 }
        return first.range.lowerBound..<last.range.upperBound
    }

    /// Numbers that are neither amounts nor years nor lengths of time.
    private func unreadNumbers(_ clause: [Token], _ amounts: [Range<Int>]) -> [Range<Int>] {
        clause.enumerated().compactMap { index, token in
            guard token.number != nil, !token.isYearLike, !amounts.contains(where: { $0.contains(index) }) else { return nil }
            let before = index > 0 ? clause[index - 1].text : ""
            let after = index + 1 < clause.count ? clause[index + 1].text : ""
            let isReference =
                before.hasPrefix("мярк") || before == "measure" || after.hasPrefix("месец") || clause.first?.kind == .number(1)
            return isReference ? nil : token.range
        }
    }
}
