import Core
import Database
import Policy

/// Reads and writes organisations and posts, inside a transaction that the caller holds.
enum OrganisationStore {
    static func add(_ organisation: Organisation, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO organisations (id, institution, name, regime, added_at, added_by)
            VALUES (\(organisation.id), \(organisation.institution), \(organisation.name), \(organisation.regime.rawValue), \(now), \(actor))
            """)
    }

    static func all(_ connection: any Connection) throws -> [Organisation] {
        try connection.query("\(every) WHERE o.ended_at IS NULL ORDER BY o.name").map(read)
    }

    /// Those that have ended, too.
    static func everAdded(_ connection: any Connection) throws -> [Organisation] {
        try connection.query("\(every) ORDER BY o.name").map(read)
    }

    static func find(_ id: OrganisationID, _ connection: any Connection) throws -> Organisation? {
        try connection.first("\(every) WHERE o.id = \(id)").map(read)
    }

    /// All that have a code of the register, the longest there first; those that have ended, too.
    static func all(of institution: String, _ connection: any Connection) throws -> [Organisation] {
        try connection.query("\(every) WHERE o.institution = \(institution) ORDER BY o.added_at, o.id").map(read)
    }

    private static let every: SQL = """
        SELECT o.id, o.institution, o.name, o.regime,
            CASE WHEN EXISTS (SELECT 1 FROM organisations s WHERE s.institution = o.institution AND s.id <> o.id) THEN 1 ELSE 0 END AS shares
        FROM organisations o
        """

    private static func read(_ row: Row) throws -> Organisation {
        guard let regime = Regime(rawValue: try row.text("regime")) else { throw DatabaseError.decoding(column: "regime") }
        return Organisation(
            id: try row.identifier("id"), institution: try row.textOrNil("institution"), name: try row.text("name"), regime: regime,
            sharesInstitution: try row.integer("shares") == 1)
    }

    static func add(_ post: Post, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO posts (id, organisation_id, title, added_at, added_by)
            VALUES (\(post.id), \(post.organisation), \(post.title), \(now), \(actor))
            """)
        try connection.insert(into: "post_roles (post_id, role)", post.roles.sorted().map { [post.id.sqlValue, .text($0.rawValue)] })
    }

    /// The posts of an organisation, by title.
    static func posts(of organisation: OrganisationID, _ connection: any Connection) throws -> [Post] {
        let rows = try connection.query(
            """
            SELECT p.id, p.organisation_id, p.title, r.role FROM posts p JOIN post_roles r ON r.post_id = p.id
            WHERE p.organisation_id = \(organisation) ORDER BY p.title, p.id
            """)
        return try posts(rows)
    }

    static func post(_ id: PostID, _ connection: any Connection) throws -> Post? {
        let rows = try connection.query(
            """
            SELECT p.id, p.organisation_id, p.title, r.role FROM posts p JOIN post_roles r ON r.post_id = p.id WHERE p.id = \(id)
            """)
        return try posts(rows).first
    }

    /// One post from the rows of its roles; rows of one post stand together.
    static func posts(_ rows: [Row]) throws -> [Post] {
        var posts: [Post] = []
        for row in rows {
            let id: PostID = try row.identifier("id")
            guard let role = Role(rawValue: try row.text("role")) else { throw DatabaseError.decoding(column: "role") }
            if let last = posts.last, last.id == id {
                posts[posts.count - 1] = Post(id: id, organisation: last.organisation, title: last.title, roles: last.roles.union([role]))
            } else {
                posts.append(
                    Post(id: id, organisation: try row.identifier("organisation_id"), title: try row.text("title"), roles: [role]))
            }
        }
        return posts
    }
}
