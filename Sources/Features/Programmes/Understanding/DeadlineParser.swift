import Core

/// Understands the words of a deadline (срок).
struct DeadlineParser {
    /// The plan's own time. Its year is taken where a month stands without one, if it has but one.
    let plan: Deadline.Period?

    /// Nil for a blank cell. What is not understood stays a deadline of kind `text`.
    func parse(_ cell: LogicalCell) -> Deadline? {
        guard !cell.isBlank else { return nil }
        let tokens = Tokenizer.tokens(cell.scalars).filter { $0.kind != .newline && $0.kind != .tag }
        guard tokens.contains(where: { $0.isWord || $0.number != nil || TimeWords.isDated($0) }) else { return nil }
        let words = Words(tokens: tokens, times: TimeMentions(tokens, plan: plan), source: cell.source)
        return words.following ?? words.recurring ?? words.scheduled ?? words.continuous ?? words.timed ?? words.lasting
            ?? Deadline(kind: .text, source: words.source)
    }

    /// The words of one deadline and the times among them.
    struct Words {
        let tokens: [Token]
        let times: TimeMentions
        let source: SourceReference

        /// Words outside of the times, each with its position.
        var loose: [(position: Int, text: String)] {
            tokens.enumerated().compactMap { position, token in
                token.isWord && !times.mentions.contains { $0.tokens.contains(position) } ? (position, token.text) : nil
            }
        }
    }
}

extension DeadlineParser.Words {
    /// Days, months, quarters, years; every other word with them is their condition.
    fileprivate var timed: Deadline? {
        let chosen = times.counting
        guard !chosen.mentions.isEmpty else { return nil }
        guard let periods = chosen.periods else { return Deadline(kind: .text, source: source) }
        var deadline = Deadline(kind: kind(chosen.mentions), periods: periods, source: source)
        deadline.isYearAssumed = chosen.isYearAssumed
        if periods.isEmpty, deadline.kind != .date { return Deadline(kind: .text, source: source) }
        guard hasCondition(beside: chosen) else { return deadline }
        deadline.condition = source.text
        // „2024 г. – до приключване на …“: the year is sure, what ends it is not.
        let isBounded = tokens.contains { ["края", "край", "end"].contains($0.text) }
        if chosen.mentions.allSatisfy(\.isYear), !isBounded { deadline.kind = .text }
        return deadline
    }

    private func kind(_ mentions: [TimeMention]) -> Deadline.Kind {
        if mentions.contains(where: \.isEnd) { return .range }
        if mentions.allSatisfy(\.isDay) { return .date }
        return mentions.allSatisfy(\.isMonth) ? .month : .range
    }

    private func hasCondition(beside times: TimeMentions) -> Bool {
        tokens.enumerated().contains { position, token in
            guard !times.mentions.contains(where: { $0.tokens.contains(position) }) else { return false }
            return token.isWord ? !TimeWords.fillers.contains(token.text) : token.number != nil || TimeWords.isDated(token)
        }
    }

    /// By somebody's schedule, unless a day or month is printed with its year.
    fileprivate var scheduled: Deadline? {
        let isScheduled = tokens.contains { token in
            ["график", "инициатива", "съобразно", "съгласно", "schedule"].contains { token.text.hasPrefix($0) }
        }
        let isDated = times.plain.mentions.contains { !$0.isYear && $0.year != nil } && !times.isYearAssumed
        return isScheduled && !isDated ? Deadline(kind: .schedule, source: source) : nil
    }

    fileprivate var continuous: Deadline? {
        let words = tokens.filter(\.isWord).map(\.text)
        let stems = ["постоянен", "постоянна", "постоянно", "непрекъснат", "целогодиш", "continuous", "ongoing"]
        let isContinuous = words.contains { word in stems.contains { word.hasPrefix($0) } || ["текущо", "текущ"].contains(word) }
        let allYear = zip(words, words.dropFirst()).contains {
            $0 == "цялата" && $1.hasPrefix("година") || $0 == "през" && $1 == "годината"
        }
        guard isContinuous || allYear else { return nil }
        var deadline = Deadline(kind: .continuous, source: source)
        if !times.isYearAssumed, let periods = times.periods, let from = periods.map(\.from).min(), let to = periods.map(\.to).max() {
            deadline.periods = [.init(from: from, to: to)]
        }
        return deadline
    }
}

// MARK: - Lengths of time

extension DeadlineParser.Words {
    /// „3 месеца след приемането“: a length of time from something, whatever day is printed for that.
    fileprivate var following: Deadline? {
        guard let length = length, length.end < tokens.count else { return nil }
        let next = tokens[length.end].text
        return ["след", "от", "считано", "преди", "after", "from", "before"].contains(next) ? duration(length) : nil
    }

    fileprivate var lasting: Deadline? { length.map(duration) }

    private func duration(_ length: (months: Int?, begin: Int, end: Int)) -> Deadline {
        var deadline = Deadline(kind: .duration, source: source)
        deadline.durationMonths = length.months
        let others = tokens.indices.filter { !(length.begin..<length.end).contains($0) && tokens[$0].isWord }
        if others.contains(where: { !TimeWords.fillers.contains(tokens[$0].text) }) { deadline.condition = source.text }
        return deadline
    }

    /// „една година“, „30 работни дни“, „шестмесечен срок“; without months where it is counted in days or weeks.
    private var length: (months: Int?, begin: Int, end: Int)? {
        for index in tokens.indices where tokens[index].isWord && !times.mentions.contains(where: { $0.tokens.contains(index) }) {
            let word = tokens[index].text
            if index + 1 < tokens.count, tokens[index + 1].text.hasPrefix("срок") {
                let isCounted = index > 1 && tokens[index - 1].kind == .dash && tokens[index - 2].number != nil
                if word.hasPrefix("дневен"), isCounted { return (nil, index - 2, index + 2) }
                if let months = TimeWords.terms[word] { return (months, index, index + 2) }
            }
            guard let unit = TimeWords.unit(word) else { continue }
            let before =
                index > 0 && ["работни", "календарни", "working", "calendar"].contains(tokens[index - 1].text) ? index - 2 : index - 1
            guard before >= 0, let count = Months.count(tokens[before]) else { continue }
            return (unit > 0 ? count * unit : nil, before, index + 1)
        }
        return nil
    }
}
