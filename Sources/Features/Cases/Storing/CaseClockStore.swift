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
    /// The rules whose clocks run in cases; those that wait for an answer run with the referral. Of those that identifications start, see
    /// ``IdentificationClocks``.
    static let rules = IdentificationClocks.rules.union([review])
    /// Чака преглед на оценката.
    static let review = "risk-review"

    /// Lets an event end the clocks that wait for it and start the review that it asks for. A clock that runs already runs on from where it began.
    ///
    /// - Parameter now: when the event was noted, which may be later than it happened.
    static func take(
        _ event: ClockEvent, object: String, at moment: Instant, noted now: Instant, _ file: CaseID, _ person: PersonID,
        _ subject: ClockSubject, _ all: ClockRules, _ connection: any Connection
    ) throws {
        try end(with: event, at: moment, noted: now, file, person, all, connection)
        let started = all.rules(startedBy: event, for: subject, on: moment.dayInSofia).filter { $0.id == review }
        let running = Set(try open(of: [person], in: file, connection).map(\.rule))
        for rule in started where !running.contains(rule.id) {
            try start(rule.id, object: object, at: moment, file, person, connection)
        }
    }

    /// Ends the clocks that wait for an event.
    static func end(
        with event: ClockEvent, at moment: Instant, noted now: Instant, _ file: CaseID, _ person: PersonID, _ all: ClockRules,
        _ connection: any Connection
    ) throws {
        let ended = Set(all.versions.filter { rules.contains($0.id) && $0.endsOn.contains(event) }.map(\.id))
        guard !ended.isEmpty else { return }
        try connection.execute(
            """
            UPDATE case_clocks SET ended_at = \(moment), ended_because = \(event.rawValue), noted_at = \(now)
            WHERE person_id = \(person) AND case_id = \(file) AND rule IN (\(list: ended.sorted())) AND ended_at IS NULL
            """)
    }

    static func start(
        _ rule: String, object: String, at moment: Instant, _ file: CaseID, _ person: PersonID, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO case_clocks (clock_id, case_id, person_id, rule, started_at, object)
            VALUES (\(Identifier<CaseClock>.new()), \(file), \(person), \(rule), \(moment), \(object))
            """)
    }

    /// Ends clocks of a person for a reason that is none of the events they wait for: `corrected`, `left`, `closed`.
    static func end(
        _ rules: Set<String>, _ file: CaseID, _ person: PersonID, because reason: String, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE case_clocks SET ended_at = \(now), ended_because = \(reason), noted_at = \(now)
            WHERE case_id = \(file) AND person_id = \(person) AND rule IN (\(list: rules.sorted())) AND ended_at IS NULL
            """)
    }

    static func open(of persons: [PersonID], in file: CaseID, _ connection: any Connection) throws -> [CaseClock] {
        try connection.query(
            """
            SELECT * FROM case_clocks
            WHERE person_id IN (\(list: persons.map(\.text))) AND case_id = \(file) AND ended_at IS NULL ORDER BY started_at, clock_id
            """
        ).map(read)
    }

    static func read(_ row: Row) throws -> CaseClock {
        CaseClock(
            id: try row.identifier("clock_id"), file: try row.identifier("case_id"), person: try row.identifier("person_id"),
            rule: try row.text("rule"), startedAt: try row.instant("started_at"))
    }
}
