public import Core
public import Database
public import Documents

/// All SQL of this room.
public struct PlanStore: Sendable {
    let database: any Database

    /// The database must have its schema; nothing is read yet.
    public init(_ database: any Database) {
        self.database = database
    }

    /// A number that grows with every change: what was made from the data is still true while it stands.
    public func revision() async throws -> Int {
        try await database.read { connection in
            try connection.first("SELECT number FROM plan_revision WHERE id = 1")?.integer("number") ?? 0
        }
    }

    /// The plans in their newest version, newest period first. Drafts only where asked for.
    public func plans(withDrafts: Bool = false) async throws -> [PlanSummary] {
        try await database.read { connection in
            let statuses = withDrafts ? ["accepted", "draft"] : ["accepted"]
            return try connection.query(
                """
                SELECT p.id, p.slug, v.title, v.period_from, v.period_to, v.is_project, v.number, v.status,
                    (SELECT COUNT(*) FROM measures m WHERE m.version_id = v.id) AS measures,
                    (SELECT COUNT(*) FROM indicators i JOIN measures m ON m.id = i.measure_id WHERE m.version_id = v.id) AS indicators,
                    (SELECT COUNT(DISTINCT a.code) FROM measure_actors a JOIN measures m ON m.id = a.measure_id
                     WHERE m.version_id = v.id AND a.role = 'lead') AS leads
                FROM plans p JOIN plan_versions v ON v.plan_id = p.id
                WHERE v.status IN (\(list: statuses))
                ORDER BY v.period_to DESC NULLS LAST, p.created_at, p.id, v.number DESC
                """
            ).map(PlanStore.summary)
        }
    }

    /// Slugs and titles of the accepted plans, newest period first.
    func titles() async throws -> [(slug: String, title: String)] {
        try await database.read { connection in
            try connection.query(
                """
                SELECT p.slug, v.title FROM plans p JOIN plan_versions v ON v.plan_id = p.id
                WHERE v.status = 'accepted' ORDER BY v.period_to DESC NULLS LAST, p.created_at, p.id
                """
            ).map { (try $0.text("slug"), try $0.text("title")) }
        }
    }

    private static func summary(_ row: Row) throws -> PlanSummary {
        PlanSummary(
            id: try row.text("id"), slug: try row.text("slug"), title: try row.text("title"), period: try period(row),
            isProject: try row.boolean("is_project"), version: try row.integer("number"),
            status: StoredPlan.Status(rawValue: try row.text("status")) ?? .draft, measures: try row.integer("measures"),
            indicators: try row.integer("indicators"), leads: try row.integer("leads"))
    }

    /// A plan by its id, slug, or an unambiguous beginning of either; the accepted version, or another by its number.
    public func plan(_ name: String, version: Int? = nil) async throws -> StoredPlan? {
        try await database.read { connection in
            guard let id = try PlanStore.find(name, connection) else { return nil }
            guard let version else { return try PlanStore.newest(id, connection) }
            return try PlanStore.load("v.plan_id = \(id) AND v.number = \(version)", connection)
        }
    }

    /// The plan in one of its versions, from the shelf where it stands there.
    func plan(ofVersion version: String, shelf: PlanShelf) async throws -> StoredPlan? {
        if let kept = shelf.plan(version) { return kept }
        let plan = try await database.read { connection in try PlanStore.load("v.id = \(version)", connection) }
        // Which measure is which is decided when a draft is accepted.
        if let plan, plan.status != .draft { shelf.keep(plan) }
        return plan
    }

    private static func find(_ name: String, _ connection: any Connection) throws -> String? {
        let exact = try connection.query("SELECT id FROM plans WHERE id = \(name) OR slug = \(name)")
        if let row = exact.first { return try row.text("id") }
        guard name.utf8.count >= 3, !name.contains("%"), !name.contains("_") else { return nil }
        let begun = try connection.query("SELECT id FROM plans WHERE id LIKE \(name + "%") OR slug LIKE \(name + "%")")
        return begun.count == 1 ? try begun[0].text("id") : nil
    }

    /// Measures due in a span of days, by day, then by plan and place in it.
    public func due(from: Day, to: Day) async throws -> [MeasureSummary] {
        try await database.read { connection in
            let rows = try connection.query(
                """
                SELECT m.id, p.slug, v.title AS plan_title FROM measures m
                JOIN plan_versions v ON v.id = m.version_id JOIN plans p ON p.id = v.plan_id
                WHERE v.status = 'accepted' AND m.due_on >= \(from) AND m.due_on <= \(to) AND m.deadline_kind IN ('date', 'month', 'range')
                ORDER BY m.due_on, v.period_to DESC, p.id, m.position
                """)
            return try PlanStore.summaries(rows, connection)
        }
    }

    /// The month with dated deadlines that is nearest to a day: the same or next one, else the latest before; nil without any.
    public func nearestDueMonth(to day: Day) async throws -> Month? {
        try await database.read { connection in
            let dated: SQL = """
                SELECT m.due_on FROM measures m JOIN plan_versions v ON v.id = m.version_id
                WHERE v.status = 'accepted' AND m.deadline_kind IN ('date', 'month', 'range')
                """
            let next = try connection.first("\(dated) AND m.due_on >= \(Month(day).firstDay) ORDER BY m.due_on LIMIT 1")
            let nearest = try next ?? connection.first("\(dated) AND m.due_on < \(Month(day).firstDay) ORDER BY m.due_on DESC LIMIT 1")
            return try nearest?.dayOrNil("due_on").map { Month($0) }
        }
    }

