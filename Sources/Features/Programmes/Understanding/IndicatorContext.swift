/// The tokens of an indicator cell and what stands around each: no state, only questions.
struct IndicatorContext {
    let tokens: [Token]

    /// Years, articles, references, list numbers, and whatever stands in brackets.
    func isTrap(_ index: Int, inBrackets: Bool) -> Bool {
        let token = tokens[index]
        let previous = index > 0 ? tokens[index - 1] : nil
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        if inBrackets { return true }
        if let previous, IndicatorWords.references.contains(previous.text) || previous.kind == .other && previous.text == "№" {
            return true
        }
        if previous?.kind == .stop, index > 1, IndicatorWords.references.contains(tokens[index - 2].text) { return true }
        if let next, IndicatorWords.yearWords.contains(next.text) { return true }
        if token.isYearLike {
            let isAfterDash = previous?.kind == .dash
            let isRange =
                isAfterDash && index > 1 && tokens[index - 2].isYearLike
                || next?.kind == .dash && index + 2 < tokens.count && tokens[index + 2].isYearLike
            if !isAfterDash || isRange { return true }
        }
        return isRangeEnd(index)
    }

    /// „1. Възстановяване …“ at the beginning of a line numbers a list.
    func isListNumber(_ index: Int) -> Bool {
        guard let number = tokens[index].number, number < 30, index == 0 || tokens[index - 1].kind == .newline else { return false }
        return index + 2 < tokens.count && tokens[index + 1].kind == .stop && tokens[index + 2].isCapital
    }

    /// „увеличение с 10 %“, „ръст от 5 %“, „10 % намаление“: by how much something changes says nothing of what it comes to.
    func isChange(_ index: Int, _ before: [Token]) -> Bool {
        let words = before.filter(\.isWord).map(\.text)
        let last = before.last?.isWord == true ? words.last ?? "" : ""
        if ["с", "със", "от", "by", "from"].contains(last), words.contains(where: IndicatorWords.tellsChange) { return true }
        let noun = last == "от" || last == "of" ? words.dropLast().last : last
        if let noun, IndicatorWords.changes.contains(noun) { return true }
        guard index + 1 < tokens.count, tokens[index + 1].kind == .percent else { return false }
        if before.last?.text == "+" { return true }
        guard index + 2 < tokens.count, tokens[index + 2].isWord else { return false }
        let isComparison = tokens[index + 2].text == "по" && index + 3 < tokens.count && tokens[index + 3].kind == .dash
        return isComparison || IndicatorWords.changes.contains(tokens[index + 2].text)
            || tokens[index + 2].text == "повече" && (index + 3 >= tokens.count || tokens[index + 3].text != "от")
    }

    func isFollowedByValue(_ index: Int) -> Bool {
        var position = index + 1
        if position < tokens.count, tokens[position].kind == .percent { position += 1 }
        return position + 1 < tokens.count && tokens[position].kind == .dash && tokens[position + 1].number != nil
    }

    /// The end of „10-15“: neither number is the value.
    func isRangeEnd(_ index: Int) -> Bool {
        index > 1 && tokens[index - 1].kind == .dash && !tokens[index - 1].isSpaced && !tokens[index].isSpaced
            && tokens[index - 2].number != nil
    }

    /// Whether a number is the last thing of its statement, its unit apart.
    func endsStatement(_ index: Int) -> Bool {
        guard let next = token(after: index, skipping: []) else { return true }
        switch next.kind {
        case .newline, .semicolon, .stop, .percent, .tag: return true
        case .comma: return token(after: index + 1).map { $0.isCapital || $0.number != nil } ?? true
        case .word: return next.isCapital || IndicatorWords.shortForms.contains(next.text)
        case .dash: return token(after: index + 1).map { $0.isCapital } ?? true
        default: return false
        }
    }

    /// „… – 0 и работодатели – 0“, „1000 деца и 3200 ученици“: another statement after „и“.
    func startsAnotherCount(_ index: Int, isLeading: Bool) -> Bool {
        if let next = token(after: index), next.number != nil { return !next.isYearLike }
        guard !isLeading else { return false }
        var position = index + 1
        while position + 1 < tokens.count, position < index + 8 {
            if tokens[position].kind == .dash { return tokens[position + 1].number != nil }
            guard tokens[position].isWord, !tokens[position].isCapital else { return false }
            position += 1
        }
        return false
    }

    func token(after index: Int, skipping: [Token.Kind] = [.newline, .tag]) -> Token? {
        tokens[min(index + 1, tokens.count)...].first { !skipping.contains($0.kind) }
    }

    func isDay(_ token: Token) -> Bool {
        if case .date = token.kind { return true }
        return false
    }

    /// Whether words only say when: „Към 01.01.2024 г.“, „За 2023 г.“.
    func isDate(_ tokens: ArraySlice<Token>) -> Bool {
        var hasDate = false
        for token in tokens {
            if isDay(token) || token.number != nil || token.kind == .reference {
                hasDate = true
                continue
            }
            guard token.isWord else { continue }
            if Months.number(token.text) != nil {
                hasDate = true
                continue
            }
            guard IndicatorWords.dateWords.contains(token.text) else { return false }
        }
        return hasDate
    }
}
