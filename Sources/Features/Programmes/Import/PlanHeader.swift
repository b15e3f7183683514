import Core
import Documents

/// Reads what stands around the tables: titles, years, sections, announced numbers.
enum PlanHeader {
    /// A paragraph with its place.
    struct Line {
        let place: CellPlace
        let text: String
    }

    /// The lines that make a plan's title: the first that begins like one, with those that go on with it. A line that names a section
    /// is a title only where no other is.
    static func title(_ lines: [Line]) -> [Line] {
        let titles = lines.indices.filter { isTitle(lines[$0].text) && !isNamedSection(lines[$0].text) }
        guard let start = titles.first(where: { section(lines[$0].text) == nil }) ?? titles.first else { return [] }
        let isCapital = isCapital(lines[start].text)
        return [lines[start]] + lines[(start + 1)...].prefix { goesOn($0.text.trimmed, isCapital: isCapital) }
    }

    /// Whether a line goes on with the title above it: in small letters, in capitals as that is, or with what the plan is for.
    private static func goesOn(_ line: String, isCapital: Bool) -> Bool {
        guard line.utf8.count < 400, let first = line.unicodeScalars.first, section(line) == nil, CardHeading(line) == nil else {
            return false
        }
        if first.properties.isLowercase { return true }
        guard let word = line.split(separator: " ").first.map({ Folding.word($0) }) else { return false }
        let isSentence = line.contains(". ") || line.hasSuffix(".") && !line.hasSuffix("г.") && !line.hasSuffix("Г.")
        if prepositions.contains(word) { return !isSentence }
        return isCapital && PlanHeader.isCapital(line) && !isTitle(line) && !frontMatter.contains(word)
    }

    /// Whether a line has letters and none of them is small; „г.“ may stand after a year in capitals.
    private static func isCapital(_ line: String) -> Bool {
        let words = line.split(separator: " ").filter { $0 != "г." }.joined().unicodeScalars
        return words.contains { $0.properties.isUppercase } && !words.contains { $0.properties.isLowercase }
    }

    private static let prepositions: Set<String> = ["за", "по", "на", "срещу", "for", "on", "of", "against"]
    /// What stands in capitals under a title without belonging to it.
    private static let frontMatter: Set<String> = [
        "проект", "проект!", "draft", "съдържание", "въведение", "увод", "приложение", "утвърден", "утвърдена", "приет", "приета",
        "одобрен",
        "одобрена", "софия", "contents", "introduction",
    ]

    /// Whether a line begins like the title of a plan: „ПЛАН за 2024 г.“, „Национална програма …“.
    static func isTitle(_ line: String) -> Bool {
        let text = line.trimmed
        guard text.utf8.count < 500, let first = text.unicodeScalars.first,
            first.properties.isUppercase || first.value == 0x22 || first.value == 0x201e, CardHeading(text)?.goal == nil
        else { return false }
        let words = Tokenizer.tokens(Array(text.unicodeScalars)).filter(\.isWord).prefix(4).map(\.text)
        let names = words.contains { ["план", "програма", "стратегия", "plan", "programme", "program", "strategy"].contains($0) }
        return names && !text.hasSuffix(".") || names && (text.contains("г.") || text.contains("Г.")) && !text.contains(". ")
    }

    /// Whether a line between the rows of a table is none of it, and no heading of what follows: a plan's title, what stands under it
    /// („ПРОЕКТ“), a page („Страница 3 от 10“), a note („1 Бележка под линия“, „Източник: …“), a whole sentence.
    static func standsApart(_ line: String) -> Bool {
        if isNamedSection(line) { return false }
        if isTitle(line) { return true }
        let tokens = Tokenizer.tokens(Array(line.unicodeScalars))
        let words = tokens.filter { $0.isWord || $0.number != nil }
        guard let first = words.first else { return true }
        if frontMatter.contains(first.text) || notes.contains(first.text) { return true }
        // „Е. Закрила“ is a section.
        if words.dropFirst().contains(where: { sentenceVerbs.contains($0.text) }) { return true }
        if words.count <= 5, words.contains(where: { pages.contains($0.text) }), words.contains(where: { $0.number != nil }) { return true }
        // „1 Бележка под линия“; a section has a stop behind its number.
        return tokens.count > 1 && tokens[0].number != nil && tokens[1].isWord
    }

