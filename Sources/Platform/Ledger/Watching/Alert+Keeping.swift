import Core
import Database

extension Alert {
    /// Keeps a finding once. One that goes on from an alert nobody has looked at makes it longer; of one that goes on from an alert that was
    /// looked at, the rest is a new one. True when something new was kept.
    static func keep(_ finding: Finding, now: Instant, _ connection: any Connection) throws(DatabaseError) -> Bool {
        let object: SQL = finding.object.map { "object = \($0)" } ?? "object IS NULL"
        let touching = try read(
            """
            WHERE actor = \(finding.actor) AND detector = \(finding.detector.rawValue) AND \(object)
            AND last_position >= \(finding.positions[0]) ORDER BY last_position
            """, connection)
        let known = touching.last?.finding.positions.last ?? -1
        let fresh = finding.positions.filter { $0 > known }
        guard let first = fresh.first, let last = fresh.last else { return false }
        if let open = touching.last, open.review == nil {
            let positions = open.finding.positions + fresh
            try connection.execute(
                """
                UPDATE alerts SET ended_at = \(finding.ended), last_position = \(last), positions = \(text(positions)) WHERE id = \(open.id)
                """)
            return true
        }
        try connection.execute(
            """
            INSERT INTO alerts (id, detector, actor, object, began_at, ended_at, first_position, last_position, positions, found_at)
            VALUES (\(Identifier<Alert>.new()), \(finding.detector.rawValue), \(finding.actor), \(finding.object), \(finding.began),
                \(finding.ended), \(first), \(last), \(text(fresh)), \(now)) ON CONFLICT (detector, first_position) DO NOTHING
            """)
        return true
    }

    private static func text(_ positions: [Int]) -> String {
        positions.map(String.init).joined(separator: " ")
    }
}
