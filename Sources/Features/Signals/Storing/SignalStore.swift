import Core
import Database
import Policy
import Reference

/// Reads and writes signals, inside a transaction that the caller holds. Nothing is overwritten: a correction is a version of its own.
enum SignalStore {
    // MARK: Writing

    static func add(_ signal: Signal, by user: UserID, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO signals (signal_id, reference, organisation_id, received_at, entered_at, entered_by, activity_id)
            VALUES (\(signal.id), \(signal.reference), \(signal.organisation), \(signal.receivedAt), \(signal.enteredAt), \(user),
                \(signal.screening))
            """)
        try add(signal.facts, sealed: signal.sealed, version: signal.version, to: signal.id, by: user, at: signal.enteredAt, connection)
    }

    /// Writes a version of the facts in the place of the one before.
    static func add(
        _ facts: SignalFacts, sealed: Set<SignalField>, version: Int, to signal: SignalID, by user: UserID, at now: Instant,
        _ connection: any Connection
    ) throws {
        let id = Identifier<SignalFacts>.new()
        try connection.execute(
            "UPDATE signal_facts SET superseded_at = \(now) WHERE signal_id = \(signal) AND superseded_at IS NULL")
        try connection.execute(
            """
            INSERT INTO signal_facts (facts_id, signal_id, version, kind, channel, reporter, danger, child, country, district, same_as, sealed,
                made_at, made_by)
            VALUES (\(id), \(signal), \(version), \(facts.kind.rawValue), \(facts.channel.rawValue), \(facts.reporter.rawValue),
                \(facts.danger.rawValue), \(facts.child.rawValue), \(facts.country), \(facts.district), \(facts.sameAs),
                \(sealed.map(\.rawValue).sorted().joined(separator: " ")), \(now), \(user))
            """)
        let codes =
            facts.forms.map { ("form", $0.rawValue) } + facts.told.map { ("told", $0.rawValue) }
            + facts.indicators.map { ("indicator-" + $0.how.rawValue, $0.code.rawValue) }
        try connection.insert(
            into: "signal_codes (facts_id, kind, code)",
            codes.sorted { $0 < $1 }.map { [id.sqlValue, .text($0.0), .text($0.1)] })
        try connection.insert(
            into: "signal_persons (facts_id, concerned, amount)",
            facts.persons.map { [id.sqlValue, .text($0.group.rawValue), .integer(Int64($0.count))] })
    }

    /// Says what came of a signal, in the place of what was said before.
    static func decide(_ outcome: SignalOutcome, _ signal: SignalID, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE signal_outcomes SET superseded_at = \(outcome.at) WHERE signal_id = \(signal) AND superseded_at IS NULL")
        try connection.execute(
            """
            INSERT INTO signal_outcomes (outcome_id, signal_id, kind, institution, decided_at, decided_by)
            VALUES (\(Identifier<SignalOutcome>.new()), \(signal), \(outcome.kind.rawValue), \(outcome.institution), \(outcome.at),
                \(outcome.by))
            """)
    }

    static func pass(_ signal: SignalID, to organisation: OrganisationID, by user: UserID, at now: Instant, _ connection: any Connection)
        throws
    {
        try connection.execute(
            """
            INSERT INTO signal_passes (pass_id, signal_id, organisation_id, passed_at, passed_by)
            VALUES (\(Identifier<SignalStore.Pass>.new()), \(signal), \(organisation), \(now), \(user))
            """)
    }

    /// That a person's record was opened or added to because of a signal; said twice it is still once.
    static func link(_ signal: SignalID, to person: PersonID, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO signal_cases (signal_id, person_id, linked_at, linked_by) VALUES (\(signal), \(person), \(now), \(user))
            ON CONFLICT (signal_id, person_id) DO NOTHING
            """)
    }

    /// The next reference of a year. Two writers at once never get the same: one of them waits.
    static func nextReference(_ year: Int, _ connection: any Connection) throws -> String {
        try ReferenceNumber.next("С", kind: "signal", year: year, connection)
    }

    // MARK: Reading

    /// A hand-over to another organisation (предаване).
    struct Pass: Sendable, Hashable {
        let organisation: OrganisationID
        let at: Instant
        let by: UserID
    }

    static func find(_ id: SignalID, _ connection: any Connection) throws -> Signal? {
        try read(connection.query("\(all) WHERE s.signal_id = \(id)"), connection).first
    }

    /// How many signals of possible trafficking came of a screening.
    static func count(from screening: ActivityID, _ connection: any Connection) throws -> Int {
        try connection.first(
            """
            SELECT COUNT(*) AS n FROM signals s JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL
            WHERE s.activity_id = \(screening) AND f.kind = 'signal'
            """
        )?.integer("n") ?? 0
    }

    static func find(reference: String, _ connection: any Connection) throws -> Signal? {
        try read(connection.query("\(all) WHERE s.reference = \(reference)"), connection).first
    }

    /// Those that somebody may see in a list, the latest first, a page at a time.
    static func list(
        _ filter: SignalFilter, _ actor: Actor, _ context: Context, before cursor: SignalID?, limit: Int, _ connection: any Connection
    ) throws -> [Signal] {
        try read(
            connection.query(
                """
                \(all) WHERE s.signal_id < \(cursor?.text ?? "~") AND \(filter.condition) AND \(allowed(actor, context))
                ORDER BY s.signal_id DESC LIMIT \(limit)
                """), connection)
    }

    /// Those that wait for a decision and that somebody may see: danger first, then the longest waiting.
    static func waiting(_ actor: Actor, _ context: Context, limit: Int, _ connection: any Connection) throws -> [Signal] {
        try read(
            connection.query(
                """
                \(all) WHERE \(SignalFilter.open.condition) AND \(allowed(actor, context))
                ORDER BY CASE f.danger WHEN 'now' THEN 0 ELSE 1 END, s.received_at, s.signal_id LIMIT \(limit)
                """), connection)
    }

    /// Whether somebody may see a signal in a list, for a WHERE over `signals s`.
    static func allowed(_ actor: Actor, _ context: Context) -> SQL {
        Policy.predicate(actor, .signalList, in: context, object: "s.signal_id", rowByRow: [.organisation, .user])
    }

    /// Signals of the last days that are alike: about the same place and form. Whoever asks must be able to see them.
    static func alike(
        _ facts: SignalFacts, around moment: Instant, _ actor: Actor, _ context: Context, limit: Int, _ connection: any Connection
    ) throws -> [Signal] {
        guard facts.kind == .signal, let country = facts.country, !facts.forms.isEmpty else { return [] }
        let span: Int64 = 14 * 24 * 3_600_000
        let (from, to) = (Instant(milliseconds: moment.milliseconds - span), Instant(milliseconds: moment.milliseconds + span))
        return try read(
            connection.query(
                """
                \(all) WHERE s.received_at >= \(from) AND s.received_at <= \(to) AND f.kind = 'signal' AND f.country = \(country)
                    AND COALESCE(f.district, '') = \(facts.district ?? "") AND EXISTS (
                        SELECT 1 FROM signal_codes c WHERE c.facts_id = f.facts_id AND c.kind = 'form'
                            AND c.code IN (\(list: facts.forms.map(\.rawValue).sorted())))
                    AND \(allowed(actor, context))
                ORDER BY s.received_at DESC LIMIT \(limit)
                """), connection)
    }

    /// Which of some signals were given to another organisation.
    static func passed(_ signals: [SignalID], _ connection: any Connection) throws -> Set<SignalID> {
        guard !signals.isEmpty else { return [] }
        return try Set(
            connection.query("SELECT DISTINCT signal_id FROM signal_passes WHERE signal_id IN (\(list: signals.map(\.text)))").map {
                try $0.identifier("signal_id")
            })
    }

    static func passes(of signal: SignalID, _ connection: any Connection) throws -> [Pass] {
        try connection.query("SELECT * FROM signal_passes WHERE signal_id = \(signal) ORDER BY passed_at").map { row in
            Pass(organisation: try row.identifier("organisation_id"), at: try row.instant("passed_at"), by: try row.identifier("passed_by"))
        }
    }

    /// The records that came of a signal.
    static func persons(of signal: SignalID, _ connection: any Connection) throws -> [PersonID] {
        try connection.query("SELECT person_id FROM signal_cases WHERE signal_id = \(signal) ORDER BY linked_at").map {
            try $0.identifier("person_id")
        }
    }

    private static let all: SQL =
        """
        SELECT s.*, f.facts_id, f.version, f.kind, f.channel, f.reporter, f.danger, f.child, f.country, f.district, f.same_as, f.sealed,
            o.kind AS outcome, o.institution, o.decided_at, o.decided_by
        FROM signals s JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL
            LEFT JOIN signal_outcomes o ON o.signal_id = s.signal_id AND o.superseded_at IS NULL
        """

    private static func read(_ rows: [Row], _ connection: any Connection) throws -> [Signal] {
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text("facts_id") }
        let codes = try Dictionary(
            grouping: connection.query("SELECT * FROM signal_codes WHERE facts_id IN (\(list: ids))")
        ) { try $0.text("facts_id") }
        let persons = try Dictionary(
            grouping: connection.query("SELECT * FROM signal_persons WHERE facts_id IN (\(list: ids))")
        ) { try $0.text("facts_id") }
        return try rows.map { row in
            let id = try row.text("facts_id")
            return Signal(
                id: try row.identifier("signal_id"), reference: try row.text("reference"),
                organisation: try row.identifier("organisation_id"), receivedAt: try row.instant("received_at"),
                enteredAt: try row.instant("entered_at"), facts: try facts(row, codes[id] ?? [], persons[id] ?? []),
                version: try row.integer("version"), outcome: try outcome(row),
                sealed: Set(try row.text("sealed").split(separator: " ").compactMap { SignalField(rawValue: String($0)) }),
                screening: try row.textOrNil("activity_id").flatMap(ActivityID.init))
        }
    }

    private static func facts(_ row: Row, _ codes: [Row], _ persons: [Row]) throws -> SignalFacts {
        let told = try codes.map { (kind: try $0.text("kind"), code: try $0.text("code")) }
        return SignalFacts(
            kind: try row.code("kind"), channel: try row.code("channel"), reporter: try row.code("reporter"),
            danger: try row.code("danger"), told: Set(told.filter { $0.kind == "told" }.compactMap { .init(rawValue: $0.code) }),
            child: try row.code("child"), country: try row.textOrNil("country"), district: try row.textOrNil("district"),
            forms: Set(told.filter { $0.kind == "form" }.compactMap { .init(rawValue: $0.code) }),
            persons: try persons.compactMap { row in
                guard let group = ConcernedPersons.Group(rawValue: try row.text("concerned")) else { return nil }
                return ConcernedPersons(group: group, count: try row.integer("amount"))
            },
            indicators: Set(
                told.compactMap { kind, code in
                    guard kind.hasPrefix("indicator-"), let how = SeenIndicator.How(rawValue: String(kind.dropFirst(10))),
                        let indicator = ScreeningIndicator(rawValue: code)
                    else { return nil }
                    return SeenIndicator(code: indicator, how: how)
                }), sameAs: try row.textOrNil("same_as").flatMap(SignalID.init))
    }

    private static func outcome(_ row: Row) throws -> SignalOutcome? {
        guard try row.textOrNil("outcome") != nil else { return nil }
        return SignalOutcome(
            kind: try row.code("outcome"), institution: try row.textOrNil("institution"), at: try row.instant("decided_at"),
            by: try row.identifier("decided_by"))
    }
}
