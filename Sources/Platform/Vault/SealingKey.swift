public import Core
import Crypto
import Foundation

/// A key of the vault, for identifiers only.
public enum VaultKey {}

/// A random key of 256 bits with its identifier: a person's, under which her fields are sealed, or the root key.
public struct SealingKey: Sendable {
    /// Stands before everything sealed with the key; says nothing of whose it is.
    public let id: Identifier<VaultKey>
    private let key: SymmetricKey
    /// What other keys are derived from.
    let seed: Seed

    /// From what keys for indexes, tokens and passwords are derived. A root key that takes the place of another keeps its seed: indexes and
    /// tokens can't be made anew.
    struct Seed: Sendable {
        let id: Identifier<VaultKey>
        private let key: SymmetricKey

        init?(id: Identifier<VaultKey>, bytes: [UInt8]) {
            guard bytes.count == 32 else { return nil }
            self.init(id: id, key: SymmetricKey(data: bytes))
        }

        fileprivate init(id: Identifier<VaultKey>, key: SymmetricKey) {
            self.id = id
            self.key = key
        }

        var bytes: [UInt8] { key.withUnsafeBytes(Array.init) }

        /// What a key gives to derive from, which can't lead back to it: the first half of HKDF (RFC 5869, 2.2).
        fileprivate init(of key: SymmetricKey, id: Identifier<VaultKey>) {
            self.init(id: id, key: SymmetricKey(data: HKDF<SHA256>.extract(inputKeyMaterial: key, salt: Data())))
        }

        /// The second half (RFC 5869, 2.3).
        fileprivate func derived(for purpose: String) -> SymmetricKey {
            HKDF<SHA256>.expand(pseudoRandomKey: key, info: Data(purpose.utf8), outputByteCount: 32)
        }
    }

    /// A new key.
    public init() { self.init(id: .new(), key: SymmetricKey(size: .bits256)) }

    init?(id: Identifier<VaultKey>, bytes: [UInt8], seed: Seed? = nil) {
        guard bytes.count == 32 else { return nil }
        self.init(id: id, key: SymmetricKey(data: bytes), seed: seed)
    }

    /// Another key, for one purpose, that can't lead back to this one.
    func derived(for purpose: String) -> SymmetricKey { seed.derived(for: purpose) }

    /// A key for sealing, for one purpose, that can't lead back to this one; known by the seed's identifier.
    func derivedKey(for purpose: String) -> SealingKey { SealingKey(id: seed.id, key: derived(for: purpose)) }

    /// A new key that seals in the place of this one. What was derived from this one is derived from it, too.
    func successor() -> SealingKey { SealingKey(id: .new(), key: SymmetricKey(size: .bits256), seed: seed) }

    private init(id: Identifier<VaultKey>, key: SymmetricKey, seed: Seed? = nil) {
        self.id = id
        self.key = key
        self.seed = seed ?? Seed(of: key, id: id)
    }

    var bytes: [UInt8] { key.withUnsafeBytes(Array.init) }

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
