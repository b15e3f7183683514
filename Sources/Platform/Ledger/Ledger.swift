import Core
import Crypto
public import Database

/// The log of every change and every look, in which nothing can be changed unseen (дневник): a Merkle tree after RFC 6962.
///
/// An entry is written in the transaction of what it tells of: both are there or neither is.
public enum Ledger {
    /// The tables of the ledger. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0002-ledger",
            [
                """
                CREATE TABLE ledger_entries (
                    position BIGINT PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, organisation TEXT, role TEXT, act TEXT NOT NULL,
                    object TEXT NOT NULL, purpose TEXT, rule TEXT, decision TEXT NOT NULL, fields TEXT NOT NULL, request TEXT,
                    salt \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, commitment \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL,
                    root \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL)
                """,
                "CREATE INDEX ledger_entries_object ON ledger_entries (object, position)",
                "CREATE INDEX ledger_entries_actor ON ledger_entries (actor, position)",
                """
                CREATE TABLE ledger_tree (
                    id INTEGER PRIMARY KEY, size BIGINT NOT NULL, roots \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL)
                """,
                "INSERT INTO ledger_tree (id, size, roots) VALUES (1, 0, \([UInt8]()))",
            ]),
        Migration(
            "0005-ledger-checkpoints",
            [
                """
                CREATE TABLE ledger_checkpoints (
                    size BIGINT NOT NULL PRIMARY KEY, root \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, note TEXT NOT NULL,
                    made_at TEXT NOT NULL)
                """,
                "CREATE INDEX ledger_entries_organisation ON ledger_entries (organisation, position)",
                "CREATE INDEX ledger_entries_act ON ledger_entries (act, position)",
                "CREATE INDEX ledger_entries_at ON ledger_entries (at, position)",
                // Refusals are few and often looked for.
                "CREATE INDEX ledger_entries_refused ON ledger_entries (position) WHERE decision = 'deny'",
                """
                CREATE TABLE alerts (
                    id TEXT PRIMARY KEY, detector TEXT NOT NULL, actor TEXT NOT NULL, object TEXT, began_at TEXT NOT NULL,
                    ended_at TEXT NOT NULL, first_position BIGINT NOT NULL, last_position BIGINT NOT NULL, positions TEXT NOT NULL,
                    found_at TEXT NOT NULL, verdict TEXT, reviewed_by TEXT, reviewed_at TEXT, UNIQUE (detector, first_position))
                """,
                "CREATE INDEX alerts_waiting ON alerts (id) WHERE verdict IS NULL",
                "CREATE INDEX alerts_actor ON alerts (actor, detector, last_position)",
                "CREATE TABLE ledger_watch (id INTEGER PRIMARY KEY, position BIGINT NOT NULL)",
                "INSERT INTO ledger_watch (id, position) VALUES (1, 0)",
            ]),
        Migration("0009-ledger-parties", ["ALTER TABLE ledger_entries ADD COLUMN parties TEXT"]),
    ]

    /// Runs a change together with the entries that tell of it, as one transaction.
    ///
    /// Entries stand in the order in which transactions end. On PostgreSQL each such transaction waits for the one before, from its
    /// beginning on: a transaction that looked at the tree before waiting would be aborted. Throws what the body throws, and
    /// ``DatabaseError``; then neither the change nor the entries are there.
    @discardableResult
    public static func write<Result: Sendable>(
        _ database: any Database, _ body: @Sendable @escaping (any Connection) throws -> (Result, [LedgerEntry])
    ) async throws -> Result {
        try await database.write { connection in
            // Unlike a SELECT, a lock does not fix the state that this transaction sees.
            if connection.dialect == .postgres { try connection.execute("LOCK TABLE ledger_tree IN EXCLUSIVE MODE") }
            let (result, entries) = try body(connection)
            try append(entries, connection)
            return result
        }
    }

    private static func append(_ entries: [LedgerEntry], _ connection: any Connection) throws {
        guard !entries.isEmpty else { return }
        var edge = try edge(connection)
        var rows: [[SQLValue]] = []
        for entry in entries {
            let salt = Salt.new()
            let commitment = commitment(salt: salt, entry.values)
            edge.append(commitment.bytes)
            rows.append(
                [.integer(Int64(edge.size - 1))] + entry.values.map(\.sqlValue)
                    + [.blob(salt), .blob(commitment.bytes), .blob(edge.root.bytes)])
        }
        try connection.insert(
            into: """
                ledger_entries (position, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, parties,
                    salt, commitment, root)
                """, rows)
        try connection.execute("UPDATE ledger_tree SET size = \(edge.size), roots = \(edge.roots.flatMap(\.bytes)) WHERE id = 1")
    }

    /// The tree as it was left by the latest entry. Throws ``LedgerFault/damagedTree`` when its row is missing or makes no sense.
    static func edge(_ connection: any Connection) throws -> MerkleEdge {
        guard let row = try connection.first("SELECT size, roots FROM ledger_tree WHERE id = 1") else { throw LedgerFault.damagedTree }
        guard case .blob(let bytes) = try row.value("roots") else { throw LedgerFault.damagedTree }
        let roots = stride(from: 0, to: bytes.count, by: 32).compactMap { Digest(Array(bytes[$0..<min(bytes.count, $0 + 32)])) }
        guard let edge = MerkleEdge(size: try row.integer("size"), roots: roots) else { throw LedgerFault.damagedTree }
        return edge
    }

    /// What stands in the tree for an entry: the hash of the salt and of its values, each with its length before it, 1 before a value and 0
    /// for none. The salt keeps anyone who has only the hashes from guessing entries.
    static func commitment(salt: [UInt8], _ values: [String?]) -> Digest {
        var bytes = salt
        // Entries older than the last column are hashed as they always were.
        let hashed = values.last == .some(nil) ? values.dropLast() : values[...]
        for value in hashed {
            guard let value else {
                bytes.append(0)
                continue
            }
            bytes.append(1)
            withUnsafeBytes(of: UInt32(value.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: value.utf8)
        }
        return Digest.of(bytes)
    }
}

/// The ledger cannot be gone on with.
public enum LedgerFault: Error, Equatable, Sendable {
    /// The row that holds the tree is missing or damaged: see `zakrila verify`.
    case damagedTree
    /// The ledger is shorter than one of its own checkpoints: its end was cut off.
    case setBack
}

/// Random bytes that are stored with an entry.
private enum Salt {
    static func new() -> [UInt8] {
        SymmetricKey(size: .bits128).withUnsafeBytes(Array.init)
    }
}
