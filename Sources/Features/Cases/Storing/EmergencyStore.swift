import Core
import Database

/// An opening because a life was in danger (отваряне по спешност), and what was said of it afterwards.
struct EmergencyRecord: Sendable {
    let id: Identifier<EmergencyRecord>
    let person: PersonID
    let user: UserID
    let reason: EmergencyReason
    let openedAt: Instant
    let until: Instant
}

/// Why somebody opened a record against the rules.
enum EmergencyReason: String, CaseIterable, Sendable {
    case lifeInDanger = "life-in-danger"
    case childInDanger = "child-in-danger"
    case missing
    case medical
}

/// What a reviewer found.
enum EmergencyVerdict: String, CaseIterable, Sendable {
    case justified
    case unjustified
}

/// Reads and writes emergency openings, inside a transaction that the caller holds.
enum EmergencyStore {
    static func add(_ record: EmergencyRecord, told: Set<UserID>, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO emergency_openings (opening_id, person_id, user_id, reason, opened_at, until)
            VALUES (\(record.id), \(record.person), \(record.user), \(record.reason.rawValue), \(record.openedAt), \(record.until))
            """)
        try connection.insert(
            into: "emergency_told (opening_id, user_id)", told.map { [record.id.sqlValue, $0.sqlValue] })
    }

    static func find(_ id: Identifier<EmergencyRecord>, _ connection: any Connection) throws -> EmergencyRecord? {
        try connection.first("SELECT * FROM emergency_openings WHERE opening_id = \(id) AND reviewed_at IS NULL").map(read)
    }

    /// The openings that wait for a review, the oldest first.
    static func unreviewed(_ connection: any Connection) throws -> [EmergencyRecord] {
        try connection.query("SELECT * FROM emergency_openings WHERE reviewed_at IS NULL ORDER BY opened_at").map(read)
    }

    /// The openings that a user was told of, that nobody has reviewed, and that concern somebody who was not erased since.
    static func told(_ user: UserID, _ connection: any Connection) throws -> [Identifier<EmergencyRecord>] {
        try connection.query(
            """
            SELECT o.opening_id FROM emergency_told t JOIN emergency_openings o ON o.opening_id = t.opening_id
                JOIN persons p ON p.person_id = o.person_id
            WHERE t.user_id = \(user) AND o.reviewed_at IS NULL AND p.erased_at IS NULL
            """
        ).map { try $0.identifier("opening_id") }
    }

    static func review(
        _ id: Identifier<EmergencyRecord>, _ verdict: EmergencyVerdict, by reviewer: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE emergency_openings SET reviewed_at = \(now), reviewed_by = \(reviewer), verdict = \(verdict.rawValue)
            WHERE opening_id = \(id) AND reviewed_at IS NULL
            """)
    }

    private static func read(_ row: Row) throws -> EmergencyRecord {
        guard let reason = EmergencyReason(rawValue: try row.text("reason")) else { throw DatabaseError.decoding(column: "reason") }
        let openedAt = try row.instant("opened_at")
        let until = try row.instant("until")
        return EmergencyRecord(
            id: try row.identifier("opening_id"), person: try row.identifier("person_id"), user: try row.identifier("user_id"),
            reason: reason,
            openedAt: openedAt, until: until)
    }
}
