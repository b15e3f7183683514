import Core
import Documents
import Reference

/// Places that belong to a name: „МКБТХ – Варна“, „РЗИ Пловдив“, „Общини Бургас и Варна“.
extension ActorParser {
    /// Where the places behind a name stand among the tokens, and where they end.
    struct Places {
        var places: [Range<Int>] = []
        var end: Int
    }

    /// The places behind each of the mentions. A municipality may be any; other names are told apart by the towns that districts have.
    func places(_ mentions: [Mention], _ tokens: [Token], _ cell: LogicalCell) -> [Places] {
        mentions.indices.map { position in
            let limit = position + 1 < mentions.count ? mentions[position + 1].tokens.lowerBound : tokens.count
            let end = mentions[position].tokens.upperBound
            switch mentions[position].meaning {
            case .group(Actor.municipalities): return places(tokens[..<limit], from: end, isAny: true, cell)
            case .group: return Places(end: end)
            default: return places(tokens[..<limit], from: end, isAny: false, cell)
            }
        }
    }

    /// The actors that a name means, one for each of its places.
    func actors(_ mention: Mention, _ placed: Places, _ tokens: [Token], _ cell: LogicalCell) -> [Actor] {
        let start = tokens[mention.tokens.lowerBound].range.lowerBound
        guard !placed.places.isEmpty else { return [actor(mention.meaning, cell.source(range(mention.tokens, tokens)))] }
        return placed.places.enumerated().map { position, place in
            let words = range(place, tokens)
            let source = cell.source((position == 0 ? start : words.lowerBound)..<words.upperBound)
            return actor(mention.meaning, source).of(place: cell.text(words))
        }
    }

    func range(_ positions: Range<Int>, _ tokens: [Token]) -> Range<Int> {
        tokens[positions.lowerBound].range.lowerBound..<tokens[positions.upperBound - 1].range.upperBound
    }

    private func places(_ tokens: ArraySlice<Token>, from end: Int, isAny: Bool, _ cell: LogicalCell) -> Places {
        var found = Places(end: end)
        var position = end
        while position < tokens.endIndex, leadsToPlace(tokens[position]) { position += 1 }
        while position < tokens.endIndex, let place = place(tokens, position, isAny: isAny, cell) {
            found.places.append(place)
            found.end = place.upperBound
            guard place.upperBound + 1 < tokens.endIndex else { break }
            let joint = tokens[place.upperBound]
            guard joint.kind == .comma || joint.text == "и" || joint.text == "and" else { break }
            position = place.upperBound + 1
            if joint.kind == .comma, town(tokens, position) == nil { break }
        }
        if !found.places.isEmpty, found.end < tokens.endIndex, tokens[found.end].kind == .close { found.end += 1 }
        return found
    }

    /// „– “, „(“, „гр.“
    private func leadsToPlace(_ token: Token) -> Bool {
        [.dash, .newline, .open, .stop].contains(token.kind) || ["гр", "град"].contains(token.text)
    }

    private func place(_ tokens: ArraySlice<Token>, _ start: Int, isAny: Bool, _ cell: LogicalCell) -> Range<Int>? {
        if let town = town(tokens, start) { return town }
        guard isAny else { return nil }
        let words = tokens[start...].prefix { token in
            token.isWord && token.isCapital && token.range.count > 2 && !cell.scalars[token.range.lowerBound + 1].isCapital
        }
        return words.isEmpty ? nil : words.indices
    }

    private func town(_ tokens: ArraySlice<Token>, _ start: Int) -> Range<Int>? {
        for count in [2, 1] where start + count <= tokens.endIndex {
            let words = tokens[start..<start + count]
            guard words.allSatisfy({ $0.isWord && $0.isCapital }), ActorParser.towns.contains(words.map(\.text)) else { continue }
            return start..<start + count
        }
        return nil
    }

    /// The towns after which districts are called, in both languages, by their words.
    private static let towns: Set<[String]> = {
        let districts = (try? PlaceRegister.builtIn())?.districts ?? []
        let names = districts.flatMap { [$0.bg, $0.en] } + ["София", "Sofia"]
        return Set(names.map { name in name.split(separator: " ").map { Folding.word(String($0)) } })
    }()
}

extension Actor {
    /// Code of the group of municipalities (общини), each of which is known by its place.
    static let municipalities = "municipalities"
    private static let municipality = "Община "
    private static let joint = " – "

    /// The same institution of a place: „МКБТХ – Варна“, „Община Варна“.
    fileprivate func of(place: String) -> Actor {
        var actor = self
        actor.name = code == Actor.municipalities ? Actor.municipality + place : name + Actor.joint + place
        return actor
    }

    /// The place that belongs to its name; nil for one that is named without.
    var place: String? {
        guard let code, reading != .text else { return nil }
        let lead = code == Actor.municipalities ? Actor.municipality : code + Actor.joint
        return name.hasPrefix(lead) ? String(name.dropFirst(lead.count)) : nil
    }

    /// Whom it means: the same code of another place is another, and one that no list knows is the same by the same words.
    var identity: [String] { code.map { [$0, Folding.word(place ?? "")] } ?? [Folding.word(Headings.clean(name))] }

    /// The words that name it, without its place.
    var printed: String {
        guard let place, let found = source.text.firstRange(of: place) else { return source.text.trimmed }
        let signs: Set<Character> = [" ", "–", "-", "—", "(", "\n", "\u{a0}"]
        var words = source.text[..<found.lowerBound]
        while let last = words.last, signs.contains(last) { words.removeLast() }
        return String(words)
    }
}
