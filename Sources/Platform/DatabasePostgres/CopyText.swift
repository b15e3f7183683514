import Database

/// Rows in the text format of `COPY` (PostgreSQL's manual, "COPY", File Formats): tabs between values, `\\N` for NULL, backslashes before what
/// would end a value.
enum CopyText {
    /// Throws `.unstorable` for text with a NUL.
    static func append(_ row: [SQLValue], to text: inout [UInt8]) throws(DatabaseError) {
        for (column, value) in row.enumerated() {
            if column > 0 { text.append(UInt8(ascii: "\t")) }
            guard let written = try value.postgresText else {
                text += "\\N".utf8
                continue
            }
            for byte in written.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): text += "\\\\".utf8
                case UInt8(ascii: "\t"): text += "\\t".utf8
                case UInt8(ascii: "\n"): text += "\\n".utf8
                case UInt8(ascii: "\r"): text += "\\r".utf8
                default: text.append(byte)
                }
            }
        }
        text.append(UInt8(ascii: "\n"))
    }
}
