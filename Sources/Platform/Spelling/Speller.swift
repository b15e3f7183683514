import CHunspell
import Foundation
import Synchronization

/// Knows the words of Bulgarian, by the dictionary of the system (Hunspell) and the terms of this field.
///
/// Asked one at a time: the dictionary's own state is not made for several at once. What was asked before is remembered.
public final class Speller: Sendable {
    private struct State: ~Copyable {
        let dictionary: OpaquePointer
        var known: [String: Bool] = [:]
        /// What is meant by words that are not known; empty where nobody can say.
        var near: [String: String] = [:]

        deinit { Speller.making.withLock { _ in Hunspell_destroy(dictionary) } }

        mutating func knows(_ word: String) -> Bool {
            if let answer = known[word] { return answer }
            let lower = word.prefix(1).lowercased() + word.dropFirst()
            let answer = Hunspell_spell(dictionary, word) != 0 || lower != word && Hunspell_spell(dictionary, lower) != 0
            // Documents have some thousand words; what somebody sends may have more.
            if known.count > 200_000 { known = [:] }
            known[word] = answer
            return answer
        }
    }

    private let state: Mutex<State>
    /// Hunspell 1.7 counts the dictionaries that use its table of letters in a variable without a lock and gives the table back at none: two
    /// threads that open and close dictionaries soon write into memory that is free.
    private static let making = Mutex(())

    /// Where Debian's package `hunspell-bg` has its files.
    public static let folder = "/usr/share/hunspell"

    /// Reads the dictionary, which takes some tenths of a second. Nil where the system has none: then nothing can be said of words.
    ///
    /// - Parameter folder: with `bg_BG.aff` and `bg_BG.dic`.
    public init?(folder: String = Speller.folder) {
        let (rules, words) = (folder + "/bg_BG.aff", folder + "/bg_BG.dic")
        guard FileManager.default.isReadableFile(atPath: rules), FileManager.default.isReadableFile(atPath: words),
            let terms = Terms.all, let dictionary = Speller.making.withLock({ _ in Hunspell_create(rules, words) })
        else { return nil }
        for term in terms {
            if let example = term.example {
                Hunspell_add_with_affix(dictionary, term.word, example)
            } else {
                Hunspell_add(dictionary, term.word)
            }
        }
        state = Mutex(State(dictionary: dictionary))
    }

    /// Whether it is a word, as printed or with a small first letter.
    public func knows(_ word: String) -> Bool {
        state.withLock { $0.knows(word) }
    }

    /// The word that is probably meant by one that is not known: one letter away. Nil where none is.
    public func meant(by word: String) -> String? {
        state.withLock { state in
            // Thousands of words that are none are tried: it would not pay to remember them.
            let dictionary = state.dictionary
            let answer = state.near[word] ?? Slips(word).first { Hunspell_spell(dictionary, $0) != 0 } ?? ""
            state.near[word] = answer
            return answer.isEmpty ? nil : answer
        }
    }
}

/// Words of this field that the dictionary lacks.
private enum Terms {
    /// A word with another that is inflected as it is.
    struct Term {
        let word: String
        let example: String?
    }

    /// Nil where the list does not lie beside the program: without it, sound words would be called misspelt.
    static let all: [Term]? = {
        guard let url = Bundle.module.url(forResource: "bg", withExtension: "txt", subdirectory: "Terms"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return nil }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: " ").map(String.init)
            return Term(word: parts[0], example: parts.count > 1 ? parts[1] : nil)
        }
    }()
}
