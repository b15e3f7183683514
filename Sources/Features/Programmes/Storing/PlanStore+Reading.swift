import Core
import Database
import Documents

extension PlanStore {
    /// The accepted version of a plan, else its newest draft.
    static func newest(_ plan: String, _ connection: any Connection) throws -> StoredPlan? {
        try load("v.plan_id = \(plan) AND v.status IN ('accepted', 'draft')", connection)
    }

    /// The first version that meets a condition, accepted ones and the newest first.
    static func load(_ condition: SQL, _ connection: any Connection) throws -> StoredPlan? {
        guard
            let row = try connection.first(
                """
                SELECT v.*, p.slug, d.name AS document_name, d.encoding, d.fingerprint AS document_fingerprint FROM plan_versions v
                JOIN plans p ON p.id = v.plan_id JOIN documents d ON d.id = v.document_id
                WHERE \(condition) ORDER BY v.status, v.number DESC LIMIT 1
                """)
        else { return nil }
        let versionID: Identifier<PlanVersion> = try row.identifier("id")
        var content = PlanContent(title: SourcedText(text: try row.text("title"), source: try source(row, "title")))
        content.period = try period(row)
        content.isProject = try row.boolean("is_project")
        content.declaredMeasures = try row.integerOrNil("declared_measures")
        let fields = try row.text("column_fields").split(separator: "\t", omittingEmptySubsequences: false)
        let headings = try row.text("column_headings").split(separator: "\t", omittingEmptySubsequences: false)
        content.columns = zip(fields, headings).map { PlanColumn(field: Field(rawValue: String($0)) ?? .prose, heading: String($1)) }
        try loadFrame(versionID, &content, connection)
        let loaded = try measures(where: "m.version_id = \(versionID)", connection)
        content.measures = loaded.map(\.measure)
        return StoredPlan(
            id: try row.identifier("plan_id"), versionID: versionID, slug: try row.text("slug"), version: try row.integer("number"),
            status: StoredPlan.Status(rawValue: try row.text("status")) ?? .draft,
            document: StoredDocument(
                id: try row.identifier("document_id"), name: try row.text("document_name"), encoding: try row.text("encoding"),
                fingerprint: try row.text("document_fingerprint")),
            importedAt: Instant(iso: try row.text("imported_at")) ?? Instant(milliseconds: 0),
            acceptedAt: try row.textOrNil("accepted_at").flatMap { Instant(iso: $0) }, fingerprint: try row.text("fingerprint"),
            account: .init(
                understood: try row.integer("understood"), keptAsText: try row.integer("kept_as_text"),
                notUnderstood: try row.integer("not_understood")), content: content, measureIDs: loaded.map(\.identity))
    }

    private static func loadFrame(_ version: Identifier<PlanVersion>, _ content: inout PlanContent, _ connection: any Connection) throws {
        content.sections = try connection.query("SELECT * FROM plan_sections WHERE version_id = \(version) ORDER BY position").map { row in
            Section(number: try row.textOrNil("number"), title: try row.text("title"), source: try source(row))
        }
        content.abbreviations = try connection.query("SELECT * FROM plan_abbreviations WHERE version_id = \(version) ORDER BY position").map
        {
            Abbreviation(short: try $0.text("short"), full: try $0.text("full_name"))
        }
        content.remarks = try connection.query("SELECT * FROM plan_remarks WHERE version_id = \(version) ORDER BY position").map { row in
            Remark(
                Remark.Code(rawValue: try row.text("code")) ?? .notUnderstood, measure: try row.textOrNil("measure_code"),
                place: CellPlace(table: try row.integer("table_no"), row: try row.integer("row_no"), column: try row.integer("column_no")),
                quote: try row.text("quote"), detail: try row.text("detail"))
        }
    }

