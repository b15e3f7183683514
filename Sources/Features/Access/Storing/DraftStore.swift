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
        let oldest = Instant(milliseconds: now.milliseconds - Int64(days) * 86_400_000)
        try connection.execute("DELETE FROM drafts WHERE saved_at < \(oldest)")
    }

    static func kept(path: String, of user: UserID, root: SealingKey, _ connection: any Connection) throws -> String? {
        guard let row = try connection.first("SELECT id, sealed FROM drafts WHERE user_id = \(user) AND path = \(path)") else { return nil }
        let bytes = try root.open(row.blob("sealed"), for: place(row.identifier("id")))
        return String(validating: bytes, as: UTF8.self)
    }

    static func paths(of user: UserID, _ connection: any Connection) throws -> [(path: String, savedAt: Instant)] {
        try connection.query("SELECT path, saved_at FROM drafts WHERE user_id = \(user) ORDER BY saved_at DESC").map {
            (try $0.text("path"), try UserStore.instant("saved_at", $0))
        }
    }

    static func forget(path: String, of user: UserID, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM drafts WHERE user_id = \(user) AND path = \(path)")
    }

    private static func place(_ id: Identifier<DraftStore>) -> SealedPlace {
        SealedPlace(table: "drafts", record: id.text, field: "values")
    }
}
