import CArgon2
import Core
import Crypto
import Foundation

/// A key locked with a passphrase: sealed (AES-256-GCM) under what Argon2id makes of it.
struct LockedKey {
    private static let heading = "zakrila root key 2"

    private let id: Identifier<VaultKey>
    private let seed: Identifier<VaultKey>
    private let cost: Cost
    private let salt: [UInt8]
    private let sealed: [UInt8]

    /// What trying one passphrase costs: RFC 9106's second choice, 64 MiB, three passes, four lanes.
    struct Cost: Equatable {
        var memoryKiB: UInt32 = 65_536
        var passes: UInt32 = 3
        var lanes: UInt32 = 4

        var text: String { "argon2id m=\(memoryKiB) t=\(passes) p=\(lanes)" }

        init() {}

        /// Nil for what would take all memory or be no obstacle: the file is not believed blindly.
        init?(text: String) {
            let numbers = text.split(separator: " ").dropFirst().compactMap { UInt32($0.dropFirst(2)) }
            guard numbers.count == 3 else { return nil }
            (memoryKiB, passes, lanes) = (numbers[0], numbers[1], numbers[2])
            guard text == self.text, (8192...4_194_304).contains(memoryKiB), (1...100).contains(passes), (1...16).contains(lanes) else {
                return nil
            }
        }
    }

    init(_ key: SealingKey, passphrase: String) throws(VaultError) {
        id = key.id
        seed = key.seed.id
        cost = Cost()
        salt = SymmetricKey(size: .bits128).withUnsafeBytes(Array.init)
        sealed = try LockedKey.lock(id, passphrase, cost, salt).seal(key.bytes + key.seed.bytes, for: LockedKey.place(cost, seed))
    }

    /// Nil for anything but what ``fileText`` wrote.
    init?(fileText: String) {
        let lines = fileText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 7, lines[0] == LockedKey.heading, lines[6].isEmpty, let id = Identifier<VaultKey>(lines[1]),
            let cost = Cost(text: lines[2]), let salt = Data(base64Encoded: lines[3]), salt.count >= 16,
            let sealed = Data(base64Encoded: lines[4]), let seed = Identifier<VaultKey>(lines[5])
        else { return nil }
        (self.id, self.cost, self.salt, self.sealed, self.seed) = (id, cost, Array(salt), Array(sealed), seed)
    }

    var fileText: String {
        [LockedKey.heading, id.text, cost.text, Data(salt).base64EncodedString(), Data(sealed).base64EncodedString(), seed.text, ""]
            .joined(separator: "\n")
    }

    /// Throws ``RootKeyFault/wrongPassphrase``.
    func open(_ passphrase: String) throws(VaultError) -> SealingKey {
        let lock = try LockedKey.lock(id, passphrase, cost, salt)
        guard let bytes = try? lock.open(sealed, for: LockedKey.place(cost, seed)), bytes.count == 64,
            let from = SealingKey.Seed(id: seed, bytes: Array(bytes[32...])),
            let key = SealingKey(id: id, bytes: Array(bytes[..<32]), seed: from)
        else { throw .rootKey(.wrongPassphrase) }
        return key
    }

    private static func place(_ cost: Cost, _ seed: Identifier<VaultKey>) -> SealedPlace {
        SealedPlace("root key", cost.text, seed.text)
    }

    private static func lock(
        _ id: Identifier<VaultKey>, _ passphrase: String, _ cost: Cost, _ salt: [UInt8]
    ) throws(VaultError) -> SealingKey {
        // The same letters typed on another keyboard can be other code points.
        let typed = Array(passphrase.precomposedStringWithCompatibilityMapping.utf8)
        var hash = [UInt8](repeating: 0, count: 32)
        let status = argon2id_hash_raw(
            cost.passes, cost.memoryKiB, cost.lanes, typed, typed.count, salt, salt.count, &hash, hash.count)
        guard status == ARGON2_OK.rawValue, let key = SealingKey(id: id, bytes: hash) else { throw .damaged }
        return key
    }
}
