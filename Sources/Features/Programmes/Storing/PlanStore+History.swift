import Core
import Database

extension PlanStore {
    /// The versions of a plan that are or were in force, the newest first.
    static func history(of plan: Identifier<StoredPlan>, limit: Int, _ connection: any Connection) throws -> [String] {
        try connection.query(
            """
            SELECT id FROM plan_versions WHERE plan_id = \(plan) AND status IN ('accepted', 'superseded')
            ORDER BY COALESCE(accepted_at, imported_at) DESC, number DESC LIMIT \(limit)
            """
        ).map { try $0.text("id") }
    }
}
