import Core

/// A path cut into its parts.
struct Address {
    let segments: [String]
    let language: Language
    let hasTrailingSlash: Bool

    var path: String { "/" + segments.map(PercentCoding.encode).joined(separator: "/") }

    /// Nil for paths that no page has: broken percent signs, control characters, dots that climb.
    init?(_ raw: String) {
        guard raw.utf8.count < 2000 else { return nil }
        var segments: [String] = []
        for piece in raw.utf8.split(separator: UInt8(ascii: "/")) {
            // A slash that is written %2F belongs to a name, as in „J/TIP“.
            guard let text = PercentCoding.decode(piece), !text.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else {
                return nil
            }
            segments.append(text)
        }
        hasTrailingSlash = raw.utf8.count > 1 && (raw.utf8.last == UInt8(ascii: "/") || raw.contains("//"))
        if segments.first == Language.en.rawValue {
            language = .en
            segments.removeFirst()
        } else {
            language = .bg
        }
        self.segments = segments
    }
}

/// Names of requests, for finding them in the log.
enum RequestID {
    static func next() -> String { String(UInt64.random(in: 0...(.max)), radix: 36) }
}
