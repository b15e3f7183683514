import Core
import Database
import Policy

extension ActivityStore {
    /// The stock of print runs by their identifiers: of those that took place and are not merged into another.
    static func stocks(of printRuns: [ActivityID], _ connection: any Connection) throws -> [ActivityID: Stock] {
        let ids = printRuns.map(\.text)
        let produced = try copies(
            connection.query(
                """
                SELECT a.activity_id AS id, CAST(SUM(n.amount) AS BIGINT) AS copies
                FROM \(current) JOIN activity_amounts n ON n.facts_id = f.facts_id AND n.field = 'copies'
                WHERE a.activity_id IN (\(list: ids)) AND a.kind = 'production' AND f.state = 'done' AND f.same_as IS NULL
                GROUP BY a.activity_id
                """))
        let distributed = try copies(
            connection.query(
                """
                SELECT c.code AS id, CAST(SUM(n.amount) AS BIGINT) AS copies
                FROM activity_codes c JOIN activity_facts f ON f.facts_id = c.facts_id AND f.superseded_at IS NULL
                    JOIN activities a ON a.activity_id = f.activity_id
                    JOIN activity_amounts n ON n.facts_id = f.facts_id AND n.field = 'copies'
                WHERE c.field = 'material' AND c.code IN (\(list: ids)) AND a.kind = 'distribution' AND f.state = 'done'
                    AND f.same_as IS NULL
                GROUP BY c.code
                """))
        return Dictionary(
            printRuns.map { ($0, Stock(produced: produced[$0.text] ?? 0, distributed: distributed[$0.text] ?? 0)) },
            uniquingKeysWith: { first, _ in first })
    }

    private static func copies(_ rows: [Row]) throws -> [String: Int] {
        try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("id"), try $0.integer("copies")) })
    }

    /// What was handed out of a print run, or is to be, the latest first; of what somebody may see.
    static func distributions(of printRun: ActivityID, _ actor: Actor, limit: Int, _ connection: any Connection) throws -> [Activity] {
        try read(
            connection.query(
                """
                \(all) WHERE a.kind = 'distribution' AND f.state <> 'cancelled' AND f.same_as IS NULL AND EXISTS (
                    SELECT 1 FROM activity_codes c WHERE c.facts_id = f.facts_id AND c.field = 'material' AND c.code = \(printRun))
                    AND \(allowed(actor))
                ORDER BY f.ends_on DESC, a.activity_id DESC LIMIT \(limit)
                """), connection)
    }
}
