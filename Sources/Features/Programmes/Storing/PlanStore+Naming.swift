import Core
import Database

extension PlanStore {
    /// The plan of which a document is an edition by its title: of several with that title the one that says the same, then one of the same
    /// years, then one in force, then the latest. A title leads to the plan that people said it is of, whatever that plan was called first.
    ///
    /// - Parameters:
    ///   - fingerprint: the document's (``PlanIdentity/fingerprint(_:)``).
    ///   - drafts: whether a draft that says the same is the document, too, as for one that is to be a draft.
    static func plan(
        _ content: PlanContent, fingerprint: String, drafts: Bool, _ connection: any Connection
    ) throws -> (id: Identifier<StoredPlan>, slug: String)? {
        let identity = PlanIdentity.key(content)
        let alive = drafts ? ["accepted", "draft"] : ["accepted"]
        let version = try connection.first(
            """
            SELECT p.id, p.slug FROM plan_versions v JOIN plans p ON p.id = v.plan_id WHERE v.identity = \(identity)
            ORDER BY CASE WHEN v.status IN (\(list: alive)) AND v.fingerprint = \(fingerprint) THEN 0 ELSE 1 END,
                CASE WHEN v.period_from = \(content.period?.from) AND v.period_to = \(content.period?.to) THEN 0 ELSE 1 END,
                CASE WHEN EXISTS (SELECT 1 FROM plan_versions a WHERE a.plan_id = p.id AND a.status = 'accepted') THEN 0 ELSE 1 END,
                v.imported_at DESC, v.id DESC LIMIT 1
            """)
        // A plan of which all drafts were thrown away stays under its first title where people said something of it.
        let found = try version ?? connection.first("SELECT id, slug FROM plans WHERE identity = \(identity)")
        return try found.map { (try $0.identifier("id"), try $0.text("slug")) }
    }

    /// The plan in force of the same years that a document with another title probably amends (``PlanIdentity/mayBeSame(_:_:)``).
    static func resembling(_ content: PlanContent, _ connection: any Connection) throws -> Resembling? {
        guard let period = content.period else { return nil }
        let plans = try connection.query(
            """
            SELECT p.slug, v.id AS version, v.number FROM plans p JOIN plan_versions v ON v.plan_id = p.id
            WHERE v.status = 'accepted' AND v.period_from = \(period.from) AND v.period_to = \(period.to) ORDER BY v.imported_at DESC, v.id
            """)
        let titles = content.measures.map(\.title.text)
        for plan in plans {
            let version: Identifier<PlanVersion> = try plan.identifier("version")
            let others = try connection.query("SELECT title FROM measures WHERE version_id = \(version)").map { try $0.text("title") }
            guard PlanIdentity.mayBeSame(titles, others) else { continue }
            return Resembling(slug: try plan.text("slug"), version: version, number: try plan.integer("number"))
        }
        return nil
    }

    /// A plan in force that a document may amend.
    struct Resembling: Sendable {
        let slug: String
        let version: Identifier<PlanVersion>
        let number: Int
    }

    /// A plan of its own for a draft that is an edition of no other: one with its title and nothing in force, else a new one.
    static func ownPlan(of draft: StoredPlan, now: Instant, _ connection: any Connection) throws -> Identifier<StoredPlan> {
        let identity = PlanIdentity.key(draft.content)
        let empty = try connection.first(
            """
            SELECT id FROM plans WHERE identity = \(identity) AND id <> \(draft.id)
                AND NOT EXISTS (SELECT 1 FROM plan_versions v WHERE v.plan_id = plans.id AND v.status = 'accepted')
            """)
        if let empty { return try empty.identifier("id") }
        let slug = try freeSlug(PlanIdentity.slug(draft.content), connection)
        return try insertPlan(slug: slug, identity: try freeIdentity(identity, connection), now: now, connection)
    }

    /// The identity itself, or with the first free number added.
    private static func freeIdentity(_ identity: String, _ connection: any Connection) throws -> String {
        var candidate = identity
        var number = 2
        while try connection.first("SELECT id FROM plans WHERE identity = \(candidate)") != nil {
            // No title's words hold that sign.
            candidate = "\(identity) #\(number)"
            number += 1
        }
        return candidate
    }

    static func nextVersion(_ plan: Identifier<StoredPlan>, _ connection: any Connection) throws -> Int {
        let row = try connection.first("SELECT COALESCE(MAX(number), 0) AS last FROM plan_versions WHERE plan_id = \(plan)")
        return (try row?.integer("last") ?? 0) + 1
    }

    /// The slug itself, or with the first free number added.
    static func freeSlug(_ slug: String, _ connection: any Connection) throws -> String {
        var candidate = slug
        var number = 2
        // `/plans/import` is a page of this room.
        while try candidate == "import" || connection.first("SELECT id FROM plans WHERE slug = \(candidate)") != nil {
            candidate = "\(slug)-\(number)"
            number += 1
        }
        return candidate
    }
}
