import Core
import Documents
import Spelling

/// Words that the layout broke, and misspelt ones, in the cells of a plan. Of a cell the first of each kind.
struct WordCheck {
    let findings: [PlanFinding]

    /// A word as printed, with what stands between it and the one before.
    private struct Printed {
        let text: String
        let range: Range<Int>
        let gap: String
    }

    /// Cells of a measure's later rows go on where a page break cut the earlier ones.
    init(_ checked: CheckedPlan, _ speller: Speller) {
        let cells = checked.cells.own.map { ($0, WordCheck.words($0.text)) }
        var uses: [String: Int] = [:]
        for (_, words) in cells {
            // A word that only ever stands before a lonely „и“ is no word of the plan's.
            for (index, word) in words.enumerated() where index + 1 == words.count || words[index + 1].text != "и" {
                uses[Folding.word(word.text), default: 0] += 1
            }
        }
        var found: [PlanFinding] = []
        for (cell, words) in cells {
            let measure = cell.measure.map { checked.plan.measures[$0].code }
            let goesOn = cell.measure.flatMap { checked.cells.place(checked.cells.field(cell.place) ?? .prose, of: $0) } ?? cell.place
            let cut = cell.place.row != goesOn.row || cell.place.table != goesOn.table
            let broken = WordCheck.broken(words, Array(cell.text.unicodeScalars), isRest: cut, uses, speller)
            if let quote = broken.quote { found.append(PlanFinding(.wordBroken, measure: measure, place: cell.place, quote: quote)) }
            let misspelt = words.indices.lazy.filter { !broken.words.contains($0) }.compactMap { index in
                WordCheck.meant(words, index, speller).map { (words[index].text, $0) }
            }.first
            if let (word, meant) = misspelt {
                found.append(PlanFinding(.wordMisspelt, measure: measure, place: cell.place, quote: word, detail: meant))
            }
        }
        findings = found
    }

    // MARK: Broken words

    /// The words that belong together, and the first of them as printed.
    private static func broken(
        _ words: [Printed], _ scalars: [Unicode.Scalar], isRest: Bool, _ uses: [String: Int], _ speller: Speller
    ) -> (words: Set<Int>, quote: String?) {
        var (found, quote): (Set<Int>, String?) = ([], nil)
        if isRest, let first = words.first, first.gap.allSatisfy(\.isWhitespace), isFragment(first.text, speller) {
            found.insert(0)
            quote = first.text
        }
        for index in words.indices where isRunTogether(words[index].text, speller) && !found.contains(index) {
            found.insert(index)
            quote = quote ?? words[index].text
        }
        for index in words.indices.dropFirst() {
            let (left, right) = (words[index - 1], words[index])
            guard !found.contains(index - 1), isBroken(left, right, isLast: index + 1 == words.count, uses, speller)
            else { continue }
            found.formUnion([index - 1, index])
            quote = quote ?? String(scalars: scalars[left.range.lowerBound..<right.range.upperBound])
        }
        return (found, quote)
    }

    /// The end of a word whose beginning stands before the page break.
    private static func isFragment(_ word: String, _ speller: Speller) -> Bool {
        guard word == word.lowercased() else { return false }
        return word.count == 1 ? !["а", "в", "и", "с", "у", "е"].contains(word) : !speller.knows(word)
    }

    private static func isBroken(
        _ left: Printed, _ right: Printed, isLast: Bool, _ uses: [String: Int], _ speller: Speller
    ) -> Bool {
        let (one, other) = (left.text, right.text)
        guard other == other.lowercased(), one.count + other.count >= 4 else { return false }
        let joined = one + other
        switch right.gap {
        case let gap where gap.hasPrefix("-") && gap.dropFirst().allSatisfy(\.isWhitespace):
            guard !isAbbreviation(one) else { return false }
            if ["по", "най"].contains(one.lowercased()) { return right.gap != "-" }
            if one.count > 3, articles.contains(other) { return true }
            return speller.knows(joined) && !(speller.knows(one) && speller.knows(other) && one.count > 3 && other.count > 3)
        case " -":
            return one.hasSuffix("о") && speller.knows(one + "-" + other)
        case let gap where gap.allSatisfy(\.isWhitespace) && !gap.isEmpty:
            // „а“ that joins sentences has a comma before it.
            if other == "а", one.count > 5, one.hasSuffix("т") || one.hasSuffix("н") { return true }
            let isUnknown = !speller.knows(one) && !isAbbreviation(one) || !speller.knows(other)
            if isUnknown, speller.knows(String(one.dropLast())), let end = one.last, speller.knows(String(end) + other) { return true }
            guard speller.knows(joined) else { return false }
            return isUnknown || isLetterAstray(one, other, isLast: isLast, uses)
        default: return false
        }
    }

