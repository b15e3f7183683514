/// What one slip of the pen can have made a word of, the likeliest first: a letter lost, doubled, swapped with the next, or another one.
struct Slips {
    /// UTF-8 of each letter.
    private let letters: [[UInt8]]

    init(_ word: String) {
        letters = word.map { Array(String($0).utf8) }
    }

    private static let alphabet = "аеиоуънтрслвдпмкязбгчшцжщфхюйь".map { Array(String($0).utf8) }

    /// The first word meant that is one. Many hundreds are tried: each is written into the same bytes, which end in nought.
    func first(where isWord: ([CChar]) -> Bool) -> String? {
        var bytes: [CChar] = []
        bytes.reserveCapacity(letters.count * 4 + 8)
        func isOne(_ parts: ArraySlice<[UInt8]>..., middle: [UInt8]? = nil) -> Bool {
            bytes.removeAll(keepingCapacity: true)
            for (place, part) in parts.enumerated() {
                if place == 1, let middle { bytes += middle.lazy.map(CChar.init(bitPattern:)) }
                for letter in part { bytes += letter.lazy.map(CChar.init(bitPattern:)) }
            }
            bytes.append(0)
            return isWord(bytes)
        }
        func found() -> String { String(decoding: bytes.dropLast().lazy.map(UInt8.init(bitPattern:)), as: UTF8.self) }

        for place in 0...letters.count {
            for letter in Slips.alphabet where isOne(letters[..<place], letters[place...], middle: letter) { return found() }
        }
        for place in letters.indices where isOne(letters[..<place], letters[(place + 1)...]) { return found() }
        for place in letters.indices.dropLast()
        where isOne(letters[..<place], letters[(place + 1)...(place + 1)], letters[place...place], letters[(place + 2)...]) {
            return found()
        }
        for place in letters.indices {
            for letter in Slips.alphabet where isOne(letters[..<place], letters[(place + 1)...], middle: letter) { return found() }
        }
        return nil
    }
}
