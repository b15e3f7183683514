/// Names and values as a form sends them: ordered, names may repeat. Read from a query string or from a form that was sent.
public struct FormData: Sendable, Equatable {
    /// The pairs in their order, decoded; white space joined in those of a query, as typed in those of a form.
    public let pairs: [(name: String, value: String)]

    /// At most as many pairs as any form of ours has, several times over.
    static let pairLimit = 200
    static let valueLimit = 4000
    /// Bytes of a form that is sent.
    static let bodyLimit = 400_000
    /// The field in which a form carries its token.
    static let tokenName = "_form"
    /// The field that says what the site is to do with an unsent form instead of sending it: keep it, or forget the one it kept.
    static let draftName = "_draft"
    /// The fields of the site itself, which no handler sees.
    static let ownNames: Set<String> = [tokenName, draftName]
    /// Fields that are not kept for a later session.
    static let neverKept: Set<String> = ownNames.union(["password", "new-password", "code"])

    /// Contents of files that were sent along, by the name of their field, in their order; only on routes that take files. What the sender
    /// calls them is not read.
    public let files: [String: [[UInt8]]]

    /// Takes decoded pairs as they are, without limits.
    public init(_ pairs: [(name: String, value: String)] = [], files: [String: [[UInt8]]] = [:]) {
        self.pairs = pairs
        self.files = files
    }

    /// Reads `a=1&b=2`. Nil for what no form of ours sends: bad percent signs, invalid UTF-8, NULs, too much.
    public init?(urlEncoded text: some StringProtocol) {
        var pairs: [(String, String)] = []
        for piece in text.utf8.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < FormData.pairLimit, piece.count < FormData.valueLimit else { return nil }
            let halves = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(halves[0], plusIsSpace: true) else { return nil }
            guard let value = halves.count > 1 ? PercentCoding.decode(halves[1], plusIsSpace: true) : "" else { return nil }
            pairs.append((name, value.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
        }
        self.init(pairs)
    }

    /// Reads the body of a form that was sent. Lines end as on Unix; nothing else of what was typed is touched, for it may be a password.
    init?(body text: some StringProtocol, limit: Int = pairLimit) {
        var pairs: [(String, String)] = []
        for piece in text.utf8.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < limit else { return nil }
            let halves = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(halves[0], plusIsSpace: true) else { return nil }
            guard let value = halves.count > 1 ? PercentCoding.decode(halves[1], plusIsSpace: true) : "" else { return nil }
            pairs.append((name, value.replacing("\r\n", with: "\n")))
        }
        self.init(pairs)
    }

    /// A form that was kept as text; nil for what none is.
    public init?(kept text: String) {
        self.init(body: text)
    }

    /// All values of a name, as of checkboxes, without empty ones.
    public func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// A value of one line: white space at its ends left out, other white space joined; nil where nothing is left.
    public func line(_ name: String) -> String? {
        let joined = self[name]?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return joined.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The same without the token and what must never be kept.
    public func without(_ names: Set<String>) -> FormData {
        FormData(pairs.filter { !names.contains($0.name) }, files: files)
    }

    /// The first value of a name, nil where it is missing or empty.
    public subscript(name: String) -> String? {
        pairs.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// The pairs as a query string, without empty ones; nil without any.
    public var encoded: String {
        pairs.filter { !$0.value.isEmpty }.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }.joined(
            separator: "&")
    }

    /// The same pairs in the same order.
    public static func == (left: FormData, right: FormData) -> Bool {
        left.pairs.elementsEqual(right.pairs, by: ==) && left.files == right.files
    }
}

/// Percent signs in addresses (RFC 3986).
public enum PercentCoding {
    /// Nil for broken percent signs, invalid UTF-8 and control characters.
    public static func decode(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String? {
        var out: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = iterator.next().flatMap(hex), let low = iterator.next().flatMap(hex) else { return nil }
                out.append(high << 4 | low)
            } else {
                out.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        guard !out.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d || $0 == 0x7f }) else { return nil }
        return String(validating: out, as: UTF8.self)
    }

    /// Everything but letters, digits and `-._~` encoded.
    public static func encode(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return out
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
