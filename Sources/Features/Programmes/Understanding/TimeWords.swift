import Core

/// The words of time in both languages.
enum TimeWords {
    /// Words beside a stretch of time that change nothing.
    static let fillers: Set<String> = [
        "м", "месец", "месеците", "г", "гг", "год", "година", "годината", "години", "през", "за", "от", "до", "и", "в", "във", "края",
        "край",
        "на", "срок", "периода", "период", "най", "не", "по", "късно", "дата", "учебна", "учебната", "календарна", "календарната",
        "текущата",
        "in", "of", "by", "and", "the", "end", "to", "from", "until", "year", "school", "between", "между",
    ]
    /// Stems of words for years that only a reader can tell.
    static let otherYears = ["следващ", "предходн", "предишн", "минал"]

    /// Stands for the last of its kind, however many there are.
    static let last = 0

    /// Quarters and halves of a year.
    enum Part {
        case quarter, half

        var count: Int { self == .quarter ? 4 : 2 }

        func unit(_ number: Int) -> TimeMention.Unit {
            .months(first: (number - 1) * 12 / count + 1, count: 12 / count)
        }
    }

    enum Whole { case year, plan }

    /// Months of a unit of time; none for what is shorter.
    static func unit(_ word: String) -> Int? {
        ["ден", "дена"].contains(word) ? 0 : units.first { word.hasPrefix($0.stem) }?.months
    }

    private static let units: [(stem: String, months: Int)] = [
        ("месец", 1), ("month", 1), ("тримесечи", 3), ("quarter", 3), ("шестмесечи", 6), ("полугоди", 6), ("годин", 12), ("year", 12),
        ("седмиц", 0), ("week", 0), ("дни", 0), ("day", 0),
    ]

    /// Lengths of time in one word, before „срок“.
    static let terms: [String: Int] = [
        "месечен": 1, "едномесечен": 1, "двумесечен": 2, "тримесечен": 3, "шестмесечен": 6, "едногодишен": 12, "двугодишен": 24,
        "тригодишен": 36,
    ]

    /// Whether a token is a date, or digits that look like one.
    static func isDated(_ token: Token) -> Bool {
        switch token.kind {
        case .date, .reference: true
        default: false
        }
    }

    static func isYear(_ number: Int) -> Bool { (1950..<2100).contains(number) }

    /// A sign or word between things of one list.
    static func isListing(_ token: Token) -> Bool {
        token.kind == .dash || token.kind == .comma || ["и", "and"].contains(token.text)
    }

    static func saysNothing(_ tokens: ArraySlice<Token>) -> Bool {
        tokens.allSatisfy { token in
            switch token.kind {
            case .word: fillers.contains(token.text)
            case .stop, .comma, .colon, .dash, .open, .close, .slash: true
            default: false
            }
        }
    }

    /// What may stand between a month and its year.
    static func leadsToYear(_ token: Token) -> Bool {
        switch token.kind {
        case .stop, .comma, .slash, .dash: true
        case .word: ["на", "от", "през", "за", "г", "of", "the", "year", "година", "годината", "in"].contains(token.text)
        default: false
        }
    }

    /// Whether the tokens between two stretches make one of both.
    static func joins(_ between: ArraySlice<Token>, isBetween: Bool) -> Bool {
        var isJoined = false
        for token in between {
            switch token.kind {
            case .dash: isJoined = true
            case .stop: continue
            case .word where ["до", "to", "until", "through"].contains(token.text): isJoined = true
            case .word where isBetween && ["и", "and"].contains(token.text): isJoined = true
            case .word where ["г", "год", "година", "м", "месец", "края", "на", "the", "end", "of"].contains(token.text): continue
            default: return false
            }
        }
        return isJoined
    }

    /// Whether what stands before begins a time without an end: „след“, „от“; not „не по-късно от“.
    static func isAfter(_ before: ArraySlice<Token>) -> Bool {
        let words = before.suffix(6).filter {
            $0.kind != .stop && !["м", "месец", "на", "края", "дата", "the", "of", "end"].contains($0.text)
        }
        guard let last = words.last, ["след", "от", "считано", "after", "from", "since"].contains(last.text) else { return false }
        let earlier = words.dropLast().last?.text ?? ""
        return !["късно", "later"].contains(earlier)
    }

    /// Whether a month and a day in English end there: „May 15, 2024“.
    static func endsDay(_ tokens: [Token], _ index: Int) -> Bool {
        guard index < tokens.count else { return true }
        return tokens[index].kind == .comma || tokens[index].isYearLike
    }

    // MARK: Ordinals

    /// The number that an ordinal means and where it ends: „първо“, „II-ро“, „3-то“, „IV“, „2“.
    static func ordinal(_ tokens: [Token], _ index: Int) -> (number: Int, end: Int)? {
        guard index < tokens.count else { return nil }
        let token = tokens[index]
        if let number = token.number, token.range.count == 1 { return (Int(number), pastTail(tokens, index + 1)) }
        if token.kind == .reference, let number = ordinalDigits(token.text) { return (number, index + 1) }
        guard token.isWord else { return nil }
        if let (_, number) = ordinals.first(where: { token.text.hasPrefix($0.stem) }) { return (number, index + 1) }
        return roman(token.text).map { ($0, pastTail(tokens, index + 1)) }
    }

