import Foundation

/// The letters of a name's word: one script, then Latin.
enum NameScript {
    /// Letters that look alike, „В“ and `B` only as capitals.
    private static let twins: [(cyrillic: Unicode.Scalar, latin: Unicode.Scalar)] = [
        ("а", "a"), ("с", "c"), ("е", "e"), ("к", "k"), ("м", "m"), ("о", "o"), ("р", "p"), ("т", "t"), ("х", "x"), ("у", "y"), ("А", "A"),
        ("В", "B"), ("С", "C"), ("Е", "E"), ("Н", "H"), ("К", "K"), ("М", "M"), ("О", "O"), ("Р", "P"), ("Т", "T"), ("Х", "X"), ("У", "Y"),
    ]
    private static let toLatin = Dictionary(uniqueKeysWithValues: twins.map { ($0.cyrillic, $0.latin) })
    private static let toCyrillic = Dictionary(uniqueKeysWithValues: twins.map { ($0.latin, $0.cyrillic) })

    /// A word that mixes scripts in the one that its other letters leave possible; Cyrillic when both are.
    static func unified(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let cyrillic = letters.filter { (0x400...0x4ff).contains($0.value) }
        guard !cyrillic.isEmpty, cyrillic.count < letters.count else { return letters }
        let others = letters.filter { !(0x400...0x4ff).contains($0.value) }
        if others.allSatisfy({ toCyrillic[$0] != nil }) { return letters.map { toCyrillic[$0] ?? $0 } }
        if cyrillic.allSatisfy({ toLatin[$0] != nil }) { return letters.map { toLatin[$0] ?? $0 } }
        return letters
    }

    /// The word in Latin letters (Закон за транслитерацията, чл. 4 and 6): „ия“ at the end is `ia`, „България“ is `bulgaria`. Accents of
    /// Latin letters are dropped; other scripts stay.
    static func latin(_ letters: [Unicode.Scalar]) -> String {
        let country = Array("българия".unicodeScalars)
        if letters == country { return "bulgaria" }
        var latin = ""
        for (index, letter) in letters.enumerated() {
            let isEnd = index == letters.count - 1
            if isEnd, letter == "я", index > 0, letters[index - 1] == "и" {
                latin += "a"
            } else if let written = transliteration[letter] {
                latin += written
            } else if letter.isASCII {
                latin.unicodeScalars.append(letter)
            } else {
                latin += SearchKey.plain(letter)
            }
        }
        return latin
    }

    /// A letter of a code such as a document's number, as it looks in capitals: Cyrillic ones that look Latin are Latin, the others are
    /// transliterated. In lower case.
    static func code(_ letter: Unicode.Scalar) -> String {
        guard let lower = Folding.lowered(letter) else { return "" }
        let capital = lower.properties.uppercaseMapping.unicodeScalars.first ?? lower
        if let latin = toLatin[capital] { return String(latin).lowercased() }
        return transliteration[lower] ?? String(lower)
    }
}
