import Core
import Documents
import Spelling

/// Words that the layout broke, and misspelt ones, in the cells of a plan. Of a cell the first of each kind.
struct WordCheck {
    let findings: [PlanFinding]

    /// Cells of a measure's later rows go on where a page break cut the earlier ones.
    init(_ checked: CheckedPlan, _ speller: Speller) {
        var vocabulary = Vocabulary()
        var cells: [PrintedCell] = []
        for (cell, alike) in zip(checked.cells.own, checked.cells.alike) {
            cells.append(alike < cells.count ? cells[alike] : PrintedCell(cell.text, &vocabulary, speller))
        }
        let reader = WordReader(vocabulary, cells, speller)
        var told: [[WordReader.Faults?]] = cells.map { _ in [nil, nil] }
        findings = checked.cells.own.indices.flatMap { position in
            let (cell, alike) = (checked.cells.own[position], checked.cells.alike[position])
            let measure = cell.measure.map { checked.plan.measures[$0].code }
            let isRest = cell.measure.map { checked.cells.goesOn(cell.place, of: $0) } ?? false
            let (broken, misspelt) = told[alike][isRest ? 1 : 0] ?? reader.faults(cells[position], isRest: isRest)
            told[alike][isRest ? 1 : 0] = (broken, misspelt)
            return [
                broken.map { PlanFinding(.wordBroken, measure: measure, place: cell.place, quote: $0) },
                misspelt.map { PlanFinding(.wordMisspelt, measure: measure, place: cell.place, quote: $0.word, detail: $0.meant) },
            ].compactMap(\.self)
        }
    }
}

/// The words of a cell in Cyrillic letters; those with other letters or digits in them are names and numbers. A soft hyphen shows nothing.
struct PrintedCell {
    /// A word as printed: its number in the vocabulary and its place among the cell's scalars.
    struct Word {
        let number: Int
        let range: Range<Int>
    }

    let scalars: [Unicode.Scalar]
    let words: [Word]

    init(_ text: String, _ vocabulary: inout Vocabulary, _ speller: Speller) {
        let scalars = Array(text.unicodeScalars)
        var (found, start): ([Word], Int?) = ([], nil)
        for index in 0...scalars.count {
            if index < scalars.count, scalars[index].isLetter || start != nil && scalars[index].value == 0xad {
                start = start ?? index
            } else if let begun = start {
                let printed = scalars[begun..<index]
                let letters = printed.contains { $0.value == 0xad } ? ArraySlice(printed.filter { $0.value != 0xad }) : printed
                start = nil
                guard letters.allSatisfy({ (0x400...0x4ff).contains($0.value) }) else { continue }
                found.append(Word(number: vocabulary.number(of: letters, speller), range: begun..<index))
            }
        }
        (self.scalars, words) = (scalars, found)
    }

    /// What stands between a word and the one before.
    func gap(_ index: Int) -> ArraySlice<Unicode.Scalar> {
        scalars[(index > 0 ? words[index - 1].range.upperBound : 0)..<words[index].range.lowerBound]
    }
}

/// Reads the words of cells, with the words of the whole plan in mind.
private struct WordReader {
    private let entries: [Vocabulary.Entry]
    private let speller: Speller
    /// How often each word is used, folded. A word that only ever stands before a lonely „и“ is no word of the plan's.
    private let uses: [String: Int]

    init(_ vocabulary: Vocabulary, _ cells: [PrintedCell], _ speller: Speller) {
        let entries = vocabulary.entries
        self.entries = entries
        self.speller = speller
        var counts = entries.map { _ in 0 }
        let and = Set(entries.indices.filter { entries[$0].text == "и" })
        for cell in cells {
            for (index, word) in cell.words.enumerated() where index + 1 == cell.words.count || !and.contains(cell.words[index + 1].number)
            {
                counts[word.number] += 1
            }
        }
        uses = zip(entries, counts).reduce(into: [:]) { $0[$1.0.folded, default: 0] += $1.1 }
    }

    typealias Faults = (broken: String?, misspelt: (word: String, meant: String)?)

    /// The first broken words of a cell as printed, and the first misspelt one.
    func faults(_ cell: PrintedCell, isRest: Bool) -> Faults {
        let broken = broken(cell, isRest: isRest)
        for index in cell.words.indices where !broken.words.contains(index) {
            if let meant = meant(cell, index) { return (broken.quote, (entry(cell, index).text, meant)) }
        }
        return (broken.quote, nil)
    }

    private func entry(_ cell: PrintedCell, _ index: Int) -> Vocabulary.Entry { entries[cell.words[index].number] }

    // MARK: Broken words

    /// The words that belong together, and the first of them as printed.
    private func broken(_ cell: PrintedCell, isRest: Bool) -> (words: Set<Int>, quote: String?) {
        var (found, quote): (Set<Int>, String?) = ([], nil)
        if isRest, !cell.words.isEmpty, cell.gap(0).allSatisfy(\.isSpace), isFragment(entry(cell, 0)) {
            found.insert(0)
            quote = entry(cell, 0).text
        }
        for index in cell.words.indices where isRunTogether(entry(cell, index)) && !found.contains(index) {
            found.insert(index)
            quote = quote ?? entry(cell, index).text
        }
        for index in cell.words.indices.dropFirst() where !found.contains(index - 1) && isBroken(cell, index) {
            found.formUnion([index - 1, index])
            let printed = cell.scalars[cell.words[index - 1].range.lowerBound..<cell.words[index].range.upperBound]
            quote = quote ?? String(scalars: printed)
        }
        return (found, quote)
    }

