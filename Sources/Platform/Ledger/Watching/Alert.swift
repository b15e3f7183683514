public import Core
public import Database

/// A finding kept until somebody outside the actor's own chain has looked at it (сигнал от наблюдение).
public struct Alert: Sendable, Equatable {
    /// What the reviewer says.
    public enum Verdict: String, CaseIterable, Sendable, Codable {
        /// There was a reason.
        case justified
        /// The detector was wrong.
        case mistaken
        /// To be looked into further, by people.
        case inquiry
        /// A breach.
        case breach
    }

    /// Who looked at it, when, and what she says.
    public struct Review: Sendable, Equatable {
        /// Who.
        public let reviewer: String
        /// When.
        public let time: Instant
        /// What she says.
        public let verdict: Verdict
    }

    /// Its name.
    public let id: Identifier<Alert>
    /// What was found, by which detector, in which entries.
    public let finding: Finding
    /// When it was found.
    public let foundAt: Instant
    /// Nil until somebody has looked at it.
    public let review: Review?
}

extension Alert {
    /// The alerts found last first.
    ///
    /// - Parameter id: alerts found before this one; nil for the latest.
    /// - Parameter isReviewed: only those that were looked at, or only those that were not.
    /// - Parameter scope: as in ``LedgerReader``, asked of the first entry of an alert.
    public static func page(
        before id: Identifier<Alert>? = nil, isReviewed: Bool? = nil, within scope: SQL? = nil, limit: Int = 50,
        _ connection: any Connection
    ) throws(DatabaseError) -> [Alert] {
        var condition: SQL = "id IS NOT NULL"
        if let id { condition = "id < \(id)" }
        switch isReviewed {
        case true: condition = condition + " AND verdict IS NOT NULL"
        case false: condition = condition + " AND verdict IS NULL"
        default: break
        }
        if let scope {
            condition =
                condition + " AND EXISTS (SELECT 1 FROM ledger_entries WHERE position = alerts.first_position AND \(scope))"
        }
        return try read("WHERE \(condition) ORDER BY id DESC LIMIT \(limit)", connection)
    }

    /// How many wait for somebody to look.
    public static func waiting(_ connection: any Connection) throws(DatabaseError) -> Int {
        try connection.first("SELECT COUNT(*) AS n FROM alerts WHERE verdict IS NULL")?.integer("n") ?? 0
    }

    /// One alert, if there is one of that name.
    public static func find(_ id: Identifier<Alert>, _ connection: any Connection) throws(DatabaseError) -> Alert? {
        try read("WHERE id = \(id)", connection).first
    }

    /// Keeps a verdict. False, and nothing is kept, when there is no such alert, somebody was first, or it is about the reviewer herself.
    public static func review(
        _ id: Identifier<Alert>, by reviewer: String, _ verdict: Verdict, now: Instant, _ connection: any Connection
    ) throws(DatabaseError) -> Bool {
        try connection.execute(
            """
            UPDATE alerts SET verdict = \(verdict.rawValue), reviewed_by = \(reviewer), reviewed_at = \(now)
            WHERE id = \(id) AND verdict IS NULL AND actor <> \(reviewer)
            """) == 1
    }

    static func read(_ rest: SQL, _ connection: any Connection) throws(DatabaseError) -> [Alert] {
        try connection.query(
            """
            SELECT id, detector, actor, object, began_at, ended_at, positions, found_at, verdict, reviewed_by, reviewed_at FROM alerts \(rest)
            """
        ).map { row throws(DatabaseError) in try Alert(row) }
    }

    private init(_ row: Row) throws(DatabaseError) {
        guard let detector = Detector(rawValue: try row.text("detector")) else { throw .decoding(column: "detector") }
        id = try row.identifier("id")
        finding = Finding(
            detector: detector, actor: try row.text("actor"), object: try row.textOrNil("object"),
            began: try Alert.moment(row, "began_at"), ended: try Alert.moment(row, "ended_at"),
            positions: try row.text("positions").split(separator: " ").compactMap { Int($0) })
        foundAt = try Alert.moment(row, "found_at")
        guard let code = try row.textOrNil("verdict") else {
            review = nil
            return
        }
        guard let verdict = Verdict(rawValue: code) else { throw .decoding(column: "verdict") }
        review = Review(reviewer: try row.text("reviewed_by"), time: try Alert.moment(row, "reviewed_at"), verdict: verdict)
    }

    private static func moment(_ row: Row, _ column: String) throws(DatabaseError) -> Instant {
        guard let moment = Instant(iso: try row.text(column)) else { throw .decoding(column: column) }
        return moment
    }
}
