import Core
import Database
import Policy

/// Reads and writes cases and who is in them, inside a transaction that the caller holds.
enum CaseStore {
    // MARK: Writing

    static func add(_ file: Case, by user: UserID, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO cases (case_id, reference, organisation_id, signal_id, opened_at, opened_by)
            VALUES (\(file.id), \(file.reference), \(file.organisation), \(file.signal), \(file.openedAt), \(user))
            """)
    }

    /// The next reference of a year. Two writers at once never get the same: one of them waits.
    static func nextReference(_ year: Int, _ connection: any Connection) throws -> String {
        try ReferenceNumber.next("НМН", kind: "case", year: year, connection)
    }

    /// Puts a person into a case; who is in it already stays as she is. False in that case.
    static func join(
        _ person: PersonID, as role: CaseMember.Role, _ file: CaseID, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO case_persons (membership_id, case_id, person_id, role, since, made_by)
            VALUES (\(Identifier<CaseMember>.new()), \(file), \(person), \(role.rawValue), \(now), \(user))
            ON CONFLICT (case_id, person_id) WHERE until IS NULL DO NOTHING
            """) > 0
    }

    /// Ends a person's part in a case. Her rows stay.
    static func leave(_ person: PersonID, _ file: CaseID, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE case_persons SET until = \(now), ended_by = \(user)
            WHERE case_id = \(file) AND person_id = \(person) AND until IS NULL
            """)
    }

    static func close(
        _ file: CaseID, _ closing: CaseClosing, for organisation: OrganisationID, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO case_closings (closing_id, case_id, reason, closed_at, closed_by, organisation_id, follow_up_on)
            VALUES (\(Identifier<CaseClosing>.new()), \(file), \(closing.reason.rawValue), \(closing.at), \(closing.by), \(organisation),
                \(closing.followUp))
            """)
    }

    static func reopen(
        _ file: CaseID, because reason: CaseClosing.Return, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE case_closings SET reopened_at = \(now), reopened_by = \(user), reopened_because = \(reason.rawValue)
            WHERE case_id = \(file) AND reopened_at IS NULL
            """)
    }

    // MARK: Reading

    static func find(_ id: CaseID, _ connection: any Connection) throws -> Case? {
        try connection.first("\(all) WHERE c.case_id = \(id)").map(read)
    }

    /// All cases of a person, the latest first.
    ///
    /// - Parameter former: those that she was in, in the place of those that she is in.
    static func cases(of person: PersonID, former: Bool = false, _ connection: any Connection) throws -> [Case] {
        let isIn: SQL = "(SELECT m.case_id FROM case_persons m WHERE m.person_id = \(person) AND m.until IS NULL)"
        let wasIn: SQL = "c.case_id IN (SELECT m.case_id FROM case_persons m WHERE m.person_id = \(person)) AND c.case_id NOT IN \(isIn)"
        return try connection.query("\(all) WHERE \(former ? wasIn : "c.case_id IN \(isIn)") ORDER BY c.case_id DESC").map(read)
    }

    /// All cases that a person ever was in.
    static func files(of person: PersonID, _ connection: any Connection) throws -> [CaseID] {
        try connection.query("SELECT DISTINCT case_id FROM case_persons WHERE person_id = \(person)").map { try $0.identifier("case_id") }
    }

    /// Open cases that came of a signal.
    static func open(from signal: SignalID, _ connection: any Connection) throws -> [Case] {
        try connection.query("\(all) WHERE c.signal_id = \(signal) AND k.closing_id IS NULL ORDER BY c.case_id").map(read)
    }

    /// Those who are in some cases now, in the order of joining; nobody who was erased.
    static func members(of files: [CaseID], _ connection: any Connection) throws -> [CaseID: [CaseMember]] {
        guard !files.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT m.case_id, m.person_id, m.role, m.since FROM case_persons m
            WHERE m.case_id IN (\(list: files.map(\.text))) AND m.until IS NULL ORDER BY m.since, m.membership_id
            """)
        let persons = try PersonStore.find(Array(Set(rows.map { try $0.identifier("person_id") as PersonID })), connection)
        return try rows.reduce(into: [:]) { members, row in
            guard let person = persons[try row.identifier("person_id")], person.erasedAt == nil else { return }
            members[try row.identifier("case_id"), default: []].append(
                CaseMember(person: person, role: try row.code("role"), since: try row.instant("since")))
        }
    }

    /// Those who are in a case now, and after them those who were: what was written of them stays to be read. Nobody who was erased.
    static func everybody(in file: CaseID, _ connection: any Connection) throws -> [CaseMember] {
        let rows = try connection.query(
            "SELECT person_id, role, since, until FROM case_persons WHERE case_id = \(file) ORDER BY since, membership_id")
        let persons = try PersonStore.find(Array(Set(rows.map { try $0.identifier("person_id") as PersonID })), connection)
        let all = try rows.compactMap { row -> CaseMember? in
            guard let person = persons[try row.identifier("person_id")], person.erasedAt == nil else { return nil }
            return CaseMember(
                person: person, role: try row.code("role"), since: try row.instant("since"),
                until: try row.textOrNil("until").flatMap(Instant.init(iso:)))
        }
        let live = all.filter { $0.until == nil }
        // Of somebody who came and went several times, the last time.
        let former = all.enumerated().filter { place, member in
            !live.contains { $0.person.id == member.person.id } && !all[(place + 1)...].contains { $0.person.id == member.person.id }
        }
        return live + former.map(\.element)
    }

    static func isMember(_ person: PersonID, of file: CaseID, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT 1 AS found FROM case_persons WHERE case_id = \(file) AND person_id = \(person) AND until IS NULL") != nil
    }

    /// Whether a person is in a case, or was.
    static func wasMember(_ person: PersonID, of file: CaseID, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 AS found FROM case_persons WHERE case_id = \(file) AND person_id = \(person)") != nil
    }

    /// What of all cases a list shows.
    enum State: String, CaseIterable, Sendable {
        case open
        case closed

        fileprivate var condition: SQL {
            switch self {
            case .open: "k.closing_id IS NULL"
            case .closed: "k.closing_id IS NOT NULL"
            }
        }
    }

    /// Those with a person whose record somebody may open, the latest first, a page at a time.
    ///
    /// - Parameter mine: only those with a person she works with.
    static func list(
        _ actor: Actor, _ context: Context, _ state: State, mine: Bool, before cursor: CaseID?, limit: Int, _ connection: any Connection
    ) throws -> [Case] {
        let allowed = try CaseStore.allowed(.personOpen, actor, context, "m.person_id", reach: .record, connection)
        let own: SQL = mine ? "AND \(Hands.isWorker(actor.user, of: "m.person_id", at: context.now))" : ""
        // Of all cases hers are few: they are gone to from her persons.
        let hers: SQL =
            mine
            ? """
            AND c.case_id IN (SELECT o.case_id FROM case_persons o
                WHERE o.until IS NULL AND \(Hands.isAmongThose("o.person_id", of: actor.user, at: context.now)))
            """ : ""
        return try connection.query(
            """
            \(all) WHERE c.case_id < \(cursor?.text ?? "~") AND \(state.condition) \(hers) AND EXISTS (
                SELECT 1 FROM case_persons m JOIN persons p ON p.person_id = m.person_id
                    LEFT JOIN vault_tombstones t ON t.subject = m.person_id
                WHERE m.case_id = c.case_id AND m.until IS NULL AND p.erased_at IS NULL AND t.subject IS NULL AND \(allowed) \(own))
            ORDER BY c.case_id DESC LIMIT \(limit)
            """
        ).map(read)
    }

    /// The condition under which somebody may do an act on the record of a person, made as suits how many records are hers.
    static func allowed(
        _ act: Act, _ actor: Actor, _ context: Context, _ person: SQL, reach: Reach? = nil, _ connection: any Connection
    ) throws -> SQL {
        var many: Set<Policy.Holder> = []
        if try RelationStore.isHolder(actor.organisation.text, ofMoreThan: 200, connection) { many.insert(.organisation) }
        // Years of work are a thousand persons: few of all there are, and a query may begin with them.
        if try RelationStore.isHolder(actor.user.text, ofMoreThan: 5000, connection) { many.insert(.user) }
        return Policy.predicate(actor, act, in: context, object: person, reach: reach, rowByRow: many)
    }

    private static let all: SQL =
        """
        SELECT c.*, k.closing_id, k.reason, k.closed_at, k.closed_by, k.follow_up_on FROM cases c
            LEFT JOIN case_closings k ON k.case_id = c.case_id AND k.reopened_at IS NULL
        """

    private static func read(_ row: Row) throws -> Case {
        var closing: CaseClosing?
        if try row.textOrNil("closing_id") != nil {
            closing = CaseClosing(
                reason: try row.code("reason"), at: try row.instant("closed_at"), by: try row.identifier("closed_by"),
                followUp: try row.dayOrNil("follow_up_on"))
        }
        return Case(
            id: try row.identifier("case_id"), reference: try row.text("reference"), organisation: try row.identifier("organisation_id"),
            signal: try row.textOrNil("signal_id").flatMap(SignalID.init), openedAt: try row.instant("opened_at"), closing: closing)
    }
}
