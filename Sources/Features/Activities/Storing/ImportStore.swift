import Core
import Database
import Policy
import Vault

/// Imports and the sheets that they are made of.
enum ImportStore {
    // MARK: Sheets between the steps

    /// Keeps a sheet sealed: what stands in the columns that nobody takes may be names.
    static func keep(_ sheet: KeptSheet, root: SealingKey, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO activity_sheets (import_id, organisation_id, user_id, kind, sealed, mapping, expires_at)
            VALUES (\(sheet.id), \(sheet.organisation), \(sheet.user), \(sheet.kind.rawValue), \(try seal(sheet.text, "text", sheet.id, root)),
                \(try sheet.mapping.map { try seal($0, "mapping", sheet.id, root) }), \(sheet.expiresAt))
            """)
    }

    static func keep(mapping: String, of id: ImportID, root: SealingKey, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE activity_sheets SET mapping = \(try seal(mapping, "mapping", id, root)) WHERE import_id = \(id)")
    }

    private static func seal(_ text: String, _ field: String, _ id: ImportID, _ root: SealingKey) throws -> [UInt8] {
        try root.seal(Array(text.utf8), for: SealedPlace(table: "activity_sheets", record: id.text, field: field))
    }

    private static func open(_ sealed: [UInt8], _ field: String, _ id: ImportID, _ root: SealingKey) throws -> String {
        let place = SealedPlace(table: "activity_sheets", record: id.text, field: field)
        return String(decoding: try root.open(sealed, for: place), as: UTF8.self)
    }

    /// Destroys what is older than a day, of whomever.
    static func forgetExpired(at now: Instant, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM activity_sheets WHERE expires_at < \(now)")
    }

    static func forget(_ id: ImportID, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM activity_sheets WHERE import_id = \(id)")
    }

    /// A sheet of the one who sent it, in the organisation for which she sent it. One that was sealed under an earlier root key is gone.
    static func sheet(
        _ id: ImportID, of actor: Actor, root: SealingKey, at now: Instant, _ connection: any Connection
    ) throws -> KeptSheet? {
        let row = try connection.first(
            """
            SELECT * FROM activity_sheets
            WHERE import_id = \(id) AND organisation_id = \(actor.organisation) AND user_id = \(actor.user) AND expires_at >= \(now)
            """)
        guard let row, try SealingKey.id(of: row.blob("sealed")) == root.id else { return nil }
        return KeptSheet(
            id: id, organisation: actor.organisation, user: actor.user, kind: try row.code("kind"),
            text: try open(row.blob("sealed"), "text", id, root),
            mapping: try row.blobOrNil("mapping").map { try open($0, "mapping", id, root) }, expiresAt: try row.instant("expires_at"))
    }

    // MARK: Imports

    /// Says that an import begins. False where it has begun already, or is there.
    static func begin(_ one: ActivityImport, _ connection: any Connection) throws -> Bool {
        let added = try connection.execute(
            """
            INSERT INTO activity_imports (import_id, organisation_id, kind, row_count, started_at, started_by)
            VALUES (\(one.id), \(one.organisation), \(one.kind.rawValue), \(one.rows), \(one.startedAt), \(one.startedBy))
            ON CONFLICT DO NOTHING
            """)
        guard added == 0 else { return true }
        let gone = Instant(milliseconds: one.startedAt.milliseconds - ActivityImport.brokenOffAfter)
        return try connection.execute(
            """
            UPDATE activity_imports SET started_at = \(one.startedAt), failed_at = NULL
            WHERE import_id = \(one.id) AND stored_at IS NULL AND (failed_at IS NOT NULL OR started_at < \(gone))
            """) == 1
    }

    /// Says that it is stored. False where another had stored it.
    static func end(_ id: ImportID, rows: Int, at now: Instant, _ connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE activity_imports SET stored_at = \(now), row_count = \(rows), failed_at = NULL WHERE import_id = \(id) AND stored_at IS NULL"
        ) == 1
    }

    static func fail(_ id: ImportID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE activity_imports SET failed_at = \(now) WHERE import_id = \(id) AND stored_at IS NULL")
    }

    static func find(_ id: ImportID, of organisation: OrganisationID, _ connection: any Connection) throws -> ActivityImport? {
        try connection.first("SELECT * FROM activity_imports WHERE import_id = \(id) AND organisation_id = \(organisation)").map(read)
    }

    /// Those of an organisation that were stored, the latest first.
    static func list(of organisation: OrganisationID, limit: Int, _ connection: any Connection) throws -> [ActivityImport] {
        try connection.query(
            """
            SELECT * FROM activity_imports WHERE organisation_id = \(organisation) AND stored_at IS NOT NULL
            ORDER BY stored_at DESC, import_id DESC LIMIT \(limit)
            """
        ).map(read)
    }

    private static func read(_ row: Row) throws -> ActivityImport {
        func moment(_ column: String) throws -> Instant? { try row.textOrNil(column).flatMap { Instant(iso: $0) } }
        let undone = try moment("undone_at")
        return ActivityImport(
            id: try row.identifier("import_id"), organisation: try row.identifier("organisation_id"), kind: try row.code("kind"),
            rows: try row.integer("row_count"), startedAt: try row.instant("started_at"), startedBy: try row.identifier("started_by"),
            failedAt: try moment("failed_at"), storedAt: try moment("stored_at"),
            undone: try undone.map {
                ActivityImport.Undone(at: $0, by: try row.identifier("undone_by"), rows: try row.integer("undone_count"))
            })
    }

    // MARK: What is there already

    /// Acts of a kind and an organisation in a span of days, by what would make another one the same, with their references.
    static func known(
        _ kind: ActivityKind, of organisation: OrganisationID, from: Day, to: Day, _ connection: any Connection
    ) throws -> [SameAct: String] {
        let rows = try connection.query(
            """
            SELECT a.reference, f.starts_on, f.country, f.district, f.town, f.title FROM \(ActivityStore.current)
            WHERE a.kind = \(kind.rawValue) AND a.organisation_id = \(organisation) AND f.state <> 'cancelled' AND f.same_as IS NULL
                AND f.starts_on >= \(from) AND f.starts_on <= \(to)
            ORDER BY a.reference
            """)
        return try rows.reduce(into: [:]) { known, row in
            guard let starts = try row.dayOrNil("starts_on") else { return }
            let same = SameAct(
                starts: starts, country: try row.textOrNil("country"), district: try row.textOrNil("district"),
                town: try row.textOrNil("town"), title: try row.text("title"))
            if known[same] == nil { known[same] = try row.text("reference") }
        }
    }

    /// Acts of an import, for a WHERE over `activities a`.
    static func isOf(_ id: ImportID) -> SQL { "a.import_id = \(id)" }
}
