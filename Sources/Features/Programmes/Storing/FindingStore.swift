import Core
import Database

/// Reads and writes what was accepted of the findings of plans, and whose findings everybody may see, inside a transaction that the caller holds.
enum FindingStore {
    // MARK: Accepted findings

    /// Accepts a finding. One that is accepted already stays as it was accepted first: then false.
    static func accept(
        _ acceptance: FindingAcceptance, of finding: PlanFinding, in plan: Identifier<StoredPlan>, by user: UserID,
        _ connection: any Connection
    ) throws -> Bool {
        guard try acceptances(of: plan, connection)[acceptance.finding] == nil else { return false }
        try connection.execute(
            """
            INSERT INTO finding_acceptances (acceptance_id, plan_id, finding, code, quote, reason, organisation_id, accepted_at, accepted_by)
            VALUES (\(Identifier<FindingAcceptance>.new()), \(plan), \(acceptance.finding), \(finding.code.rawValue), \(finding.quote),
                \(acceptance.reason), \(acceptance.organisation), \(acceptance.at), \(user))
            """)
        try PlanStore.nextRevision(connection)
        return true
    }

    /// Opens an accepted finding again; false where it is open. That it was accepted stays as history.
    static func reopen(
        _ finding: String, in plan: Identifier<StoredPlan>, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        guard try acceptances(of: plan, connection)[finding] != nil else { return false }
        try connection.execute(
            """
            UPDATE finding_acceptances SET ended_at = \(now), ended_by = \(user)
            WHERE plan_id = \(plan) AND finding = \(finding) AND ended_at IS NULL
            """)
        try PlanStore.nextRevision(connection)
        return true
    }

    /// Gives acceptances the names that their findings have now. One whose new name is taken stays as it is.
    static func rename(_ names: [(old: String, new: String)], in plan: Identifier<StoredPlan>, _ connection: any Connection) throws {
        let accepted = try acceptances(of: plan, connection)
        for (old, new) in names where old != new && accepted[old] != nil && accepted[new] == nil {
            try connection.execute(
                "UPDATE finding_acceptances SET finding = \(new) WHERE plan_id = \(plan) AND finding = \(old) AND ended_at IS NULL")
        }
    }

    /// Takes what was accepted of a draft's findings along to the plan to which it goes. What belongs to the draft alone leaves its plan; what
    /// holds there of other versions, too, stays and holds in both. What is accepted in the other plan already stays as it is.
    ///
    /// - Parameters:
    ///   - names: of the draft's findings, before and after it went.
    ///   - alone: whether the plan that it leaves has no other version.
    static func carry(
        _ names: [(old: String, new: String)], with draft: Identifier<PlanVersion>, from plan: Identifier<StoredPlan>,
        to other: Identifier<StoredPlan>, alone: Bool, _ connection: any Connection
    ) throws {
        let there = try acceptances(of: other, connection)
        let rows = try connection.query(
            "SELECT acceptance_id, finding, came_with FROM finding_acceptances WHERE plan_id = \(plan) AND ended_at IS NULL")
        let live = Dictionary(try rows.map { (try $0.text("finding"), $0) }, uniquingKeysWith: { first, _ in first })
        for (old, new) in names where there[new] == nil {
            guard let row = live[old] else { continue }
            let id = try row.text("acceptance_id")
            if try alone || row.textOrNil("came_with") == draft.text {
                try connection.execute(
                    "UPDATE finding_acceptances SET plan_id = \(other), finding = \(new), came_with = \(draft) WHERE acceptance_id = \(id)")
            } else {
                try connection.execute(
                    """
                    INSERT INTO finding_acceptances (acceptance_id, plan_id, finding, code, quote, reason, organisation_id, accepted_at,
                        accepted_by, came_with)
                    SELECT \(Identifier<FindingAcceptance>.new()), \(other), \(new), code, quote, reason, organisation_id, accepted_at,
                        accepted_by, \(draft) FROM finding_acceptances WHERE acceptance_id = \(id)
                    """)
            }
        }
    }

    /// What holds of a plan, by the name of the finding.
    static func acceptances(of plan: Identifier<StoredPlan>, _ connection: any Connection) throws -> [String: FindingAcceptance] {
        let rows = try connection.query(
            "SELECT * FROM finding_acceptances WHERE plan_id = \(plan) AND ended_at IS NULL ORDER BY accepted_at, acceptance_id")
        let all = try rows.map { row in
            FindingAcceptance(
                finding: try row.text("finding"), reason: try row.text("reason"), organisation: try row.identifier("organisation_id"),
                at: try row.instant("accepted_at"))
        }
        return Dictionary(all.map { ($0.finding, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Published findings

    /// Lets everybody see the findings of a version, or only its editors again.
    static func publish(
        _ isPublic: Bool, _ plan: StoredPlan, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE finding_publications SET ended_at = \(now), ended_by = \(user) WHERE plan_id = \(plan.id) AND ended_at IS NULL")
        if isPublic {
            try connection.execute(
                """
                INSERT INTO finding_publications (publication_id, plan_id, version_id, published_at, published_by)
                VALUES (\(Identifier<FindingAcceptance>.new()), \(plan.id), \(plan.versionID), \(now), \(user))
                """)
        }
        try PlanStore.nextRevision(connection)
    }
}
