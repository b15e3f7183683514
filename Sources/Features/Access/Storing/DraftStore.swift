import Core
import Database
import Vault

/// Keeps what a user sent or was writing when her session ended, sealed, inside a transaction that the caller holds.
enum DraftStore {
    /// Days after which an unsent text is destroyed.
    static let days = 7

    static func keep(_ text: String, path: String, of user: UserID, root: SealingKey, at now: Instant, _ connection: any Connection) throws
    {
        try forget(path: path, of: user, connection)
        let id = Identifier<DraftStore>.new()
        try connection.execute(
            """
            INSERT INTO drafts (id, user_id, path, sealed, saved_at)
            VALUES (\(id), \(user), \(path), \(try root.seal(Array(text.utf8), for: place(id))), \(now))
            """)
        try forgetOld(at: now, connection)
    }

    static func kept(path: String, of user: UserID, root: SealingKey, at now: Instant, _ connection: any Connection) throws -> (
        text: String, savedAt: Instant
    )? {
        let row = try connection.first(
            "SELECT id, sealed, saved_at FROM drafts WHERE user_id = \(user) AND path = \(path) AND saved_at >= \(oldest(at: now))")
        guard let row else { return nil }
        let bytes = try root.open(row.blob("sealed"), for: place(row.identifier("id")))
        return try String(validating: bytes, as: UTF8.self).map { ($0, try UserStore.instant("saved_at", row)) }
    }

    static func paths(of user: UserID, at now: Instant, _ connection: any Connection) throws -> [(path: String, savedAt: Instant)] {
        try connection.query(
            "SELECT path, saved_at FROM drafts WHERE user_id = \(user) AND saved_at >= \(oldest(at: now)) ORDER BY saved_at DESC"
        ).map {
            (try $0.text("path"), try UserStore.instant("saved_at", $0))
        }
    }

    static func forget(path: String, of user: UserID, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM drafts WHERE user_id = \(user) AND path = \(path)")
    }

    /// Destroys what anybody was writing there.
    static func forget(path: String, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM drafts WHERE path = \(path)")
    }

    /// Destroys what nobody came back for.
    static func forgetOld(at now: Instant, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM drafts WHERE saved_at < \(oldest(at: now))")
    }

    /// Seals all unsent texts anew.
    static func reseal(from old: SealingKey, to new: SealingKey, _ connection: any Connection) throws {
        for row in try connection.query("SELECT id, sealed FROM drafts") {
            let id: Identifier<DraftStore> = try row.identifier("id")
            let text = try old.open(row.blob("sealed"), for: place(id))
            try connection.execute("UPDATE drafts SET sealed = \(try new.seal(text, for: place(id))) WHERE id = \(id)")
        }
    }

    private static func oldest(at now: Instant) -> Instant { Instant(milliseconds: now.milliseconds - Int64(days) * 86_400_000) }

    private static func place(_ id: Identifier<DraftStore>) -> SealedPlace {
        SealedPlace(table: "drafts", record: id.text, field: "values")
    }
}
