import Core
import Database
import Policy
import Vault

/// Reads and writes sessions, inside a transaction that the caller holds.
enum SessionStore {
    static func start(_ session: Session, token hash: String, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO sessions (id, token_hash, form_secret, user_id, holding_id, is_enrolling, is_by_key, device, made_at, seen_at, proved_at,
                ends_at)
            VALUES (\(session.id), \(hash), \(session.formSecret), \(session.user), \(session.holding), \(session.isEnrolling),
                \(session.isByKey), \(session.device), \(session.madeAt), \(session.seenAt), \(session.provedAt), \(session.endsAt))
            """)
    }

    static func find(token hash: String, _ connection: any Connection) throws -> Session? {
        try connection.first(
            """
            SELECT id, form_secret, user_id, holding_id, is_enrolling, is_by_key, device, made_at, seen_at, proved_at, ends_at FROM sessions
            WHERE token_hash = \(hash) AND ended_at IS NULL
            """
        ).map(read)
    }

    /// The sessions of a user that can still be used, the latest first.
    static func live(of user: UserID, at now: Instant, _ connection: any Connection) throws -> [Session] {
        try connection.query(
            """
            SELECT id, form_secret, user_id, holding_id, is_enrolling, is_by_key, device, made_at, seen_at, proved_at, ends_at FROM sessions
            WHERE user_id = \(user) AND ended_at IS NULL AND ends_at > \(now) ORDER BY seen_at DESC
            """
        ).map(read).filter { $0.isLive(at: now) }
    }

    private static func read(_ row: Row) throws -> Session {
        Session(
            id: try row.identifier("id"), formSecret: try row.text("form_secret"), user: try row.identifier("user_id"),
            holding: try row.textOrNil("holding_id").flatMap(Identifier<Holding.Kind>.init), isEnrolling: try row.boolean("is_enrolling"),
            isByKey: try row.boolean("is_by_key"), device: try row.text("device"), madeAt: try UserStore.instant("made_at", row),
            seenAt: try UserStore.instant("seen_at", row),
            provedAt: try row.textOrNil("proved_at").flatMap(Instant.init(iso:)), endsAt: try UserStore.instant("ends_at", row))
    }

    static func see(_ session: Identifier<Session>, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE sessions SET seen_at = \(now) WHERE id = \(session) AND ended_at IS NULL")
    }

    /// Gives a session another token: the old one opens nothing from now on. A factor was given for it.
    static func rotate(
        _ session: Identifier<Session>, token hash: String, provedAt: Instant, isByKey: Bool, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE sessions SET token_hash = \(hash), proved_at = \(provedAt), seen_at = \(provedAt), is_by_key = \(isByKey)
            WHERE id = \(session) AND ended_at IS NULL
            """)
    }

    /// The same where what she signs in with was changed. A session that has once been by a key stays so.
    static func renew(_ session: Identifier<Session>, token hash: String, isByKey: Bool, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE sessions SET token_hash = \(hash), is_by_key = (is_by_key OR \(isByKey)) WHERE id = \(session) AND ended_at IS NULL
            """)
    }

    /// Makes a session that only set up a second factor a full one.
    static func open(_ session: Identifier<Session>, _ connection: any Connection) throws {
        try connection.execute("UPDATE sessions SET is_enrolling = \(false) WHERE id = \(session)")
    }

    static func act(as holding: Identifier<Holding.Kind>, in session: Identifier<Session>, _ connection: any Connection) throws {
        try connection.execute("UPDATE sessions SET holding_id = \(holding) WHERE id = \(session)")
    }

    /// False when it is not a session of that user, or has ended.
    @discardableResult
    static func end(_ session: Identifier<Session>, of user: UserID, by actor: String, at now: Instant, _ connection: any Connection) throws
        -> Bool
    {
        try connection.execute(
            """
            UPDATE sessions SET ended_at = \(now), ended_by = \(actor) WHERE id = \(session) AND user_id = \(user) AND ended_at IS NULL
            """) == 1
    }

    static func endAll(
        of user: UserID, by actor: String, at now: Instant, except kept: Identifier<Session>? = nil, _ connection: any Connection
    )
        throws
    {
        try connection.execute(
            """
            UPDATE sessions SET ended_at = \(now), ended_by = \(actor)
            WHERE user_id = \(user) AND ended_at IS NULL AND id <> \(kept?.text ?? "")
            """)
    }

    /// Ends the sessions in which somebody acts in a post.
    static func endAll(
        in holding: Identifier<Holding.Kind>, by actor: String, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE sessions SET ended_at = \(now), ended_by = \(actor) WHERE holding_id = \(holding) AND ended_at IS NULL")
    }

    // MARK: Failed attempts

    static func failures(_ subject: String, _ connection: any Connection) throws -> Counters.Count? {
        try connection.first("SELECT failures, last_at FROM failed_attempts WHERE subject = \(subject)").map {
            Counters.Count(failures: try $0.integer("failures"), last: try UserStore.instant("last_at", $0))
        }
    }

    static func set(_ count: Counters.Count, _ subject: String, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO failed_attempts (subject, failures, last_at) VALUES (\(subject), \(count.failures), \(count.last))
            ON CONFLICT (subject) DO UPDATE SET failures = \(count.failures), last_at = \(count.last)
            """)
    }

    static func forgetFailures(_ subject: String, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM failed_attempts WHERE subject = \(subject)")
    }

    /// Takes away what no longer counts, so that the table does not grow with every stranger.
    static func forgetFailures(before moment: Instant, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM failed_attempts WHERE last_at < \(moment)")
    }
}
