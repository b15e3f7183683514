import Crypto
import Foundation

/// What a browser sends of a key that was used (section 7.2), as text: the key's name, what the browser says of the page, what the key says,
/// and the signature, in ``Base64URL`` with dots between them.
public struct KeyAnswer: Sendable {
    /// The name of the key.
    public let id: [UInt8]
    /// The question that was answered.
    public var challenge: [UInt8] { page.challenge }

    private let page: ClientData
    private let said: AuthenticatorData
    private let signature: [UInt8]

    /// How a key was when it was used.
    public struct Use: Sendable, Equatable {
        /// How often it has been used; 0 of keys that don't count.
        public let counter: UInt32
        /// It was copied to other devices of its owner.
        public let isCopied: Bool
    }

    /// Throws ``KeyRefusal/malformed``.
    public init(_ text: String) throws(KeyRefusal) {
        let parts = try AnswerText.parts(text, 4)
        id = parts[0]
        page = try ClientData(parts[1])
        do {
            said = try AuthenticatorData(parts[2])
        } catch {
            throw .malformed
        }
        signature = parts[3]
        guard said.made == nil else { throw .malformed }
    }

    /// Looks whether the key was used on a page of this site, in answer to a question of ours, by somebody whom it made sure of, and counted on.
    ///
    /// - Parameters:
    ///   - key: the public half of the key that goes by ``id``.
    ///   - counter: how often it had been used before. Of two keys that are one, the one used less is found behind (section 6.1.1).
    ///   - isOurs: whether a question was asked here, and not long ago.
    public func check(
        by key: CredentialKey, after counter: UInt32, for party: RelyingParty, isOurs: ([UInt8]) -> Bool
    ) throws(KeyRefusal) -> Use {
        try page.check(.using, party, isOurs)
        try said.check(party)
        guard key.isRight(signature, over: said.bytes + SHA256.hash(data: Data(page.bytes))) else { throw .wrongSignature }
        guard said.counter > counter || said.counter == 0 && counter == 0 else { throw .counterBehind }
        return Use(counter: said.counter, isCopied: said.backup.isDone)
    }
}
