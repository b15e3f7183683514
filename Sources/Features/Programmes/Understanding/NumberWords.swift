/// Small numbers written out: „три обучения“, „двама експерти“.
enum NumberWords {
    /// The number that a folded word means; nil for any other word. „Един“ and its forms are left out: most often they are an article.
    static func value(_ word: String) -> Double? { word.utf8.count > 28 ? nil : values[word] }

    /// Whether a folded word is one of those by which numbers are written out: „двадесет“, „и“, „хиляди“, „една“.
    static func isPart(_ word: String) -> Bool {
        if value(word) != nil || ["и", "един", "една", "едно", "нула", "хиляда", "хиляди", "милион", "милиона"].contains(word) {
            return true
        }
        return ["надесет", "найсет", "десет", "йсет", "стотин", "двеста", "триста"].contains { word.hasSuffix($0) }
    }

    private static let values: [String: Double] = {
        let forms: [(Double, [String])] = [
            (2, ["два", "две", "двама", "two"]), (3, ["три", "трима", "three"]), (4, ["четири", "четирима", "four"]),
            (5, ["пет", "петима", "five"]), (6, ["шест", "шестима", "six"]), (7, ["седем", "седмина", "seven"]),
            (8, ["осем", "осмина", "eight"]), (9, ["девет", "деветима", "nine"]), (10, ["десет", "десетима", "ten"]),
            (11, ["единадесет", "единайсет", "eleven"]), (12, ["дванадесет", "дванайсет", "twelve"]),
            (15, ["петнадесет", "петнайсет", "fifteen"]), (20, ["двадесет", "двайсет", "twenty"]), (30, ["тридесет", "трийсет", "thirty"]),
            (40, ["четиридесет", "четирийсет", "forty"]), (50, ["петдесет", "fifty"]), (100, ["сто", "hundred"]),
        ]
        return Dictionary(uniqueKeysWithValues: forms.flatMap { value, words in words.map { ($0, value) } })
    }()
}
