import Core
import Counting
import Database

/// Reads and writes by what indicators are counted and what was reported of them, inside a transaction that the caller holds.
enum CountingStore {
    // MARK: Writing

    /// Says by what an indicator is counted, in the place of what was said before.
    static func bind(_ binding: IndicatorBinding, by user: UserID, _ connection: any Connection) throws {
        try end(binding.indicator, by: user, at: binding.boundAt, connection)
        let key = binding.indicator
        try connection.execute(
            """
            INSERT INTO indicator_bindings (binding_id, plan_id, measure_identity, label, position, metric, metric_version, unit, bound_at,
                bound_by)
            VALUES (\(binding.id), \(key.plan), \(key.measure), \(key.label), \(key.position), \(binding.metric), \(binding.version),
                \(binding.unit), \(binding.boundAt), \(user))
            """)
        let codes = binding.filters.flatMap { name, codes in codes.map { (name, $0) } }.sorted { $0 < $1 }
        try connection.insert(
            into: "indicator_filters (binding_id, dimension, code)",
            codes.map { [binding.id.sqlValue, .text($0.0), .text($0.1)] })
        try PlanStore.nextRevision(connection)
    }

    /// Ends the binding of an indicator, if it has one. It stays as history.
    static func end(_ key: IndicatorKey, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE indicator_bindings SET ended_at = \(now), ended_by = \(user)
            WHERE plan_id = \(key.plan) AND measure_identity = \(key.measure) AND label = \(key.label) AND position = \(key.position)
                AND ended_at IS NULL
            """)
        try PlanStore.nextRevision(connection)
    }

    /// Writes what an institution reports; a second word for the same day takes the place of the first, which stays.
    ///
    /// - Parameter writers: whose words it takes the place of.
    static func add(
        _ report: IndicatorReport, inPlaceOf writers: Set<OrganisationID>, by user: UserID, _ connection: any Connection
    ) throws {
        let key = report.indicator
        try connection.execute(
            """
            UPDATE indicator_reports SET superseded_at = \(report.at)
            WHERE plan_id = \(key.plan) AND measure_identity = \(key.measure) AND label = \(key.label) AND position = \(key.position)
                AND institution = \(report.institution) AND as_of = \(report.asOf) AND superseded_at IS NULL
                AND organisation_id IN (\(list: writers.map(\.text).sorted()))
            """)
        try connection.execute(
            """
            INSERT INTO indicator_reports (report_id, plan_id, measure_identity, label, position, institution, organisation_id, value, as_of,
                evidence, made_at, made_by)
            VALUES (\(Identifier<IndicatorReport>.new()), \(key.plan), \(key.measure), \(key.label), \(key.position),
                \(report.institution), \(report.writtenBy), \(report.value), \(report.asOf), \(report.evidence), \(report.at), \(user))
            """)
        try PlanStore.nextRevision(connection)
    }

    // MARK: Reading

    /// Who wrote what stands for the same institution and indicator.
    static func writers(of report: IndicatorReport, _ connection: any Connection) throws -> [OrganisationID] {
        let key = report.indicator
        return try connection.query(
            """
            SELECT DISTINCT organisation_id FROM indicator_reports
            WHERE plan_id = \(key.plan) AND measure_identity = \(key.measure) AND label = \(key.label) AND position = \(key.position)
                AND institution = \(report.institution) AND superseded_at IS NULL
            """
        ).map { try $0.identifier("organisation_id") }
    }

    /// The live bindings of a plan, or of one of its measures.
    static func bindings(
        of plan: Identifier<StoredPlan>, measure: String? = nil, _ connection: any Connection
    ) throws -> [IndicatorBinding] {
        let one: SQL = measure.map { " AND measure_identity = \($0)" } ?? ""
        let rows = try connection.query(
            "SELECT * FROM indicator_bindings WHERE plan_id = \(plan) AND ended_at IS NULL\(one) ORDER BY bound_at, binding_id")
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text("binding_id") }
        let filters = try Dictionary(
            grouping: connection.query("SELECT * FROM indicator_filters WHERE binding_id IN (\(list: ids))")
        ) { try $0.text("binding_id") }
        return try rows.map { row in
            let own = try filters[try row.text("binding_id"), default: []].map { (try $0.text("dimension"), try $0.text("code")) }
            return IndicatorBinding(
                id: try row.identifier("binding_id"), indicator: try key(row), metric: try row.text("metric"),
                version: try row.integer("metric_version"), unit: try row.text("unit"),
                filters: Dictionary(grouping: own, by: \.0).mapValues { Set($0.map(\.1)) }, boundAt: try row.instant("bound_at"))
        }
    }

    /// What was reported of the indicators of a plan, or of one of its measures, the latest day first.
    static func reports(
        of plan: Identifier<StoredPlan>, measure: String? = nil, _ connection: any Connection
    ) throws -> [IndicatorReport] {
        let one: SQL = measure.map { " AND measure_identity = \($0)" } ?? ""
        return try connection.query(
            """
            SELECT * FROM indicator_reports WHERE plan_id = \(plan)\(one) AND superseded_at IS NULL
            ORDER BY as_of DESC, made_at DESC, report_id
            """
        ).map { row in
            IndicatorReport(
                indicator: try key(row), institution: try row.text("institution"), writtenBy: try row.identifier("organisation_id"),
                value: try row.realOrNil("value") ?? 0,
                asOf: try row.dayOrNil("as_of") ?? Day(ordinal: 0), evidence: try row.text("evidence"), at: try row.instant("made_at"))
        }
    }

    private static func key(_ row: Row) throws -> IndicatorKey {
        IndicatorKey(
            plan: try row.identifier("plan_id"), measure: try row.text("measure_identity"), label: try row.text("label"),
            position: try row.integer("position"))
    }
}
