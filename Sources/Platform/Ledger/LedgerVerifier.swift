public import Database

/// Checks that nothing in the ledger was changed, added, taken out, moved or cut off.
public struct LedgerVerifier: Sendable {
    private let database: any Database
    /// Rows read at once: memory stays the same whatever the ledger's size.
    private let batch: Int

    /// Nothing is read yet.
    public init(_ database: any Database, batch: Int = 5000) {
        self.database = database
        self.batch = batch
    }

    /// What was found.
    public enum Verdict: Sendable, Equatable {
        /// All entries are as they were written; so many there are, and this is their root.
        case whole(size: Int, root: Digest)
        /// The first position, from 0, at which something is wrong.
        case broken(position: Int, Fault)
    }

    /// What is wrong at a position.
    public enum Fault: String, Sendable, Equatable, CaseIterable {
        /// No entry stands here though later ones do.
        case missing
        /// The entry is not as it was written.
        case changed
        /// The entry is as written, but not the one that was written here: entries were put in, taken out or changed places.
        case misplaced
        /// The entries end here, the tree and its checkpoints know of more.
        case cutOff
        /// There are more entries than the tree knows of.
        case added
        /// The row that holds the tree is missing or does not fit the entries.
        case tree
        /// A checkpoint kept elsewhere names another root for as many entries: the ledger was rewritten or set back.
        case checkpoint
    }

    /// Checks every entry, then the tree, then checkpoints that were kept outside.
    ///
    /// A ledger rewritten whole by someone who can write to the database looks right to itself: only a checkpoint kept elsewhere shows it.
    ///
    /// - Parameter progress: told how many entries are checked, of how many.
    public func verify(against checkpoints: [Checkpoint] = [], progress: (Int, Int) -> Void = { _, _ in }) async throws -> Verdict {
        let total = try await database.read { connection in try connection.first("SELECT COUNT(*) AS n FROM ledger_entries")?.integer("n") }
        var edge = MerkleEdge()
        let witnesses = Dictionary(grouping: checkpoints, by: \.size)
        if let fault = Self.disagreement(edge, witnesses) { return fault }
        while true {
            let (edgeAfter, broken, count) = try await readBatch(edge, witnesses)
            if let broken { return broken }
            edge = edgeAfter
            progress(edge.size, total ?? edge.size)
            if count < batch { break }
        }
        if let longest = checkpoints.map(\.size).max(), longest > edge.size { return .broken(position: edge.size, .cutOff) }
        return try await compareWithTree(edge)
    }

    private func readBatch(_ edge: MerkleEdge, _ witnesses: [Int: [Checkpoint]]) async throws -> (MerkleEdge, Verdict?, Int) {
        let batch = batch
        return try await database.read { connection in
            var edge = edge
            let rows = try connection.query(
                """
                SELECT position, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, salt, commitment, root
                FROM ledger_entries WHERE position >= \(edge.size) ORDER BY position LIMIT \(batch)
                """)
            for row in rows {
                if let fault = Self.fault(in: row, &edge) { return (edge, .broken(position: edge.size, fault), rows.count) }
                if let broken = Self.disagreement(edge, witnesses) { return (edge, broken, rows.count) }
            }
            return (edge, nil, rows.count)
        }
    }

    /// Adds a row to the tree, unless something is wrong with it.
    private static func fault(in row: Row, _ edge: inout MerkleEdge) -> Fault? {
        do {
            guard try row.integer("position") == edge.size else { return .missing }
            let values = try LedgerEntry.columns.map { try row.textOrNil($0) }
            let commitment = Ledger.commitment(salt: try row.blob("salt"), values)
            guard commitment.bytes == (try row.blob("commitment")) else { return .changed }
            var next = edge
            next.append(commitment.bytes)
            guard next.root.bytes == (try row.blob("root")) else { return .misplaced }
            edge = next
            return nil
        } catch {
            // SQLite keeps a value of any kind in any column: one that no entry of ours has was put there by somebody else.
            return .changed
        }
    }

    private static func disagreement(_ edge: MerkleEdge, _ witnesses: [Int: [Checkpoint]]) -> Verdict? {
        guard let known = witnesses[edge.size], known.contains(where: { $0.root != edge.root }) else { return nil }
        return .broken(position: max(0, edge.size - 1), .checkpoint)
    }

    private func compareWithTree(_ edge: MerkleEdge) async throws -> Verdict {
        let stored: MerkleEdge
        let count: Int
        do {
            (stored, count) = try await database.read { connection in
                (try Ledger.edge(connection), try connection.first("SELECT COUNT(*) AS n FROM ledger_entries")?.integer("n") ?? 0)
            }
        } catch LedgerFault.damagedTree {
            return .broken(position: edge.size, .tree)
        }
        if stored.size > edge.size { return .broken(position: edge.size, .cutOff) }
        if stored.size < edge.size { return .broken(position: stored.size, .added) }
        // Entries before the first position.
        if count > edge.size { return .broken(position: 0, .added) }
        return stored == edge ? .whole(size: edge.size, root: edge.root) : .broken(position: edge.size, .tree)
    }
}
