import Core
import Foundation

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
    /// The key is locked with a passphrase, and none was given.
    case passphraseNeeded
    /// It doesn't open with this passphrase, or was changed; which of them can't be told.
    case wrongPassphrase
}

/// The file that holds the root key (коренен ключ), outside the folder of the data: plain, or locked with a passphrase.
public enum RootKeyFile {
    /// Reads the key; a passphrase is needed only when it is locked, which takes a second. Throws ``VaultError/rootKey(_:)``.
    public static func read(_ path: String, passphrase: String? = nil) throws(VaultError) -> SealingKey {
        switch PrivateFile.read(path) {
        case .missing: throw .rootKey(.missing)
        case .readableByOthers: throw .rootKey(.readableByOthers)
        case .text(let text):
            if let key = SealingKey(fileText: text) { return key }
            guard let locked = LockedKey(fileText: text) else { throw .rootKey(.noKey) }
            guard let passphrase, !passphrase.isEmpty else { throw .rootKey(.passphraseNeeded) }
            return try locked.open(passphrase)
        }
    }

    /// Makes a key and its file, which only its owner can read. Throws ``VaultError/rootKey(_:)``.
    public static func make(_ path: String, passphrase: String? = nil) throws(VaultError) -> SealingKey {
        let key = SealingKey()
        try check(PrivateFile.make(path, try text(key, passphrase)))
        return key
    }

    /// Makes the file of a key that takes the place of another, beside that one's file. Throws ``VaultError/rootKey(_:)``.
    public static func makeSuccessor(of old: SealingKey, _ path: String, passphrase: String? = nil) throws(VaultError) -> SealingKey {
        let key = old.successor()
        try check(PrivateFile.make(path, try text(key, passphrase)))
        return key
    }

    /// Locks the same key with another passphrase, or leaves it plain. Copies of the file, as in backups, open with the old one as ever.
    /// Throws ``VaultError/rootKey(_:)``; then the file is what it was.
    public static func change(_ path: String, from old: String?, to new: String?) throws(VaultError) {
        let key = try read(path, passphrase: old)
        try check(PrivateFile.replace(path, try text(key, new)))
    }

    private static func text(_ key: SealingKey, _ passphrase: String?) throws(VaultError) -> String {
        guard let passphrase else { return key.fileText }
        guard !passphrase.isEmpty else { throw .rootKey(.passphraseNeeded) }
        return try LockedKey(key, passphrase: passphrase).fileText
    }

    private static func check(_ making: PrivateFile.Making) throws(VaultError) {
        switch making {
        case .made: return
        case .exists: throw .rootKey(.exists)
        case .refused: throw .rootKey(.unwritable)
        }
    }
}

extension SealingKey {
    /// The text for a file that only the server may read.
    fileprivate var fileText: String {
        [SealingKey.heading, id.text, Data(bytes).base64EncodedString(), seed.id.text, Data(seed.bytes).base64EncodedString(), ""]
            .joined(separator: "\n")
    }

    private static let heading = "zakrila root key 1"

    fileprivate init?(fileText: String) {
        let lines = fileText.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 6, lines[0] == SealingKey.heading, lines[5].isEmpty, let id = Identifier<VaultKey>(String(lines[1])),
            let bytes = Data(base64Encoded: String(lines[2])), let seedID = Identifier<VaultKey>(String(lines[3])),
            let seedBytes = Data(base64Encoded: String(lines[4])), let seed = Seed(id: seedID, bytes: Array(seedBytes))
        else { return nil }
        self.init(id: id, bytes: Array(bytes), seed: seed)
    }
}
