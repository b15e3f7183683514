import Core

/// A word, number or sign of a cell, with its place in the cell's scalars.
struct Token: Equatable {
    enum Kind: Equatable {
        /// Letters, possibly with digits after them („А21“).
        case word
        case number(Double)
        /// A day written in full: 31.03.2024.
        case date(Day)
        /// Digits that are part of a name or a reference: „8121з-64“, „№ 226/2019“, „10те“, „18-ти“.
        case reference
        case dash, comma, semicolon, colon, stop, slash, percent, newline
        case open, close, quote
        /// A leftover of mark-up such as `<u>`.
        case tag
        case other
    }

    let kind: Kind
    let range: Range<Int>
    /// Folded text of words, the sign itself otherwise.
    let text: String
    /// Whether a word begins with a capital letter.
    let isCapital: Bool
    /// Of a word wholly in Latin capitals that look Cyrillic, what it says in Cyrillic.
    let twin: String?
    /// Whether white space stands before it.
    let isSpaced: Bool

    var number: Double? {
        if case .number(let value) = kind { return value }
        return nil
    }

    var isWord: Bool { kind == .word }

    /// A number that can only be a year: 1950 to 2099 written without a gap.
    var isYearLike: Bool {
        guard case .number(let value) = kind, value >= 1950, value < 2100, value == value.rounded() else { return false }
        return range.count == 4
    }
}
