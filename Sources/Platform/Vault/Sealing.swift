public import Core
import Crypto
import Foundation

/// A key of the vault, for identifiers only.
public enum VaultKey {}

/// Why something sealed can't be opened.
public enum VaultError: Error, Equatable, Sendable {
    /// Sealed with a key that is not at hand: another one, or one that was destroyed.
    case unknownKey
    /// Changed, cut, or moved from the place it was sealed for. Which of them can't be told, and must not be.
    case damaged
    /// Sealed in a form that this program does not know.
    case unknownFormat
    /// The file of the root key is missing, can be read by others, or holds no key.
    case rootKey(RootKeyFault)
}

/// The place a value is sealed for: moved anywhere else it does not open.
public struct SealedPlace: Hashable, Sendable {
    let parts: [String]

    /// A field of a record.
    public init(table: String, record: String, field: String) {
        parts = ["field", table, record, field]
    }

    fileprivate init(_ parts: String...) {
        self.parts = parts
    }

    /// Each part with its length before it, so that no two places have one text.
    fileprivate func associatedData(format: UInt8, key: String) -> Data {
        var data = Data([format])
        for part in parts + [key] {
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: part.utf8)
        }
        return data
    }
}

/// A random key of 256 bits with its identifier: a person's, under which her fields are sealed, or the root key.
public struct SealingKey: Sendable {
    /// Stands before everything sealed with the key; says nothing of whose it is.
    public let id: Identifier<VaultKey>
    fileprivate let key: SymmetricKey

    /// A new key.
    public init() {
        id = .new()
        key = SymmetricKey(size: .bits256)
    }

    fileprivate init?(id: Identifier<VaultKey>, bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.id = id
        key = SymmetricKey(data: bytes)
    }

    /// Another key, for one purpose, that can't lead back to this one (HKDF, RFC 5869).
    func derived(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
    }

    fileprivate var bytes: [UInt8] { key.withUnsafeBytes(Array.init) }

    /// 1: AES-256-GCM with a random nonce of 96 bits. A later form gets the next number, and old ones stay readable.
    private static let format: UInt8 = 1
    private static let idLength = 36

    /// Seals bytes for a place: format, identifier of the key, nonce, ciphertext, tag.
    public func seal(_ bytes: [UInt8], for place: SealedPlace) throws(VaultError) -> [UInt8] {
        do {
            let aad = place.associatedData(format: SealingKey.format, key: id.text)
            guard let box = try AES.GCM.seal(bytes, using: key, authenticating: aad).combined else { throw VaultError.damaged }
            return [SealingKey.format] + Array(id.text.utf8) + Array(box)
        } catch {
            throw .damaged
        }
    }

    /// Opens what ``seal(_:for:)`` gave for the same place. Throws ``VaultError``.
    public func open(_ sealed: [UInt8], for place: SealedPlace) throws(VaultError) -> [UInt8] {
        let sealedWith = try SealingKey.id(of: sealed)
        guard sealedWith == id else { throw .unknownKey }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(1 + SealingKey.idLength))
            return Array(try AES.GCM.open(box, using: key, authenticating: place.associatedData(format: SealingKey.format, key: id.text)))
        } catch {
            throw .damaged
        }
    }

    /// With which key something is sealed. Throws ``VaultError/unknownFormat`` and ``VaultError/damaged``.
    public static func id(of sealed: [UInt8]) throws(VaultError) -> Identifier<VaultKey> {
        guard sealed.first == format else { throw .unknownFormat }
        guard sealed.count > idLength, let id = Identifier<VaultKey>(String(decoding: sealed[1...idLength], as: UTF8.self)) else {
            throw .damaged
        }
        return id
    }
}

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

    fileprivate var info: Data { Seal.info(key, subject, organisationKey) }

    private static func info(_ key: Identifier<VaultKey>, _ subject: String, _ organisationKey: Identifier<VaultKey>) -> Data {
        SealedPlace("seal", subject, organisationKey.text).associatedData(format: 1, key: key.text)
    }
}

extension SealingKey {
    /// The text for a file that only the server may read.
    fileprivate var fileText: String { "zakrila root key 1\n\(id.text)\n\(Data(bytes).base64EncodedString())\n" }

    fileprivate init?(fileText: String) {
        let lines = fileText.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[0] == "zakrila root key 1", lines[3].isEmpty, let id = Identifier<VaultKey>(String(lines[1])),
            let bytes = Data(base64Encoded: String(lines[2]))
        else { return nil }
        self.init(id: id, bytes: Array(bytes))
    }
}

/// What is wrong with the file of the root key.
public enum RootKeyFault: Sendable, Equatable {
    /// There is none. Everything sealed stays sealed; nothing is made in its place.
    case missing
    /// Others can read it.
    case readableByOthers
    /// It holds no key.
    case noKey
    /// There is one already; keys are never written over.
    case exists
    /// It can't be made.
    case unwritable
}

/// The file that holds the root key (коренен ключ), outside the folder of the data.
public enum RootKeyFile {
    /// Reads the key. Throws ``VaultError/rootKey(_:)``.
    public static func read(_ path: String) throws(VaultError) -> SealingKey {
        switch PrivateFile.read(path) {
        case .missing: throw .rootKey(.missing)
        case .readableByOthers: throw .rootKey(.readableByOthers)
        case .text(let text):
            guard let key = SealingKey(fileText: text) else { throw .rootKey(.noKey) }
            return key
        }
    }

    /// Makes a key and its file, which only its owner can read. Throws ``VaultError/rootKey(_:)``.
    public static func make(_ path: String) throws(VaultError) -> SealingKey {
        let key = SealingKey()
        switch PrivateFile.make(path, key.fileText) {
        case .made: return key
        case .exists: throw .rootKey(.exists)
        case .refused: throw .rootKey(.unwritable)
        }
    }
}
