import Core
import Database
import Policy

/// Reads and writes requests for activation codes, inside a transaction that the caller holds.
enum CodeRequestStore {
    /// Asks; of a user for whom a code was asked already the latest request counts.
    static func add(_ request: CodeRequest, _ connection: any Connection) throws {
        try end(of: request.user, .dropped, by: request.askedBy.text, at: request.askedAt, connection)
        try connection.execute(
            """
            INSERT INTO code_requests (id, user_id, organisation_id, reason, asked_at, asked_by)
            VALUES (\(request.id), \(request.user), \(request.organisation), \(request.reason.rawValue), \(request.askedAt),
                \(request.askedBy))
            """)
    }

    /// What nobody has answered yet in some organisations, the oldest first.
    static func open(in organisations: [OrganisationID], _ connection: any Connection) throws -> [CodeRequest] {
        try read("ended_at IS NULL AND organisation_id IN (\(list: organisations))", connection)
    }

    static func open(of user: UserID, _ connection: any Connection) throws -> CodeRequest? {
        try read("ended_at IS NULL AND user_id = \(user)", connection).first
    }

    static func open(_ id: Identifier<CodeRequest>, _ connection: any Connection) throws -> CodeRequest? {
        try read("ended_at IS NULL AND id = \(id)", connection).first
    }

    static func end(
        of user: UserID, _ verdict: CodeRequest.Verdict, by actor: String, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE code_requests SET ended_at = \(now), ended_by = \(actor), verdict = \(verdict.rawValue)
            WHERE user_id = \(user) AND ended_at IS NULL
            """)
    }

    private static func read(_ condition: SQL, _ connection: any Connection) throws -> [CodeRequest] {
        try connection.query(
            """
            SELECT id, user_id, organisation_id, reason, asked_at, asked_by FROM code_requests WHERE \(condition) ORDER BY id
            """
        ).map { row in
            CodeRequest(
                id: try row.identifier("id"), user: try row.identifier("user_id"), organisation: try row.identifier("organisation_id"),
                reason: try row.code("reason"), askedAt: try row.instant("asked_at"), askedBy: try row.identifier("asked_by"))
        }
    }
}
