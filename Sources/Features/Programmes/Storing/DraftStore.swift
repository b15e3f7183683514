import Core
import Database

/// Reads, accepts and throws away drafts of plans, inside a transaction that the caller holds.
enum DraftStore {
    /// A draft in the list of those that wait.
    struct Waiting: Sendable {
        let version: Identifier<PlanVersion>
        let title: String
        let period: Deadline.Period?
        let documentName: String
        let importedAt: Instant
        let measures: Int
        /// Whether the plan has an accepted version, which the draft would amend.
        let isAmendment: Bool
    }

    /// The drafts that wait, the newest first.
    static func waiting(_ connection: any Connection) throws -> [Waiting] {
        try connection.query(
            """
            SELECT v.id, v.title, v.period_from, v.period_to, v.imported_at, d.name,
                (SELECT COUNT(*) FROM measures m WHERE m.version_id = v.id) AS measures,
                (SELECT COUNT(*) FROM plan_versions a WHERE a.plan_id = v.plan_id AND a.status = 'accepted') AS accepted
            FROM plan_versions v JOIN documents d ON d.id = v.document_id WHERE v.status = 'draft' ORDER BY v.imported_at DESC, v.id
            """
        ).map { row in
            Waiting(
                version: try row.identifier("id"), title: try row.text("title"), period: try PlanStore.period(row),
                documentName: try row.text("name"), importedAt: Instant(iso: try row.text("imported_at")) ?? Instant(milliseconds: 0),
                measures: try row.integer("measures"), isAmendment: try row.integer("accepted") > 0)
        }
    }

    /// The draft with an identifier; nil where there is none, or where it was accepted or thrown away.
    static func draft(_ version: Identifier<PlanVersion>, _ connection: any Connection) throws -> StoredPlan? {
        try PlanStore.load("v.id = \(version) AND v.status = 'draft'", connection)
    }

    /// The accepted version of a plan, which a draft of it amends.
    static func accepted(_ plan: Identifier<StoredPlan>, _ connection: any Connection) throws -> StoredPlan? {
        try PlanStore.load("v.plan_id = \(plan) AND v.status = 'accepted'", connection)
    }

    /// The plan with a name in addresses, if a version of it is in force.
    static func inForce(_ slug: String, _ connection: any Connection) throws -> Identifier<StoredPlan>? {
        try connection.first(
            "SELECT p.id FROM plans p JOIN plan_versions v ON v.plan_id = p.id WHERE p.slug = \(slug) AND v.status = 'accepted'"
        )?.identifier("id")
    }

    /// The draft of a plan that says what a fingerprint stands for.
    static func draft(
        of plan: Identifier<StoredPlan>, fingerprint: String, _ connection: any Connection
    ) throws -> StoredPlan? {
        try PlanStore.load("v.plan_id = \(plan) AND v.status = 'draft' AND v.fingerprint = \(fingerprint)", connection)
    }

    /// Puts a draft in the place of the accepted version, its measures under the identities given.
    static func accept(_ draft: StoredPlan, identities: [String], now: Instant, _ connection: any Connection) throws {
        try PlanStore.supersede(draft.id, connection)
        try connection.execute("UPDATE plan_versions SET status = 'accepted', accepted_at = \(now) WHERE id = \(draft.versionID)")
        let rows = try connection.query("SELECT id, position FROM measures WHERE version_id = \(draft.versionID) ORDER BY position")
        let words = MeasureSearch.all(draft.content)
        var search: [[SQLValue]] = []
        for row in rows {
            let (id, position) = (try row.text("id"), try row.integer("position"))
            try connection.execute("UPDATE measures SET identity = \(identities[position]) WHERE id = \(id)")
            search.append([id.sqlValue, words[position].title.sqlValue, words[position].terms.sqlValue])
        }
        try connection.insert(into: "measure_search (measure_id, title, terms)", search)
        try PlanStore.nextRevision(connection)
    }

