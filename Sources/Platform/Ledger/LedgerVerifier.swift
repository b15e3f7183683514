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
        /// A checkpoint kept beside the entries names another root for as many, or is not signed with the key.
        case storedCheckpoint
    }

    /// Checks every entry and every checkpoint, those beside the entries and those kept elsewhere, then the tree.
    ///
    /// A ledger rewritten whole by someone who can write to the database looks right to itself, and so does one whose end was cut off together
    /// with its checkpoints: only a checkpoint kept elsewhere shows it. Entries may be added meanwhile.
    ///
    /// - Parameter keys: with which the checkpoints beside the entries must be signed, by one of them; without keys signatures are not
    ///   looked at.
    /// - Parameter progress: told how many entries are checked, of how many.
    public func verify(
        against checkpoints: [Checkpoint] = [], keys: [CheckpointKey.Public] = [], progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> Verdict {
        let total = try await database.read { connection in try connection.first("SELECT COUNT(*) AS n FROM ledger_entries")?.integer("n") }
        let known = KnownCheckpoints(checkpoints, keys: keys)
        var edge = MerkleEdge()
        while true {
            let (edgeAfter, verdict) = try await readBatch(edge, known)
            edge = edgeAfter
            progress(edge.size, total ?? edge.size)
            if let verdict { return verdict }
        }
    }

    /// One state of the database for a batch, and for the last batch and the tree: otherwise entries added in between would look like a
    /// cut.
    private func readBatch(_ edge: MerkleEdge, _ known: KnownCheckpoints) async throws -> (MerkleEdge, Verdict?) {
        let batch = batch
        return try await database.read { connection in
            var edge = edge
            let stored = try known.rows(edge.size == 0 ? Int.min : edge.size + 1, through: edge.size + batch, connection)
            if edge.size == 0, let fault = known.fault(at: edge, stored) { return (edge, .broken(position: 0, fault)) }
            let rows = try connection.query(
                """
                SELECT position, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, parties, salt, commitment,
                    root
                FROM ledger_entries WHERE position >= \(edge.size) ORDER BY position LIMIT \(batch)
                """)
            for row in rows {
                if let fault = Self.fault(in: row, &edge) { return (edge, .broken(position: edge.size, fault)) }
                if let fault = known.fault(at: edge, stored) { return (edge, .broken(position: edge.size - 1, fault)) }
            }
            return (edge, rows.count < batch ? try Self.ending(edge, known, connection) : nil)
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

    /// What is said when all entries are as they were written.
    private static func ending(_ edge: MerkleEdge, _ known: KnownCheckpoints, _ connection: any Connection) throws -> Verdict {
        if try known.reachBeyond(edge.size, connection) { return .broken(position: edge.size, .cutOff) }
        let stored: MerkleEdge
        do {
            stored = try Ledger.edge(connection)
        } catch LedgerFault.damagedTree {
            return .broken(position: edge.size, .tree)
        }
        if stored.size > edge.size { return .broken(position: edge.size, .cutOff) }
        if stored.size < edge.size { return .broken(position: stored.size, .added) }
        // Entries before the first position.
        let count = try connection.first("SELECT COUNT(*) AS n FROM ledger_entries")?.integer("n") ?? 0
        if count > edge.size { return .broken(position: 0, .added) }
        return stored == edge ? .whole(size: edge.size, root: edge.root) : .broken(position: edge.size, .tree)
    }
}
