import Core
import Database
public import Spelling

extension PlanStore {
    /// A version of a plan in a list.
    struct VersionSummary: Sendable {
        let id: String
        let number: Int
        let status: StoredPlan.Status
        let importedAt: Instant
    }

    /// The accepted version of the plan with a slug, from the shelf where it stands there.
    func accepted(_ slug: String, shelf: PlanShelf) async throws -> StoredPlan? {
        try await version("p.slug = \(slug) AND v.status = 'accepted'", shelf)
    }

    /// A version of the plan with a slug by its number; without one the accepted version, else the newest draft.
    func version(_ number: Int?, of slug: String, shelf: PlanShelf) async throws -> StoredPlan? {
        if let number { return try await version("p.slug = \(slug) AND v.number = \(number)", shelf) }
        return try await version("p.slug = \(slug) AND v.status IN ('accepted', 'draft')", shelf)
    }

    /// What a version says stands on the shelf; what became of it since is asked for each time. Findings were published of the version that was
    /// in force then: of a later one nobody has seen them yet.
    private func version(_ condition: SQL, _ shelf: PlanShelf) async throws -> StoredPlan? {
        let row = try await database.read { connection in
            try connection.first(
                """
                SELECT v.id, v.status, EXISTS (
                    SELECT 1 FROM finding_publications f
                    WHERE f.plan_id = p.id AND f.ended_at IS NULL AND f.version_id = v.id) AS told
                FROM plans p JOIN plan_versions v ON v.plan_id = p.id
                WHERE \(condition) ORDER BY v.status, v.number DESC LIMIT 1
                """)
        }
        guard let row, var plan = try await plan(ofVersion: try row.text("id"), shelf: shelf) else { return nil }
        plan.status = StoredPlan.Status(rawValue: try row.text("status")) ?? .draft
        plan.hasPublicFindings = try row.boolean("told")
        return plan
    }

    /// How a measure is called in a version that an earlier one, in force before it, called otherwise; nil where it is not in it any more.
    func code(of earlier: String, before plan: StoredPlan) async throws -> String? {
        try await database.read { connection in
            try connection.first(
                """
                SELECT n.code FROM plan_versions v JOIN measures m ON m.version_id = v.id JOIN measures n ON n.identity = m.identity
                WHERE v.plan_id = \(plan.id) AND v.status = 'superseded' AND m.code = \(earlier) AND n.version_id = \(plan.versionID)
                ORDER BY v.number DESC LIMIT 1
                """
            )?.text("code")
        }
    }

    /// The versions of a plan, the newest first.
    func versions(of plan: Identifier<StoredPlan>, limit: Int) async throws -> [VersionSummary] {
        try await database.read { connection in
            try connection.query(
                "SELECT id, number, status, imported_at FROM plan_versions WHERE plan_id = \(plan) ORDER BY number DESC LIMIT \(limit)"
            ).map { row in
                VersionSummary(
                    id: try row.text("id"), number: try row.integer("number"),
                    status: StoredPlan.Status(rawValue: try row.text("status")) ?? .draft, importedAt: try row.instant("imported_at"))
            }
        }
    }

    /// What the check finds in a stored version, with what was accepted of it. Without a speller words are not looked up.
    public func findings(
        of plan: StoredPlan, speller: Speller?
    ) async throws -> [(named: NamedFinding, acceptance: FindingAcceptance?)] {
        let check = PlanCheck(plan.content, cells: try await cells(of: plan.document.id), speller: speller)
        let accepted = try await database.read { try FindingStore.acceptances(of: plan.id, $0) }
        return NamedFinding.all(check.findings, in: plan).map { ($0, accepted[$0.name]) }
    }
}
