import Core
import Reference

/// Understands cells that name institutions: leads, partners, payers.
struct ActorParser {
    let register: InstitutionRegister
    let index: NameIndex
    /// Whether the document is in Bulgarian: then „MOH“ is МОН typed in Latin letters, and no English abbreviation.
    var isBulgarian = true

    /// A name found in a cell.
    struct Mention {
        let meaning: NameIndex.Meaning
        /// Tokens it takes, separators inside included.
        var tokens: Range<Int>
        var isMisspelt = false
    }

    /// The result of reading a cell of institutions.
    struct Outcome {
        var actors: [Actor] = []
        var misspelt: [(quote: String, read: String, range: Range<Int>)] = []
        var unknown: [(quote: String, range: Range<Int>)] = []
        /// Those among them who stand after „в партньорство с“.
        var partners: [Actor] = []
        /// Ranges of the cell that name somebody.
        var understood: [Range<Int>] = []
    }

    /// Everybody named in a cell, each once, in printed order, and the words that name nobody we know.
    func parse(_ cell: LogicalCell) -> Outcome {
        let tokens = Tokenizer.tokens(cell.scalars)
        let mentions = mentions(tokens)
        var outcome = Outcome()
        var found: [(start: Int, actor: Actor)] = []
        let places = places(mentions, tokens, cell)
        for (mention, placed) in zip(mentions, places) {
            let words = range(mention.tokens, tokens)
            outcome.understood.append(range(mention.tokens.lowerBound..<placed.end, tokens))
            if mention.isMisspelt {
                outcome.misspelt.append((cell.text(words), actor(mention.meaning, cell.source(words)).name, words))
            }
            for (offset, actor) in actors(mention, placed, tokens, cell).enumerated()
            where !found.contains(where: { $0.actor.identity == actor.identity && $0.actor.reading == actor.reading }) {
                found.append((words.lowerBound + offset, actor))
            }
        }
        for range in unnamed(tokens, zip(mentions, places).map { $0.tokens.lowerBound..<$1.end }) {
            let name = cell.text(range)
            outcome.unknown.append((name, range))
            found.append((range.lowerBound, Actor(reading: .text, code: nil, name: name, source: cell.source(range))))
        }
        found.sort { $0.start < $1.start }
        let boundary = tokens.first { $0.text.hasPrefix("партньорств") || $0.text == "partnership" }?.range.lowerBound ?? .max
        outcome.actors = found.filter { $0.start < boundary }.map(\.actor)
        outcome.partners = found.filter { $0.start > boundary }.map(\.actor)
        return outcome
    }

    /// The names among tokens. A directorate printed with a dash beside its ministry („МВР-ГДГП“) is the directorate alone.
    func mentions(_ tokens: [Token]) -> [Mention] {
        let keys = keys(tokens)
        let words = keys.map(\.key)
        var mentions: [Mention] = []
        var position = 0
        while position < keys.count {
            if let found = index.longest(words, from: position) {
                let named = keys[position].token..<keys[position + found.count - 1].token + 1
                add(
                    Mention(meaning: found.meaning, tokens: named, isMisspelt: tokens[named].contains { twinKey($0) != nil }), tokens,
                    &mentions)
                position += found.count
            } else if tokens[keys[position].token].isCapital, let near = index.nearestName(words, from: position) {
                let last = keys[position + near.count - 1].token
                add(Mention(meaning: near.meaning, tokens: keys[position].token..<last + 1, isMisspelt: true), tokens, &mentions)
                position += near.count
            } else {
                let token = tokens[keys[position].token]
                if token.isWord, isAbbreviation(token), let near = index.nearest(token.text) {
                    add(
                        Mention(meaning: near, tokens: keys[position].token..<keys[position].token + 1, isMisspelt: true), tokens, &mentions
                    )
                }
                position += 1
            }
        }
        return mentions
    }

    /// The actor that a name means.
    func actor(_ meaning: NameIndex.Meaning, _ source: SourceReference) -> Actor {
        switch meaning {
        case .institution(let code): Actor(reading: .institution, code: code, name: code, source: source)
        case .group(let code): Actor(reading: .group, code: code, name: register.group(code)?.name.bg ?? code, source: source)
        case .document(let short, _): Actor(reading: .document, code: short, name: short, source: source)
        }
    }

    private func keys(_ tokens: [Token]) -> [(key: String, token: Int)] {
        var keys: [(String, Int)] = []
        var skip = 0
        for (index, token) in tokens.enumerated() where index >= skip {
            switch token.kind {
            case .word:
                if let twin = twinKey(token) {
                    keys.append((twin, index))
                } else if let whole = hyphenated(tokens, index) {
                    keys.append((whole, index))
                    skip = index + 3
                } else {
                    keys += words(token).map { ($0, index) }
                }
            case .number, .reference: keys.append((NameIndex.key(token.text), index))
            case .comma: keys.append((",", index))
            case .semicolon, .slash, .open, .close, .colon: keys.append(("\u{1}", index))
            default: continue
            }
        }
        return keys
    }

