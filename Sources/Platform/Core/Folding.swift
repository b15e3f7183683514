import Foundation

/// Turns words into forms under which spellings of the same word meet.
public enum Folding {
    /// Lower case, without marks and tags, with Latin look-alikes inside Cyrillic words turned Cyrillic („МВP“ typed with a Latin P).
    ///
    /// For comparing what documents print: abbreviations, headings, labels.
    public static func word(_ text: String) -> String { folded(text.unicodeScalars) }

    /// The same for a part of a text.
    public static func word(_ text: Substring) -> String { folded(text.unicodeScalars) }

    /// The same for a stretch of scalars.
    public static func word(_ scalars: ArraySlice<Unicode.Scalar>) -> String { folded(scalars) }

    // Not public: a generic function is fast only in its own module.
    private static func folded(_ text: some Sequence<Unicode.Scalar>) -> String {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(text.underestimatedCount)
        var isCyrillic = false
        for scalar in text {
            guard let folded = lowered(scalar) else { continue }
            if (0x400...0x4ff).contains(folded.value) { isCyrillic = true }
            scalars.append(folded)
        }
        if isCyrillic {
            for index in scalars.indices { scalars[index] = cyrillicTwin(scalars[index]) }
        }
        return String(scalars: scalars)
    }

    /// One lower-case scalar, or nil for soft hyphens and combining marks, which say nothing about the word.
    static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x41...0x5a: return Unicode.Scalar(scalar.value + 32)
        case 0x410...0x42f: return Unicode.Scalar(scalar.value + 32)
        case 0x400...0x40f: return Unicode.Scalar(scalar.value + 80)
        case 0x451, 0x450: return "е"
        case 0x45d: return "и"
        case 0xad, 0x300...0x36f, 0x200b...0x200f, 0xfe00...0xfe0f, 0xfeff: return nil
        case 0...0x7f, 0x430...0x45f: return scalar
        default: return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        }
    }

    /// A word of Latin letters that all look Cyrillic as capitals, in these: `MBP` is „мвр“. Nil where a letter looks like none.
    public static func twin(_ word: String) -> String? {
        let letters = word.unicodeScalars.compactMap(lowered).map { ($0, cyrillicTwin($0)) }
        guard !letters.isEmpty, letters.allSatisfy({ $0 != $1 }) else { return nil }
        return String(scalars: letters.map(\.1))
    }

    private static func cyrillicTwin(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "a": "а"
        case "b": "в"
        case "c": "с"
        case "e": "е"
        case "h": "н"
        case "k": "к"
        case "m": "м"
        case "o": "о"
        case "p": "р"
        case "t": "т"
        case "x": "х"
        case "y": "у"
        default: scalar
        }
    }
}

/// The form in which words are searched: „трафик“, „трафикът“, „trafik“ and „traffic“ are one.
///
/// Cyrillic is written in Latin by the law on transliteration, spellings that people mix up are joined (c/k/q, double letters, i/y/j,
/// ph/f, w/v), and the commonest Bulgarian endings (article, plural) are dropped.
public enum SearchKey {
    /// The keys of a text's words, in order; numbers and codes such as „II.1.4“ are kept as they are.
    public static func words(_ text: String) -> [String] {
        // An array is walked through faster than a string.
        let scalars = Array(text.unicodeScalars)
        return stretches(scalars).map { key(scalars[$0]) }.filter { !$0.isEmpty }
    }

    /// The keys with the place of the word in the text, for marking hits.
    public static func ranges(_ text: String) -> [(key: String, range: Range<String.Index>)] {
        stretches(text.unicodeScalars).map { (key(text.unicodeScalars[$0]), $0) }.filter { !$0.0.isEmpty }
    }

    /// Where words stand.
    private static func stretches<Scalars: Collection<Unicode.Scalar>>(_ scalars: Scalars) -> [Range<Scalars.Index>] {
        var found: [Range<Scalars.Index>] = []
        var start: Scalars.Index?
        for index in scalars.indices {
            let scalar = scalars[index]
            if isWordPart(scalar) || (scalar == "." && start != nil && isInsideNumber(scalars, index)) {
                start = start ?? index
            } else if let begun = start {
                found.append(begun..<index)
                start = nil
            }
        }
        if let start { found.append(start..<scalars.endIndex) }
        return found
    }

    /// The key of one word.
    public static func key(of word: String) -> String { key(word.unicodeScalars) }

    /// The same for a part of a text.
    public static func key(of word: Substring) -> String { key(word.unicodeScalars) }

