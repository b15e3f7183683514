public import Core
public import Foundation

/// The words of the interface in both languages, from the `Strings` folders of all rooms.
public struct Catalogue: Sendable {
    private var texts: [Language: [String: String]] = [:]

    /// No words yet; the rooms add theirs.
    public init() {}

    /// Adds the words in `bg.json` and `en.json` of a folder. Throws when a file is missing or damaged.
    public mutating func add(folder: URL) throws {
        for language in Language.allCases {
            let file = folder.appendingPathComponent("\(language.rawValue).json")
            let words = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
            texts[language, default: [:]].merge(words) { _, new in new }
        }
    }

    /// The words of one language.
    public func words(_ language: Language) -> Words {
        Words(language: language, texts: texts[language] ?? [:])
    }
}

/// The words of the interface in one language.
public struct Words: Sendable {
    /// Numbers in texts are written by its rules.
    public let language: Language
    let texts: [String: String]

    /// The text of a key; the key itself in angle brackets where there is none, which the tests refuse.
    public func callAsFunction(_ key: String) -> String {
        texts[key] ?? "⟨\(key)⟩"
    }

    /// The text of a key that may be missing: of codes that were stored long ago, or that other parts of the house make up.
    public func find(_ key: String) -> String? { texts[key] }

    /// A text with its placeholders `{name}` filled in.
    public func callAsFunction(_ key: String, _ values: [String: String]) -> String {
        let text = self(key)
        var filled = ""
        var rest = Substring(text)
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")), let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}")) {
            let name = rest[rest.utf8.index(after: open)..<close]
            filled += rest[..<open] + (values[String(name)] ?? "{\(name)}")
            rest = rest[rest.utf8.index(after: close)...]
        }
        return filled + rest
    }

    /// A day with its day of the week: „събота, 21 ноември 2026 г.“.
    public func dated(_ day: Day) -> String { self("weekday.\(day.weekday)") + ", " + Format(language).day(day) }

    /// A text for a number: `key.one` for 1, `key.many` otherwise, `{n}` being the number.
    public func count(_ key: String, _ number: Int) -> String {
        self(number == 1 ? key + ".one" : key + ".many", ["n": Format(language).integer(number)])
    }
}

/// A template asks for words that no catalogue has, or that would be read as a tag.
struct UnknownWords: Error {
    let key: String
}

extension Words {
    /// A template with its words, `{{t.key}}`, put in: they are the same on every page of a language, and looking each up anew took half the
    /// time of a long table. Throws ``UnknownWords``.
    func filling(_ template: String) throws(UnknownWords) -> String {
        let pieces = template.components(separatedBy: "{{t.")
        var filled = pieces[0]
        for piece in pieces.dropFirst() {
            guard let end = piece.range(of: "}}") else { throw UnknownWords(key: piece) }
            let key = String(piece[..<end.lowerBound])
            guard let text = texts[key], !text.contains("{{") else { throw UnknownWords(key: key) }
            filled += SafeHTML.escape(text) + piece[end.upperBound...]
        }
        return filled
    }
}
