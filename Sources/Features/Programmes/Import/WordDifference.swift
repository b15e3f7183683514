import Core

/// A text before and after, cut into words that stayed, went and came.
struct WordDifference: Sendable, Equatable {
    enum Kind: Sendable {
        case same, removed, added
    }

    struct Piece: Sendable, Equatable {
        let kind: Kind
        let text: String
    }

    /// Those that are the same or removed make the text before, those that are the same or added the text after.
    let pieces: [Piece]

    /// Words compared one by one; longer texts are told as wholly changed.
    private static let limit = 1500

    init(_ before: String, _ after: String) {
        let (old, new) = (WordDifference.words(before), WordDifference.words(after))
        guard old.count <= WordDifference.limit, new.count <= WordDifference.limit else {
            pieces = [Piece(kind: .removed, text: before), Piece(kind: .added, text: after)]
            return
        }
        var (gone, come): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var runs: [(kind: Kind, words: [String])] = []
        func add(_ kind: Kind, _ word: String) {
            if runs.last?.kind == kind { runs[runs.count - 1].words.append(word) } else { runs.append((kind, [word])) }
        }
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, gone.contains(left) {
                add(.removed, old[left])
                left += 1
            } else if right < new.count, come.contains(right) {
                add(.added, new[right])
                right += 1
            } else {
                add(.same, new[right])
                left += 1
                right += 1
            }
        }
        pieces = runs.map { Piece(kind: $0.kind, text: $0.words.joined(separator: " ")) }
    }

    /// „50 000“ is one word.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var isOpen = false
        for word in text.unicodeScalars.split(whereSeparator: \.isSpace).map({ String(String.UnicodeScalarView($0)) }) {
            let digits = word.prefix(while: isDigit)
            if isOpen, digits.count == 3 {
                words[words.count - 1] += " " + word
                isOpen = digits.count == word.count
            } else {
                words.append(word)
                isOpen = 1...3 ~= word.reversed().prefix(while: isDigit).count && word.drop { !isDigit($0) }.allSatisfy(isDigit)
            }
        }
        return words
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
