import Core

/// Words of measures by what they mean for comparing: inflected forms and words of one meaning („семинар“, „обучение“) are one number.
///
/// A number stands for a word or for two words that follow each other; numbers are given as the words come, so that texts of one vocabulary
/// can be compared.
struct ActionVocabulary {
    /// What a number weighs before it is known how rare it is.
    private(set) var values: [Float] = []
    private var stems: [String: Int] = [:]
    private var pairs: [Pair: Int] = [:]
    /// What a word as printed is; nil for one that says nothing of an action.
    private var known: [Substring: Int?] = [:]
    /// The first year of the plan that is read: plans that follow one another say the same of their own years.
    var year: Int?

    private struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    /// The numbers that occur in a text, each once, growing.
    mutating func numbers(_ text: String) -> [Int] {
        numbers(of: sequence(text))
    }

    /// The numbers of words that follow one another, each once, growing.
    mutating func numbers(of sequence: [Int]) -> [Int] {
        var found: Set<Int> = []
        var last: Int?
        for number in sequence where number >= 0 {
            found.insert(number)
            if let last { found.insert(pair(last, number)) }
            last = number
        }
        return found.sorted()
    }

    /// The words of a text as they come; those that only bind others below zero, the other dull ones left out.
    mutating func sequence(_ text: String) -> [Int] {
        ActionVocabulary.words(text).flatMap { ActionTerms.spelledOut[$0] ?? [$0] }.compactMap { number($0) }
    }

    /// Whether a number stands for one word, not for two that follow each other.
    func isWord(_ number: Int) -> Bool { values[number] == 1 }

    /// The words of a text that some numbers stand for, each number once, in the order of the numbers.
    func words(_ numbers: [Int], in text: String) -> [String] {
        var printed: [Int: String] = [:]
        for word in ActionVocabulary.words(text) {
            guard let number = known[word] ?? nil, printed[number] == nil else { continue }
            printed[number] = Folding.word(word)
        }
        return numbers.compactMap { printed[$0] }
    }

    static func words(_ text: String) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "\u{ad}" }
    }

    private mutating func number(_ word: Substring) -> Int? {
        if let year, let own = Int(word), PlanYears.span.contains(own) { return number(ofStem: "\(own - year) г.") }
        if let number = known[word] { return number }
        let folded = Folding.word(word)
        let number = ActionTerms.binders[folded] ?? (ActionVocabulary.isDull(folded) ? nil : number(of: folded))
        known[word] = number
        return number
    }

    private static func isDull(_ folded: String) -> Bool {
        ActionTerms.dull.contains(folded) || (folded.count == 1 && !folded.allSatisfy(\.isNumber))
    }

    private mutating func number(of folded: String) -> Int {
        number(ofStem: ActionTerms.meaning(folded) ?? ActionVocabulary.stem(folded))
    }

    private mutating func number(ofStem stem: String) -> Int {
        if let number = stems[stem] { return number }
        let number = add(1)
        stems[stem] = number
        return number
    }

    private mutating func pair(_ first: Int, _ second: Int) -> Int {
        let pair = Pair(first: first, second: second)
        if let number = pairs[pair] { return number }
        let number = add(0.5)
        pairs[pair] = number
        return number
    }

    private mutating func add(_ value: Float) -> Int {
        values.append(value)
        return values.count - 1
    }

    /// Long words inflect at their ends, short ones lose article and plural.
    private static func stem(_ word: String) -> String {
        guard word.count <= 6 else { return String(word.prefix(6)) }
        for ending in endings where word.hasSuffix(ending) && word.count - ending.count >= 3 { return String(word.dropLast(ending.count)) }
        return word
    }

    private static let endings = [
        "ите", "ата", "ято", "ето", "ота", "ята", "ът", "ят", "та", "то", "те", "ия", "ии", "а", "я", "и", "е", "о", "у",
    ]
}
