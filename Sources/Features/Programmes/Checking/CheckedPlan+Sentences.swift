import Core
import Documents

/// Sentences that break off, and words printed twice.
extension CheckedPlan {
    func sentences() -> [PlanFinding] {
        // A goal is one text for all of its measures.
        var seen: Set<Passage> = []
        let cut = plan.measures.flatMap { measure in
            [measure.title, measure.strategicGoal, measure.operationalGoal, measure.expectedResults].compactMap { text -> PlanFinding? in
                guard let text, let place = text.source.cells.first,
                    seen.insert(Passage(place: place, text: PrintedText(text.text))).inserted, CheckedPlan.isCutOff(text.text)
                else { return nil }
                return PlanFinding(.textCutOff, measure: measure.code, place: place, quote: CheckedPlan.end(text.text))
            }
        }
        return cut + wordsRepeated()
    }

    /// A text where it stands.
    private struct Passage: Hashable {
        let place: CellPlace
        let text: PrintedText
    }

    /// It ends at a comma, at a word that needs another one behind it, or within brackets.
    private static func isCutOff(_ text: String) -> Bool {
        guard mayBeCutOff(text) else { return false }
        let tokens = Tokenizer.tokens(Array(text.unicodeScalars)).filter { $0.kind != .newline }
        guard tokens.count > 3, let last = tokens.last else { return false }
        if last.kind == .comma { return true }
        if last.isWord, !last.isCapital, ["на", "за", "със", "във", "от", "при", "по", "към", "чрез", "през", "или"].contains(last.text) {
            return true
        }
        let open = tokens.count { $0.kind == .open }
        return open > tokens.count { $0.kind == .close } && open > 0
    }

    /// Most texts end otherwise, and need no closer look.
    private static func mayBeCutOff(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let end = scalars.lastIndex(where: { !$0.isSpace }) else { return false }
        let word = scalars[...end].reversed().prefix { $0.isLetter }.count
        return scalars[end] == "," || (1...5).contains(word) || text.utf8.contains { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }
    }

    /// The last words.
    private static func end(_ text: String) -> String {
        let words = Headings.clean(text).split(separator: " ")
        return words.suffix(8).joined(separator: " ")
    }

    /// „на на“, „при ползване на при ползване на“.
    private func wordsRepeated() -> [PlanFinding] {
        var quotes: [String?] = []
        for (position, cell) in cells.own.enumerated() {
            let alike = cells.alike[position]
            quotes.append(alike < position ? quotes[alike] : CheckedPlan.repeated(cell.text))
        }
        return zip(cells.own, quotes).compactMap { cell, quote in
            quote.map { PlanFinding(.wordsRepeated, measure: cell.measure.map { plan.measures[$0].code }, place: cell.place, quote: $0) }
        }
    }

    /// The words of a text that are printed twice.
    private static func repeated(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        return repetition(Tokenizer.tokens(scalars)).map { String(scalars: scalars[$0]) }
    }

    /// As many words as a phrase that somebody pasted twice has at most.
    private static let longest = 6

    /// As they are folded: strings are compared by their canonical forms, which takes longer than all else here.
    private static func isSame(_ one: Token, _ other: Token) -> Bool {
        one.text.utf8.count == other.text.utf8.count && one.text.utf8.elementsEqual(other.text.utf8)
    }

    private static func repetition(_ tokens: [Token]) -> Range<Int>? {
        for start in tokens.indices where tokens[start].isWord {
            for length in 1...longest where start + 2 * length <= tokens.count && isSame(tokens[start], tokens[start + length]) {
                let (one, other) = (tokens[start..<start + length], tokens[start + length..<start + 2 * length])
                guard one.allSatisfy(\.isWord), other.allSatisfy({ $0.isWord && $0.isSpaced }), zip(one, other).allSatisfy(isSame) else {
                    continue
                }
                return one[start].range.lowerBound..<(other.last?.range.upperBound ?? one[start].range.upperBound)
            }
        }
        return nil
    }
}
