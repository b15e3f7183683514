import Core

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

    /// Words and signs between two writings of one amount: „5 000 лв. (равностойни на 2 556,46 евро)“.
    static func isSame(_ token: Token) -> Bool {
        token.kind == .slash || token.kind == .open || ["=", "≈", "~", "|", "или", "or", "тоест"].contains(token.text)
            || token.text.hasPrefix("равностойн")
    }

    /// Words beside those that change nothing of it.
    static let besideSame: Set<String> = ["на", "т", "е", "около", "приблизително", "в", "of", "to", "сумата"]

    /// Whether what stands before an amount calls it a sum: „Общо:“, „Обща стойност –“.
    static func isTotal(_ before: ArraySlice<Token>) -> Bool {
        let words = before.reversed().prefix { $0.isWord || [.colon, .dash, .newline].contains($0.kind) }.filter(\.isWord).prefix(4)
        guard let first = words.last(where: { ["общ", "всичко", "total"].contains(where: $0.text.hasPrefix) }) else { return false }
        return words.allSatisfy {
            $0 == first || ["бюджет", "сума", "стойност", "за", "мярката", "дейността", "до", "в", "размер", "на"].contains($0.text)
        }
    }

    /// The position behind „от които“, „в т.ч.“, „в това число“, if these words begin there.
    static func marksParts(_ tokens: [Token], _ index: Int) -> Int? {
        let words = tokens[index...].prefix(6).enumerated().filter { $0.element.isWord }
        let texts = words.map(\.element.text)
        for phrase in partPhrases where texts.starts(with: phrase) && tokens[index].isWord {
            return index + words[phrase.count - 1].offset + 1
        }
        return nil
    }

    private static let partPhrases = [
        ["от", "които"], ["от", "тях"], ["в", "т", "ч"], ["в", "това", "число"], ["включително"], ["вкл"], ["както", "следва"],
        ["разпределени"], ["including"], ["of", "which"],
    ]

    /// What one price is paid for: „500 лв. на обучение“.
    static func isUnit(_ word: String) -> Bool { units.contains { word.hasPrefix($0) } }

    private static let units = [
        "човек", "лице", "дете", "участник", "обучаем", "обучение", "семинар", "брой", "бройка", "екземпляр", "ден", "месец", "час",
        "среща",
        "събитие", "мероприятие", "курс", "група", "семейство", "случай", "общин", "област", "всек", "всяк", "един", "едн", "person",
        "child",
        "participant", "training", "day", "month", "hour", "each",
    ]
    /// What is paid again and again, how often only the reader knows.
    static let repeated: Set<String> = ["месечно", "дневно", "седмично", "monthly", "daily", "weekly"]
}

/// The unit that the heading of a column gives its bare numbers: „Бюджет (хил. лв.)“.
struct MoneyUnit: Equatable {
    let currency: Money.Currency
    let scale: Double

    init(_ currency: Money.Currency, scale: Double) {
        (self.currency, self.scale) = (currency, scale)
    }

    /// Nil for a heading that names no currency, or two.
    init?(heading: String) {
        let tokens = Tokenizer.tokens(Array(heading.unicodeScalars))
        let currencies = Set(tokens.compactMap { BudgetWords.currency[$0.text] })
        guard let currency = currencies.first, currencies.count == 1 else { return nil }
        let scales = Set(tokens.compactMap { BudgetWords.scale[$0.text] })
        guard scales.count <= 1 else { return nil }
        (self.currency, scale) = (currency, scales.first ?? 1)
    }
}