    /// Throws a draft away, with its plan and its document where nothing else needs them.
    static func discard(_ draft: StoredPlan, _ connection: any Connection) throws {
        let version = draft.versionID
        let measures: SQL = "SELECT id FROM measures WHERE version_id = \(version)"
        try connection.execute("DELETE FROM measure_actors WHERE measure_id IN (\(measures))")
        try connection.execute("DELETE FROM budget_lines WHERE measure_id IN (\(measures))")
        try connection.execute("DELETE FROM indicators WHERE measure_id IN (\(measures))")
        try connection.execute("DELETE FROM measures WHERE version_id = \(version)")
        try connection.execute("DELETE FROM plan_sections WHERE version_id = \(version)")
        try connection.execute("DELETE FROM plan_abbreviations WHERE version_id = \(version)")
        try connection.execute("DELETE FROM plan_remarks WHERE version_id = \(version)")
        try connection.execute("DELETE FROM plan_versions WHERE id = \(version)")
        if try connection.first("SELECT id FROM plan_versions WHERE document_id = \(draft.document.id) LIMIT 1") == nil {
            try connection.execute("DELETE FROM document_cells WHERE document_id = \(draft.document.id)")
            try connection.execute("DELETE FROM documents WHERE id = \(draft.document.id)")
        }
        try dropEmpty(draft.id, connection)
        try PlanStore.nextRevision(connection)
    }

    /// Makes a draft the next version of another plan, and gives it as it is then. Of its measures none goes on from that plan yet: that is
    /// decided when it is accepted. Nil where it is no draft any more.
    ///
    /// - Parameter found: its findings: what was accepted of them goes along.
    static func move(
        _ draft: StoredPlan, to plan: Identifier<StoredPlan>, found: [PlanFinding], _ connection: any Connection
    ) throws -> StoredPlan? {
        let number = try PlanStore.nextVersion(plan, connection)
        try connection.execute("UPDATE plan_versions SET plan_id = \(plan), number = \(number) WHERE id = \(draft.versionID)")
        let alone = try connection.first("SELECT id FROM plan_versions WHERE plan_id = \(draft.id) LIMIT 1") == nil
        if !alone {
            // Its measures may bear the names of those of the plan that it leaves.
            for row in try connection.query("SELECT id FROM measures WHERE version_id = \(draft.versionID)") {
                try connection.execute("UPDATE measures SET identity = \(Identifier<Measure>.new()) WHERE id = \(try row.text("id"))")
            }
        }
        let moved = try self.draft(draft.versionID, connection)
        if let moved {
            let names = zip(NamedFinding.all(found, in: draft), NamedFinding.all(found, in: moved)).map { (old: $0.name, new: $1.name) }
            try FindingStore.carry(names, with: draft.versionID, from: draft.id, to: plan, alone: alone, connection)
        }
        try dropEmpty(draft.id, connection)
        try PlanStore.nextRevision(connection)
        return moved
    }

    /// Removes a plan with no version left. It stays where people said something of it: that hangs on it.
    private static func dropEmpty(_ plan: Identifier<StoredPlan>, _ connection: any Connection) throws {
        try connection.execute(
            """
            DELETE FROM plans WHERE id = \(plan) AND NOT EXISTS (SELECT 1 FROM plan_versions v WHERE v.plan_id = plans.id)
                AND NOT EXISTS (SELECT 1 FROM measure_pairs m WHERE m.first_plan = plans.id OR m.second_plan = plans.id)
                AND NOT EXISTS (SELECT 1 FROM finding_acceptances f WHERE f.plan_id = plans.id)
                AND NOT EXISTS (SELECT 1 FROM finding_publications p WHERE p.plan_id = plans.id)
                AND NOT EXISTS (SELECT 1 FROM indicator_bindings b WHERE b.plan_id = plans.id)
                AND NOT EXISTS (SELECT 1 FROM indicator_reports r WHERE r.plan_id = plans.id)
            """)
    }
}
