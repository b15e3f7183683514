public import Core
public import Foundation
public import Mustache

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

    /// A text with its placeholders `{name}` filled in.
    public func callAsFunction(_ key: String, _ values: [String: String]) -> String {
        var text = self(key)
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    /// A text for a number: `key.one` for 1, `key.many` otherwise, `{n}` being the number.
    public func count(_ key: String, _ number: Int) -> String {
        self(number == 1 ? key + ".one" : key + ".many", ["n": Format(language).integer(number)])
    }
}

extension Words: MustacheParent {
    /// For templates: `{{t.key}}` is the text of a key.
    public func child(named name: String) -> Any? { texts[name] ?? "⟨\(name)⟩" }
}
