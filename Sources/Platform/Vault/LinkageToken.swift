import Crypto
import Foundation

/// One way in which a record may agree with another, as a keyed hash: equal for equal facts, and telling nothing without the key.
struct LinkageToken: Hashable {
    let family: LinkageFamily
    /// 16 bytes.
    let digest: [UInt8]

    static let size = 17

    var bytes: [UInt8] { [family.rawValue] + digest }

    /// Nil for bytes that are none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == LinkageToken.size, let first = bytes.first, let family = LinkageFamily(rawValue: first) else { return nil }
        self.family = family
        digest = Array(bytes.dropFirst())
    }

    private init(_ family: LinkageFamily, _ text: String, _ key: SymmetricKey) {
        self.family = family
        digest = Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).prefix(16))
    }

    /// All tokens of a record.
    static func all(of facts: LinkageFacts, root: SealingKey, version: Int) -> Set<LinkageToken> {
        var tokens: Set<LinkageToken> = []
        for family in LinkageFamily.allCases {
            let key = root.derived(for: "linkage tokens \(version) \(family.rawValue)")
            for text in family.texts(facts) { tokens.insert(LinkageToken(family, text, key)) }
        }
        return tokens
    }
}
