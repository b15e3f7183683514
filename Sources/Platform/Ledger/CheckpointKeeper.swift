public import Core
public import Database

/// Signs the ledger as it grows and keeps the checkpoints beside it, for witnesses to take away.
public struct CheckpointKeeper: Sendable {
    /// How far the ledger may run ahead of its newest checkpoint.
    public struct Pace: Sendable, Equatable {
        /// Entries after which one is due at once.
        public var entries: Int
        /// Seconds after which one is due, if anything was added.
        public var seconds: Int

        /// By default 1,000 entries or five minutes.
        public init(entries: Int = 1000, seconds: Int = 300) {
            (self.entries, self.seconds) = (entries, seconds)
        }

        /// Whether a ledger of a size needs a new checkpoint, the newest being of an earlier size and moment. A clock that was set back must
        /// not leave the ledger unsigned until it has caught up: then one is due, too.
        public func isDue(size: Int, newest: (size: Int, madeAt: Instant)?, now: Instant) -> Bool {
            guard let newest else { return size > 0 }
            let (added, passed) = (size - newest.size, now.milliseconds - newest.madeAt.milliseconds)
            return added >= entries || added > 0 && (passed >= Int64(seconds) * 1000 || passed < 0)
        }
    }

    private let database: any Database
    private let key: CheckpointKey
    private let pace: Pace

    /// Nothing is read yet.
    public init(_ database: any Database, key: CheckpointKey, pace: Pace = Pace()) {
        (self.database, self.key, self.pace) = (database, key, pace)
    }

    /// Makes a checkpoint if one is due; to be called every few seconds, it costs two rows when none is.
    ///
    /// Throws ``LedgerFault/damagedTree``, ``LedgerFault/setBack`` when the ledger is shorter than it was once signed, and
    /// ``DatabaseError``.
    @discardableResult
    public func keep(now: Instant) async throws -> Checkpoint? {
        let (edge, newest) = try await database.read { connection in
            (try Ledger.edge(connection), try StoredCheckpoint.newest(connection))
        }
        if let newest, newest.checkpoint.size > edge.size { throw LedgerFault.setBack }
        guard pace.isDue(size: edge.size, newest: newest.map { ($0.checkpoint.size, $0.madeAt) }, now: now) else { return nil }
        let checkpoint = try Checkpoint(size: edge.size, root: edge.root, signedWith: key)
        try await database.write { connection in
            // Another server on the same database may have been first.
            try connection.execute(
                """
                INSERT INTO ledger_checkpoints (size, root, note, made_at)
                VALUES (\(checkpoint.size), \(checkpoint.root.bytes), \(checkpoint.note), \(now)) ON CONFLICT (size) DO NOTHING
                """)
        }
        return checkpoint
    }
}
