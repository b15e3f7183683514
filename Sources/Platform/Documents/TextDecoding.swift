import Foundation

/// Finds the encoding of a text by its content and decodes it.
public enum TextDecoding {
    /// The text and the name of its encoding: UTF-8, UTF-16 (with a mark or by its zero bytes) or Windows-1251.
    public static func decode(_ bytes: [UInt8]) throws(DocumentError) -> (text: String, encoding: String) {
        guard !bytes.isEmpty else { throw .empty }
        let decoded = try text(bytes)
        if let bad = firstControl(decoded.text) { throw .binary(offset: bad) }
        guard !decoded.text.isBlank else { throw .empty }
        return decoded
    }

    private static func text(_ bytes: [UInt8]) throws(DocumentError) -> (text: String, encoding: String) {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return (try utf8(Array(bytes.dropFirst(3))), "UTF-8") }
        if bytes.starts(with: [0xff, 0xfe]) { return (try utf16(Array(bytes.dropFirst(2)), littleEndian: true), "UTF-16") }
        if bytes.starts(with: [0xfe, 0xff]) { return (try utf16(Array(bytes.dropFirst(2)), littleEndian: false), "UTF-16") }
        if let littleEndian = utf16Order(bytes) { return (try utf16(bytes, littleEndian: littleEndian), "UTF-16") }
        if bytes.contains(0), let bad = bytes.firstIndex(where: isControl) { throw .binary(offset: bad) }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, "UTF-8") }
        return (try windows1251(bytes), "Windows-1251")
    }

    private static func utf8(_ bytes: [UInt8]) throws(DocumentError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .encoding(line: 1) }
        return text
    }

    /// Without a mark, UTF-16 shows itself by its zero bytes (spaces, digits, line ends) and by Cyrillic's high byte 0x04, all on one side.
    private static func utf16Order(_ bytes: [UInt8]) -> Bool? {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        var high = [0, 0]
        for (index, byte) in bytes.prefix(4096).enumerated() where byte == 0 || byte == 4 { high[index % 2] += 1 }
        let pairs = min(bytes.count, 4096) / 2
        if high[1] * 10 >= pairs * 9 { return true }
        if high[0] * 10 >= pairs * 9 { return false }
        return nil
    }

    private static func utf16(_ bytes: [UInt8], littleEndian: Bool) throws(DocumentError) -> String {
        guard bytes.count % 2 == 0 else { throw .encoding(line: 1) }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = 0
        while index < bytes.count {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(littleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw .encoding(line: 1) }
        return text
    }

    /// Windows-1251 fits almost any bytes, so it is believed only when most letters are Cyrillic, as in every Bulgarian text.
    private static func windows1251(_ bytes: [UInt8]) throws(DocumentError) -> String {
        var cyrillic = 0
        var others = 0
        var line = 1
        for byte in bytes {
            switch byte {
            case 0x98: throw .encoding(line: line)
            case 0x0a: line += 1
            case 0xc0...0xff: cyrillic += 1
            case 0x80...0xbf: others += 1
            default: break
            }
        }
        guard cyrillic > 4 * others, let text = String(data: Data(bytes), encoding: .windowsCP1251) else { throw .encoding(line: 1) }
        return text
    }

    /// The offset of the first control character that no text has.
    private static func firstControl(_ text: String) -> Int? {
        text.utf8.enumerated().first { isControl($0.element) }?.offset
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].contains(byte) || byte == 0x7f
    }
}
