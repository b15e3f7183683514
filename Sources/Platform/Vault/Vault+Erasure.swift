import Core
public import Database

extension Vault {
    /// Erases a subject: her keys and all seals to them, so that no copy of what was sealed opens any more, then the sealed values and
    /// files themselves, the index values and the tokens. What is left is the tombstone.
    ///
    /// A name index in memory is told by the caller: `NameSearch`. A subject that is unknown or already erased keeps, or gets,
    /// a tombstone.
    public func erase(_ tombstone: Tombstone, _ connection: any Connection) throws {
        let subject = tombstone.subject
        try connection.execute(
            """
            INSERT INTO vault_tombstones (subject, erased_at, decision, erased_by)
            VALUES (\(subject), \(tombstone.erasedAt), \(tombstone.decision), \(tombstone.erasedBy)) ON CONFLICT (subject) DO NOTHING
            """)
        let keys: SQL = "SELECT person_key_id FROM vault_person_keys WHERE subject = \(subject)"
        try connection.execute("DELETE FROM vault_seals WHERE person_key_id IN (\(keys))")
        try connection.execute("DELETE FROM vault_rotations WHERE holder = \(subject)")
        try connection.execute(
            "DELETE FROM vault_file_chunks WHERE file_id IN (SELECT file_id FROM vault_files WHERE subject = \(subject))")
        try connection.execute("DELETE FROM vault_files WHERE subject = \(subject)")
        try connection.execute("DELETE FROM vault_values WHERE subject = \(subject)")
        try connection.execute("DELETE FROM vault_index_values WHERE subject = \(subject)")
        try connection.execute("DELETE FROM vault_unique_values WHERE subject = \(subject)")
        try connection.execute("DELETE FROM vault_linkage_tokens WHERE subject = \(subject)")
        try connection.execute("DELETE FROM vault_person_keys WHERE subject = \(subject)")
    }

    /// All tombstones in the order of erasure.
    public func tombstones(_ connection: any Connection) throws -> [Tombstone] {
        try connection.query("SELECT subject, erased_at, decision, erased_by FROM vault_tombstones ORDER BY erased_at, subject").map {
            row in
            guard let erasedAt = Instant(iso: try row.text("erased_at")),
                let tombstone = Tombstone(
                    subject: try row.subject("subject"), erasedAt: erasedAt, decision: try row.text("decision"),
                    erasedBy: try row.text("erased_by"))
            else { throw DatabaseError.decoding(column: "decision") }
            return tombstone
        }
    }

    /// Erases again who was erased since a backup was made: to be called with the list kept outside the database after every restore,
    /// before the service opens. Gives the number of those who were back.
    @discardableResult
    public func replayTombstones(_ list: [Tombstone], _ connection: any Connection) throws -> Int {
        var risen = 0
        for tombstone in list {
            let key = try connection.first("SELECT 1 AS found FROM vault_person_keys WHERE subject = \(tombstone.subject) LIMIT 1")
            if key != nil { risen += 1 }
            try erase(tombstone, connection)
        }
        return risen
    }
}
