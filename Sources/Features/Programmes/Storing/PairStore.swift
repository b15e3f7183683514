import Core
import Counting
import Database

/// Reads and writes which measures of two plans people hold for one action, inside a transaction that the caller holds.
enum PairStore {
    /// Says something of a pair, in the place of what was said before.
    static func add(_ verdict: PairVerdict, _ connection: any Connection) throws {
        try end(verdict.one, verdict.other, by: verdict.decidedBy, at: verdict.decidedAt, connection)
        let (first, second) = ordered(verdict.one, verdict.other)
        try connection.execute(
            """
            INSERT INTO measure_pairs (pair_id, first_plan, first_measure, second_plan, second_measure, ruling, decided_at, decided_by,
                organisation_id)
            VALUES (\(Identifier<PairVerdict>.new()), \(first.plan), \(first.measure), \(second.plan), \(second.measure),
                \(verdict.ruling.rawValue), \(verdict.decidedAt), \(verdict.decidedBy),
                \(verdict.organisation))
            """)
        try PlanStore.nextRevision(connection)
    }

    /// Takes back what was said of a pair; it stays as history. False where nothing was said.
    @discardableResult
    static func end(
        _ one: MeasureReference, _ other: MeasureReference, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        guard try verdict(on: one, other, connection) != nil else { return false }
        try connection.execute(
            "UPDATE measure_pairs SET ended_at = \(now), ended_by = \(user) WHERE \(pair(one, other)) AND ended_at IS NULL")
        try PlanStore.nextRevision(connection)
        return true
    }

    /// How a measure is called in the version of its plan that is in force, „plan/II.1.4“; nil where it is not in it.
    static func name(of measure: MeasureReference, _ connection: any Connection) throws -> String? {
        try connection.first(
            """
            SELECT p.slug, m.code FROM measures m JOIN plan_versions v ON v.id = m.version_id JOIN plans p ON p.id = v.plan_id
            WHERE v.plan_id = \(measure.plan) AND v.status = 'accepted' AND m.identity = \(measure.measure)
            """
        ).map { "\(try $0.text("slug"))/\(try $0.text("code"))" }
    }

    /// What is said of two measures; nil where nothing is.
    static func verdict(on one: MeasureReference, _ other: MeasureReference, _ connection: any Connection) throws -> PairVerdict? {
        try verdicts(pair(one, other), connection).first
    }

    /// What is said of the measures of two plans.
    static func verdicts(between one: String, and other: String, _ connection: any Connection) throws -> [PairVerdict] {
        try verdicts("first_plan = \(min(one, other)) AND second_plan = \(max(one, other))", connection)
    }

    /// What is said of a measure and any other.
    static func verdicts(of measure: MeasureReference, _ connection: any Connection) throws -> [PairVerdict] {
        try verdicts(
            """
            ((first_plan = \(measure.plan) AND first_measure = \(measure.measure))
                OR (second_plan = \(measure.plan) AND second_measure = \(measure.measure)))
            """, connection)
    }

    private static func verdicts(_ condition: SQL, _ connection: any Connection) throws -> [PairVerdict] {
        try connection.query("SELECT * FROM measure_pairs WHERE \(condition) AND ended_at IS NULL ORDER BY decided_at, pair_id").map(
            verdict)
    }

    private static func verdict(_ row: Row) throws -> PairVerdict {
        PairVerdict(
            one: MeasureReference(plan: try row.text("first_plan"), measure: try row.text("first_measure")),
            other: MeasureReference(plan: try row.text("second_plan"), measure: try row.text("second_measure")),
            ruling: try row.code("ruling"), decidedAt: try row.instant("decided_at"), decidedBy: try row.identifier("decided_by"),
            organisation: try row.textOrNil("organisation_id").flatMap { OrganisationID($0) })
    }

    private static func pair(_ one: MeasureReference, _ other: MeasureReference) -> SQL {
        let (first, second) = ordered(one, other)
        return """
            first_plan = \(first.plan) AND first_measure = \(first.measure) AND second_plan = \(second.plan)
                AND second_measure = \(second.measure)
            """
    }

    /// One row serves both ways.
    private static func ordered(_ one: MeasureReference, _ other: MeasureReference) -> (MeasureReference, MeasureReference) {
        (one.plan, one.measure) < (other.plan, other.measure) ? (one, other) : (other, one)
    }
}

extension PlanStore {
    /// What people said of the measures of two plans, as far as both still have them.
    public func decided(_ left: StoredPlan, _ right: StoredPlan) async throws -> PlanComparison.Decided {
        PlanComparison.Decided(try await verdicts(left, right))
    }

    /// The same with who said it and when, by the positions of the measures.
    func verdicts(_ left: StoredPlan, _ right: StoredPlan) async throws -> [PlanComparison.Positions: PairVerdict] {
        left.placed(try await database.read { try PairStore.verdicts(between: left.id.text, and: right.id.text, $0) }, with: right)
    }

    /// What people said of a measure and those of other plans.
    func verdicts(of measure: MeasureReference) async throws -> [PairVerdict] {
        try await database.read { try PairStore.verdicts(of: measure, $0) }
    }
}
