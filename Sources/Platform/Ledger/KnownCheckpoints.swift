import Database

/// The checkpoints that a ledger is compared with: witnesses', and those beside the entries.
struct KnownCheckpoints: Sendable {
    private let witnessed: [Int: [Checkpoint]]
    private let keys: [CheckpointKey.Public]

    init(_ witnessed: [Checkpoint], keys: [CheckpointKey.Public]) {
        self.witnessed = Dictionary(grouping: witnessed, by: \.size)
        self.keys = keys
    }

    /// The rows of the checkpoints of these sizes, each under the size at which it is to be looked at. No ledger has fewer than no entries,
    /// or half an entry: such rows stand first, where they are wrong.
    func rows(_ first: Int, through last: Int, _ connection: any Connection) throws(DatabaseError) -> [Int: Row] {
        var rows: [Int: Row] = [:]
        let found = try connection.query(
            """
            SELECT size, root, note, made_at FROM ledger_checkpoints WHERE size >= \(first) AND size <= \(last) ORDER BY size
            """)
        for row in found {
            let size = max(0, (try? row.integer("size")) ?? first)
            if rows[size] == nil { rows[size] = row }
        }
        return rows
    }

    /// What is wrong with the checkpoints of a tree's size.
    func fault(at edge: MerkleEdge, _ rows: [Int: Row]) -> LedgerVerifier.Fault? {
        if let known = witnessed[edge.size], known.contains(where: { $0.root != edge.root }) { return .checkpoint }
        guard let row = rows[edge.size] else { return nil }
        guard let stored = (try? StoredCheckpoint(row))?.checkpoint, stored.size == edge.size, stored.root == edge.root,
            keys.isEmpty || keys.contains(where: { stored.isSigned(with: $0) })
        else { return .storedCheckpoint }
        return nil
    }

    /// Whether any checkpoint tells of more entries.
    func reachBeyond(_ size: Int, _ connection: any Connection) throws(DatabaseError) -> Bool {
        if witnessed.keys.contains(where: { $0 > size }) { return true }
        return try connection.first("SELECT size FROM ledger_checkpoints WHERE size > \(size) LIMIT 1") != nil
    }
}
