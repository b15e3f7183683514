public import Core
import Crypto
import Foundation

/// An organisation's key pair: what is sealed to its public half only it can open.
public struct OrganisationKey: Sendable {
    /// The organisation it belongs to.
    public let organisation: String
    /// Which of its keys, for they are changed from time to time.
    public let id: Identifier<VaultKey>
    private let key: Curve25519.KeyAgreement.PrivateKey

    /// A new pair.
    public init(organisation: String) {
        self.organisation = organisation
        id = .new()
        key = Curve25519.KeyAgreement.PrivateKey()
    }

    /// Opens a pair that ``wrapped(with:)`` gave. Throws ``VaultError``.
    public init(organisation: String, id: Identifier<VaultKey>, wrapped: [UInt8], root: SealingKey) throws(VaultError) {
        let bytes = try root.open(wrapped, for: OrganisationKey.place(organisation, id))
        do {
            key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        } catch {
            throw .damaged
        }
        self.organisation = organisation
        self.id = id
    }

    /// The private half, sealed with the root key, for the database.
    public func wrapped(with root: SealingKey) throws(VaultError) -> [UInt8] {
        try root.seal(Array(key.rawRepresentation), for: OrganisationKey.place(organisation, id))
    }

    /// To which others seal.
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    private static func place(_ organisation: String, _ id: Identifier<VaultKey>) -> SealedPlace {
        SealedPlace("organisation key", organisation, id.text)
    }

    /// Opens a seal: the person's key. Throws ``VaultError``.
    public func open(_ seal: Seal) throws(VaultError) -> SealingKey {
        guard seal.organisationKey == id else { throw .unknownKey }
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: seal.info, encapsulatedKey: Data(seal.encapsulated))
            guard let opened = SealingKey(id: seal.key, bytes: Array(try recipient.open(Data(seal.ciphertext)))) else {
                throw VaultError.damaged
            }
            return opened
        } catch {
            throw .damaged
        }
    }
}