    /// „проведен и обучения“: both are words, yet the plan never writes the first alone, and writes both together elsewhere.
    private static func isLetterAstray(_ one: String, _ other: String, isLast: Bool, _ uses: [String: Int]) -> Bool {
        guard other == "и", one.count > 5 else { return false }
        return isLast || uses[Folding.word(one), default: 0] == 0 && uses[Folding.word(one + other), default: 0] > 0
    }

    /// The article that a hyphen from the end of a line has left behind: „Финансиране-то“.
    private static let articles: Set<String> = ["та", "то", "те", "ят", "ия", "ът", "вото", "вата"]

    /// Two words without a space between them: „иускоряване“, „организациисиндикални“.
    private static func isRunTogether(_ word: String, _ speller: Speller) -> Bool {
        guard word == word.lowercased(), word.count >= 8, !speller.knows(word) else { return false }
        if ["и", "на", "за", "от", "по"].contains(where: { word.hasPrefix($0) && speller.knows(String(word.dropFirst($0.count))) }) {
            return true
        }
        return speller.meant(by: word) == nil
            && (4...(word.count - 4)).contains { length in
                // „новонастанени“ is a compound.
                let (one, other) = (String(word.prefix(length)), String(word.dropFirst(length)))
                return !one.hasSuffix("о") && speller.knows(one) && speller.knows(other)
            }
    }

    // MARK: Misspelt words

    /// The word that is meant, where one is not known and another is one letter away.
    private static func meant(_ words: [Printed], _ index: Int, _ speller: Speller) -> String? {
        let printed = words[index].text
        // Titles stand in capitals; so do abbreviations, which are shorter.
        let word = printed.count > 8 && printed == printed.uppercased() ? printed.lowercased() : printed
        guard word.count >= 4, !isAbbreviation(word), !isStopped(words, index), !speller.knows(word) else { return nil }
        // The first part of a compound is no word of its own: „българо-турска“.
        if index + 1 < words.count, words[index + 1].gap == "-", word.hasSuffix("о") { return nil }
        // Parts of compounds are known or not as words of their own.
        let lower = word.lowercased()
        guard let meant = speller.meant(by: lower) else { return nil }
        // A name begins with a capital within a sentence.
        return word == lower || index == 0 || words[index].gap.contains(where: { ".\n/(„;".contains($0) }) ? meant : nil
    }

    /// „бр.“, „хил.“: cut on purpose.
    private static func isStopped(_ words: [Printed], _ index: Int) -> Bool {
        words[index].text.count <= 5 && index + 1 < words.count && words[index + 1].gap.hasPrefix(".")
    }

    /// Capitals behind the first letter.
    private static func isAbbreviation(_ word: String) -> Bool { word.dropFirst().contains(where: \.isUppercase) }

    /// The words of Cyrillic letters; those with other letters or digits in them are names and numbers. A soft hyphen shows nothing.
    private static func words(_ text: String) -> [Printed] {
        let scalars = Array(text.unicodeScalars)
        var (found, start, last): ([Printed], Int?, Int) = ([], nil, 0)
        for index in 0...scalars.count {
            if index < scalars.count, scalars[index].isLetter || start != nil && scalars[index].value == 0xad {
                start = start ?? index
            } else if let begun = start {
                let letters = scalars[begun..<index].filter { $0.value != 0xad }
                start = nil
                guard letters.allSatisfy({ (0x400...0x4ff).contains($0.value) }) else { continue }
                found.append(Printed(text: String(scalars: letters), range: begun..<index, gap: String(scalars: scalars[last..<begun])))
                last = index
            }
        }
        return found
    }
}
