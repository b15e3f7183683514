import Core
import Policy
import WebAuthn

/// A key that somebody signs in with instead of password and code (ключ за сигурност): a device of hers, or the lock of her telephone or computer.
struct SecurityKey: Sendable {
    let id: Identifier<SecurityKey>
    let user: UserID
    /// The name by which a browser asks for it, in ``Base64URL``.
    let credential: String
    let key: CredentialKey
    /// The host that it was made for. It counts for no other, whatever a request says it was sent to.
    let party: String
    /// How often it has been used; 0 of keys that don't count.
    let counter: UInt32
    /// As its owner calls it.
    let name: String
    /// Its maker may copy it to other devices of hers.
    let mayBeCopied: Bool
    /// Its maker did.
    let isCopied: Bool
    let addedAt: Instant
    let usedAt: Instant?

    /// More than anybody carries.
    static let most = 10
    /// So many are asked for: who has one and loses it needs a second person to come back.
    static let asked = 2
}
