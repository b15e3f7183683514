import Ledger
import Web

/// What codes of the ledger mean, in plain words. The codes of earlier editions of the program stay in the ledger for ever: one that nobody
/// knows any more is shown as it is.
enum ActWords {
    static func act(_ code: String, _ words: Words) -> String {
        words.find("act." + code) ?? words("act_other", ["code": code])
    }

    /// What was asked for and refused: that it was done would be untrue.
    static func refused(_ code: String, _ words: Words) -> String {
        words.find("refused." + code) ?? act(code, words)
    }

    /// A group of fields or a field.
    static func field(_ code: String, _ words: Words) -> String {
        ["fields.", "person_field.", "signal_field."].lazy.compactMap { words.find($0 + code) }.first ?? code
    }

    /// Why something was allowed or refused.
    static func rule(_ entry: LedgerEntry, _ words: Words) -> String {
        guard let rule = entry.rule else { return entry.actor.hasPrefix("command:") ? words("rule_operator") : "" }
        return words.find("rule." + rule) ?? words("rule_other", ["code": rule])
    }

    /// „едно, друго и трето“.
    static func list(_ texts: [String], _ words: Words) -> String {
        guard texts.count > 1, let last = texts.last else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " " + words("list_and") + " " + last
    }
}
