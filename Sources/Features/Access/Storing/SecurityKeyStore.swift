import Core
import Database
import Vault
import WebAuthn

/// Reads and writes security keys and the questions that they answered, inside a transaction that the caller holds.
enum SecurityKeyStore {
    static func add(_ key: SecurityKey, root: SealingKey, _ connection: any Connection) throws {
        let sealed = try root.seal(key.key.bytes, for: place(key.id, of: key.user))
        try connection.execute(
            """
            INSERT INTO security_keys (id, user_id, credential, public_key, party, counter, name, may_be_copied, is_copied, added_at)
            VALUES (\(key.id), \(key.user), \(key.credential), \(sealed), \(key.party), \(Int(key.counter)), \(key.name),
                \(key.mayBeCopied), \(key.isCopied), \(key.addedAt))
            """)
    }

    static func find(credential: String, root: SealingKey, _ connection: any Connection) throws -> SecurityKey? {
        try read("credential = \(credential)", root, connection).first
    }

    /// Those of a user, the oldest first.
    static func all(of user: UserID, root: SealingKey, _ connection: any Connection) throws -> [SecurityKey] {
        try read("user_id = \(user)", root, connection)
    }

    static func count(of user: UserID, _ connection: any Connection) throws -> Int {
        try connection.first("SELECT COUNT(*) AS n FROM security_keys WHERE user_id = \(user)")?.integer("n") ?? 0
    }

    /// Notes that a key was used. False where it was used meanwhile and counts no further, as by a request at the same time, or is gone.
    static func note(_ use: KeyAnswer.Use, of key: SecurityKey, at now: Instant, _ connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE security_keys SET counter = \(Int(use.counter)), is_copied = \(use.isCopied), used_at = \(now)
            WHERE id = \(key.id) AND (counter < \(Int(use.counter)) OR counter = 0 AND \(Int(use.counter)) = 0)
            """) == 1
    }

    static func remove(_ id: Identifier<SecurityKey>, of user: UserID, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM security_keys WHERE id = \(id) AND user_id = \(user)")
    }

    static func removeAll(of user: UserID, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM security_keys WHERE user_id = \(user)")
    }

    /// Seals all public halves anew.
    static func reseal(from old: SealingKey, to new: SealingKey, _ connection: any Connection) throws {
        for row in try connection.query("SELECT id, user_id, public_key FROM security_keys") {
            let id: Identifier<SecurityKey> = try row.identifier("id")
            let place = place(id, of: try row.identifier("user_id"))
            let sealed = try new.seal(old.open(row.blob("public_key"), for: place), for: place)
            try connection.execute("UPDATE security_keys SET public_key = \(sealed) WHERE id = \(id)")
        }
    }

    /// Public, and sealed all the same: whoever writes to the database must not be able to put a key of his own in anybody's name.
    private static func place(_ id: Identifier<SecurityKey>, of user: UserID) -> SealedPlace {
        SealedPlace(table: "security_keys", record: user.text + " " + id.text, field: "public_key")
    }

    private static func read(_ condition: SQL, _ root: SealingKey, _ connection: any Connection) throws -> [SecurityKey] {
        try connection.query(
            """
            SELECT id, user_id, credential, public_key, party, counter, name, may_be_copied, is_copied, added_at, used_at
            FROM security_keys WHERE \(condition) ORDER BY added_at, id
            """
        ).map { row in
            let (id, user): (Identifier<SecurityKey>, UserID) = (try row.identifier("id"), try row.identifier("user_id"))
            guard let key = CredentialKey(bytes: try root.open(row.blob("public_key"), for: place(id, of: user))) else {
                throw DatabaseError.decoding(column: "public_key")
            }
            return SecurityKey(
                id: id, user: user, credential: try row.text("credential"), key: key,
                party: try row.text("party"), counter: UInt32(clamping: try row.integer("counter")), name: try row.text("name"),
                mayBeCopied: try row.boolean("may_be_copied"), isCopied: try row.boolean("is_copied"), addedAt: try row.instant("added_at"),
                usedAt: try row.textOrNil("used_at").flatMap(Instant.init(iso:)))
        }
    }

    // MARK: Questions

    /// A day: far longer than a question lives, so that a clock set back lets none be answered twice.
    private static let keptMilliseconds: Int64 = 24 * 3_600_000

    /// Uses up a question, known by its hash. False where it was used before, as by a request at the same time.
    static func spend(_ hash: String, at now: Instant, _ connection: any Connection) throws -> Bool {
        let old = Instant(milliseconds: now.milliseconds - keptMilliseconds)
        try connection.execute("DELETE FROM spent_challenges WHERE spent_at < \(old)")
        return try connection.execute(
            "INSERT INTO spent_challenges (hash, spent_at) VALUES (\(hash), \(now)) ON CONFLICT (hash) DO NOTHING") == 1
    }
}
