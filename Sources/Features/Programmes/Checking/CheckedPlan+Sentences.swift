import Core
import Documents

/// Sentences that break off, and words printed twice.
extension CheckedPlan {
    func sentences() -> [PlanFinding] {
        let cut = plan.measures.flatMap { measure in
            [measure.title, measure.strategicGoal, measure.operationalGoal, measure.expectedResults].compactMap { text -> PlanFinding? in
                guard let text, let place = text.source.cells.first, CheckedPlan.isCutOff(text.text) else { return nil }
                return PlanFinding(.textCutOff, measure: measure.code, place: place, quote: CheckedPlan.end(text.text))
            }
        }
        return cut.uniqued(by: \.place) + wordsRepeated()
    }

    /// It ends at a comma, at a word that needs another one behind it, or within brackets.
    private static func isCutOff(_ text: String) -> Bool {
        let tokens = Tokenizer.tokens(Array(text.unicodeScalars)).filter { $0.kind != .newline }
        guard tokens.count > 3, let last = tokens.last else { return false }
        if last.kind == .comma { return true }
        if last.isWord, !last.isCapital, ["на", "за", "със", "във", "от", "при", "по", "към", "чрез", "през", "или"].contains(last.text) {
            return true
        }
        let open = tokens.count { $0.kind == .open }
        return open > tokens.count { $0.kind == .close } && open > 0
    }

    /// The last words.
    private static func end(_ text: String) -> String {
        let words = Headings.clean(text).split(separator: " ")
        return words.suffix(8).joined(separator: " ")
    }

    /// „на на“, „при ползване на при ползване на“.
    private func wordsRepeated() -> [PlanFinding] {
        cells.own.compactMap { cell in
            let scalars = Array(cell.text.unicodeScalars)
            guard let range = CheckedPlan.repetition(Tokenizer.tokens(scalars)) else { return nil }
            return PlanFinding(
                .wordsRepeated, measure: cell.measure.map { plan.measures[$0].code }, place: cell.place,
                quote: String(scalars: scalars[range]))
        }
    }

    /// As many words as a phrase that somebody pasted twice has at most.
    private static let longest = 6

    private static func repetition(_ tokens: [Token]) -> Range<Int>? {
        for start in tokens.indices {
            for length in 1...longest where start + 2 * length <= tokens.count {
                let (one, other) = (tokens[start..<start + length], tokens[start + length..<start + 2 * length])
                guard one.allSatisfy(\.isWord), other.allSatisfy({ $0.isWord && $0.isSpaced }), one.map(\.text) == other.map(\.text) else {
                    continue
                }
                return one[start].range.lowerBound..<(other.last?.range.upperBound ?? one[start].range.upperBound)
            }
        }
        return nil
    }
}

extension Array {
    /// The first element of each key, in order.
    func uniqued(by key: (Element) -> some Hashable) -> [Element] {
        var seen: Set<AnyHashable> = []
        return filter { seen.insert(AnyHashable(key($0))).inserted }
    }
}
