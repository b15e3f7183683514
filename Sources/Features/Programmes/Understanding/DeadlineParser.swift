import Core

/// Understands the words of a deadline (срок).
struct DeadlineParser {
    /// The plan's year, taken where a month stands without one.
    let planYear: Int?

    private struct MonthMention {
        let month: Int
        var year: Int?
        let index: Int
        /// Whether a dash or „до“ joins it to the mention before.
        var isRangeEnd = false
    }

    /// Nil for a blank cell. What is not understood stays a deadline of kind `text`.
    func parse(_ cell: LogicalCell) -> Deadline? {
        guard !cell.isBlank else { return nil }
        let tokens = Tokenizer.tokens(cell.scalars).filter { $0.kind != .newline && $0.kind != .tag }
        guard tokens.contains(where: { $0.isWord || $0.number != nil || isDate($0) }) else { return nil }
        let source = cell.source
        if let deadline = dated(tokens, source) { return deadline }
        if let deadline = recurring(tokens, source) { return deadline }
        if let deadline = scheduled(tokens, source) { return deadline }
        if let deadline = continuous(tokens, source) { return deadline }
        if let deadline = months(tokens, cell, source) { return deadline }
        return lasting(tokens, source) ?? wholeYear(tokens, source) ?? Deadline(kind: .text, source: source)
    }

    private func isDate(_ token: Token) -> Bool {
        if case .date = token.kind { return true }
        return false
    }

    /// Days written in full; every other word with them is their condition.
    private func dated(_ tokens: [Token], _ source: SourceReference) -> Deadline? {
        var days: [Day] = []
        for token in tokens { if case .date(let day) = token.kind { days.append(day) } }
        guard let first = days.first else { return nil }
        var deadline = Deadline(kind: .date, source: source)
        let isAfter = tokens.first.map { ["след", "от", "after", "from"].contains($0.text) } ?? false
        let isSpan = days.count == 2 && ["от", "from"].contains(tokens[0].text) && days[1] > days[0]
        if isSpan {
            deadline.periods = [.init(from: days[0], to: days[1])]
        } else if !isAfter {
            // „до 31.03.2024“ tells the last day only.
            deadline.periods = [.init(from: first, to: first)]
        }
        let rest = tokens.filter { $0.isWord && !["до", "г", "от", "год", "година", "until", "by", "from", "to"].contains($0.text) }
        if !rest.isEmpty { deadline.condition = source.text }
        return deadline
    }

    private func recurring(_ tokens: [Token], _ source: SourceReference) -> Deadline? {
        let words = tokens.filter(\.isWord).map(\.text)
        var every: Int?
        for word in words {
            switch word {
            case "месечно", "ежемесечно", "ежемесечен", "месечен", "monthly": every = 1
            case "тримесечно", "тримесечие", "quarterly": every = 3
            case "шестмесечно", "полугодие", "полугодишно": every = 6
            case "ежегодно", "годишно", "annually", "yearly": every = 12
            default: continue
            }
        }
        if every == nil, let index = words.firstIndex(where: { $0.hasPrefix("всек") || $0 == "every" }), index + 1 < words.count {
            if words[index + 1].hasPrefix("месец") || words[index + 1] == "month" { every = 1 }
            if words[index + 1].hasPrefix("тримесеч") || words[index + 1] == "quarter" { every = 3 }
            if words[index + 1].hasPrefix("годин") || words[index + 1] == "year" { every = 12 }
        }
        guard let every else { return nil }
        var deadline = Deadline(kind: .recurring, source: source)
        deadline.everyMonths = every
        if let year = tokens.first(where: \.isYearLike)?.number { deadline.periods = [wholeYear(Int(year))] }
        return deadline
    }

    private func scheduled(_ tokens: [Token], _ source: SourceReference) -> Deadline? {
        let words = tokens.filter(\.isWord).map(\.text)
        let isScheduled = words.contains { word in
            ["график", "инициатива", "съобразно", "съгласно", "schedule"].contains { word.hasPrefix($0) }
        }
        return isScheduled ? Deadline(kind: .schedule, source: source) : nil
    }

    private func continuous(_ tokens: [Token], _ source: SourceReference) -> Deadline? {
        let words = tokens.filter(\.isWord).map(\.text)
        let isContinuous = words.contains { word in
            ["постоянен", "постоянна", "постоянно", "непрекъснат", "целогодишно", "continuous", "ongoing"].contains { word.hasPrefix($0) }
        }
        let allYear = zip(words, words.dropFirst()).contains { ($0 == "цялата" || $0 == "през") && $1.hasPrefix("година") }
        guard isContinuous || allYear else { return nil }
        var deadline = Deadline(kind: .continuous, source: source)
        let years = tokens.filter(\.isYearLike).compactMap(\.number).map { Int($0) }
        if let first = years.min(), let last = years.max() {
            deadline.periods = [.init(from: wholeYear(first).from, to: wholeYear(last).to)]
        }
        return deadline
    }

