import Core
import Spelling

/// The different words of a plan, each looked at once however often it is printed.
struct Vocabulary {
    /// A word with what is asked of it again and again.
    struct Entry {
        let text: String
        /// Its letters.
        let count: Int
        let isLower: Bool
        /// Capitals behind the first letter.
        let isAbbreviation: Bool
        /// Lower case, by which two spellings of a word meet.
        let folded: String
        /// Whether the dictionary knows it.
        let isKnown: Bool

        init(_ text: String, _ speller: Speller) {
            let scalars = text.unicodeScalars
            self.text = text
            count = text.count
            isLower = text == text.lowercased()
            isAbbreviation = scalars.dropFirst().contains(where: \.isCapital)
            folded = Folding.word(text)
            isKnown = speller.knows(text)
        }
    }

    /// The letters of a word, compared as they are: strings are compared by their canonical forms, which takes longer than all else here.
    private struct Key: Hashable {
        let letters: ArraySlice<Unicode.Scalar>
        let sum: UInt64

        init(_ letters: ArraySlice<Unicode.Scalar>) {
            self.letters = letters
            sum = letters.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.value)) &* 0x100_0000_01b3 }
        }

        func hash(into hasher: inout Hasher) { hasher.combine(sum) }

        static func == (left: Key, right: Key) -> Bool { left.sum == right.sum && left.letters.elementsEqual(right.letters) }
    }

    private var numbers: [Key: Int] = [:]
    private(set) var entries: [Entry] = []

    /// The number of a word, which it gets when it is met first.
    mutating func number(of letters: ArraySlice<Unicode.Scalar>, _ speller: Speller) -> Int {
        let key = Key(letters)
        if let number = numbers[key] { return number }
        let number = entries.count
        entries.append(Entry(String(scalars: letters), speller))
        // A copy, or the whole cell would be kept with it.
        numbers[Key(ArraySlice(Array(letters)))] = number
        return number
    }
}
