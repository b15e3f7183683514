import Crypto

/// A SHA-256 hash, 32 bytes.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Of one text of bytes.
    static func of(_ parts: [UInt8]...) -> Digest {
        var hash = SHA256()
        for part in parts { hash.update(data: part) }
        return Digest(hash.finalize())
    }

    private init(_ digest: SHA256Digest) {
        bytes = Array(digest)
    }

    /// Lower-case hexadecimal.
    public var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// The right edge of a Merkle tree (RFC 6962, section 2.1): what is needed to add a leaf and to know the root, whatever the size.
public struct MerkleEdge: Hashable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size = 0
    /// Roots of the complete subtrees, the largest first: one for each 1 in the binary size.
    private(set) var roots: [Digest] = []

    /// A tree without leaves.
    public init() {}

    /// A tree stored before. Nil when the number of roots does not fit the size.
    init?(size: Int, roots: [Digest]) {
        guard size >= 0, roots.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.roots = roots
    }

    /// Adds a leaf: the hash of `0x00` and its data.
    public mutating func append(_ data: [UInt8]) {
        var node = Digest.of([0], data)
        // Complete subtrees of one size join, as ones carry in a sum.
        for _ in 0..<size.trailingOneBitCount { node = Digest.of([1], roots.removeLast().bytes, node.bytes) }
        roots.append(node)
        size += 1
    }

    /// The root of the whole tree; of an empty one the hash of nothing.
    public var root: Digest {
        guard let last = roots.last else { return Digest.of() }
        return roots.dropLast().reversed().reduce(last) { Digest.of([1], $1.bytes, $0.bytes) }
    }
}

extension Int {
    /// Ones at the end of the binary number.
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
