import Core

/// One step of the schema's history. Steps are only ever added; a released one never changes.
public struct Migration: Sendable {
    /// Ordered name, unique in the whole program: `0001-programmes-plans`.
    public let id: String
    /// Statements in order, each in both engines' words.
    public let statements: [SQL]

    /// Once released, neither the id nor the statements may change.
    public init(_ id: String, _ statements: [SQL]) {
        self.id = id
        self.statements = statements
    }

    /// A number that changes when the statements do: guards against editing a released step.
    var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for statement in statements {
            for dialect in Dialect.allCases {
                for byte in statement.rendered(for: dialect).text.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
        return String(hash, radix: 16)
    }
}

/// Brings a database to the newest schema, on both engines by the same list.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// Steps in any order: they are applied by their ids.
    public init(_ migrations: [Migration]) {
        self.migrations = migrations.sorted { $0.id < $1.id }
    }

    /// Applies what is missing, all in one transaction, and gives the ids of the steps applied.
    ///
    /// Throws ``DatabaseError/schema(_:)`` when a step already applied was changed since, or is unknown to this program.
    public func migrate(_ database: any Database) async throws -> [String] {
        try await database.write { connection in
            if connection.dialect == .postgres {
                // Two servers starting at once must not both create the table.
                _ = try connection.query("SELECT pg_advisory_xact_lock(7239411)")
            }
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations (id TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)")
        }
        return try await database.write { connection in
            if connection.dialect == .postgres {
                // A step over much data, and waiting for another server's steps, may take longer than a page's statement.
                try connection.execute("SET LOCAL statement_timeout = 0")
                // Must come before every query: unlike a SELECT it doesn't fix the state this transaction sees, so that after
                // waiting for another server we see its steps.
                try connection.execute("LOCK TABLE schema_migrations IN ACCESS EXCLUSIVE MODE")
            }
            let applied = try appliedChecksums(connection)
            if let unknown = applied.keys.sorted().first(where: { id in !migrations.contains { $0.id == id } }) {
                throw DatabaseError.schema("a newer program made this database (step \(unknown))")
            }
            var done: [String] = []
            for migration in migrations {
                if let checksum = applied[migration.id] {
                    guard checksum == migration.checksum else { throw DatabaseError.schema("step \(migration.id) was changed") }
                    continue
                }
                for statement in migration.statements { try connection.execute(statement) }
                try connection.execute(
                    """
                    INSERT INTO schema_migrations (id, checksum, applied_at)
                    VALUES (\(migration.id), \(migration.checksum), \(Instant.now))
                    """)
                done.append(migration.id)
            }
            return done
        }
    }

    private func appliedChecksums(_ connection: any Connection) throws -> [String: String] {
        var applied: [String: String] = [:]
        for row in try connection.query("SELECT id, checksum FROM schema_migrations") {
            applied[try row.text("id")] = try row.text("checksum")
        }
        return applied
    }
}
