public import Core
public import Database

/// A checkpoint kept beside the ledger. Whether it is signed with the right key and fits the entries says ``LedgerVerifier``.
public struct StoredCheckpoint: Sendable, Equatable {
    /// Size, root and signed note.
    public let checkpoint: Checkpoint
    /// When it was made, by the server's clock.
    public let madeAt: Instant

    /// Throws ``DatabaseError/decoding(column:)`` for a row that no keeper wrote.
    init(_ row: Row) throws(DatabaseError) {
        guard let checkpoint = Checkpoint(unchecked: try row.text("note")), checkpoint.size == (try row.integer("size")),
            checkpoint.root.bytes == (try row.blob("root"))
        else { throw .decoding(column: "note") }
        self.checkpoint = checkpoint
        let madeAt = try row.instant("made_at")
        self.madeAt = madeAt
    }

    /// The newest, if any was kept. Throws ``DatabaseError``, `.decoding` for a row that no keeper wrote.
    public static func newest(_ connection: any Connection) throws(DatabaseError) -> StoredCheckpoint? {
        try page(limit: 1, connection).first
    }

    /// The newest first. Throws as ``newest(_:)``.
    ///
    /// - Parameter size: checkpoints of fewer entries than this; nil for the newest.
    public static func page(
        before size: Int? = nil, limit: Int = 50, _ connection: any Connection
    ) throws(DatabaseError) -> [StoredCheckpoint] {
        let rows = try connection.query(
            """
            SELECT size, root, note, made_at FROM ledger_checkpoints WHERE size < \(size ?? Int.max) ORDER BY size DESC LIMIT \(limit)
            """)
        return try rows.map(StoredCheckpoint.init)
    }
}
