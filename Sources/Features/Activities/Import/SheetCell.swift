import Core

/// What stands in a cell, as people write days, numbers and words there.
enum SheetCell {
    /// In one line, white space at its ends left out.
    static func joined(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        return isPlain ? text : text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// How a cell reads as a day.
    enum DayReading: Hashable {
        case day(Day)
        /// „4/3/2026“ is March in Sofia and April in New York.
        case ambiguous
        case none
    }

    /// A day as people type it, or as spreadsheet programs keep it: a number of days, with a time of day that says nothing here.
    static func day(_ text: String) -> DayReading {
        guard text.utf8.count <= 40 else { return .none }
        if let day = Day(typed: text) { return .day(day) }
        if let serial = Int(text), (36_526...73_415).contains(serial) { return .day(Day(ordinal: serial - 25_569)) }
        let words = text.split(separator: " ").map(String.init)
        if words.count == 2, isMidnight(words[1]) { return day(words[0]) }
        let halves = text.split(separator: "T").map(String.init)
        if halves.count == 2, isMidnight(halves[1]), let day = Day(iso: halves[0]) { return .day(day) }
        return slashed(text)
    }

    private static func isMidnight(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0 == "0" || $0 == ":" || $0 == "." } && text.contains(":")
    }

    private static func slashed(_ text: String) -> DayReading {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
        guard parts.count == 3, numbers.count == 3, parts[2].utf8.count == 4 else { return .none }
        let (dayFirst, monthFirst) = (Day(numbers[2], numbers[1], numbers[0]), Day(numbers[2], numbers[0], numbers[1]))
        guard let dayFirst, let monthFirst else { return (dayFirst ?? monthFirst).map(DayReading.day) ?? .none }
        return dayFirst == monthFirst ? .day(dayFirst) : .ambiguous
    }

    /// Digits of a whole number, „1 200“ and „12,00“ too; nil for all else. „1,200“ may be one or a thousand.
    static func amount(_ text: String) -> String? {
        guard text.utf8.count <= 40 else { return nil }
        var digits = String(text.filter { !$0.isWhitespace })
        for end in [".00", ",00", ".0", ",0"] where digits.hasSuffix(end) {
            digits = String(digits.dropLast(end.utf8.count))
            break
        }
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? digits : nil
    }

    /// The words of a text as they are compared: whatever their letters' case, endings and alphabet.
    static func key(_ text: String) -> String { SearchKey.words(text).joined(separator: " ") }

    /// What a message quotes of a cell.
    static func quoted(_ text: String) -> String { text.unicodeScalars.count > 60 ? String(text.prefix(60)) + "…" : text }
}

/// The codes that words of a list mean, in both languages, however they are inflected.
struct Meanings: Sendable {
    private var exact: [String: String] = [:]
    /// By the keys of their words; nil where they mean several.
    private var loose: [String: String?] = [:]

    /// - Parameter names: codes, each with all its names.
    init(_ names: [(code: String, names: [String])]) {
        for (code, names) in names {
            for name in [code] + names {
                let word = Folding.word(SheetCell.joined(name))
                if exact[word] == nil { exact[word] = code }
            }
        }
        for (code, names) in names {
            for name in [code] + names {
                let key = SheetCell.key(name)
                guard !key.isEmpty else { continue }
                if let known = loose[key] { if known != code { loose[key] = .some(nil) } } else { loose[key] = code }
            }
        }
    }

    func code(_ text: String) -> String? {
        guard text.utf8.count <= 600 else { return nil }
        if let code = exact[Folding.word(text)] { return code }
        return loose[SheetCell.key(text)] ?? nil
    }

    /// Several in one cell; nil where any of them means nothing.
    func codes(_ text: String) -> [String]? {
        guard text.utf8.count <= 4000 else { return nil }
        if let one = code(text) { return [one] }
        for separators in [[";"], [";", ","], [";", ",", "/"]] as [Set<Character>] {
            let pieces = text.split { separators.contains($0) }.map { SheetCell.joined(String($0)) }.filter { !$0.isEmpty }
            let codes = pieces.compactMap(code)
            if codes.count == pieces.count, !codes.isEmpty { return codes }
        }
        return nil
    }
}
