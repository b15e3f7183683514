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
            INSERT INTO measure_pairs (pair_id, first_plan, first_measure, second_plan, second_measure, ruling, decided_at, decided_by)
            VALUES (\(Identifier<PairVerdict>.new()), \(first.plan), \(first.measure), \(second.plan), \(second.measure),
                \(verdict.ruling.rawValue), \(verdict.decidedAt), \(verdict.decidedBy))
            """)
        try PlanStore.nextRevision(connection)
    }

    /// Takes back what was said of a pair; it stays as history. False where nothing was said.
    @discardableResult
    static func end(
        _ one: MeasureReference, _ other: MeasureReference, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        let (first, second) = ordered(one, other)
        let pair: SQL = """
            first_plan = \(first.plan) AND first_measure = \(first.measure) AND second_plan = \(second.plan)
                AND second_measure = \(second.measure) AND ended_at IS NULL
            """
        guard try connection.first("SELECT pair_id FROM measure_pairs WHERE \(pair)") != nil else { return false }
        try connection.execute("UPDATE measure_pairs SET ended_at = \(now), ended_by = \(user) WHERE \(pair)")
        try PlanStore.nextRevision(connection)
        return true
    }

    /// What is said of the measures of two plans.
    static func verdicts(between one: String, and other: String, _ connection: any Connection) throws -> [PairVerdict] {
        let (first, second) = one < other ? (one, other) : (other, one)
        return try verdicts("first_plan = \(first) AND second_plan = \(second)", connection)
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
        try connection.query("SELECT * FROM measure_pairs WHERE \(condition) AND ended_at IS NULL ORDER BY decided_at, pair_id").compactMap
        {
            row in
            guard let ruling = PairVerdict.Ruling(rawValue: try row.text("ruling")), let at = Instant(iso: try row.text("decided_at"))
            else {
                return nil
            }
            return PairVerdict(
                one: MeasureReference(plan: try row.text("first_plan"), measure: try row.text("first_measure")),
                other: MeasureReference(plan: try row.text("second_plan"), measure: try row.text("second_measure")), ruling: ruling,
                decidedAt: at, decidedBy: try row.identifier("decided_by"))
        }
    }

    /// One row serves both ways.
    private static func ordered(_ one: MeasureReference, _ other: MeasureReference) -> (MeasureReference, MeasureReference) {
        (one.plan, one.measure) < (other.plan, other.measure) ? (one, other) : (other, one)
    }
}

extension PlanStore {
    /// What people said of the measures of two plans, as far as both still have them.
    public func decided(_ left: StoredPlan, _ right: StoredPlan) async throws -> PlanComparison.Decided {
        let verdicts = try await database.read { try PairStore.verdicts(between: left.id.text, and: right.id.text, $0) }
        return PlanComparison.Decided(verdicts, left, right)
    }

    /// What people said of a measure and those of other plans.
    func verdicts(of measure: MeasureReference) async throws -> [PairVerdict] {
        try await database.read { try PairStore.verdicts(of: measure, $0) }
    }
}
