import Foundation

/// A person's name (име) in forms under which its spellings meet: Cyrillic and Latin, today's and older, a man's and a woman's surname.
///
/// The way leads from Cyrillic to Latin and never back: „ъ“ and „а“ are both `a` (чл. 4 of the Law on transliteration).
public struct PersonalName: Hashable, Sendable {
    /// The words in order; the halves of a double surname are two.
    public let words: [Word]

    /// Takes what stands between letters for a separator; apostrophes are left out. Digits are no part of a name.
    public init(_ text: String) {
        var words: [Word] = []
        var letters: [Unicode.Scalar] = []
        // Composed first: „й“ typed as two scalars is still „й“.
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars + [" "] {
            if scalar.isLetter {
                letters.append(scalar)
            } else if !isSilent(scalar), !letters.isEmpty {
                words.append(Word(letters: letters))
                letters = []
            }
        }
        self.words = words
    }

    /// One word of a name.
    public struct Word: Hashable, Sendable {
        /// As it was written, in lower case and in one script: Latin look-alikes inside Cyrillic words are Cyrillic, and the other way.
        public let typed: String
        /// In Latin letters by the law: `maria` for „Мария“.
        public let latin: String
        /// Without what older and foreign spellings differ in: `ivanov` for „Иванов“ and `Iwanoff`.
        public let folded: String
        /// ``folded`` as a man's surname: `petrov` for „Петрова“, `planinski` for „Планинска“.
        public let surname: String
        /// The consonants of ``surname``, those that sound alike as one: for finding, not for telling apart.
        public let phonetic: String

        init(letters: [Unicode.Scalar]) {
            let letters = NameScript.unified(letters).compactMap(Folding.lowered)
            typed = String(scalars: letters)
            latin = NameScript.latin(letters)
            folded = NameSpelling.folded(latin)
            surname = NameSpelling.surname(folded)
            phonetic = NameSpelling.phonetic(surname)
        }
    }
}

private func isSilent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x27, 0x60, 0xad, 0xb4, 0x2bc, 0x2018, 0x2019, 0x300...0x36f, 0x200b...0x200f: true
    default: false
    }
}
