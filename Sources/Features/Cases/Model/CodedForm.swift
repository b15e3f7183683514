import Core
import Web

/// Reads coded answers of a form, and keeps what is wrong with them in the order in which it was asked for.
struct CodedForm {
    let form: FormData
    private(set) var wrong: [(field: String, word: String)] = []

    init(_ form: FormData) {
        self.form = form
    }

    mutating func fault(_ field: String, _ word: String) { wrong.append((field, word)) }

    /// One of a list of codes.
    ///
    /// - Parameter missing: key of the words where it must be given and is not.
    mutating func one<Code: RawRepresentable<String>>(_ name: String, missing: String? = nil) -> Code? {
        let code = form[name].flatMap(Code.init(rawValue:))
        if code == nil, let missing { fault(name, missing) }
        return code
    }

    /// Several of a list of codes.
    func many<Code: RawRepresentable<String> & Hashable>(_ name: String) -> Set<Code> {
        Set(form.all(name).compactMap(Code.init(rawValue:)))
    }

    /// A day as people write it.
    ///
    /// - Parameter isWrong: key of the words that say what is wrong with a day that was read; nil for nothing.
    mutating func day(_ name: String, missing: String? = nil, _ isWrong: (Day) -> String? = { _ in nil }) -> Day? {
        guard let text = form.line(name) else {
            if let missing { fault(name, missing) }
            return nil
        }
        guard let day = Day(typed: text), day.year >= 1900, day.year <= 2200 else {
            fault(name, "day_bad")
            return nil
        }
        if let word = isWrong(day) { fault(name, word) }
        return day
    }

    /// A text of several lines, at most so many characters.
    mutating func text(_ name: String, most: Int, missing: String? = nil) -> String? {
        let text = form[name]?.trimmed ?? ""
        if text.isEmpty {
            if let missing { fault(name, missing) }
            return nil
        }
        if text.unicodeScalars.count > most { fault(name, "text_long") }
        return text
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
