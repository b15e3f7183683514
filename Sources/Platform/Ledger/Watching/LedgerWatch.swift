public import Core
public import Database

/// Lets all detectors read what was added to the ledger since they read it last, and keeps what they find. Where they are is kept in the
/// database: they go on there after a restart, and two servers do not find the same twice.
public struct LedgerWatch: Sendable {
    /// Earlier entries that a detector may need to judge a new one, at most.
    private static let contextLimit = 20_000

    private let database: any Database
    private let thresholds: DetectorThresholds
    private let batch: Int
    private let facts: @Sendable (any Connection, [LedgerRecord]) throws -> DetectorFacts

    /// Nothing is read yet.
    ///
    /// - Parameter facts: what must be known about these entries, read by the same connection.
    public init(
        _ database: any Database, thresholds: DetectorThresholds = DetectorThresholds(), batch: Int = 5000,
        facts: @escaping @Sendable (any Connection, [LedgerRecord]) throws -> DetectorFacts
    ) {
        (self.database, self.thresholds, self.batch, self.facts) = (database, thresholds, batch, facts)
    }

    /// Reads everything new and gives the number of findings that are new or have grown. Throws ``DatabaseError``, and what `facts` throws.
    @discardableResult
    public func run(now: Instant) async throws -> Int {
        var kept = 0
        while let step = try await look() {
            kept += try await database.write { connection in
                // Another server has read this already.
                let taken = try connection.execute(
                    "UPDATE ledger_watch SET position = \(step.end) WHERE id = 1 AND position = \(step.start)")
                guard taken == 1 else { return 0 }
                return try step.findings.filter { try Alert.keep($0, now: now, connection) }.count
            }
        }
        return kept
    }

    /// From where to where was read, and what was found there.
    private struct Step: Sendable {
        let start: Int
        let end: Int
        let findings: [Finding]
    }

    /// Nil when nothing is new.
    private func look() async throws -> Step? {
        let (thresholds, batch, facts) = (thresholds, batch, facts)
        return try await database.read { connection in
            let start = try connection.first("SELECT position FROM ledger_watch WHERE id = 1")?.integer("position") ?? 0
            let new = try LedgerReader.entries(from: start, limit: batch, connection)
            guard let last = new.last, let earliest = new.map(\.entry.time).min() else { return nil }
            let since = Instant(milliseconds: earliest.milliseconds - Int64(thresholds.longest) * 60_000)
            let context = try LedgerReader.entries(before: start, since: since, limit: Self.contextLimit, connection)
            let records = context + new
            let known = try facts(connection, records)
            let findings = Detector.allCases.flatMap { $0.findings(in: records, facts: known, thresholds: thresholds) }
            // What lies wholly before was found before.
            return Step(start: start, end: last.position + 1, findings: findings.filter { $0.positions.contains { $0 >= start } })
        }
    }
}
