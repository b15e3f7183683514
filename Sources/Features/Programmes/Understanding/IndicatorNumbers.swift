/// The tokens of an indicator cell with each number in one piece: „20 хил.“ is twenty thousand, „3 (три)“ is three, „– две“ is two, and „на сто“ is
/// the sign of percent.
struct IndicatorNumbers {
    private let printed: [Token]
    private(set) var tokens: [Token] = []

    init(_ printed: [Token]) {
        self.printed = printed
        var position = 0
        while position < printed.count {
            guard let value = printed[position].number ?? spelt(position) else {
                tokens.append(printed[position])
                position += 1
                continue
            }
            position = take(value, position)
        }
    }

    /// Adds the number and what belongs to it; returns where the rest begins.
    private mutating func take(_ value: Double, _ start: Int) -> Int {
        var (value, end) = (value, start + 1)
        if let scale = BudgetWords.scale[word(end)] {
            value *= scale
            end += 1
            if end < printed.count, printed[end].kind == .stop, !(end + 1 < printed.count && printed[end + 1].isCapital) { end += 1 }
        }
        end = repetition(of: value, end) ?? end
        tokens.append(joined(.number(value), start..<end))
        if let sign = percent(end) {
            tokens.append(joined(.percent, end..<sign))
            end = sign
        }
        return end
    }

    private func word(_ index: Int) -> String { index < printed.count && printed[index].isWord ? printed[index].text : "" }

    /// A number written out right behind a dash or colon, with at most three words after it: „Брой кампании – две“.
    private func spelt(_ index: Int) -> Double? {
        guard index > 1, [.dash, .colon].contains(printed[index - 1].kind), printed[index].isSpaced, printed[index].isWord,
            let value = NumberWords.value(printed[index].text), !goesOn(index)
        else { return nil }
        let rest = printed[(index + 1)...].prefix { ![.newline, .semicolon, .comma, .stop].contains($0.kind) }
        return rest.count <= 3 ? value : nil
    }

    /// Whether the number goes on: „двадесет и пет“, „две-три“.
    private func goesOn(_ index: Int) -> Bool {
        guard index + 1 < printed.count else { return false }
        if printed[index + 1].kind == .dash { return true }
        return NumberWords.value(word(index + 1)) != nil || word(index + 1) == "и" && NumberWords.value(word(index + 2)) != nil
    }

    /// The end of a bracket that says the same number in words: „3 (три) обучения“.
    private func repetition(of value: Double, _ start: Int) -> Int? {
        guard start < printed.count, printed[start].kind == .open,
            let close = printed[start...].prefix(8).firstIndex(where: { $0.kind == .close })
        else { return nil }
        let words = printed[(start + 1)..<close]
        guard !words.isEmpty, words.allSatisfy({ $0.isWord && NumberWords.isPart($0.text) }) else { return nil }
        // „3 (четири)“ contradicts itself and is left as it stands.
        if words.count == 1, let said = NumberWords.value(words[start + 1].text), said != value { return nil }
        return close + 1
    }

    /// The end of „на сто“ or „процента“.
    private func percent(_ index: Int) -> Int? {
        if word(index) == "на", word(index + 1) == "сто" { return index + 2 }
        return word(index).hasPrefix("процент") || word(index) == "percent" ? index + 1 : nil
    }

    private func joined(_ kind: Token.Kind, _ range: Range<Int>) -> Token {
        let (first, last) = (printed[range.lowerBound], printed[range.upperBound - 1])
        return Token(
            kind: kind, range: first.range.lowerBound..<last.range.upperBound, text: first.text, isCapital: false, twin: nil,
            isSpaced: first.isSpaced)
    }
}
