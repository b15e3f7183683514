import Core
import Database

extension PlanStore {
    /// The plan with an identity, whatever its versions are.
    static func plan(_ identity: String, _ connection: any Connection) throws -> (id: Identifier<StoredPlan>, slug: String)? {
        try connection.first("SELECT id, slug FROM plans WHERE identity = \(identity)").map {
            (try $0.identifier("id"), try $0.text("slug"))
        }
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
