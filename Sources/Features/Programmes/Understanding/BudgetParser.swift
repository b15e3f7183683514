import Core

/// Understands the words of a budget (бюджет).
struct BudgetParser {
    let actors: ActorParser

    /// One line a clause; a clause with an amount gives a line of kind `amount` for each.
    func parse(_ cell: LogicalCell) -> (lines: [BudgetLine], unreadNumbers: [Range<Int>]) {
        guard !cell.isBlank else { return ([], []) }
        let tokens = Tokenizer.tokens(cell.scalars)
        var lines: [BudgetLine] = []
        var unread: [Range<Int>] = []
        for clause in clauses(tokens) {
            let amounts = amounts(clause)
            if amounts.isEmpty {
                if let line = words(clause, cell) { lines.append(line) }
            } else {
                lines += amounts.map { line($0, amounts, clause, cell) }
            }
            unread += unreadNumbers(clause, amounts)
        }
        return (sharedAcross(merged(lines), tokens), unread)
    }

    private struct Amount {
        let money: Money
        /// Positions in the clause, from the number to the currency.
        let tokens: Range<Int>
        let isCeiling: Bool
        let isYearly: Bool
    }

    /// Clauses end at a semicolon, at a sentence's end, and at a new line that begins with a capital letter.
    private func clauses(_ tokens: [Token]) -> [[Token]] {
        var clauses: [[Token]] = [[]]
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            let isStart = next.map { $0.isCapital } ?? false
            let last = clauses[clauses.count - 1]
            switch token.kind {
            case .semicolon: clauses.append([])
            case .newline where isStart && endsClause(last): clauses.append([])
            case .stop where isStart && !isAbbreviationStop(last): clauses.append([])
            case .stop where isStart && endsAmount(last): clauses.append([])
            case .word where token.isCapital && beginsSentence(tokens, index) && !last.isEmpty: clauses.append([token])
            default: clauses[clauses.count - 1].append(token)
            }
        }
        return clauses.filter { clause in clause.contains { $0.isWord || $0.number != nil } }
    }

    private func endsClause(_ clause: [Token]) -> Bool {
        guard let last = clause.last(where: { $0.kind != .newline }) else { return false }
        return ![.dash, .comma, .colon, .open].contains(last.kind)
            && !["на", "за", "от", "по", "и", "с", "в", "към", "фонд"].contains(last.text)
    }

    private func endsAmount(_ clause: [Token]) -> Bool {
        clause.last.map { ["лв", "eur", "bgn"].contains($0.text) } ?? false
    }

    private func isAbbreviationStop(_ clause: [Token]) -> Bool {
        clause.last.map { $0.range.count <= 3 } ?? true
    }

    /// Stock phrases that begin a sentence even where the full stop before them was forgotten.
    private func beginsSentence(_ tokens: [Token], _ index: Int) -> Bool {
        let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
        switch (tokens[index].text, next) {
        case ("не", "се"), ("мерките", "ще"), ("финансиранe", "то"), ("не", "са"): return true
        default: return false
        }
    }

    private func amounts(_ clause: [Token]) -> [Amount] {
        var found: [Amount] = []
        for (index, token) in clause.enumerated() {
            guard let value = token.number else { continue }
            var end = index + 1
            var factor = 1.0
            if end < clause.count, let scale = BudgetWords.scale[clause[end].text] {
                factor = scale
                end += 1
                if end < clause.count, clause[end].kind == .stop { end += 1 }
            }
            let after = end < clause.count ? BudgetWords.currency[clause[end].text] : nil
            guard let currency = after ?? before(clause, index) else { continue }
            if after == nil { end -= 1 }
            let minor = (value * factor * 100).rounded()
            guard minor.magnitude < 9e15 else { continue }
            let isCeiling = index > 0 && ["до", "up", "max"].contains(clause[index - 1].text)
            let follower = clause[(end + 1)...].first { $0.kind != .stop }
            let isYearly = follower.map { BudgetWords.yearly.contains($0.text) } ?? false
            found.append(
                Amount(money: Money(minor: Int64(minor), currency), tokens: index..<end + 1, isCeiling: isCeiling, isYearly: isYearly))
        }
        return found
    }

    private func before(_ clause: [Token], _ index: Int) -> Money.Currency? {
        index > 0 ? BudgetWords.currency[clause[index - 1].text] : nil
    }

    private func line(_ amount: Amount, _ all: [Amount], _ clause: [Token], _ cell: LogicalCell) -> BudgetLine {
        // Each amount of a clause takes the words up to the next one.
        let position = all.firstIndex { $0.tokens == amount.tokens } ?? 0
        let from = position == 0 ? 0 : all[position - 1].tokens.upperBound
        let to = position + 1 == all.count ? clause.count : amount.tokens.upperBound
        let part = Array(clause[from..<to])
        var line = BudgetLine(kind: .amount, source: cell.source(range(part)))
        line.amount = amount.money
        line.isCeiling = amount.isCeiling
        line.basis = amount.isYearly ? .perYear : .total
        line.payers = payers(all.count == 1 ? clause : part, cell)
        return line
    }

    private func words(_ clause: [Token], _ cell: LogicalCell) -> BudgetLine? {
        let texts = clause.filter(\.isWord).map(\.text)
        guard !texts.isEmpty else { return nil }
        var line = BudgetLine(kind: kind(texts), source: cell.source(range(clause)))
        if line.kind != .noFunding { line.payers = payers(clause, cell) }
        return line
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

    /// Numbers that are neither amounts nor years nor lengths of time: somebody should look.
    private func unreadNumbers(_ clause: [Token], _ amounts: [Amount]) -> [Range<Int>] {
        clause.enumerated().compactMap { index, token in
            guard token.number != nil, !token.isYearLike, !amounts.contains(where: { $0.tokens.contains(index) }) else { return nil }
            let before = index > 0 ? clause[index - 1].text : ""
            let after = index + 1 < clause.count ? clause[index + 1].text : ""
            let isReference =
                before.hasPrefix("мярк") || before == "measure" || after.hasPrefix("месец") || clause.first?.kind == .number(1)
            return isReference ? nil : token.range
        }
    }
}

/// The words of money.
enum BudgetWords {
    static let currency: [String: Money.Currency] = [
        "лв": .bgn, "лева": .bgn, "лев": .bgn, "bgn": .bgn, "eur": .eur, "€": .eur, "евро": .eur, "euro": .eur,
    ]
    static let scale: [String: Double] = [
        "хил": 1000, "хиляди": 1000, "thousand": 1000, "млн": 1_000_000, "милиона": 1_000_000, "милион": 1_000_000, "million": 1_000_000,
    ]
    static let yearly: Set<String> = ["годишно", "yearly", "annually", "year"]
    /// Whether words say that no money is needed, or that there is none.
    static func deny(_ words: [String]) -> Bool {
        if words.first == "без" { return words.contains { $0.hasPrefix("средств") || $0.hasPrefix("финанс") } }
        return words.contains("не")
            && words.contains { $0.hasPrefix("предвижда") || $0.hasPrefix("изисква") || $0.hasPrefix("необходим") }
    }

    /// Whether words name money from outside the State's budget.
    static func isExternal(_ words: [String]) -> Bool {
        words.contains { word in external.contains { word.hasPrefix($0) } }
    }

    private static let external = [
        "проект", "програм", "външн", "фонд", "фуми", "донор", "механизъм", "европейск", "споразумени", "международн", "грантов", "норвежк",
        "external", "project", "fund",
    ]
}
