/// What tells a promise from others of the same wording (отличителен белег): where, for whom, against what.
struct Distinction {
    /// How two promises are told apart.
    enum Parting {
        case none
        /// The same wording around other words: „наръчник за кметове“ and „наръчник за лесничеи“.
        case filling
        /// Other places, other people, another evil.
        case named
    }

    /// Beginnings of the names of places, growing.
    private let places: [Int]
    /// Bits of those who are taught first, then of those who are helped, and so on, by kind.
    private let groups: [UInt32]
    /// The title's words as they come, binding ones below zero.
    private let words: [Int]

    init(_ title: String, _ words: [Int], _ terms: inout TellingTerms) {
        self.words = words
        (places, groups) = terms.told(title)
    }

    /// What parts two promises.
    func parting(from other: Distinction) -> Parting {
        if Distinction.areApart(places, other.places) || zip(groups, other.groups).contains(where: Distinction.areApart) { return .named }
        let areTaughtAlike = groups[0] & other.groups[0] != 0
        return !areTaughtAlike && hasOtherFilling(than: other) ? .filling : .none
    }

    private static func areApart(_ one: [Int], _ other: [Int]) -> Bool {
        !one.isEmpty && !other.isEmpty && !one.contains(where: other.contains)
    }

    private static func areApart(_ one: UInt32, _ other: UInt32) -> Bool { one != 0 && other != 0 && one & other == 0 }

    /// As many words may stand for what tells two titles apart; longer ones say it in another way.
    private static let longestFilling = 3

    /// Whether all is the same but some words after one that binds.
    private func hasOtherFilling(than other: Distinction) -> Bool {
        let (one, two) = (words, other.words)
        let shorter = min(one.count, two.count)
        var start = 0
        while start < shorter, one[start] == two[start] { start += 1 }
        guard start >= 2, one[start - 1] < 0 else { return false }
        var end = 0
        while end < shorter - start, one[one.count - 1 - end] == two[two.count - 1 - end] { end += 1 }
        let (ours, theirs) = (one[start..<(one.count - end)].filter { $0 >= 0 }, two[start..<(two.count - end)].filter { $0 >= 0 })
        guard 1...Distinction.longestFilling ~= ours.count, 1...Distinction.longestFilling ~= theirs.count else { return false }
        return !ours.contains(where: theirs.contains)
    }
}
