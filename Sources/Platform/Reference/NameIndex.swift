import Core

/// Finds institutions and groups in running words, whatever their inflection and most of their misspellings.
public struct NameIndex: Sendable {
    /// Whom a name means.
    public enum Meaning: Sendable, Hashable {
        case institution(String)
        case group(String)
        /// Known from a document's own list: its abbreviation and full name.
        case document(String, name: String)
    }

    private struct Node: Sendable {
        var next: [String: Int] = [:]
        /// Those of six letters or more among them, by their first one.
        var long: [Unicode.Scalar: [(next: Int, letters: [Unicode.Scalar])]] = [:]
        var meaning: Meaning?
    }

    private var nodes = [Node()]
    private var words: Set<String> = []
    /// Abbreviations by their letters, for the nearest one.
    private var shortForms: [String: Meaning] = [:]

    /// An index of a register.
    public init(_ register: InstitutionRegister) {
        for institution in register.institutions {
            let meaning = Meaning.institution(institution.code)
            add(institution.code, meaning)
            add(institution.name.bg, meaning)
            if let english = institution.name.en { add(english, meaning) }
            if let abbreviation = institution.abbreviation {
                add(abbreviation.bg, meaning)
                if let english = abbreviation.en { add(english, meaning) }
            }
            for alias in institution.aliases { add(alias, meaning) }
        }
        for group in register.groups {
            add(group.name.bg, .group(group.code))
            if let english = group.name.en { add(english, .group(group.code)) }
            for alias in group.aliases { add(alias, .group(group.code)) }
        }
    }

    /// The index with the abbreviations that a document explains.
    public func adding(_ abbreviations: [(short: String, full: String)]) -> NameIndex {
        var index = self
        for abbreviation in abbreviations { index.addFromDocument(abbreviation.short, abbreviation.full) }
        return index
    }

    /// The keys of a text's words, a comma being a key of its own.
    public static func keys(_ text: String) -> [String] {
        var keys: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if scalar.isLetter || scalar.value >= 0x30 && scalar.properties.numericType != nil {
                word.unicodeScalars.append(scalar)
            } else {
                if !word.isEmpty { keys.append(key(word)) }
                word = ""
                if scalar == "," { keys.append(",") }
            }
        }
        if !word.isEmpty { keys.append(key(word)) }
        return keys
    }

    /// The key of one word: short ones (abbreviations) by their letters, longer ones without their endings.
    public static func key(_ word: String) -> String {
        word.unicodeScalars.count <= 4 ? Folding.word(word) : SearchKey.key(of: word)
    }

    /// The longest name that begins at a position of `keys`, and how many keys it takes.
    public func longest(_ keys: [String], from start: Int) -> (meaning: Meaning, count: Int)? {
        var node = 0
        var best: (Meaning, Int)?
        var index = start
        while index < keys.count, let next = nodes[node].next[keys[index]] {
            node = next
            index += 1
            if let meaning = nodes[node].meaning { best = (meaning, index - start) }
        }
        return best
    }

    /// The longest name of three words or more that begins at a position of `keys` but for one letter of one long word, and how many keys it
    /// takes. The word's first letter is right.
    public func nearestName(_ keys: [String], from start: Int) -> (meaning: Meaning, count: Int)? {
        var best: (meaning: Meaning, count: Int)?
        func follow(_ node: Int, _ index: Int, isMisspelt: Bool) {
            let count = index - start
            if isMisspelt, count >= 3, count > best?.count ?? 0, let meaning = nodes[node].meaning { best = (meaning, count) }
            guard index < keys.count else { return }
            if let next = nodes[node].next[keys[index]] { return follow(next, index + 1, isMisspelt: isMisspelt) }
            guard !isMisspelt, let first = keys[index].unicodeScalars.first else { return }
            let letters = Array(keys[index].unicodeScalars)
            guard letters.count >= 6 else { return }
            for (next, other) in nodes[node].long[first, default: []] where EditDistance.isOne(letters, other) {
                follow(next, index + 1, isMisspelt: true)
            }
        }
        follow(0, start, isMisspelt: false)
        return best
    }

    /// The only abbreviation of at least four letters that differs from a word by one letter added, missing, changed or swapped.
    public func nearest(_ word: String) -> Meaning? {
        let folded = Array(Folding.word(word).unicodeScalars)
        guard folded.count >= 4 else { return nil }
        var found: Set<Meaning> = []
        for (form, meaning) in shortForms where EditDistance.isOne(Array(form.unicodeScalars), folded) { found.insert(meaning) }
        return found.count == 1 ? found.first : nil
    }

    /// Whether any name has a word with this key.
    public func knows(_ key: String) -> Bool { words.contains(key) }

    private mutating func add(_ name: String, _ meaning: Meaning) {
        let keys = NameIndex.keys(name)
        guard !keys.isEmpty else { return }
        words.formUnion(keys)
        var node = 0
        for key in keys {
            if let next = nodes[node].next[key] {
                node = next
            } else {
                nodes.append(Node())
                nodes[node].next[key] = nodes.count - 1
                let letters = Array(key.unicodeScalars)
                if letters.count >= 6 { nodes[node].long[letters[0], default: []].append((nodes.count - 1, letters)) }
                node = nodes.count - 1
            }
        }
        // The first to claim a name keeps it; the register's test refuses a name claimed twice.
        if nodes[node].meaning == nil { nodes[node].meaning = meaning }
        if keys.count == 1, name.unicodeScalars.count >= 4,
            name.unicodeScalars.allSatisfy({ $0.isCapital || !$0.isLetter })
        {
            shortForms[Folding.word(name)] = shortForms[Folding.word(name)] ?? meaning
        }
    }

    private mutating func addFromDocument(_ short: String, _ full: String) {
        let fullKeys = NameIndex.keys(full)
        if let known = longest(fullKeys, from: 0), known.count == fullKeys.count {
            add(short, known.meaning)
        } else if let known = longest(NameIndex.keys(short), from: 0), known.count == NameIndex.keys(short).count {
            add(full, known.meaning)
        } else {
            let meaning = Meaning.document(short, name: full)
            add(short, meaning)
            add(full, meaning)
        }
    }
}
