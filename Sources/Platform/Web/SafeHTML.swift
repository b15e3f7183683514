import Mustache

/// Escapes by Unicode scalar. The default of swift-mustache 2.1.1 escapes by grapheme cluster, so that a quote followed by a combining mark
/// passes and breaks out of an attribute; replace when upstream does otherwise (2026-11).
struct SafeHTML: MustacheContentType {
    func escapeText(_ text: String) -> String {
        SafeHTML.escape(text)
    }

    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x26 || $0 == 0x27 || $0 == 0x3c || $0 == 0x3e }) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case 0x22: out += "&quot;".utf8
            case 0x26: out += "&amp;".utf8
            case 0x27: out += "&#39;".utf8
            case 0x3c: out += "&lt;".utf8
            case 0x3e: out += "&gt;".utf8
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