    private static func key(_ word: some Sequence<Unicode.Scalar>) -> String {
        var latin: [UInt8] = []
        latin.reserveCapacity(32)
        for scalar in word {
            guard let lower = Folding.lowered(scalar) else { continue }
            if (0x430...0x45f).contains(lower.value) {
                latin += cyrillic[Int(lower.value) - 0x430]
            } else if let letters = lower.isASCII ? nil : transliteration[lower] {
                latin += letters.utf8
            } else if lower.isASCII {
                latin.append(UInt8(lower.value))
            } else {
                latin += plain(lower).utf8
            }
        }
        // Codes such as „II.1.4“ and „А21“ are not spelled in several ways.
        if latin.contains(where: { (0x30...0x39).contains($0) }) { return String(decoding: latin, as: UTF8.self) }
        return String(decoding: stem(joined(latin)), as: UTF8.self)
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x400...0x45f, 0xad: true
        case 0...0xbf: false
        default: scalar.isLetter || scalar.properties.numericType != nil
        }
    }

    private static func isInsideNumber<Scalars: Collection<Unicode.Scalar>>(_ scalars: Scalars, _ dot: Scalars.Index) -> Bool {
        let next = scalars.index(after: dot)
        return next < scalars.endIndex && (0x30...0x39).contains(scalars[next].value)
    }

    /// The base letter of an accented one.
    static func plain(_ scalar: Unicode.Scalar) -> String {
        latinExtras[scalar] ?? String(scalar).decomposedStringWithoutMarks
    }

    /// ``transliteration`` for the common letters, by their place in Unicode.
    private static let cyrillic: [[UInt8]] = (0x430...0x45f).map { value in
        guard let scalar = Unicode.Scalar(UInt32(value)) else { return [] }
        return Array((transliteration[scalar].map { $0.utf8 } ?? String(scalar).utf8))
    }

    /// Joins the spellings that are mixed up in practice.
    private static func joined(_ letters: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(letters.count + 4)
        var index = 0
        while index < letters.count {
            let letter = letters[index]
            let next = index + 1 < letters.count ? letters[index + 1] : 0
            let add: UInt8
            switch (letter, next) {
            case (UInt8(ascii: "c"), UInt8(ascii: "h")): add = UInt8(ascii: "c"); index += 1
            case (UInt8(ascii: "c"), _), (UInt8(ascii: "q"), _): add = UInt8(ascii: "k")
            case (UInt8(ascii: "p"), UInt8(ascii: "h")): add = UInt8(ascii: "f"); index += 1
            case (UInt8(ascii: "w"), _): add = UInt8(ascii: "v")
            case (UInt8(ascii: "y"), _), (UInt8(ascii: "j"), _): add = UInt8(ascii: "i")
            case (UInt8(ascii: "x"), _): add = UInt8(ascii: "s"); out.append(UInt8(ascii: "k"))
            default: add = letter
            }
            index += 1
            let isDoubled = letter >= UInt8(ascii: "a") && out.last == add
            if !isDoubled { out.append(add) }
        }
        return out
    }

    /// By their last letter, the longer before the shorter.
    private static let endings: [UInt8: [[UInt8]]] = Dictionary(
        grouping: [
            "iiata", "iiat", "iata", "iite", "ieto", "ovete", "ata", "iat", "eto", "oto", "ite", "ove", "at", "ta", "to", "te", "ia", "ii",
            "a", "e", "i", "o", "u", "s",
        ].map { Array($0.utf8) }, by: { $0[$0.count - 1] })

    private static func stem(_ letters: [UInt8]) -> [UInt8] {
        guard letters.count > 4, let last = letters.last, let endings = endings[last] else { return letters }
        for ending in endings where letters.count - ending.count >= 4 && letters.suffix(ending.count).elementsEqual(ending) {
            return Array(letters.dropLast(ending.count))
        }
        return letters
    }

    private static let latinExtras: [Unicode.Scalar: String] = [
        "đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "þ": "th",
    ]
}

/// Cyrillic letters in Latin by the Bulgarian law on transliteration, with the Russian, Ukrainian, Serbian and Macedonian ones added.
let transliteration: [Unicode.Scalar: String] = [
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya", "ы": "y", "э": "e", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ј": "y",
    "љ": "ly", "њ": "ny", "ћ": "ch", "ђ": "dj", "џ": "dzh", "ѓ": "g", "ќ": "k", "ѕ": "dz",
]

/// Writing Bulgarian in Latin letters (Закон за транслитерацията).
public enum Transliteration {
    /// Lower-case Latin words joined by dashes, for addresses of pages: „Програма за 2024 г.“ gives `programa-za-2024-g`.
    public static func slug(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            guard let lower = Folding.lowered(scalar) else { continue }
            if let letters = transliteration[lower] {
                word += letters
            } else if (0x30...0x39).contains(lower.value) || (0x61...0x7a).contains(lower.value) {
                word.unicodeScalars.append(lower)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.joined(separator: "-")
    }
}

extension String {
    /// The letters left after canonical decomposition when combining marks are dropped, in lower case.
    fileprivate var decomposedStringWithoutMarks: String {
        var out = String.UnicodeScalarView()
        for scalar in decomposedStringWithCanonicalMapping.unicodeScalars where !(0x300...0x36f).contains(scalar.value) {
            out.append(scalar)
        }
        return String(out).lowercased()
    }
}