    /// The key of an abbreviation typed wholly in Latin letters that look Cyrillic, where the Cyrillic one names somebody.
    private func twinKey(_ token: Token) -> String? {
        guard let twin = token.twin.map(NameIndex.key), index.longest([twin], from: 0) != nil else { return nil }
        return isBulgarian || index.longest([NameIndex.key(token.text)], from: 0) == nil ? twin : nil
    }

    /// The key of a word that a narrow column hyphenated: „неправителстве-ни“.
    private func hyphenated(_ tokens: [Token], _ index: Int) -> String? {
        guard index + 2 < tokens.count, tokens[index + 1].kind == .dash, !tokens[index + 1].isSpaced, !tokens[index + 2].isSpaced else {
            return nil
        }
        guard tokens[index + 2].isWord, !tokens[index + 2].isCapital else { return nil }
        let whole = NameIndex.key(tokens[index].text + tokens[index + 2].text)
        return self.index.knows(whole) && !self.index.knows(NameIndex.key(tokens[index].text)) ? whole : nil
    }

    /// The keys of a word; two where a space was forgotten between words that names have: „организациисиндикални“.
    private func words(_ token: Token) -> [String] {
        let key = NameIndex.key(token.text)
        guard token.range.count >= 12, !self.index.knows(key) else { return [key] }
        let letters = Array(token.text.unicodeScalars)
        for cut in 5...(letters.count - 5) {
            let (left, right) = (NameIndex.key(string(letters[..<cut])), NameIndex.key(string(letters[cut...])))
            if self.index.knows(left), self.index.knows(right) { return [left, right] }
        }
        return [key]
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(scalars: scalars)
    }

    /// Four to eight letters without a vowel: nearly always an abbreviation.
    private func isAbbreviation(_ token: Token) -> Bool {
        guard token.isCapital, (4...8).contains(token.range.count) else { return false }
        return !token.text.unicodeScalars.contains { "аеиоуъюя".unicodeScalars.contains($0) }
    }

    private func add(_ mention: Mention, _ tokens: [Token], _ mentions: inout [Mention]) {
        guard let last = mentions.last, last.tokens.upperBound <= mention.tokens.lowerBound,
            isJoined(tokens[last.tokens.upperBound..<mention.tokens.lowerBound]),
            case .institution(let before) = last.meaning, case .institution(let now) = mention.meaning
        else { return mentions.append(mention) }
        let dash = tokens[last.tokens.upperBound..<mention.tokens.lowerBound].first { $0.kind == .dash }
        let isTight = !(dash?.isSpaced ?? true) || !tokens[mention.tokens.lowerBound].isSpaced
        if register.isUnit(now, of: before), isTight {
            mentions[mentions.count - 1] = Mention(meaning: mention.meaning, tokens: last.tokens.lowerBound..<mention.tokens.upperBound)
        } else if register.isUnit(before, of: now) {
            mentions[mentions.count - 1].tokens = last.tokens.lowerBound..<mention.tokens.upperBound
        } else {
            mentions.append(mention)
        }
    }

    private func isJoined(_ between: ArraySlice<Token>) -> Bool {
        between.contains { $0.kind == .dash } && between.allSatisfy { [.dash, .newline, .quote].contains($0.kind) }
    }

    /// Stretches between separators in which nobody was found, with at least one word that is no filler.
    private func unnamed(_ tokens: [Token], _ named: [Range<Int>]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var isNamed = false
        var hasWord = false
        func close(_ end: Int) {
            defer { start = nil; isNamed = false; hasWord = false }
            guard let begun = start, !isNamed, hasWord else { return }
            ranges.append(tokens[begun].range.lowerBound..<tokens[end - 1].range.upperBound)
        }
        for (index, token) in tokens.enumerated() {
            if named.contains(where: { $0.contains(index) }) {
                isNamed = true
                if start == nil { start = index }
                continue
            }
            switch token.kind {
            case .comma, .semicolon: close(index)
            default:
                if start == nil, token.isWord { start = index }
                // „…, които финансират обученията“ says more of somebody already named.
                if start == index, ActorParser.relatives.contains(token.text) { isNamed = true }
                if token.isWord, !ActorParser.fillers.contains(token.text) { hasWord = true }
            }
        }
        close(tokens.count)
        return ranges
    }

    private static let relatives: Set<String> = ["който", "която", "което", "които", "who", "which"]
    private static let fillers: Set<String> = [
        "и", "др", "други", "на", "с", "в", "за", "т", "ч", "както", "или", "and", "other", "etc", "of", "the",
    ]
}
