/// What a browser sends of a key that was just made (section 7.1), as text: what it says of the page, a dot, what the key says, both in
/// ``Base64URL``.
///
/// No attestation is asked for: no staff member has to use a make that we know, and so nothing proves which make it is. What is left of the
/// answer is unsigned, whatever form it comes in; who adds a key is known by her session and a fresh factor.
public struct NewKeyAnswer: Sendable {
    /// The question that was answered.
    public var challenge: [UInt8] { page.challenge }

    private let page: ClientData
    private let said: AuthenticatorData

    /// Throws ``KeyRefusal/malformed`` and ``KeyRefusal/unknownKind``.
    public init(_ text: String) throws(KeyRefusal) {
        let parts = try AnswerText.parts(text, 2)
        page = try ClientData(parts[0])
        said = try AuthenticatorData(parts[1])
    }

    /// The key, once it is sure that it was made on a page of this site, in answer to a question of ours, by somebody whom it made sure of.
    ///
    /// - Parameter isOurs: whether a question was asked here, and not long ago.
    public func key(for party: RelyingParty, isOurs: ([UInt8]) -> Bool) throws(KeyRefusal) -> NewKey {
        try page.check(.adding, party, isOurs)
        try said.check(party)
        guard let made = said.made else { throw .malformed }
        return NewKey(
            id: made.id, key: made.key, counter: said.counter, mayBeCopied: said.backup.isPossible, isCopied: said.backup.isDone)
    }
}

/// A key that was just made.
public struct NewKey: Sendable, Equatable {
    /// The name by which it is asked for, 1 to 1023 bytes.
    public let id: [UInt8]
    /// Checks what it signs.
    public let key: CredentialKey
    /// How often it was used.
    public let counter: UInt32
    /// It can be copied to other devices of its owner, as keys in telephones are.
    public let mayBeCopied: Bool
    /// It was.
    public let isCopied: Bool
}

/// The text in which a script of ours sends what it got from a browser.
enum AnswerText {
    /// More than any answer has.
    private static let limit = 16_384

    static func parts(_ text: String, _ count: Int) throws(KeyRefusal) -> [[UInt8]] {
        guard text.utf8.count <= limit else { throw .malformed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { Base64URL.bytes($0) }
        guard parts.count == count, text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == count - 1 else { throw .malformed }
        return parts
    }
}
