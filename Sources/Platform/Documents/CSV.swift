/// Writes comma-separated values (RFC 4180) that spreadsheet programs open safely.
public enum CSV {
    /// Rows as text, CRLF line ends, with the byte-order mark by which Excel knows UTF-8.
    public static func text(_ rows: [[String]]) -> String {
        "\u{feff}" + rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// One field, quoted where needed. A leading `= + - @` is disarmed by an apostrophe unless the field is a number (formula injection).
    static func field(_ value: String) -> String {
        var value = value
        if let first = value.utf8.first, "=+-@\t\r".utf8.contains(first), Double(value) == nil { value = "'" + value }
        guard value.utf8.contains(where: { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }) else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
}