    private static let pages: Set<String> = ["страница", "стр", "page"]
    private static let notes: Set<String> = [
        "бележка", "забележка", "източник", "легенда", "продължение", "таблица", "фигура", "note", "source", "table", "continued",
    ]
    private static let sentenceVerbs: Set<String> = ["са", "е", "бяха", "беше", "ще", "is", "are", "was", "were"]

    /// The plan's years: „за 2024 г.“, „2020 година“, „2012-2016“.
    static func period(_ title: String) -> Deadline.Period? {
        let tokens = Tokenizer.tokens(Array(title.unicodeScalars))
        var found: (Int, Int)?
        for (index, token) in tokens.enumerated() where token.isYearLike {
            guard let year = token.number.map({ Int($0) }) else { continue }
            let isSpan = index + 2 < tokens.count && tokens[index + 1].kind == .dash && tokens[index + 2].isYearLike
            let end = isSpan ? tokens[index + 2].number.map { Int($0) } ?? year : year
            if index > 0, ["за", "for"].contains(tokens[index - 1].text) {
                found = (year, end)
                break
            }
            if found == nil { found = (year, end) }
        }
        guard let (first, last) = found, first <= last else { return nil }
        return .init(from: Month(year: first, month: 1).firstDay, to: Month(year: last, month: 12).lastDay)
    }

    /// A section's number and title: „РАЗДЕЛ II „ПРЕВЕНЦИЯ““, „III. Международна закрила“. Nil for other lines.
    static func section(_ line: String) -> (number: String, title: String)? {
        var words = line.trimmed.split(separator: " ", omittingEmptySubsequences: true)[...]
        guard let first = words.first else { return nil }
        let isNamed = sectionWords.contains(Folding.word(first))
        if isNamed { words = words.dropFirst() }
        guard let numeral = words.first else { return nil }
        let roman = numeral.trimmingRoman
        // A number alone begins measures and goals too.
        let number = roman.isEmpty && isNamed ? numeral.trimmingDigits : roman
        guard !number.isEmpty, number.count <= 6, isNamed || numeral.hasSuffix(".") else { return nil }
        let title = unquoted(words.dropFirst().joined(separator: " "))
        return (number, title.isEmpty ? unquoted(line.trimmed) : title)
    }

    /// Whether a line says itself that it names a section: „Раздел II. Програма за закрила“.
    static func isNamedSection(_ line: String) -> Bool {
        section(line) != nil && line.split(separator: " ").first.map { sectionWords.contains(Folding.word($0)) } ?? false
    }

    private static let sectionWords: Set<String> = [
        "раздел", "приоритет", "направление", "section", "priority", "part", "част",
    ]

    /// Without the quotes and signs around a title.
    static func unquoted(_ title: String) -> String {
        let signs = Set<Unicode.Scalar>("„“”\"«»-–—:. ".unicodeScalars)
        var scalars = title.unicodeScalars[...]
        while let first = scalars.first, signs.contains(first) { scalars = scalars.dropFirst() }
        while let last = scalars.last, signs.contains(last), last != "." || scalars.count < 2 || scalars.dropLast().last != "г" {
            scalars = scalars.dropLast()
        }
        let inner = String(scalars)
        // A quote opened inside and closed at the end loses its close with the outer ones.
        let opened = inner.unicodeScalars.filter { $0 == "„" }.count
        let closed = inner.unicodeScalars.filter { $0 == "“" || $0 == "”" }.count
        return opened > closed ? inner + "“" : inner
    }
}

extension Substring {
    /// The number in digits at the start, with a sign behind it or alone; empty when there is none.
    fileprivate var trimmingDigits: String {
        let digits = prefix { $0.isASCII && $0.isNumber }
        return digits.count <= 2 && (digits.endIndex == endIndex || [".", ":", ","].contains(self[digits.endIndex...]))
            ? String(digits) : ""
    }

    /// The roman number at the start, Cyrillic look-alikes turned Latin; empty when there is none.
    fileprivate var trimmingRoman: String {
        var number = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "I", "V", "X": number.unicodeScalars.append(scalar)
            case "І": number += "I"
            case "Х": number += "X"
            case ".", ":", ",": return number
            default: return ""
            }
        }
        return number
    }
}