    /// What each institution leads or partners in, in accepted plans, by its code: newest plans first, in the order of the plan.
    public func duties() async throws -> [String: [Duty]] {
        try await database.read { connection in
            var duties: [String: [Duty]] = [:]
            let measures = try PlanStore.dutyMeasures(connection)
            let actors = try connection.query(
                """
                SELECT a.measure_id, a.code, MIN(a.role) AS role FROM measure_actors a
                JOIN measures m ON m.id = a.measure_id JOIN plan_versions v ON v.id = m.version_id
                WHERE v.status = 'accepted' AND a.reading = 'institution' AND a.role IN ('lead', 'partner') GROUP BY a.measure_id, a.code
                """)
            let byMeasure = Dictionary(
                grouping: try actors.map { (try $0.text("measure_id"), try $0.text("code"), try $0.text("role")) }, by: \.0)
            for measure in measures {
                for (_, institution, role) in byMeasure[measure.id] ?? [] {
                    let duty = Duty(plan: measure.plan, code: measure.code, isLead: role == "lead", dueMonths: measure.dueMonths)
                    duties[institution, default: []].append(duty)
                }
            }
            return duties
        }
    }

    private static func dutyMeasures(_ connection: any Connection) throws -> [(
        id: String, plan: PlanReference, code: String, dueMonths: [Month]
    )] {
        var plans: [String: PlanReference] = [:]
        for row in try connection.query(
            "SELECT v.id, p.slug, v.title FROM plans p JOIN plan_versions v ON v.plan_id = p.id WHERE v.status = 'accepted'")
        {
            let version = try row.text("id")
            plans[version] = PlanReference(slug: try row.text("slug"), title: try row.text("title"), version: version)
        }
        return try connection.query(
            """
            SELECT m.id, m.version_id, m.code, m.deadline_kind, m.deadline_periods FROM measures m
            JOIN plan_versions v ON v.id = m.version_id JOIN plans p ON p.id = v.plan_id
            WHERE v.status = 'accepted' ORDER BY v.period_to DESC, p.slug, m.position
            """
        ).compactMap { row in
            guard let plan = plans[try row.text("version_id")] else { return nil }
            let isDated = ["date", "month", "range"].contains(try row.textOrNil("deadline_kind") ?? "")
            let periods = isDated ? PeriodText.periods(try row.textOrNil("deadline_periods") ?? "") : []
            return (try row.text("id"), plan, try row.text("code"), periods.map { Month($0.to) }.uniqued())
        }
    }

    /// Measures with everything in them, in the order of their ids given.
    public func measures(_ ids: [String]) async throws -> [MeasureSummary] {
        guard !ids.isEmpty else { return [] }
        return try await database.read { connection in
            let rows = try connection.query(
                """
                SELECT m.id, p.slug, v.title AS plan_title FROM measures m
                JOIN plan_versions v ON v.id = m.version_id JOIN plans p ON p.id = v.plan_id WHERE m.id IN (\(list: ids))
                """)
            let order = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            let sorted = try rows.sorted { order[try $0.text("id")] ?? 0 < order[try $1.text("id")] ?? 0 }
            return try PlanStore.summaries(sorted, connection)
        }
    }

    /// Ids of public measures in which every key occurs, those with all of them in the title first; at most `limit`.
    public func search(_ keys: [String], limit: Int) async throws -> [String] {
        let words = keys.map(MeasureSearch.whole).filter { word in
            !word.isEmpty && word.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) }
        }
        guard !words.isEmpty, words.count == keys.count else { return [] }
        return try await database.read { connection in
            let isSQLite = connection.dialect == .sqlite
            let all = isSQLite ? words.map { "\"\($0)\"*" }.joined(separator: " AND ") : words.map { $0 + ":*" }.joined(separator: " & ")
            let title = isSQLite ? "title : (\(all))" : all
            let inTitle = try connection.query(
                """
                SELECT measure_id FROM measure_search
                WHERE \(sqlite: "measure_search MATCH ", postgres: "title @@ to_tsquery('simple', ")\(title)\(sqlite: "", postgres: ")")
                ORDER BY \(sqlite: "rowid", postgres: "measure_id") LIMIT \(limit)
                """)
            let anywhere = try connection.query(
                """
                SELECT measure_id FROM measure_search
                WHERE \(sqlite: "measure_search MATCH ", postgres: "terms @@ to_tsquery('simple', ")\(all)\(sqlite: "", postgres: ")")
                ORDER BY \(sqlite: "rowid", postgres: "measure_id") LIMIT \(limit)
                """)
            return Array(try (inTitle + anywhere).map { try $0.text("measure_id") }.uniqued().prefix(limit))
        }
    }

    /// The cells of one row of a document, in order of columns; of one paragraph outside tables.
    public func row(of document: Identifier<StoredDocument>, table: Int, row: Int) async throws -> [(column: Int, text: String)] {
        try await database.read { connection in
            try connection.query(
                """
                SELECT column_no, text FROM document_cells
                WHERE document_id = \(document) AND table_no = \(table) AND row_no = \(row) ORDER BY column_no
                """
            ).map { (try $0.integer("column_no"), try $0.text("text")) }
        }
    }

    /// All cells of a document with text, in its order.
    public func cells(of document: Identifier<StoredDocument>) async throws -> [(place: CellPlace, text: String)] {
        try await database.read { connection in
            try connection.query(
                """
                SELECT table_no, row_no, column_no, text FROM document_cells WHERE document_id = \(document)
                ORDER BY table_no, row_no, column_no
                """
            ).map { row in
                let place = CellPlace(
                    table: try row.integer("table_no"), row: try row.integer("row_no"), column: try row.integer("column_no"))
                return (place, try row.text("text"))
            }
        }
    }

    static func period(_ row: Row) throws -> Deadline.Period? {
        guard let from = try row.dayOrNil("period_from"), let to = try row.dayOrNil("period_to") else { return nil }
        return .init(from: from, to: to)
    }
}
