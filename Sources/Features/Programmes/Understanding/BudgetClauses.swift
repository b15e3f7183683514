import Core

/// The statements of a budget's cell.
struct BudgetClauses {
    let clauses: [[Token]]

    /// Clauses end at a semicolon, at a sentence's end, and at a new line that begins with a capital letter.
    ///
    /// - Parameter names: where somebody is named. A name alone right behind an amount pays it: „4 000 лв. НКБТХ, 6 000 лв. МТСП“.
    init(_ tokens: [Token], names: [Range<Int>]) {
        let behind = Set(names.filter { BudgetClauses.endsName(tokens, $0.upperBound) }.map(\.lowerBound))
        var clauses: [[Token]] = [[]]
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            let isStart = next.map { $0.isCapital } ?? false
            let last = clauses[clauses.count - 1]
            switch token.kind {
            case .semicolon: clauses.append([])
            case .newline where isStart && BudgetClauses.endsClause(last): clauses.append([])
            case .stop where isStart && !BudgetClauses.isAbbreviationStop(last): clauses.append([])
            case .stop where isStart && BudgetClauses.endsAmount(last) && !behind.contains(index + 1): clauses.append([])
            case .word where token.isCapital && BudgetClauses.beginsSentence(tokens, index) && !last.isEmpty: clauses.append([token])
            default: clauses[clauses.count - 1].append(token)
            }
        }
        self.clauses = clauses.filter { clause in clause.contains { $0.isWord || $0.number != nil } }
    }

    private static func endsName(_ tokens: [Token], _ index: Int) -> Bool {
        index >= tokens.count || [.comma, .semicolon, .close, .stop, .newline].contains(tokens[index].kind) || tokens[index].text == "и"
    }

    private static func endsClause(_ clause: [Token]) -> Bool {
        guard let last = clause.last(where: { $0.kind != .newline }) else { return false }
        return ![.dash, .comma, .colon, .open].contains(last.kind)
            && !["на", "за", "от", "по", "и", "с", "в", "към", "фонд"].contains(last.text)
    }

    private static func endsAmount(_ clause: [Token]) -> Bool {
        clause.last.map { ["лв", "eur", "bgn"].contains($0.text) } ?? false
    }

    private static func isAbbreviationStop(_ clause: [Token]) -> Bool {
        clause.last.map { $0.range.count <= 3 } ?? true
    }

    /// Stock phrases that begin a sentence even where the full stop before them was forgotten.
    private static func beginsSentence(_ tokens: [Token], _ index: Int) -> Bool {
        let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
        switch (tokens[index].text, next) {
        case ("не", "се"), ("мерките", "ще"), ("финансиранe", "то"), ("не", "са"): return true
        default: return false
        }
    }
}
