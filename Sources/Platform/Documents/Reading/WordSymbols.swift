import Core

/// Signs that Word takes from fonts of signs, as the characters that everybody has.
///
/// Such fonts keep their signs in the private part of Unicode, U+F000 and following, at the places of the old 8-bit fonts.
enum WordSymbols {
    private static let signs: [UInt32: Unicode.Scalar] = [
        0x2d: "−", 0x6f: "□", 0x71: "□", 0x76: "❖", 0x77: "◆", 0xa3: "≤", 0xa5: "∞", 0xa7: "▪", 0xa8: "□", 0xac: "←", 0xae: "→", 0xb0: "°",
        0xb1: "±", 0xb2: "″", 0xb3: "≥", 0xb4: "×", 0xb7: "•", 0xb8: "÷", 0xb9: "≠", 0xbb: "≈", 0xd7: "⋅", 0xd8: "➢", 0xe0: "→", 0xe5: "∑",
        0xf0: "⇨", 0xfb: "✗", 0xfc: "✓", 0xfd: "☒", 0xfe: "☑",
    ]

    /// The sign at a place of such a font; a bullet for those that only decorate.
    static func sign(_ code: UInt32) -> Unicode.Scalar { signs[code & 0xff] ?? "•" }

    /// The sign of a list.
    static func bullet(_ text: String) -> String {
        // „o“ of a typewriter's font is a ring.
        text == "o" ? "◦" : plain(text)
    }

    /// A text with such signs replaced.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isPrivate($0) }) else { return text }
        return String(scalars: text.unicodeScalars.map { isPrivate($0) ? sign($0.value) : $0 })
    }

    private static func isPrivate(_ scalar: Unicode.Scalar) -> Bool { (0xf000...0xf0ff).contains(scalar.value) }
}
