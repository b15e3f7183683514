/// The words by which statements of indicators are told apart.
enum IndicatorWords {
    /// Short forms after which a full stop ends no sentence.
    static let shortForms: Set<String> = [
        "бр", "броя", "брой", "хил", "млн", "т", "нар", "вкл", "др", "г", "год", "чл", "ал", "рег", "р", "м", "д", "ч", "pcs", "no",
    ]
    /// Words that make the number after them a reference.
    static let references: Set<String> = [
        "чл", "ал", "т", "№", "рег", "пмс", "рмс", "точка", "раздел", "директива", "регламент", "член", "art", "no",
    ]
    static let yearWords: Set<String> = ["г", "год", "година", "годината", "година", "година"]
    static let dateWords: Set<String> = [
        "към", "за", "в", "началото", "края", "на", "до", "г", "год", "година", "през", "от", "спрямо", "as", "of", "at", "by",
    ]
    /// Nouns that are units when they follow a leading number.
    static let units: Set<String> = [
        "лица", "души", "деца", "ученици", "случая", "случаи", "бр", "броя", "жени", "мъже", "човека", "часа", "дни", "месеца", "persons",
        "people", "children",
    ]
    static let comparing: Set<String> = [
        "до", "под", "максимум", "поне", "минимум", "над", "повече", "от", "най", "малко", "не", "по", "много", "least", "most", "at", "up",
        "to", "over", "under",
    ]

    /// What the words before a number say of it.
    static func comparator(_ label: [Token]) -> Indicator.Comparator? {
        let words = label.suffix(6).filter { $0.isWord }.suffix(4).map(\.text)
        guard let last = words.last, label.last?.isWord == true else { return nil }
        let before = words.dropLast().last ?? ""
        switch (before, last) {
        case ("до", "минимум"), (_, "поне"), (_, "минимум"), (_, "над"), (_, "least"), (_, "over"): return .atLeast
        case ("малко", "от"), ("less", "than"): return denies(words) ? .atLeast : .atMost
        case ("повече", "от"), ("more", "than"): return denies(words) ? .atMost : .atLeast
        case ("най", "малко"): return .atLeast
        case ("най", "много"), (_, "до"), (_, "максимум"), (_, "most"), ("up", "to"): return .atMost
        default: return nil
        }
    }

    private static func denies(_ words: [String]) -> Bool { !Set(words).isDisjoint(with: ["не", "no", "not"]) }

    /// A label without the words at its end that only compare its value: „Проведени съвещания –“ of „… – не по-малко от“.
    static func withoutComparison(_ label: [Token]) -> [Token] {
        var words = label
        while let last = words.last, isComparison(last, words.dropLast().last) { words.removeLast() }
        return words
    }

    /// A word that compares, or the dash within „по-малко“.
    private static func isComparison(_ token: Token, _ before: Token?) -> Bool {
        if token.kind == .dash { return !token.isSpaced && ["по", "най"].contains(before?.text) }
        return comparing.contains(token.text)
    }

    /// Nouns for a change by some amount.
    static let changes: Set<String> = [
        "увеличение", "увеличаване", "намаление", "намаляване", "повишение", "повишаване", "понижение", "ръст", "спад", "прираст",
        "increase", "decrease", "reduction", "rise", "growth",
    ]

    /// Whether a word tells that something becomes more or less.
    static func tellsChange(_ word: String) -> Bool { changing.contains { word.hasPrefix($0) } }

    private static let changing = [
        "увелич", "намал", "повиш", "пониж", "нараст", "нарасн", "съкращ", "ръст", "спад", "редуц", "increas", "decreas", "reduc",
    ]

    /// Whether a word begins the label of another count.
    static func isCount(_ token: Token) -> Bool {
        token.text.hasPrefix("брой") || token.text == "number"
    }

    /// Whether a statement can't end with this token, so that a line break there is only a line break.
    static func isOpenEnded(_ token: Token) -> Bool {
        [.dash, .comma, .colon, .open, .quote, .slash].contains(token.kind) && token.kind != .quote
            || ["които", "който", "която", "на", "за", "от", "по", "и", "в", "с", "със", "към", "при", "във", "или", "чрез", "фонд"]
                .contains(token.text)
    }
}
