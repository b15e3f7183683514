import Core

/// A word of a name prepared for comparing.
struct NameForm: Sendable {
    let typed: [UInt16]
    let latin: [UInt16]
    let folded: [UInt16]
    let surname: [UInt16]
    private let typedMask: UInt64
    private let latinMask: UInt64
    private let foldedMask: UInt64

    init(_ word: PersonalName.Word) {
        typed = Array(word.typed.utf16)
        latin = Array(word.latin.utf16)
        folded = Array(word.folded.utf16)
        surname = Array(word.surname.utf16)
        typedMask = NameForm.mask(typed)
        latinMask = NameForm.mask(latin)
        foldedMask = NameForm.mask(folded)
    }

    /// Bytes in memory, about.
    var size: Int { 2 * (typed.count + latin.count + folded.count + surname.count) + 4 * 32 + 3 * 8 }

    /// How well a word of a query meets this one, 0 to 100.
    func score(of query: NameForm) -> Int {
        if latin == query.latin { return 100 }
        if folded == query.folded { return 95 }
        if surname == query.surname { return 90 }
        if query.typed.count == 1 || typed.count == 1 {
            let (initial, word) = query.typed.count == 1 ? (query, self) : (self, query)
            if word.latin.starts(with: initial.latin) { return 50 }
            return word.folded.starts(with: initial.folded) ? 40 : 0
        }
        if folded.starts(with: query.folded) || latin.starts(with: query.latin) || typed.starts(with: query.typed) { return 80 }
        guard let errors = errors(of: query) else { return 0 }
        return errors == 1 ? 70 : 55
    }

    /// One slip in a word of four letters, two from eight on; in the letters typed, in Latin ones or in folded ones, for one letter of the
    /// one can be three of the other.
    private func errors(of query: NameForm) -> Int? {
        let limit = query.typed.count >= 8 ? 2 : query.typed.count >= 4 ? 1 : 0
        guard limit > 0 else { return nil }
        let inTyped = distance(typed, query.typed, typedMask ^ query.typedMask, limit) ?? Int.max
        let inLatin = distance(latin, query.latin, latinMask ^ query.latinMask, limit) ?? Int.max
        let inFolded = distance(folded, query.folded, foldedMask ^ query.foldedMask, limit) ?? Int.max
        let least = min(inTyped, inLatin, inFolded)
        return least == Int.max ? nil : least
    }

    /// Each slip changes two kinds of letters at most: most words are ruled out by that.
    private func distance(_ own: [UInt16], _ other: [UInt16], _ difference: UInt64, _ limit: Int) -> Int? {
        difference.nonzeroBitCount <= 2 * limit ? EditDistance.within(limit, own, other) : nil
    }

    private static func mask(_ letters: [UInt16]) -> UInt64 {
        letters.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }
}
