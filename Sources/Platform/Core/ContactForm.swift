import Foundation

/// Numbers and addresses in one form, however they were typed, for comparing.
public enum ContactForm {
    /// A telephone number as `+` and digits; one without a country is Bulgarian: `0888 123 456` and `+359 888 123456` are one. Nil without
    /// digits.
    public static func phone(_ text: String) -> String? {
        let plain = text.precomposedStringWithCompatibilityMapping.unicodeScalars
        let digits = String(String.UnicodeScalarView(plain.filter { (0x30...0x39).contains($0.value) }))
        guard !digits.isEmpty else { return nil }
        if plain.first(where: { !$0.isSpace }) == "+" { return "+" + withoutTrunk(digits) }
        if digits.hasPrefix("00") { return "+" + withoutTrunk(String(digits.dropFirst(2))) }
        return "+359" + (digits.hasPrefix("0") ? digits.dropFirst() : digits[...])
    }

    /// `+359 (0)888…` is written, and is no number of its own.
    private static func withoutTrunk(_ digits: String) -> String {
        digits.hasPrefix("3590") ? "359" + digits.dropFirst(4) : digits
    }

    /// The number of a document: letters and digits only, in lower case, Cyrillic letters that look Latin as Latin. Nil when nothing is
    /// left.
    public static func documentNumber(_ text: String) -> String? {
        let letters = text.precomposedStringWithCompatibilityMapping.unicodeScalars.compactMap { scalar -> String? in
            guard scalar.isLetter || (0x30...0x39).contains(scalar.value) else { return nil }
            return NameScript.code(scalar)
        }
        return letters.isEmpty ? nil : letters.joined()
    }

    /// An e-mail address in lower case. Nil without an at sign.
    public static func eMail(_ text: String) -> String? {
        let plain = text.precomposedStringWithCompatibilityMapping.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        return plain.contains("@") ? plain : nil
    }
}
