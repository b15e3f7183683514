import Core

/// What comes again: „ежемесечно“, „всяка година“, „два пъти годишно“.
extension DeadlineParser.Words {
    var recurring: Deadline? {
        let loose = loose
        guard let every = Recurrence(tokens, loose) else { return nil }
        var deadline = Deadline(kind: .recurring, source: source)
        deadline.everyMonths = every.months
        // Only printed years: „до 30 юни“ beside „ежегодно“ is a day of every year.
        if !times.isYearAssumed, let periods = times.periods { deadline.periods = periods }
        if times.mentions.contains(where: \.isDay) { deadline.condition = source.text }
        return deadline
    }
}

/// How often something comes again.
private struct Recurrence {
    /// Nil where that is no number of months: „всяка седмица“, „пет пъти годишно“.
    let months: Int?

    /// - Parameter words: those outside of the times, with their positions among the tokens.
    init?(_ tokens: [Token], _ words: [(position: Int, text: String)]) {
        for (index, word) in words.enumerated() {
            let rest = words[(index + 1)...].prefix(4)
            if let found = Recurrence.repeated(tokens, word, rest) ?? Recurrence.adverb(word.text, rest.first?.text) {
                months = found.months
                return
            }
        }
        return nil
    }

    private init(months: Int?) {
        self.months = months
    }

    /// „ежемесечно“, „веднъж годишно“; not „месечен срок“.
    private static func adverb(_ word: String, _ next: String?) -> Recurrence? {
        guard next?.hasPrefix("срок") != true else { return nil }
        if let every = adverbs[word] { return Recurrence(months: every) }
        if let (_, every) = stems.first(where: { word.hasPrefix($0.stem) }) { return Recurrence(months: every) }
        return shorter.contains(word) ? Recurrence(months: nil) : nil
    }

    /// „всяка година“, „на всеки шест месеца“, „веднъж на две години“, „два пъти годишно“.
    private static func repeated(
        _ tokens: [Token], _ word: (position: Int, text: String), _ rest: ArraySlice<(position: Int, text: String)>
    ) -> Recurrence? {
        if word.text == "пъти" || word.text == "times" {
            guard word.position > 0, let count = Months.count(tokens[word.position - 1]), let every = interval(tokens, rest)?.months else {
                return nil
            }
            return Recurrence(months: every % count == 0 ? every / count : nil)
        }
        if word.text.hasPrefix("всек") || word.text.hasPrefix("всяк") || word.text == "every" || word.text == "each" {
            return interval(tokens, rest, isDirect: true)
        }
        let isOnce = word.text == "веднъж" || word.text == "once" || word.text == "път" && rest.first?.text == "на"
        return isOnce ? interval(tokens, rest) : nil
    }

    /// The unit of time that follows, with its number.
    ///
    /// - Parameter isDirect: whether nothing but a number and „календарна“ may stand before it: „всяка година“, not „всяка от годините“.
    private static func interval(_ tokens: [Token], _ rest: ArraySlice<(position: Int, text: String)>, isDirect: Bool = false)
        -> Recurrence?
    {
        for (position, text) in rest {
            if let every = adverbs[text] ?? stems.first(where: { text.hasPrefix($0.stem) })?.months { return Recurrence(months: every) }
            if let unit = TimeWords.unit(text) {
                let count = position > 0 ? Months.count(tokens[position - 1]) ?? 1 : 1
                return Recurrence(months: unit > 0 ? count * unit : nil)
            }
            let isBetween = between.contains(text) || Months.count(tokens[position]) != nil
            guard isBetween || !isDirect && ["на", "в", "през", "за", "per", "a", "every"].contains(text) else { return nil }
        }
        return nil
    }

    private static let between: Set<String> = ["календарна", "календарен", "учебна", "всеки", "всяка", "всяко"]
    private static let adverbs: [String: Int] = [
        "месечно": 1, "месечен": 1, "monthly": 1, "тримесечно": 3, "тримесечие": 3, "quarterly": 3, "шестмесечно": 6, "шестмесечие": 6,
        "полугодие": 6, "полугодишно": 6, "годишно": 12, "annually": 12, "yearly": 12,
    ]
    private static let stems: [(stem: String, months: Int)] = [
        ("ежемесечн", 1), ("ежетримесечн", 3), ("ежегодн", 12),
    ]
    /// More often than a month can tell.
    private static let shorter: Set<String> = ["ежедневно", "ежеседмично", "седмично", "всекидневно", "daily", "weekly"]
}
