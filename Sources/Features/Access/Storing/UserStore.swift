import Core
import Database
import Policy
import Vault

/// Reads and writes users, the posts they hold and what they sign in with, inside a transaction that the caller holds.
enum UserStore {
    static func add(_ user: User, isDemo: Bool, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO users (id, login, name, added_at, added_by, is_demo)
            VALUES (\(user.id), \(user.login), \(user.name), \(now), \(actor), \(isDemo))
            """)
    }

    static func find(login: String, _ connection: any Connection) throws -> User? {
        try connection.first("SELECT id, login, name FROM users WHERE login = \(login)").map(read)
    }

    static func find(_ id: UserID, _ connection: any Connection) throws -> User? {
        try connection.first("SELECT id, login, name FROM users WHERE id = \(id)").map(read)
    }

    static func isEmpty(_ connection: any Connection) throws -> Bool {
        try connection.first("SELECT id FROM users LIMIT 1") == nil
    }

    /// Names of users with the titles of the posts that they hold or held, the latest of each organisation.
    static func named(
        _ ids: [UserID], _ connection: any Connection
    ) throws -> [UserID: (name: String, posts: [OrganisationID: String])] {
        var users: [UserID: (name: String, posts: [OrganisationID: String])] = [:]
        // A file of the ledger names more than SQLite binds in one statement (32,766).
        for start in stride(from: 0, to: ids.count, by: 1000) {
            let some = Array(ids[start..<min(ids.count, start + 1000)])
            let rows = try connection.query(
                """
                SELECT u.id, u.name, p.organisation_id, p.title FROM users u LEFT JOIN holdings h ON h.user_id = u.id
                LEFT JOIN posts p ON p.id = h.post_id WHERE u.id IN (\(list: some)) ORDER BY u.id, h.since, h.id
                """)
            for row in rows {
                let id: UserID = try row.identifier("id")
                var user = try users[id] ?? (name: row.text("name"), posts: [:])
                if let organisation = try row.textOrNil("organisation_id").flatMap(OrganisationID.init) {
                    user.posts[organisation] = try row.text("title")
                }
                users[id] = user
            }
        }
        return users
    }

    private static func read(_ row: Row) throws -> User {
        User(id: try row.identifier("id"), login: try row.text("login"), name: try row.text("name"))
    }

    // MARK: Posts

    static func hold(_ post: PostID, _ user: UserID, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO holdings (id, user_id, post_id, since, made_by, confirmed_at, confirmed_by)
            VALUES (\(Identifier<Holding.Kind>.new()), \(user), \(post), \(now), \(actor), \(now), \(actor))
            """)
    }

    /// The posts that a user holds now, the oldest first.
    static func holdings(of user: UserID, _ connection: any Connection) throws -> [Holding] {
        try holdings(
            connection.query(
                """
                SELECT h.id AS holding_id, h.user_id, h.since, h.until, h.confirmed_at, p.id, p.organisation_id, p.title, r.role
                FROM holdings h JOIN posts p ON p.id = h.post_id JOIN post_roles r ON r.post_id = p.id
                WHERE h.user_id = \(user) AND h.until IS NULL ORDER BY h.since, h.id
                """))
    }

    /// Who holds the posts of an organisation now.
    static func holdings(in organisation: OrganisationID, _ connection: any Connection) throws -> [Holding] {
        try holdings(
            connection.query(
                """
                SELECT h.id AS holding_id, h.user_id, h.since, h.until, h.confirmed_at, p.id, p.organisation_id, p.title, r.role
                FROM holdings h JOIN posts p ON p.id = h.post_id JOIN post_roles r ON r.post_id = p.id
                WHERE p.organisation_id = \(organisation) AND h.until IS NULL ORDER BY p.title, h.since, h.id
                """))
    }

    /// What a user may do in each of her posts.
    static func actors(of user: UserID, at now: Instant, _ connection: any Connection) throws -> [Actor] {
        try holdings(of: user, connection).compactMap { holding in
            guard AccessReview.state(holding, at: now) != .lapsed,
                let place = try OrganisationStore.find(holding.post.organisation, connection)
            else { return nil }
            return Actor(user: user, organisation: place.id, regime: place.regime, roles: holding.post.roles)
        }
    }

    private static func holdings(_ rows: [Row]) throws -> [Holding] {
        try Dictionary(grouping: rows) { try $0.text("holding_id") }.compactMap { id, rows in
            guard let row = rows.first, let post = try OrganisationStore.posts(rows).first, let id = Identifier<Holding.Kind>(id) else {
                return nil
            }
            return Holding(
                id: id, user: try row.identifier("user_id"), post: post, since: try instant("since", row),
                until: try row.textOrNil("until").flatMap(Instant.init(iso:)), confirmedAt: try instant("confirmed_at", row))
        }.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    static func confirm(_ holding: Identifier<Holding.Kind>, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE holdings SET confirmed_at = \(now), confirmed_by = \(actor) WHERE id = \(holding)")
    }

    static func end(_ holding: Identifier<Holding.Kind>, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE holdings SET until = \(now), ended_by = \(actor) WHERE id = \(holding) AND until IS NULL")
    }

    // MARK: The account

    static func disable(_ user: UserID, reason: String, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO account_ends (id, user_id, at, ended_by, reason)
            VALUES (\(Identifier<User>.new()), \(user), \(now), \(actor), \(reason))
            """)
    }

    static func enable(_ user: UserID, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE account_ends SET lifted_at = \(now), lifted_by = \(actor) WHERE user_id = \(user) AND lifted_at IS NULL")
    }

    static func isDisabled(_ user: UserID, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT id FROM account_ends WHERE user_id = \(user) AND lifted_at IS NULL") != nil
    }

    /// Whether somebody can sign in: she has a password and a second factor.
    static func isActivated(_ user: UserID, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT p.user_id FROM passwords p JOIN second_factors f ON f.user_id = p.user_id WHERE p.user_id = \(user)") != nil
    }

    /// Users who can manage others, and where: not disabled, holding a post with the role.
    static func administrators(_ connection: any Connection) throws -> [(user: UserID, organisation: OrganisationID)] {
        try connection.query(
            """
            SELECT DISTINCT h.user_id, p.organisation_id FROM holdings h
            JOIN posts p ON p.id = h.post_id JOIN post_roles r ON r.post_id = h.post_id
            WHERE h.until IS NULL AND r.role = \(Role.administrator.rawValue)
                AND h.user_id NOT IN (SELECT user_id FROM account_ends WHERE lifted_at IS NULL)
            """
        ).map { (try $0.identifier("user_id"), try $0.identifier("organisation_id")) }
    }

    /// The names of those among users who can sign in.
    static func active(_ users: [UserID], _ connection: any Connection) throws -> [UserID: String] {
        let rows = try connection.query(
            """
            SELECT u.id, u.name FROM users u JOIN passwords p ON p.user_id = u.id JOIN second_factors f ON f.user_id = u.id
            WHERE u.id IN (\(list: users)) AND u.id NOT IN (SELECT user_id FROM account_ends WHERE lifted_at IS NULL)
            """)
        return try rows.reduce(into: [:]) { names, row in names[try row.identifier("id")] = try row.text("name") }
    }

    static func instant(_ column: String, _ row: Row) throws -> Instant {
        guard let instant = Instant(iso: try row.text(column)) else { throw DatabaseError.decoding(column: column) }
        return instant
    }
}
