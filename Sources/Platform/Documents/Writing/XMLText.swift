/// Writes XML. The one place that escapes: whatever a plan says, it can't become mark-up.
struct XMLText {
    /// What was written so far, as UTF-8.
    private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".utf8)

    /// An element with what stands within it.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: (inout XMLText) -> Void) {
        start(name, attributes)
        bytes.append(UInt8(ascii: ">"))
        content(&self)
        bytes += Array("</\(name)>".utf8)
    }

    /// An element with nothing within it.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        start(name, attributes)
        bytes += Array("/>".utf8)
    }

    /// An element with a text within it.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
        element(name, attributes) { $0.escape(text) }
    }

    private mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        bytes += Array("<\(name)".utf8)
        for (key, value) in attributes {
            bytes += Array(" \(key)=\"".utf8)
            escape(value)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func escape(_ text: String) {
        guard !XMLText.isPlain(text) else {
            bytes += Array(text.utf8)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += Array("&amp;".utf8)
            case "<": bytes += Array("&lt;".utf8)
            case ">": bytes += Array("&gt;".utf8)
            case "\"": bytes += Array("&quot;".utf8)
            case "\t", "\n", "\r": bytes += Array("&#\(scalar.value);".utf8)
            default: if XMLText.isAllowed(scalar) { bytes += Array(String(scalar).utf8) }
            }
        }
    }

    /// Whether nothing in a text can need a look; most texts are so, and are written at once.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0x22, 0x26, 0x3c, 0x3e, 0x7f, 0xc2, 0xef: false
            default: byte >= 0x20 && byte < 0xf0
            }
        }
    }

    /// Whether a text of XML 1.0 may hold it (section 2.2); the others, most control characters, can't be written at all.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xa, 0xd, 0x20...0x7e, 0x85, 0xa0...0xfdcf, 0xfdf0...0xfffd: true
        case 0x10000...: scalar.value & 0xffff < 0xfffe
        default: false
        }
    }
}
