import CArgon2
import Crypto
import Foundation
import Synchronization

/// A password as it is stored: Argon2id (RFC 9106) with its parameters and salt, over the password mixed with a key that is not in the
/// database (a pepper), so that a copy of the database alone can't be guessed at.
public struct PasswordHash: Hashable, Sendable {
    /// `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
    public let text: String

    /// A hash read from the database; whether it is one shows when it is checked.
    public init(text: String) {
        self.text = text
    }

    /// What hashing costs: OWASP's minimum for Argon2id, 19 MiB and two passes.
    static let memoryKiB: UInt32 = 19_456
    static let passes: UInt32 = 2
    private static let saltLength = 16
    private static let hashLength = 32

    /// Hashes a password; takes some 50 ms of a processor and 19 MiB. Throws ``VaultError/damaged`` when there is no memory for it.
    init(of password: String, pepper: SymmetricKey, memoryKiB: UInt32 = PasswordHash.memoryKiB) throws(VaultError) {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes(Array.init)
        let mixed = PasswordHash.mixed(password, pepper)
        let length = argon2_encodedlen(
            PasswordHash.passes, memoryKiB, 1, UInt32(PasswordHash.saltLength), UInt32(PasswordHash.hashLength), Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let status = argon2id_hash_encoded(
            PasswordHash.passes, memoryKiB, 1, mixed, mixed.count, salt, salt.count, PasswordHash.hashLength, &encoded, length)
        guard status == ARGON2_OK.rawValue else { throw .damaged }
        text = String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether a password is the one that was hashed. False for a hash that is none.
    func matches(_ password: String, pepper: SymmetricKey) -> Bool {
        let mixed = PasswordHash.mixed(password, pepper)
        return argon2id_verify(text, mixed, mixed.count) == ARGON2_OK.rawValue
    }

    /// Whether it was made with other parameters than today's: then it is made anew at the next sign-in.
    public var isOutdated: Bool {
        !text.hasPrefix("$argon2id$v=19$m=\(PasswordHash.memoryKiB),t=\(PasswordHash.passes),p=1$")
    }

    /// The same letters typed on another keyboard can be other code points: NFKC makes them one (NIST SP 800-63B, 3.1.1.2).
    private static func mixed(_ password: String, _ pepper: SymmetricKey) -> [UInt8] {
        let normal = password.precomposedStringWithCompatibilityMapping
        return Array(HMAC<SHA256>.authenticationCode(for: Data(normal.utf8), using: pepper))
    }
}

/// Hashes passwords a few at a time: each takes much memory, and a storm of sign-ins must not take it all, nor every processor.
public final class PasswordDesk: Sendable {
    /// So many wait already that a new one would not be served in time.
    public struct Busy: Error, Equatable, Sendable {
        /// When to try again.
        public let retryAfterSeconds: Int
    }

    private let pepper: SymmetricKey
    private let bench: Workbench
    private let waiting = Mutex(0)
    private let done = Mutex(0)
    private let limit: Int
    /// The hash of a password nobody has, checked for users that do not exist so that they take as long as others.
    private let nobody: PasswordHash

    /// - Parameters:
    ///   - root: the pepper is derived from it.
    ///   - atOnce: how many are hashed at one time: by default on half of the processors, so that others' pages go on.
    ///   - limit: how many may wait.
    public init(root: SealingKey, atOnce: Int? = nil, limit: Int = 64) throws(VaultError) {
        pepper = root.derived(for: "password pepper 1")
        bench = Workbench(threads: atOnce ?? max(1, ProcessInfo.processInfo.activeProcessorCount / 2))
        self.limit = limit
        nobody = try PasswordHash(of: SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }, pepper: pepper)
    }

    /// Hashes a new password. Throws ``Busy`` and ``VaultError``.
    public func hash(_ password: String) async throws -> PasswordHash {
        try await queued { desk in try PasswordHash(of: password, pepper: desk.pepper) }
    }

    /// Whether a password is right. Without a hash (there is no such user) the answer is no, and takes as long. Throws ``Busy``.
    public func isRight(_ password: String, for hash: PasswordHash?) async throws -> Bool {
        try await queued { desk in (hash ?? desk.nobody).matches(password, pepper: desk.pepper) && hash != nil }
    }

    /// How many hashes were computed so far: an attempt to sign in costs one, whatever is wrong with it.
    public var computed: Int { done.withLock(\.self) }

    deinit { bench.close() }

    private func queued<Result: Sendable>(_ work: @Sendable @escaping (PasswordDesk) throws -> Result) async throws -> Result {
        let isTaken = waiting.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isTaken else { throw Busy(retryAfterSeconds: 5) }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            bench.add { [self] in
                done.withLock { $0 += 1 }
                continuation.resume(with: Swift.Result { try work(self) })
            }
        }
    }
}
