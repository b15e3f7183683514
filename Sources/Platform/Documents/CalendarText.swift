public import Core

/// Writes files for calendar programs (iCalendar, RFC 5545).
public enum CalendarText {
    /// Lines of a whole file, CRLF line ends, the long ones folded.
    public static func file(_ lines: [String]) -> String { lines.map(folded).joined(separator: "\r\n") + "\r\n" }

    /// A day as a value: `20261120`.
    public static func day(_ day: Day) -> String { day.iso.filter { $0 != "-" } }

    /// A moment as a value: `20261120T093000Z`.
    public static func moment(_ instant: Instant) -> String { instant.iso.filter { $0 != "-" && $0 != ":" }.prefix(15) + "Z" }

    /// A text as a value: what separates values elsewhere is escaped, and control characters, which no line may hold, are left out.
    public static func escaped(_ text: String) -> String {
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f }))
        return kept.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,").replacing("\n", with: "\\n")
    }

    /// Lines of at most 75 octets, the rest on lines that begin with a space; never inside a character.
    private static func folded(_ line: String) -> String {
        var out = ""
        var width = 0
        for character in line.unicodeScalars {
            let size = String(character).utf8.count
            if width + size > 74 {
                out += "\r\n "
                width = 1
            }
            out.unicodeScalars.append(character)
            width += size
        }
        return out
    }
}
