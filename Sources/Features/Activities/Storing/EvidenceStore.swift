import Core
import Database

/// Writes and reads which files prove acts, inside a transaction that the caller holds. What they hold is in the vault.
enum EvidenceStore {
    /// - Parameter place: among the files of its form.
    static func add(
        _ file: EvidenceFile, of form: String, place: Int, to activity: ActivityID, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO activity_files (file_id, activity_id, kind, form, place, added_at, added_by)
            VALUES (\(file.id), \(activity), \(file.kind.rawValue), \(form), \(place), \(file.addedAt),
                \(file.addedBy))
            """)
    }

    /// Whether files of a form are there already, taken back since or not.
    static func isSent(_ form: String, to activity: ActivityID, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 AS found FROM activity_files WHERE activity_id = \(activity) AND form = \(form) LIMIT 1") != nil
    }

    /// All of an act, in the order in which they came; those that were taken back, too.
    static func files(of activity: ActivityID, _ connection: any Connection) throws -> [EvidenceFile] {
        try connection.query("SELECT * FROM activity_files WHERE activity_id = \(activity) ORDER BY added_at, place").map(file)
    }

    static func file(_ id: EvidenceFile.FileName, of activity: ActivityID, _ connection: any Connection) throws -> EvidenceFile? {
        try connection.first("SELECT * FROM activity_files WHERE file_id = \(id) AND activity_id = \(activity)").map(file)
    }

    /// False where it was taken back already.
    static func withdraw(
        _ id: EvidenceFile.FileName, of activity: ActivityID, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE activity_files SET withdrawn_at = \(now), withdrawn_by = \(user)
            WHERE file_id = \(id) AND activity_id = \(activity) AND withdrawn_at IS NULL
            """) > 0
    }

    private static func file(_ row: Row) throws -> EvidenceFile {
        let withdrawal = try row.textOrNil("withdrawn_at").map { _ in
            EvidenceFile.Withdrawal(at: try row.instant("withdrawn_at"), by: try row.identifier("withdrawn_by"))
        }
        return EvidenceFile(
            id: try row.text("file_id"), kind: try row.code("kind"), addedAt: try row.instant("added_at"),
            addedBy: try row.identifier("added_by"), withdrawn: withdrawal)
    }
}
