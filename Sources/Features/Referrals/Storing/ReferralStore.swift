import Core
import Database
import Policy

/// Reads and writes referrals and what happened with them, inside a transaction that the caller holds.
enum ReferralStore {
    // MARK: Writing

    static func add(_ referral: Referral, by user: UserID, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO referrals (referral_id, reference, person_id, sender_id, receiver_id, purpose, standing, crossing, ground, danger,
                consent_id, until, state, made_at, made_by)
            VALUES (\(referral.id), \(referral.reference), \(referral.person), \(referral.sender), \(referral.receiver),
                \(referral.purpose.rawValue), \(referral.standing.rawValue), \(referral.crossing?.rawValue), \(referral.ground.rawValue),
                \(referral.danger?.rawValue),
                \(referral.consent), \(referral.until), \(referral.state.rawValue), \(referral.madeAt), \(user))
            """)
        let rows: [(String, String, String?)] =
            referral.groups.map { ("group", $0.rawValue, nil) } + referral.facts.map { ("fact", $0.code, $0.value) }
        try connection.insert(
            into: "referral_data (referral_id, kind, code, value)",
            rows.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { row in
                [referral.id.sqlValue, .text(row.0), .text(row.1), row.2.map { .text($0) } ?? .null]
            })
    }

    /// Writes what happened, and the state that follows from it, if one does.
    static func add(_ event: ReferralEvent, to referral: ReferralID, _ state: Referral.State?, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO referral_events (event_id, referral_id, kind, reason, happened_on, made_at, made_by, organisation_id)
            VALUES (\(event.id), \(referral), \(event.kind.rawValue), \(event.reason), \(event.day), \(event.at), \(event.by),
                \(event.organisation))
            """)
        guard let state else { return }
        try connection.execute("UPDATE referrals SET state = \(state.rawValue) WHERE referral_id = \(referral)")
    }

    /// The next reference of a year. Two writers at once never get the same: one of them waits.
    static func nextReference(_ year: Int, _ connection: any Connection) throws -> String {
        try ReferenceNumber.next("Н", kind: "referral", year: year, connection)
    }

    // MARK: Reading

    static func find(_ id: ReferralID, _ connection: any Connection) throws -> Referral? {
        try read(connection.query("SELECT r.* FROM referrals r WHERE r.referral_id = \(id)"), connection).first
    }

    /// All of a person, the latest first.
    static func of(_ person: PersonID, _ connection: any Connection) throws -> [Referral] {
        try read(connection.query("SELECT r.* FROM referrals r WHERE r.person_id = \(person) ORDER BY r.referral_id DESC"), connection)
    }

    /// All that rest on a consent.
    static func restingOn(_ consent: ConsentID, _ connection: any Connection) throws -> [Referral] {
        try read(connection.query("SELECT r.* FROM referrals r WHERE r.consent_id = \(consent) ORDER BY r.referral_id"), connection)
    }

    /// Live ones whose end has come, from one on.
    static func overdue(at now: Instant, after last: ReferralID?, limit: Int, _ connection: any Connection) throws -> [Referral] {
        try read(
            connection.query(
                """
                SELECT r.* FROM referrals r WHERE r.until IS NOT NULL AND r.until <= \(now) AND r.state IN (\(list: live))
                    AND r.referral_id > \(last?.text ?? "") ORDER BY r.referral_id LIMIT \(limit)
                """), connection)
    }

    /// Which side of a referral somebody is on.
    enum Side: String, CaseIterable, Sendable {
        case received
        case sent
    }

    /// Those that somebody may see in a list, the latest first, a page at a time.
    static func list(
        _ side: Side, isOpen: Bool, _ actor: Actor, _ context: Context, before cursor: ReferralID?, limit: Int, _ connection: any Connection
    ) throws -> [Referral] {
        let allowed = Policy.predicate(actor, .referralList, in: context, object: "r.person_id", rowByRow: [.organisation, .user])
        let own: SQL =
            switch side {
            // Of what ended the receiver keeps no trace: it would open nothing.
            case .received:
                """
                r.receiver_id = \(actor.organisation) AND r.state IN (\(list: live)) AND (r.until IS NULL OR r.until > \(context.now))
                """
            case .sent:
                isOpen ? "r.sender_id = \(actor.organisation) AND r.state IN (\(list: live))" : "r.sender_id = \(actor.organisation)"
            }
        return try read(
            connection.query(
                """
                SELECT r.* FROM referrals r WHERE r.referral_id < \(cursor?.text ?? "~") AND \(own) AND \(allowed)
                ORDER BY r.referral_id DESC LIMIT \(limit)
                """), connection)
    }

    /// Whether somebody may see a referral in one of the two lists, for a WHERE over `referrals r`; of ``Referral/isKnown(to:at:)`` the same in SQL.
    static func known(to actor: Actor, _ context: Context) -> SQL {
        let allowed = Policy.predicate(actor, .referralList, in: context, object: "r.person_id", rowByRow: [.organisation, .user])
        return """
            \(allowed) AND (r.sender_id = \(actor.organisation) OR r.receiver_id = \(actor.organisation)
                AND r.state IN (\(list: live)) AND (r.until IS NULL OR r.until > \(context.now)))
            """
    }

    /// Whether it was said of a person that she seeks protection, with whichever referral, and nobody took it back.
    static func seeksProtection(_ person: PersonID, _ connection: any Connection) throws -> Bool {
        try connection.first(
            """
            SELECT 1 AS found FROM referrals r WHERE r.person_id = \(person) AND r.standing = \(Referral.Standing.asylum.rawValue)
                AND NOT EXISTS (SELECT 1 FROM referral_events e WHERE e.referral_id = r.referral_id
                    AND e.kind = \(ReferralEvent.Kind.corrected.rawValue)) LIMIT 1
            """) != nil
    }

    /// Those without an answer that somebody may see, the longest waiting first: those that her organisation has to answer, or those for which
    /// it waits.
    static func waiting(_ actor: Actor, _ context: Context, isMine: Bool, limit: Int, _ connection: any Connection) throws -> [Referral] {
        let (received, sent): (SQL, SQL) = ("r.receiver_id = \(actor.organisation)", "r.sender_id = \(actor.organisation)")
        let own: SQL =
            isMine
            ? "(r.state = 'waiting' AND \(received) OR r.state = 'asked' AND \(sent))"
            : "(r.state = 'asked' AND \(received) OR r.state = 'waiting' AND \(sent))"
        return try due(actor, context, own, limit, connection)
    }

    /// Those that were taken up, by side.
    static func takenUp(_ side: Side, _ actor: Actor, _ context: Context, limit: Int, _ connection: any Connection) throws -> [Referral] {
        let own: SQL = side == .received ? "r.receiver_id = \(actor.organisation)" : "r.sender_id = \(actor.organisation)"
        return try due(actor, context, "r.state IN ('accepted', 'arrived') AND \(own)", limit, connection)
    }

    /// Live ones that end by a day with the consent they rest on, by their sender.
    static func ending(before end: Instant, _ actor: Actor, _ context: Context, limit: Int, _ connection: any Connection) throws
        -> [Referral]
    {
        try due(
            actor, context, "r.state IN (\(list: live)) AND r.until <= \(end) AND r.sender_id = \(actor.organisation)", limit, connection)
    }

    private static func due(
        _ actor: Actor, _ context: Context, _ own: SQL, _ limit: Int, _ connection: any Connection
    ) throws -> [Referral] {
        let allowed = Policy.predicate(actor, .referralList, in: context, object: "r.person_id", rowByRow: [.organisation, .user])
        return try read(
            connection.query(
                """
                SELECT r.* FROM referrals r WHERE \(own) AND (r.until IS NULL OR r.until > \(context.now)) AND \(allowed)
                ORDER BY CASE r.ground WHEN 'danger' THEN 0 ELSE 1 END, r.referral_id LIMIT \(limit)
                """), connection)
    }

    /// Those of an organisation that came to nothing without its doing, until somebody there says that she knows it, or the person is sent on for
    /// the same help anew, or was to others as well.
    static func undone(_ actor: Actor, _ context: Context, limit: Int, _ connection: any Connection) throws -> [Referral] {
        let allowed = Policy.predicate(actor, .referralList, in: context, object: "r.person_id", rowByRow: [.organisation, .user])
        let reasons = CloseReason.undone.map(\.rawValue).sorted()
        return try read(
            connection.query(
                """
                SELECT r.* FROM referrals r
                WHERE r.sender_id = \(actor.organisation) AND \(allowed)
                    AND (r.state IN ('declined', 'expired') OR r.state = 'closed' AND EXISTS (
                        SELECT 1 FROM referral_events e WHERE e.referral_id = r.referral_id AND e.kind = 'closed'
                            AND e.reason IN (\(list: reasons))))
                    AND NOT EXISTS (SELECT 1 FROM referral_events e WHERE e.referral_id = r.referral_id AND e.kind = 'noted')
                    AND NOT EXISTS (
                        SELECT 1 FROM referrals n WHERE n.person_id = r.person_id AND n.sender_id = r.sender_id AND n.purpose = r.purpose
                            AND n.referral_id <> r.referral_id AND (n.made_at > r.made_at OR n.state IN (\(list: live))))
                ORDER BY r.referral_id LIMIT \(limit)
                """), connection)
    }

    /// What happened with some referrals, in the order in which it was written down.
    static func events(of referrals: [ReferralID], _ connection: any Connection) throws -> [ReferralID: [ReferralEvent]] {
        guard !referrals.isEmpty else { return [:] }
        let rows = try connection.query(
            "SELECT * FROM referral_events WHERE referral_id IN (\(list: referrals.map(\.text))) ORDER BY made_at, event_id")
        return try rows.reduce(into: [:]) { events, row in
            let event = ReferralEvent(
                id: try row.identifier("event_id"), kind: try row.code("kind"), reason: try row.textOrNil("reason"),
                day: try row.dayOrNil("happened_on"), at: try row.instant("made_at"), by: try row.textOrNil("made_by").flatMap(UserID.init),
                organisation: try row.textOrNil("organisation_id").flatMap(OrganisationID.init))
            events[try row.identifier("referral_id"), default: []].append(event)
        }
    }

    private static let live = Referral.State.live.map(\.rawValue).sorted()

    private static func read(_ rows: [Row], _ connection: any Connection) throws -> [Referral] {
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text("referral_id") }
        let data = try Dictionary(
            grouping: connection.query("SELECT * FROM referral_data WHERE referral_id IN (\(list: ids)) ORDER BY code")
        ) { try $0.text("referral_id") }
        return try rows.map { row in
            let own = data[try row.text("referral_id"), default: []]
            return Referral(
                id: try row.identifier("referral_id"), reference: try row.text("reference"), person: try row.identifier("person_id"),
                sender: try row.identifier("sender_id"), receiver: try row.identifier("receiver_id"), purpose: try row.code("purpose"),
                standing: try row.code("standing"), crossing: try row.textOrNil("crossing").flatMap(Referral.Crossing.init),
                ground: try row.code("ground"),
                danger: try row.textOrNil("danger").flatMap(Referral.Danger.init),
                consent: try row.textOrNil("consent_id").flatMap(ConsentID.init),
                groups: Set(try own.filter { try $0.text("kind") == "group" }.map { try $0.code("code") }),
                facts: try own.filter { try $0.text("kind") == "fact" }.map {
                    SharedFact(code: try $0.text("code"), value: try $0.text("value"))
                }, until: try row.textOrNil("until").flatMap(Instant.init(iso:)), state: try row.code("state"),
                madeAt: try row.instant("made_at"))
        }
    }
}
