import Core
import Database
import Documents

extension PlanStore {
    /// What a version is stored with beside its content.
    struct NewVersion: Sendable {
        let planID: Identifier<StoredPlan>
        let number: Int
        let status: StoredPlan.Status
        let document: Identifier<StoredDocument>
        let fingerprint: String
        let account: StoredPlan.Account
        /// Identity of each measure across versions.
        let identities: [String]
        let now: Instant
    }

    static func insert(_ document: SourceDocument, name: String, fingerprint: String, size: Int, now: Instant, _ connection: any Connection)
        throws
        -> Identifier<StoredDocument>
    {
        if let known = try connection.first("SELECT id FROM documents WHERE fingerprint = \(fingerprint)") {
            return try known.identifier("id")
        }
        let id = Identifier<StoredDocument>.new()
        try connection.execute(
            """
            INSERT INTO documents (id, fingerprint, name, encoding, size, imported_at)
            VALUES (\(id), \(fingerprint), \(name), \(document.encoding), \(size), \(now))
            """)
        let rows = document.cells.map { cell in
            [id.sqlValue, cell.place.table.sqlValue, cell.place.row.sqlValue, cell.place.column.sqlValue, cell.text.sqlValue]
        }
        try connection.insert(into: "document_cells (document_id, table_no, row_no, column_no, text)", rows)
        return id
    }

    static func insertPlan(slug: String, identity: String, now: Instant, _ connection: any Connection) throws -> Identifier<StoredPlan> {
        let id = Identifier<StoredPlan>.new()
        try connection.execute("INSERT INTO plans (id, slug, identity, created_at) VALUES (\(id), \(slug), \(identity), \(now))")
        return id
    }

    /// Stores a version whole. An accepted one supersedes the accepted one before it.
    @discardableResult
    static func insert(
        _ plan: PlanContent, _ words: [MeasureSearch], _ new: NewVersion, _ connection: any Connection
    ) throws -> Identifier<PlanVersion> {
        let version = Identifier<PlanVersion>.new()
        let acceptedAt = new.status == .accepted ? new.now : nil
        if new.status == .accepted { try supersede(new.planID, connection) }
        try connection.execute(
            """
            INSERT INTO plan_versions (id, plan_id, number, status, title, title_cells, title_source, identity, period_from, period_to, is_project,
                declared_measures, document_id, fingerprint, understood, kept_as_text, not_understood, column_fields, column_headings, imported_at,
                accepted_at)
            VALUES (\(version), \(new.planID), \(new.number), \(new.status.rawValue), \(plan.title.text),
                \(SourceCells.text(plan.title.source.cells)), \(plan.title.source.text), \(PlanIdentity.key(plan)), \(plan.period?.from), \(plan.period?.to),
                \(plan.isProject), \(plan.declaredMeasures), \(new.document), \(new.fingerprint), \(new.account.understood),
                \(new.account.keptAsText), \(new.account.notUnderstood), \(plan.columns.map(\.field.rawValue).joined(separator: "\t")),
                \(plan.columns.map(\.heading).joined(separator: "\t")), \(new.now),
                \(acceptedAt))
            """)
        try insertFrame(plan, version, connection)
        try insertMeasures(plan, words, version, new.identities, isAccepted: new.status == .accepted, connection)
        try nextRevision(connection)
        return version
    }

    /// Ends the accepted version of a plan: another takes its place, or none.
    static func supersede(_ plan: Identifier<StoredPlan>, _ connection: any Connection) throws {
        try connection.execute(
            """
            DELETE FROM measure_search WHERE measure_id IN (SELECT m.id FROM measures m JOIN plan_versions v ON v.id = m.version_id
                WHERE v.plan_id = \(plan) AND v.status = 'accepted')
            """)
        try connection.execute("UPDATE plan_versions SET status = 'superseded' WHERE plan_id = \(plan) AND status = 'accepted'")
    }

    /// Tells whoever keeps something made from the plans that it is no longer true.
    static func nextRevision(_ connection: any Connection) throws {
        try connection.execute("UPDATE plan_revision SET number = number + 1 WHERE id = 1")
    }

    private static func insertFrame(_ plan: PlanContent, _ version: Identifier<PlanVersion>, _ connection: any Connection) throws {
        let sections = plan.sections.enumerated().map { position, section in
            [
                version.sqlValue, position.sqlValue, section.number.sqlValue, section.title.sqlValue,
                SourceCells.text(section.source.cells).sqlValue, section.source.text.sqlValue,
            ]
        }
        try connection.insert(into: "plan_sections (version_id, position, number, title, source_cells, source_text)", sections)
        let abbreviations = plan.abbreviations.enumerated().map { position, abbreviation in
            [version.sqlValue, position.sqlValue, abbreviation.short.sqlValue, abbreviation.full.sqlValue]
        }
        try connection.insert(into: "plan_abbreviations (version_id, position, short, full_name)", abbreviations)
        let remarks = plan.remarks.enumerated().map { position, remark in
            [
                version.sqlValue, position.sqlValue, remark.code.rawValue.sqlValue, remark.measure.sqlValue, remark.place.table.sqlValue,
                remark.place.row.sqlValue, remark.place.column.sqlValue, remark.quote.sqlValue, remark.detail.sqlValue,
            ]
        }
        try connection.insert(
            into: "plan_remarks (version_id, position, code, measure_code, table_no, row_no, column_no, quote, detail)", remarks)
    }

    private static func insertMeasures(
        _ plan: PlanContent, _ words: [MeasureSearch], _ version: Identifier<PlanVersion>, _ identities: [String], isAccepted: Bool,
        _ connection: any Connection
    ) throws {
        var rows = MeasureRows()
        for (position, measure) in plan.measures.enumerated() {
            rows.add(measure, words[position], version: version, identity: identities[position], position: position)
        }
        try connection.insert(
            into: """
                measures (id, version_id, identity, position, code, number, section_position, title, title_cells, title_source,
                    strategic_goal, strategic_goal_cells, strategic_goal_source, operational_goal, operational_goal_cells,
                    operational_goal_source, expected_results, expected_results_cells, expected_results_source, further, further_cells,
                    further_source, deadline_kind,
                    deadline_periods, deadline_every_months, deadline_duration_months, deadline_year_assumed, deadline_condition,
                    deadline_cells, deadline_source, due_on)
                """, rows.measures)
        try connection.insert(
            into: "measure_actors (measure_id, role, position, reading, code, name, source_cells, source_text)", rows.actors)
        try connection.insert(
            into: """
                budget_lines (measure_id, position, kind, amount_minor, currency, is_ceiling, basis, shared_with, source_cells, source_text)
                """, rows.budget)
        try connection.insert(
            into: """
                indicators (id, measure_id, position, kind, label, unit, baseline, target, comparator, baseline_cells, baseline_source,
                    target_cells, target_source)
                """, rows.indicators)
        // Only what the public may find.
        if isAccepted { try connection.insert(into: "measure_search (measure_id, title, terms)", rows.search) }
    }
}