    private static let ordinals: [(stem: String, number: Int)] = [
        ("първ", 1), ("втор", 2), ("трет", 3), ("четвърт", 4), ("последн", last), ("first", 1), ("second", 2), ("third", 3), ("fourth", 4),
        ("last", last),
    ]

    private static let tails: Set<String> = [
        "во", "вото", "ро", "рото", "то", "тото", "ва", "вата", "ра", "рата", "та", "ти", "ви", "ри", "st", "nd", "rd", "th",
    ]

    private static func pastTail(_ tokens: [Token], _ index: Int) -> Int {
        guard index + 1 < tokens.count, tokens[index].kind == .dash, !tokens[index].isSpaced, tails.contains(tokens[index + 1].text) else {
            return index
        }
        return index + 2
    }

    /// „3-то“, „15ти“: digits with the ending of an ordinal.
    static func ordinalDigits(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.utf8.count) else { return nil }
        let rest = text.dropFirst(digits.count)
        return tails.contains(Folding.word(rest.hasPrefix("-") ? rest.dropFirst() : rest)) ? Int(digits) : nil
    }

    /// 1 to 12, in Latin letters or in Cyrillic ones that look the same.
    static func roman(_ text: String) -> Int? {
        guard text.utf8.count <= 8 else { return nil }
        let latin = String(scalars: text.unicodeScalars.map { $0 == "х" ? "x" : $0 == "і" ? "i" : $0 })
        return romans.firstIndex(of: latin).map { $0 + 1 }
    }

    private static let romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

    // MARK: Parts of a year

    /// „Q2“, „H1“.
    static func abbreviatedPart(_ text: String) -> (Part, Int)? {
        guard text.utf8.count == 2, let digit = text.last?.wholeNumberValue else { return nil }
        switch text.first {
        case "q" where (1...4).contains(digit): return (.quarter, digit)
        case "h" where (1...2).contains(digit): return (.half, digit)
        default: return nil
        }
    }

    static func part(_ tokens: [Token], _ index: Int) -> Part? {
        guard index < tokens.count, tokens[index].isWord else { return nil }
        let word = tokens[index].text
        if word.hasPrefix("тримесечи") || word == "quarter" || word == "quarters" { return .quarter }
        if word.hasPrefix("полугоди") || word.hasPrefix("шестмесечи") { return .half }
        // „първата половина на юни“ is none of a year.
        guard word == "половина" || word == "половината" || word == "half" else { return nil }
        let next = tokens[(index + 1)...].first { !leadsToYear($0) || ["година", "годината", "year"].contains($0.text) }
        return next.map { $0.isYearLike || !$0.isWord || ["година", "годината", "year"].contains($0.text) } ?? true ? .half : nil
    }

    static func isPlural(_ word: String) -> Bool { word.hasSuffix("ия") || word.hasSuffix("ията") || word == "quarters" }

    // MARK: The whole year, the whole plan

    private static let bounds: Set<String> = ["край", "края", "рамките", "срока", "срокът", "период", "периода", "end"]
    private static let ownWords: Set<String> = [
        "на", "за", "действие", "действието", "изпълнение", "изпълнението", "реализация", "реализацията", "настоящата", "настоящия",
        "националната", "националния", "текущата", "календарната", "същата", "of", "the",
    ]

    /// „края на годината“ and „в рамките на програмата“ without a name or a year; and where it ends.
    static func whole(_ tokens: [Token], _ index: Int) -> (Whole, end: Int)? {
        guard bounds.contains(tokens[index].text) else { return nil }
        var noun = index + 1
        while noun < tokens.count, noun < index + 6, ownWords.contains(tokens[noun].text) { noun += 1 }
        guard noun < tokens.count, noun > index + 1 else { return nil }
        switch tokens[noun].text {
        case "година", "годината", "year": return (.year, noun + 1)
        case "програмата", "плана", "programme", "plan":
            // „края на програмата „Еразъм““ is another programme.
            guard noun + 1 == tokens.count || [.stop, .comma, .semicolon, .close, .dash].contains(tokens[noun + 1].kind) else { return nil }
            return (.plan, noun + 1)
        default: return nil
        }
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

    static func count(_ token: Token) -> Int? {
        if let number = token.number, number > 0, number <= 120, !token.isYearLike { return Int(number) }
        return counts[token.text]
    }

    private static let counts: [String: Int] = [
        "един": 1, "една": 1, "едно": 1, "два": 2, "две": 2, "три": 3, "четири": 4, "пет": 5, "шест": 6, "one": 1, "two": 2, "three": 3,
        "four": 4, "six": 6,
    ]

    private static let short: [String: Int] = [
        "яну": 1, "фев": 2, "мар": 3, "апр": 4, "авг": 8, "сеп": 9, "септ": 9, "окт": 10, "ное": 11, "ноем": 11, "дек": 12,
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    ]
}
