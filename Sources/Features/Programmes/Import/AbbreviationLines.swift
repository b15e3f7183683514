import Core
import Documents

/// Abbreviations listed in lines (списък на съкращенията): after a heading that announces them, „НКБТХ – Национална комисия …“ each.
struct AbbreviationLines {
    private(set) var abbreviations: [Abbreviation] = []
    /// Paragraphs that are such lines.
    private(set) var rows: Set<Int> = []

    init(_ document: SourceDocument) {
        var isOpen = false
        for block in document.blocks {
            guard case .paragraph(let row, let text) = block else {
                isOpen = false
                continue
            }
            guard !text.isBlank else { continue }
            if AbbreviationLines.isHeading(text) {
                isOpen = true
            } else if isOpen {
                let lines = text.split(separator: "\n").map { String($0) }.filter { !$0.isBlank }
                let entries = lines.compactMap(AbbreviationLines.entry)
                isOpen = entries.count == lines.count
                guard isOpen else { continue }
                abbreviations += entries
                rows.insert(row)
            }
        }
    }

    /// „Списък на използваните съкращения“, „Абревиатури“, and the head of a column of them.
    static func isHeading(_ text: String) -> Bool {
        let words = Tokenizer.tokens(Array(Headings.clean(text).unicodeScalars)).filter(\.isWord).map(\.text)
        return words.count <= 7 && words.contains { word in kinds.contains { word.hasPrefix($0) } }
            && words.allSatisfy { word in kinds.contains { word.hasPrefix($0) } || beside.contains(word) }
    }

    private static let kinds = ["съкращени", "абревиатур", "abbreviation", "acronym"]
    private static let beside: Set<String> = [
        "списък", "на", "със", "с", "използвани", "използваните", "и", "термини", "термините", "означения", "означенията", "в", "плана",
        "програмата", "документа", "текста", "list", "of", "used", "the", "and", "terms",
    ]

    /// One word of capital letters, or with two at least: „ХУЦ“, „А21“, „МВнР“.
    static func isAbbreviation(_ text: String) -> Bool {
        let scalars = text.trimmed.unicodeScalars
        let marks = scalars.filter { $0.properties.isUppercase || $0.properties.numericType != nil }
        return marks.count >= 2 && !scalars.contains { $0.isSpace }
    }

    private static func entry(_ line: String) -> Abbreviation? {
        guard let (short, full) = parted(line) ?? worded(line) else { return nil }
        let (name, meaning) = (PlanHeader.unquoted(Headings.clean(short)), trimmed(Headings.clean(full)))
        guard name.unicodeScalars.count <= 20, name.unicodeScalars.count(where: \.isCapital) >= 2, !meaning.isEmpty else { return nil }
        return Abbreviation(short: name, full: meaning)
    }

    /// Cut at the first sign between a short form and its words: a dash with space around it, a colon, „=“ or a tab.
    private static func parted(_ line: String) -> (String, String)? {
        let scalars = Array(line.unicodeScalars)
        let cut = scalars.indices.first { index in
            if [":", "=", "\t"].contains(scalars[index]) { return true }
            guard ["-", "–", "—", "−"].contains(scalars[index]), index > 0, index + 1 < scalars.count else { return false }
            return scalars[index - 1].isSpace || scalars[index + 1].isSpace
        }
        return cut.map { (String(scalars: scalars[..<$0]), String(scalars: scalars[($0 + 1)...])) }
    }

    /// A short form with nothing but space behind it, as a tab is read: words of capitals, then at least two others.
    private static func worded(_ line: String) -> (String, String)? {
        let words = line.split(whereSeparator: \.isWhitespace).map { String($0) }
        let short = words.prefix(while: isAbbreviation)
        guard !short.isEmpty, words.count >= short.count + 2 else { return nil }
        return (short.joined(separator: " "), words[short.count...].joined(separator: " "))
    }

    /// Without the sign that ends an item of a list.
    private static func trimmed(_ text: String) -> String {
        text.last.map { ";,.".contains($0) } == true ? String(text.dropLast()).trimmed : text
    }
}
