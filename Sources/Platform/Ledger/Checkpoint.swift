import Crypto
import Foundation

/// What the ledger was at a moment, small enough to print on a page, for keeping where nobody who can change the ledger can reach: the form
/// of a signed note (C2SP, tlog-checkpoint): origin, size, root, then a line of signature.
public struct Checkpoint: Sendable, Equatable {
    /// How many entries there were.
    public let size: Int
    /// The root of the tree of them.
    public let root: Digest
    /// The whole text, with its signature.
    public let note: String

    /// The first line of every note of ours.
    static let origin = "zakrila/ledger"

    /// Reads and checks a note. Nil unless it is whole and signed with this key.
    public init?(note: String, key: CheckpointKey.Public) {
        self.init(unchecked: note)
        guard isSigned(with: key) else { return nil }
    }

    /// Reads a note without asking who signed it. Nil unless it is whole.
    init?(unchecked note: String) {
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 5, lines[0] == Checkpoint.origin, lines[3].isEmpty, let size = Int(lines[1]), size >= 0,
            let bytes = Data(base64Encoded: lines[2]), let root = Digest(Array(bytes)), lines[2] == bytes.base64EncodedString(),
            lines[1] == String(size)
        else { return nil }
        (self.size, self.root, self.note) = (size, root, note)
    }

    /// Whether one of the note's signatures is this key's.
    func isSigned(with key: CheckpointKey.Public) -> Bool {
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let body = lines.prefix(3).joined(separator: "\n") + "\n"
        return lines.dropFirst(4).contains { key.signed(body, $0) }
    }

    /// Signs what a ledger is now.
    public init(size: Int, root: Digest, signedWith key: CheckpointKey) throws {
        let body = "\(Checkpoint.origin)\n\(size)\n\(Data(root.bytes).base64EncodedString())\n"
        (self.size, self.root) = (size, root)
        note = body + "\n" + (try key.signature(of: body)) + "\n"
    }
}

/// The Ed25519 key that signs checkpoints.
public struct CheckpointKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    public init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// The key that ``text`` wrote. Nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: "+", maxSplits: 1)
        guard parts.count == 2, parts[0] == "PRIVATE", let bytes = Data(base64Encoded: parts[1].trimmingCharacters(in: .newlines)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    /// For a file that nobody else may read.
    public var text: String { "PRIVATE+\(key.rawRepresentation.base64EncodedString())" }

    /// What checks its signatures, for everybody.
    public var publicKey: Public { Public(key.publicKey) }

    fileprivate func signature(of body: String) throws -> String {
        let signature = try key.signature(for: Data(body.utf8))
        return "— \(Checkpoint.origin) \((Data(publicKey.identity) + signature).base64EncodedString())"
    }

    /// The half of the key that witnesses keep.
    public struct Public: Sendable {
        private let key: Curve25519.Signing.PublicKey

        fileprivate init(_ key: Curve25519.Signing.PublicKey) {
            self.key = key
        }

        /// The key that ``text`` wrote. Nil for anything else.
        public init?(text: String) {
            let parts = text.split(separator: "+", maxSplits: 2).map { $0.trimmingCharacters(in: .newlines) }
            guard parts.count == 3, parts[0] == Checkpoint.origin, let bytes = Data(base64Encoded: parts[2]), bytes.first == 1,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes.dropFirst())
            else { return nil }
            self.key = key
            guard parts[1] == hexadecimal(identity) else { return nil }
        }

        /// Name, hash of the key, kind and key: the form of a verifier key of signed notes.
        public var text: String {
            "\(Checkpoint.origin)+\(hexadecimal(identity))+\((Data([1]) + key.rawRepresentation).base64EncodedString())"
        }

        /// The first four bytes of the hash of the name and the key.
        fileprivate var identity: [UInt8] {
            Array(Digest.of(Array((Checkpoint.origin + "\n").utf8), [1], Array(key.rawRepresentation)).bytes.prefix(4))
        }

        fileprivate func signed(_ body: String, _ line: String) -> Bool {
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "—", words[1] == Checkpoint.origin, let bytes = Data(base64Encoded: String(words[2])),
                bytes.count == 68, Array(bytes.prefix(4)) == identity
            else { return false }
            return key.isValidSignature(bytes.dropFirst(4), for: Data(body.utf8))
        }

        private func hexadecimal(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