    /// Measures with everything in them, in the order of plan and position, by four queries whatever their number.
    static func measures(where condition: SQL, _ connection: any Connection) throws -> [(id: String, identity: String, measure: Measure)] {
        var measures: [(id: String, identity: String, measure: Measure)] = []
        var positions: [String: Int] = [:]
        for row in try connection.query("SELECT m.* FROM measures m WHERE \(condition) ORDER BY m.version_id, m.position") {
            let id = try row.text("id")
            positions[id] = measures.count
            measures.append((id, try row.text("identity"), try measure(row)))
        }
        for row in try connection.query(
            "SELECT i.* FROM indicators i JOIN measures m ON m.id = i.measure_id WHERE \(condition) ORDER BY i.measure_id, i.position")
        {
            guard let position = positions[try row.text("measure_id")] else { continue }
            measures[position].measure.indicators.append(try indicator(row))
        }
        for row in try connection.query(
            "SELECT b.* FROM budget_lines b JOIN measures m ON m.id = b.measure_id WHERE \(condition) ORDER BY b.measure_id, b.position")
        {
            guard let position = positions[try row.text("measure_id")] else { continue }
            measures[position].measure.budget.append(try budgetLine(row))
        }
        for row in try connection.query(
            "SELECT a.* FROM measure_actors a JOIN measures m ON m.id = a.measure_id WHERE \(condition) ORDER BY a.measure_id, a.role, a.position"
        ) {
            guard let position = positions[try row.text("measure_id")] else { continue }
            let actor = Actor(
                reading: Actor.Reading(rawValue: try row.text("reading")) ?? .text, code: try row.textOrNil("code"),
                name: try row.text("name"),
                source: try source(row))
            switch try row.text("role") {
            case "lead": measures[position].measure.leads.append(actor)
            case "partner": measures[position].measure.partners.append(actor)
            case let payer:
                guard let line = Int(payer.dropFirst("payer-".count)), line < measures[position].measure.budget.count else { continue }
                measures[position].measure.budget[line].payers.append(actor)
            }
        }
        return measures
    }

    /// The measures of rows that give `id`, `slug` and `plan_title`, in the order of the rows.
    static func summaries(_ rows: [Row], _ connection: any Connection) throws -> [MeasureSummary] {
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text("id") }
        let loaded = try measures(where: "m.id IN (\(list: ids))", connection)
        let byID = Dictionary(loaded.map { ($0.id, $0.measure) }, uniquingKeysWith: { first, _ in first })
        return try rows.compactMap { row in
            guard let measure = byID[try row.text("id")] else { return nil }
            return MeasureSummary(planSlug: try row.text("slug"), planTitle: try row.text("plan_title"), measure: measure)
        }
    }

    private static func measure(_ row: Row) throws -> Measure {
        var measure = Measure(
            code: try row.text("code"), number: try row.textOrNil("number"), section: try row.integerOrNil("section_position"),
            title: SourcedText(text: try row.text("title"), source: try source(row, "title")))
        measure.strategicGoal = try sourced(row, "strategic_goal")
        measure.operationalGoal = try sourced(row, "operational_goal")
        measure.expectedResults = try sourced(row, "expected_results")
        measure.further = try sourced(row, "further")
        guard let kind = try row.textOrNil("deadline_kind") else { return measure }
        var deadline = Deadline(
            kind: Deadline.Kind(rawValue: kind) ?? .text, periods: PeriodText.periods(try row.textOrNil("deadline_periods") ?? ""),
            source: try source(row, "deadline"))
        deadline.everyMonths = try row.integerOrNil("deadline_every_months")
        deadline.durationMonths = try row.integerOrNil("deadline_duration_months")
        deadline.isYearAssumed = try row.boolean("deadline_year_assumed")
        deadline.condition = try row.textOrNil("deadline_condition")
        measure.deadline = deadline
        return measure
    }

    private static func indicator(_ row: Row) throws -> Indicator {
        var indicator = Indicator(
            kind: Indicator.Kind(rawValue: try row.text("kind")) ?? .count, label: try row.text("label"), unit: try row.textOrNil("unit"),
            baseline: try row.realOrNil("baseline"), target: try row.realOrNil("target"))
        indicator.comparator = try row.textOrNil("comparator").flatMap(Indicator.Comparator.init)
        if try row.textOrNil("baseline_cells") != nil { indicator.baselineSource = try source(row, "baseline") }
        if try row.textOrNil("target_cells") != nil { indicator.targetSource = try source(row, "target") }
        return indicator
    }

    private static func budgetLine(_ row: Row) throws -> BudgetLine {
        var line = BudgetLine(kind: BudgetLine.Kind(rawValue: try row.text("kind")) ?? .words, source: try source(row))
        if let minor = try row.integerOrNil("amount_minor"), let currency = try row.textOrNil("currency").flatMap(Money.Currency.init) {
            line.amount = Money(minor: Int64(minor), currency)
        }
        line.isCeiling = try row.boolean("is_ceiling")
        line.basis = BudgetLine.Basis(rawValue: try row.text("basis")) ?? .total
        line.sharedWith = try row.textOrNil("shared_with")
        return line
    }

    private static func sourced(_ row: Row, _ column: String) throws -> SourcedText? {
        guard let text = try row.textOrNil(column) else { return nil }
        return SourcedText(text: text, source: try source(row, column))
    }

    private static func source(_ row: Row, _ column: String) throws -> SourceReference {
        SourceReference(
            cells: SourceCells.places(try row.textOrNil(column + "_cells") ?? ""), text: try row.textOrNil(column + "_source") ?? "")
    }

    private static func source(_ row: Row) throws -> SourceReference {
        SourceReference(cells: SourceCells.places(try row.text("source_cells")), text: try row.text("source_text"))
    }
}