    /// The end of a word whose beginning stands before the page break.
    private func isFragment(_ word: Vocabulary.Entry) -> Bool {
        guard word.isLower else { return false }
        return word.count == 1 ? !["а", "в", "и", "с", "у", "е"].contains(word.text) : !word.isKnown
    }

    /// Whether a word and the one before it are one.
    private func isBroken(_ cell: PrintedCell, _ index: Int) -> Bool {
        let (one, other, gap) = (entry(cell, index - 1), entry(cell, index), cell.gap(index))
        guard other.isLower, one.count + other.count >= 4, let first = gap.first else { return false }
        if first == "-", gap.dropFirst().allSatisfy(\.isSpace) {
            guard !one.isAbbreviation else { return false }
            if ["по", "най"].contains(one.text.lowercased()) { return gap.count > 1 }
            if one.count > 3, WordReader.articles.contains(other.text) { return true }
            return speller.knows(one.text + other.text) && !(one.isKnown && other.isKnown && one.count > 3 && other.count > 3)
        }
        if gap.elementsEqual(" -".unicodeScalars) { return one.text.hasSuffix("о") && speller.knows(one.text + "-" + other.text) }
        guard gap.allSatisfy(\.isSpace) else { return false }
        let end = one.text.unicodeScalars.last
        // „а“ that joins sentences has a comma before it.
        if other.count == 1, other.text == "а", one.count > 5, end == "т" || end == "н" { return true }
        let isUnknown = !one.isKnown && !one.isAbbreviation || !other.isKnown
        guard isUnknown else {
            return isLetterAstray(one, other, isLast: index + 1 == cell.words.count) && speller.knows(one.text + other.text)
        }
        if let end, speller.knows(String(one.text.dropLast())), speller.knows(String(end) + other.text) { return true }
        return speller.knows(one.text + other.text)
    }

    /// „проведен и обучения“: both are words, yet the plan never writes the first alone, and writes both together elsewhere.
    private func isLetterAstray(_ one: Vocabulary.Entry, _ other: Vocabulary.Entry, isLast: Bool) -> Bool {
        guard other.count == 1, other.text == "и", one.count > 5 else { return false }
        return isLast || uses[one.folded, default: 0] == 0 && uses[Folding.word(one.text + other.text), default: 0] > 0
    }

    /// The article that a hyphen from the end of a line has left behind: „Финансиране-то“.
    private static let articles: Set<String> = ["та", "то", "те", "ят", "ия", "ът", "вото", "вата"]

    /// Two words without a space between them: „иускоряване“, „организациисиндикални“.
    private func isRunTogether(_ entry: Vocabulary.Entry) -> Bool {
        guard !entry.isKnown, entry.isLower, entry.count >= 8 else { return false }
        let word = entry.text
        if ["и", "на", "за", "от", "по"].contains(where: { word.hasPrefix($0) && speller.knows(String(word.dropFirst($0.count))) }) {
            return true
        }
        if isNounWithNext(word) { return true }
        return speller.meant(by: word) == nil
            && (4...(word.count - 4)).contains { length in
                // „новонастанени“ is a compound, „трафиканти“ a new word: the plan has no „анти“.
                let (one, other) = (String(word.prefix(length)), String(word.dropFirst(length)))
                return !one.hasSuffix("о") && speller.knows(one) && speller.knows(other) && isUsed(one) && isUsed(other)
            }
    }

    /// „обучениена“: a noun with the preposition behind it. „Интегрирана“ is a verb's form and no „интегрира на“: before „на“ only nouns that
    /// verbs cannot be.
    private func isNounWithNext(_ word: String) -> Bool {
        ["на", "за", "от", "по", "при", "със"].contains { preposition in
            guard word.hasSuffix(preposition) else { return false }
            let noun = String(word.dropLast(preposition.count))
            let ends = preposition == "на" ? ["ие", "ия", "ство"] : ["а", "е", "и", "о", "у", "я"]
            return noun.count >= 5 && ends.contains(where: noun.hasSuffix) && speller.knows(noun)
        }
    }

    private func isUsed(_ word: String) -> Bool { uses[Folding.word(word), default: 0] > 0 }

    // MARK: Misspelt words

    /// The word that is meant, where one is not known and another is one letter away.
    private func meant(_ cell: PrintedCell, _ index: Int) -> String? {
        let entry = entry(cell, index)
        guard !entry.isKnown, entry.count >= 4 else { return nil }
        // Titles stand in capitals; so do abbreviations, which are shorter.
        let isTitle = entry.count > 8 && entry.text == entry.text.uppercased()
        let word = isTitle ? entry.text.lowercased() : entry.text
        guard isTitle || !entry.isAbbreviation, !isStopped(cell, index), !isTitle || !speller.knows(word) else { return nil }
        // The first part of a compound is no word of its own: „българо-турска“.
        if index + 1 < cell.words.count, cell.gap(index + 1).elementsEqual("-".unicodeScalars), word.hasSuffix("о") { return nil }
        // Parts of compounds are known or not as words of their own.
        let lower = word.lowercased()
        guard let meant = speller.meant(by: lower) else { return nil }
        // A name begins with a capital within a sentence.
        return word == lower || index == 0 || cell.gap(index).contains(where: { ".\n/(„;".unicodeScalars.contains($0) }) ? meant : nil
    }

    /// „бр.“, „хил.“: cut on purpose.
    private func isStopped(_ cell: PrintedCell, _ index: Int) -> Bool {
        entry(cell, index).count <= 5 && index + 1 < cell.words.count && cell.gap(index + 1).first == "."
    }
}
