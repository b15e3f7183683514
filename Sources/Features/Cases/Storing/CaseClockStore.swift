import Calendar
import Core
import Database
import Policy

/// A clock that runs in a case: a rule, the moment it started, and how it ended.
struct CaseClock: Sendable, Hashable {
    let id: Identifier<CaseClock>
    let file: CaseID
    let person: PersonID
    let rule: String
    let startedAt: Instant
}

/// Starts and ends clocks, inside a transaction that the caller holds.
enum CaseClockStore {
    /// The rules whose clocks run in cases; those of referrals run in their room.
    static let rules: Set<String> = ["reflection-period", "risk-review", "child-notice"]

    /// Lets an event end the clocks that wait for it and start those it starts. A clock that runs already runs on from where it began.
    static func take(
        _ event: ClockEvent, object: String, at moment: Instant, _ file: CaseID, _ person: PersonID, _ subject: ClockSubject,
        _ all: ClockRules, _ connection: any Connection
    ) throws {
        let ended = Set(all.versions.filter { rules.contains($0.id) && $0.endsOn.contains(event) }.map(\.id))
        if !ended.isEmpty {
            try connection.execute(
                """
                UPDATE case_clocks SET ended_at = \(moment), ended_because = \(event.rawValue)
                WHERE person_id = \(person) AND case_id = \(file) AND rule IN (\(list: ended.sorted())) AND ended_at IS NULL
                """)
        }
        let started = all.rules(startedBy: event, for: subject, on: moment.dayInSofia).filter { rules.contains($0.id) }
        let running = Set(try open(of: [person], in: file, connection).map(\.rule))
        for rule in started where !running.contains(rule.id) {
            try connection.execute(
                """
                INSERT INTO case_clocks (clock_id, case_id, person_id, rule, started_at, object)
                VALUES (\(Identifier<CaseClock>.new()), \(file), \(person), \(rule.id), \(moment), \(object))
                """)
        }
    }

    /// Ends the clocks that a row started which was corrected.
    static func supersede(_ object: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE case_clocks SET ended_at = \(now), ended_because = 'corrected' WHERE object = \(object) AND ended_at IS NULL")
    }

    static func open(of persons: [PersonID], in file: CaseID, _ connection: any Connection) throws -> [CaseClock] {
        try connection.query(
            """
            SELECT * FROM case_clocks
            WHERE person_id IN (\(list: persons.map(\.text))) AND case_id = \(file) AND ended_at IS NULL ORDER BY started_at, clock_id
            """
        ).map(read)
    }

    /// A clock of the list of a day, with what decides whose it is.
    struct Running: Sendable {
        let clock: CaseClock
        let reference: String
        /// She works with the person.
        let isMine: Bool
        /// Nobody works with her.
        let isNobodys: Bool
    }

    /// The clocks of open cases with a person whose record somebody may change, those that began first.
    ///
    /// - Parameter own: only those of persons she works with.
    static func running(
        for actor: Actor, _ context: Context, own: Bool, limit: Int, _ connection: any Connection
    ) throws -> [Running] {
        let allowed = try CaseStore.allowed(.personChange, actor, context, "k.person_id", connection)
        let worker = CaseStore.isWorker(actor.user, of: "k.person_id", at: context.now)
        let mine: SQL =
            own
            ? """
            AND k.person_id IN (SELECT object FROM relations WHERE holder = \(actor.user) AND relation = 'worker' AND since <= \(context.now)
                AND (until IS NULL OR until > \(context.now)))
            """ : ""
        return try connection.query(
            """
            SELECT k.*, c.reference, CASE WHEN \(worker) THEN 1 ELSE 0 END AS is_mine,
                CASE WHEN EXISTS (SELECT 1 FROM relations w WHERE w.object = k.person_id AND w.relation = 'worker'
                    AND w.since <= \(context.now) AND (w.until IS NULL OR w.until > \(context.now))) THEN 0 ELSE 1 END AS is_nobodys
            FROM case_clocks k JOIN cases c ON c.case_id = k.case_id
                JOIN case_persons m ON m.case_id = k.case_id AND m.person_id = k.person_id AND m.until IS NULL
                JOIN persons p ON p.person_id = k.person_id AND p.erased_at IS NULL
                LEFT JOIN case_closings x ON x.case_id = k.case_id AND x.reopened_at IS NULL
            WHERE k.ended_at IS NULL AND x.closing_id IS NULL \(mine) AND \(allowed)
            ORDER BY k.started_at, k.clock_id LIMIT \(limit)
            """
        ).map { row in
            Running(
                clock: try read(row), reference: try row.text("reference"), isMine: try row.integer("is_mine") == 1,
                isNobodys: try row.integer("is_nobodys") == 1)
        }
    }

    private static func read(_ row: Row) throws -> CaseClock {
        CaseClock(
            id: try row.identifier("clock_id"), file: try row.identifier("case_id"), person: try row.identifier("person_id"),
            rule: try row.text("rule"), startedAt: try row.instant("started_at"))
    }
}
