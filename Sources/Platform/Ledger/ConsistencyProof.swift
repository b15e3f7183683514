public import Database

/// That a tree continues a smaller one: what was in it is still there, unchanged and in its place (RFC 6962, section 2.1.2). Whoever kept
/// size and root of the smaller tree can check it without the entries.
public struct ConsistencyProof: Sendable, Equatable {
    /// Roots of subtrees, in the order of the RFC.
    public let nodes: [Digest]

    /// A proof received.
    public init(nodes: [Digest]) {
        self.nodes = nodes
    }

    /// Reads the proof from a ledger. Throws ``LedgerFault/damagedTree`` when the ledger is not that large, or has gaps, and
    /// ``DatabaseError``.
    public static func read(from earlier: Int, to later: Int, _ database: any Database, batch: Int = 5000) async throws -> ConsistencyProof
    {
        var nodes: [Digest] = []
        for range in ranges(from: earlier, to: later) {
            var edge = MerkleEdge()
            while edge.size < range.count {
                let next = range.lowerBound + edge.size
                let rows = try await database.read { connection in
                    try connection.query(
                        """
                        SELECT commitment FROM ledger_entries WHERE position >= \(next) AND position < \(min(next + batch, range.upperBound))
                        ORDER BY position
                        """
                    ).map { row in try row.blob("commitment") }
                }
                guard rows.count == min(batch, range.upperBound - next) else { throw LedgerFault.damagedTree }
                for commitment in rows { edge.append(commitment) }
            }
            nodes.append(edge.root)
        }
        return ConsistencyProof(nodes: nodes)
    }

    /// Whether this proves that a tree of the later size and root continues one of the earlier (RFC 9162, section 2.1.4.2).
    public func holds(from earlier: (size: Int, root: Digest), to later: (size: Int, root: Digest)) -> Bool {
        guard earlier.size >= 0, earlier.size <= later.size else { return false }
        if earlier.size == later.size { return nodes.isEmpty && earlier.root == later.root }
        // Every tree continues the empty one.
        if earlier.size == 0 { return nodes.isEmpty && earlier.root == MerkleEdge().root }
        var path = nodes[...]
        // A complete smaller tree is itself a subtree of the larger; its root, which is known, is left out.
        let isComplete = earlier.size.nonzeroBitCount == 1
        guard var old = isComplete ? earlier.root : path.popFirst() else { return false }
        var new = old
        var (last, end) = (earlier.size - 1, later.size - 1)
        while last & 1 == 1 { (last, end) = (last >> 1, end >> 1) }
        for node in path {
            guard end != 0 else { return false }
            if last & 1 == 1 || last == end {
                old = Digest.of([1], node.bytes, old.bytes)
                new = Digest.of([1], node.bytes, new.bytes)
                while last & 1 == 0, last != 0 { (last, end) = (last >> 1, end >> 1) }
            } else {
                new = Digest.of([1], new.bytes, node.bytes)
            }
            (last, end) = (last >> 1, end >> 1)
        }
        return end == 0 && old == earlier.root && new == later.root
    }

    /// The leaves whose subtrees make up the proof, in its order: `SUBPROOF` of the RFC without the hashing. Empty unless the larger tree is
    /// larger and the smaller one is not empty.
    static func ranges(from earlier: Int, to later: Int) -> [Range<Int>] {
        guard earlier > 0, earlier < later else { return [] }
        var (tree, isWhole) = (0..<later, true)
        var ranges: [Range<Int>] = []
        while tree.upperBound != earlier {
            let middle = tree.lowerBound + (1 << (Int.bitWidth - 1 - (tree.count - 1).leadingZeroBitCount))
            if earlier <= middle {
                ranges.append(middle..<tree.upperBound)
                tree = tree.lowerBound..<middle
            } else {
                ranges.append(tree.lowerBound..<middle)
                (tree, isWhole) = (middle..<tree.upperBound, false)
            }
        }
        if !isWhole { ranges.append(tree) }
        return ranges.reversed()
    }
}
