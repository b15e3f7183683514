import Calendar
import Core
import Database
import Policy

/// The clocks of the list of a day: those of the persons somebody works with, those of whom nobody works with, and what others are late with.
struct RunningClocks: Sendable {
    let actor: Actor
    let context: Context
    let hands: Hands
    let turns: [Turn]

    /// Up to which start the clocks of a rule have reached something by now. An earlier start is reached earlier.
    struct Turn: Sendable {
        let rule: String
        /// It is their head's turn to know.
        let warned: Instant?
        /// The period is over.
        let over: Instant?
    }

    /// A clock, with what decides whose it is.
    struct Running: Sendable {
        let clock: CaseClock
        let reference: String
        /// She works with the person, or nobody does.
        let isMine: Bool
    }

    /// Those of persons whom she works with.
    func own(limit: Int, _ connection: any Connection) throws -> [Running] {
        guard try Hands.works(actor.user, connection) else { return [] }
        return try read("\(Hands.isAmongThose("k.person_id", of: actor.user, at: context.now))", "1", nil, limit, connection)
    }

    /// For whoever answers for others: those of persons with whom nobody works who could, and those of others once it is her turn to know.
    func others(limit: Int, _ connection: any Connection) throws -> [Running] {
        let isOthers = try Hands.isNoWorker(actor.user, of: "k.person_id", at: context.now, connection)
        return try read(isOthers, "CASE WHEN \(hands.areOn("k.person_id")) THEN 0 ELSE 1 END", hands, limit, connection)
    }

    /// So many of each rule, those that are pressing first: no rule, and nothing that ran out and was not decided, takes the place of another.
    ///
    /// - Parameter hands: those that the conditions ask about.
    private func read(_ condition: SQL, _ isMine: SQL, _ hands: Hands?, _ limit: Int, _ connection: any Connection) throws -> [Running] {
        let allowed = try CaseStore.allowed(.personChange, actor, context, "k.person_id", connection)
        let able: SQL = hands.map { "\($0.table)," } ?? ""
        // Whether somebody is on a clock is worked out once for each.
        return try connection.query(
            """
            WITH \(able) q AS MATERIALIZED (SELECT k.clock_id, k.case_id, k.person_id, k.rule, k.started_at, c.reference, \(isMine) AS is_mine,
                    CASE WHEN \(reached(\.over)) THEN 1 ELSE 0 END AS is_over, CASE WHEN \(reached(\.warned)) THEN 1 ELSE 0 END AS is_warned
                FROM case_clocks k JOIN cases c ON c.case_id = k.case_id
                    JOIN case_persons m ON m.case_id = k.case_id AND m.person_id = k.person_id AND m.until IS NULL
                    LEFT JOIN case_closings x ON x.case_id = k.case_id AND x.reopened_at IS NULL
                WHERE k.ended_at IS NULL AND x.closing_id IS NULL AND \(condition) AND \(allowed)
                    AND \(PersonStore.isThere("k.person_id")))
            SELECT * FROM (SELECT q.*, row_number() OVER (PARTITION BY q.rule, q.is_mine ORDER BY q.is_over, q.started_at, q.clock_id) AS place
                FROM q WHERE q.is_mine = 1 OR q.is_warned = 1) z
            WHERE z.place <= \(limit) ORDER BY z.started_at, z.clock_id
            """
        ).map { row in
            Running(
                clock: try CaseClockStore.read(row), reference: try row.text("reference"), isMine: try row.integer("is_mine") == 1)
        }
    }

    private func reached(_ what: KeyPath<Turn, Instant?>) -> SQL {
        let none: SQL = "1 = 0"
        let reached = turns.reduce(none) { condition, turn in
            guard let latest = turn[keyPath: what] else { return condition }
            return condition + " OR k.rule = \(turn.rule) AND k.started_at <= \(latest)"
        }
        return "(" + reached + ")"
    }
}

extension RunningClocks.Turn {
    /// How far back a clock may have started that still matters: older ones have reached everything.
    private static let longest = 400

    /// Of all versions of a rule the latest moment: what is asked of the database is a little too much rather than too little.
    init(_ rule: String, _ rules: ClockRules, at now: Instant, _ calendar: WorkingDays) {
        self.rule = rule
        let versions = rules.versions.filter { $0.id == rule }
        func latest(_ isReached: (ClockReading) -> Bool) -> Instant? {
            versions.compactMap { version in
                Self.latest(at: now) { isReached(Clock(rule: version, start: $0).reading(at: now, in: calendar)) }
            }.max()
        }
        over = latest { $0.state == .ended }
        warned = latest { reading in reading.state == .ended || reading.warnings.contains { $0.whom != .responsible } }
    }

    /// The latest start, to the second, for which something is reached by now; nil for none.
    private static func latest(at now: Instant, _ isReached: (Instant) -> Bool) -> Instant? {
        func start(_ seconds: Int64) -> Instant { Instant(milliseconds: now.milliseconds - seconds * 1000) }
        var (near, far) = (Int64(-1), Int64(longest) * 86_400)
        guard isReached(start(far)) else { return nil }
        while far - near > 1 {
            let middle = (near + far) / 2
            if isReached(start(middle)) { far = middle } else { near = middle }
        }
        // Within the second that was cut off.
        return Instant(milliseconds: start(far).milliseconds + 999)
    }
}
