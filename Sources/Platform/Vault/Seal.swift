public import Core
import Crypto
import Foundation

/// A person's key sealed to an organisation (RFC 9180): to have it is to have access, to destroy it is to end access.
public struct Seal: Hashable, Sendable {
    /// The key inside.
    public let key: Identifier<VaultKey>
    /// Whose it is: an opaque identifier.
    public let subject: String
    /// To which key of the organisation.
    public let organisationKey: Identifier<VaultKey>
    /// What the receiver's key is mixed with (`enc` of RFC 9180).
    public let encapsulated: [UInt8]
    /// The key, encrypted.
    public let ciphertext: [UInt8]

    /// A seal read from the database.
    public init(
        key: Identifier<VaultKey>, subject: String, organisationKey: Identifier<VaultKey>, encapsulated: [UInt8], ciphertext: [UInt8]
    ) {
        self.key = key
        self.subject = subject
        self.organisationKey = organisationKey
        self.encapsulated = encapsulated
        self.ciphertext = ciphertext
    }

    /// Seals a key to the public half of an organisation's key. Throws ``VaultError/damaged`` when that is no key.
    public init(_ sealed: SealingKey, of subject: String, to organisationKey: Identifier<VaultKey>, publicKey: [UInt8]) throws(VaultError) {
        do {
            let recipient = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: publicKey)
            let info = Seal.info(sealed.id, subject, organisationKey)
            var sender = try HPKE.Sender(recipientKey: recipient, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: info)
            let ciphertext = try sender.seal(Data(sealed.bytes))
            self.init(
                key: sealed.id, subject: subject, organisationKey: organisationKey, encapsulated: Array(sender.encapsulatedKey),
                ciphertext: Array(ciphertext))
        } catch {
            throw .damaged
        }
    }

    var info: Data { Seal.info(key, subject, organisationKey) }

    private static func info(_ key: Identifier<VaultKey>, _ subject: String, _ organisationKey: Identifier<VaultKey>) -> Data {
        SealedPlace("seal", subject, organisationKey.text).associatedData(format: 1, key: key.text)
    }
}
