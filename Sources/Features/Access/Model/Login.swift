import Foundation

/// What somebody types to sign in (потребителско име): 3 to 60 letters, digits, dots, dashes, at signs. Case makes no difference.
struct Login: Sendable, Hashable {
    let text: String

    /// The same text however it was typed: some keyboards send „й“ as two code points.
    static func folded(_ typed: String) -> String { typed.trimmed.lowercased().precomposedStringWithCanonicalMapping }

    /// Nil for anything else.
    init?(_ typed: String) {
        let text = Login.folded(typed)
        guard (3...60).contains(text.unicodeScalars.count) else { return nil }
        let isFine = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || ".-_@".unicodeScalars.contains(scalar)
        }
        guard isFine else { return nil }
        self.text = text
    }
}