    private func months(_ tokens: [Token], _ cell: LogicalCell, _ source: SourceReference) -> Deadline? {
        var mentions: [MonthMention] = []
        var joined = false
        var conditionFrom: Int?
        for (index, token) in tokens.enumerated() {
            if token.isWord, let month = Months.number(token.text) {
                mentions.append(MonthMention(month: month, year: nil, index: index, isRangeEnd: joined && !mentions.isEmpty))
                joined = false
            } else if token.isYearLike, let year = token.number, !mentions.isEmpty {
                if mentions[mentions.count - 1].year == nil { mentions[mentions.count - 1].year = Int(year) }
            } else if token.kind == .dash || (token.isWord && ["до", "to"].contains(token.text)) {
                joined = true
            } else if token.isWord, !Months.fillers.contains(token.text), conditionFrom == nil {
                conditionFrom = index
            } else if token.kind == .comma || token.kind == .semicolon {
                joined = false
            }
        }
        guard !mentions.isEmpty else { return nil }
        let isYearAssumed = giveYears(&mentions)
        guard !mentions.contains(where: { $0.year == nil }) else { return Deadline(kind: .text, source: source) }
        var deadline = Deadline(kind: mentions.contains(where: \.isRangeEnd) ? .range : .month, source: source)
        deadline.isYearAssumed = isYearAssumed
        for mention in mentions {
            let month = Month(year: mention.year ?? 0, month: mention.month)
            if mention.isRangeEnd, let last = deadline.periods.popLast(), month.lastDay >= last.from {
                deadline.periods.append(.init(from: last.from, to: month.lastDay))
            } else {
                deadline.periods.append(.init(from: month.firstDay, to: month.lastDay))
            }
        }
        if conditionFrom != nil { deadline.condition = source.text }
        return deadline
    }

    /// A month without a year takes the next one's that has it („Юни-август 2024“), else the one before, else the plan's.
    private func giveYears(_ mentions: inout [MonthMention]) -> Bool {
        var next: Int?
        for index in mentions.indices.reversed() {
            if let year = mentions[index].year { next = year } else { mentions[index].year = next }
        }
        var previous: Int?
        for index in mentions.indices {
            if mentions[index].year == nil { mentions[index].year = previous }
            previous = mentions[index].year
        }
        guard mentions.contains(where: { $0.year == nil }), let planYear else { return false }
        for index in mentions.indices where mentions[index].year == nil { mentions[index].year = planYear }
        return true
    }

    private func lasting(_ tokens: [Token], _ source: SourceReference) -> Deadline? {
        for (index, token) in tokens.enumerated() where token.isWord && index > 0 {
            guard let count = Months.count(tokens[index - 1]) else { continue }
            var deadline = Deadline(kind: .duration, source: source)
            if token.text.hasPrefix("месец") || token.text.hasPrefix("month") { deadline.durationMonths = count }
            if token.text.hasPrefix("годин") || token.text.hasPrefix("year") { deadline.durationMonths = count * 12 }
            if deadline.durationMonths != nil { return deadline }
        }
        return nil
    }

    /// A bare year, perhaps with a condition: „2024 г. – до приключване на …“.
    private func wholeYear(_ tokens: [Token], _ source: SourceReference) -> Deadline? {
        guard let first = tokens.first, first.isYearLike, let year = first.number else { return nil }
        var deadline = Deadline(kind: .range, periods: [wholeYear(Int(year))], source: source)
        if tokens.dropFirst().contains(where: { $0.isWord && !Months.fillers.contains($0.text) }) {
            deadline.kind = .text
            deadline.condition = source.text
        }
        return deadline
    }

    private func wholeYear(_ year: Int) -> Deadline.Period {
        .init(from: Month(year: year, month: 1).firstDay, to: Month(year: year, month: 12).lastDay)
    }
}

/// Names of months and of small numbers in both languages.
enum Months {
    /// 1 to 12 for the name of a month or its usual short form.
    static func number(_ word: String) -> Int? {
        if let index = Format.bulgarianMonths.firstIndex(where: { $0 == word }) { return index + 1 }
        if let index = Format.englishMonths.firstIndex(where: { $0.lowercased() == word }) { return index + 1 }
        return short[word]
    }

    /// Words beside a month that change nothing.
    static let fillers: Set<String> = [
        "м", "месец", "г", "год", "година", "през", "за", "от", "до", "и", "в", "края", "на", "in", "of", "by", "and", "the", "end", "to",
        "from",
    ]

    static func count(_ token: Token) -> Int? {
        if let number = token.number, number > 0, number <= 120, !token.isYearLike { return Int(number) }
        return ["един": 1, "една": 1, "два": 2, "две": 2, "три": 3, "четири": 4, "пет": 5, "шест": 6, "one": 1, "two": 2, "three": 3][
            token.text]
    }

    private static let short: [String: Int] = [
        "яну": 1, "фев": 2, "мар": 3, "апр": 4, "авг": 8, "сеп": 9, "септ": 9, "окт": 10, "ное": 11, "ноем": 11, "дек": 12,
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    ]
}
