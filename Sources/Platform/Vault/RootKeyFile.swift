import Core
import Foundation

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
