import Core
import Documents

/// How many measures a plan says that it has (обявен брой мерки): „Планът предвижда изпълнението на 84 мерки“, „Общо 5 мерки“.
struct DeclaredMeasures {
    let count: Int
    /// The paragraph that says it.
    let place: CellPlace

    /// The first that the lines around a plan's tables say of the whole plan; nil where they say nothing of it.
    ///
    /// - Parameter period: the years of the plan: what is said of another year is said of another plan.
    init?(_ lines: [PlanHeader.Line], period: Deadline.Period?) {
        for line in lines {
            for sentence in DeclaredMeasures.sentences(Tokenizer.tokens(Array(line.text.unicodeScalars))) {
                guard let number = DeclaredMeasures.number(in: sentence), DeclaredMeasures.isOfPlan(sentence, number.place, period) else {
                    continue
                }
                (count, place) = (number.value, line.place)
                return
            }
        }
        return nil
    }

    private static func sentences(_ tokens: [Token]) -> [ArraySlice<Token>] {
        var (sentences, start): ([ArraySlice<Token>], Int) = ([], 0)
        for index in tokens.indices where tokens[index].kind == .stop || tokens[index].kind == .semicolon {
            // „2024 г. предвижда“ goes on.
            guard index + 1 == tokens.count || tokens[index + 1].isCapital || tokens[index].kind == .semicolon else { continue }
            sentences.append(tokens[start..<index])
            start = index + 1
        }
        return sentences + [tokens[start...]]
    }

    /// The number of measures in a sentence that gives one such number: of two, each is a part.
    private static func number(in sentence: ArraySlice<Token>) -> (value: Int, place: Int)? {
        let numbers = sentence.indices.dropLast().compactMap { index -> (value: Double, place: Int)? in
            guard nouns.contains(sentence[index + 1].text) else { return nil }
            return DeclaredMeasures.value(sentence, index).map { ($0, index) }
        }
        guard let only = numbers.first, numbers.count == 1, only.value < 10_000, only.value == only.value.rounded() else { return nil }
        guard !sentence.contains(where: { ["мярка", "дейност", "measure", "activity"].contains($0.text) }) else { return nil }
        let before = sentence[..<only.place].suffix(5).map(\.text)
        let isAnnounced = before == ["общо"] || before.contains { word in announcing.contains { word.hasPrefix($0) } }
        return isAnnounced ? (Int(only.value), only.place) : nil
    }

    /// The number at a place, in digits or words: „22“, „двадесет и две“.
    private static func value(_ sentence: ArraySlice<Token>, _ place: Int) -> Double? {
        if let number = sentence[place].number { return number }
        guard let unit = NumberWords.value(sentence[place].text) else { return nil }
        guard unit < 10, place - 2 >= sentence.startIndex, sentence[place - 1].text == "и",
            let tens = NumberWords.value(sentence[place - 2].text), tens >= 20
        else { return unit }
        return tens + unit
    }

    /// Whether it speaks of the plan: not of a year before, of what was done, or of a part.
    private static func isOfPlan(_ sentence: ArraySlice<Token>, _ place: Int, _ period: Deadline.Period?) -> Bool {
        let before = sentence[..<place]
        // „3 раздела и 22 мерки“ counts the sections, too.
        let isPart = before.indices.contains { index in
            parts.contains { before[index].text.hasPrefix($0) } && (index == before.startIndex || value(before, index - 1) == nil)
        }
        let isOther = before.contains { token in
            guard token.isYearLike, let year = token.number, let period else { return false }
            return !(period.from.year...period.to.year).contains(Int(year))
        }
        return !isPart && !isOther && !sentence.contains { past.contains($0.text) || $0.text.hasSuffix("ваше") }
    }

    private static let nouns: Set<String> = ["мерки", "дейности", "measures", "activities"]
    private static let announcing = [
        "изпълнението", "предвижда", "предвиден", "включ", "съдърж", "обхващ", "заложен", "състои", "contain", "includ",
    ]
    private static let past: Set<String> = ["изпълнени", "изпълни", "изпълниха", "бяха", "беше", "were", "was", "had"]
    private static let parts = ["раздел", "цел", "направлени", "приоритет", "section", "goal", "priorit"]
}
