import Core
import Database
import Policy

/// Reads and writes next steps, inside a transaction that the caller holds.
enum StepStore {
    static func add(_ step: NextStep, _ file: CaseID, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO next_steps (step_id, case_id, person_id, kind, due_on, user_id, organisation_id, made_at, made_by)
            VALUES (\(step.id), \(file), \(step.person), \(step.kind.rawValue), \(step.due), \(step.user), \(step.organisation), \(now),
                \(user))
            """)
    }

    /// False where it is done already, or none of the case and the person.
    static func done(
        _ id: Identifier<NextStep>, _ file: CaseID, _ person: PersonID, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE next_steps SET done_at = \(now), done_by = \(user)
            WHERE step_id = \(id) AND case_id = \(file) AND person_id = \(person) AND done_at IS NULL
            """) > 0
    }

    /// Gives what one user still has to do with a person to another.
    static func handOver(from leaver: UserID, to colleague: UserID, with person: PersonID, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE next_steps SET user_id = \(colleague) WHERE user_id = \(leaver) AND person_id = \(person) AND done_at IS NULL
            """)
    }

    /// Gives one step to somebody else. False where it is done already, or none of the case and the person.
    static func give(
        _ id: Identifier<NextStep>, to user: UserID, of organisation: OrganisationID, _ file: CaseID, _ person: PersonID,
        _ connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE next_steps SET user_id = \(user), organisation_id = \(organisation)
            WHERE step_id = \(id) AND case_id = \(file) AND person_id = \(person) AND done_at IS NULL
            """) > 0
    }

    /// With whom a user still has something to do.
    static func persons(waitingFor user: UserID, _ connection: any Connection) throws -> [PersonID] {
        try connection.query("SELECT DISTINCT person_id FROM next_steps WHERE user_id = \(user) AND done_at IS NULL ORDER BY person_id").map
        {
            try $0.identifier("person_id")
        }
    }

    /// With how many persons a user has something to do: she works with them, or took a step upon herself that she still may make.
    static func work(of user: UserID, _ hands: Hands, _ connection: any Connection) throws -> Int {
        try connection.first(
            """
            WITH \(hands.table) SELECT count(*) AS n FROM (SELECT w.object AS person FROM relations w
                    WHERE w.holder = \(user) AND w.relation = 'worker' AND w.since <= \(hands.now)
                        AND (w.until IS NULL OR w.until > \(hands.now))
                UNION SELECT n.person_id FROM next_steps n
                    JOIN persons p ON p.person_id = n.person_id AND p.erased_at IS NULL
                    WHERE n.user_id = \(user) AND n.done_at IS NULL AND \(hands.hold("n.user_id", "n.person_id"))) q
            """)?.integer("n") ?? 0
    }

    /// What is still to be done, the earliest first, with whether its owner could still do it.
    static func open(
        of persons: [PersonID], in file: CaseID, _ hands: Hands, _ connection: any Connection
    ) throws -> [(step: NextStep, isHeld: Bool)] {
        try connection.query(
            """
            WITH \(hands.table) SELECT n.*, CASE WHEN \(hands.hold("n.user_id", "n.person_id")) THEN 1 ELSE 0 END AS is_held FROM next_steps n
            WHERE n.person_id IN (\(list: persons.map(\.text))) AND n.case_id = \(file) AND n.done_at IS NULL ORDER BY n.due_on, n.step_id
            """
        ).map { (try read($0), try $0.integer("is_held") == 1) }
    }

    /// A step of the list of a day.
    struct Due: Sendable {
        let step: NextStep
        let file: CaseID
        let reference: String
    }

    /// The steps that a user has to do up to a day, with persons whose records she may change.
    static func due(of actor: Actor, _ context: Context, until day: Day, limit: Int, _ connection: any Connection) throws -> [Due] {
        let allowed = Policy.predicate(actor, .personChange, in: context, object: "n.person_id", rowByRow: [.user, .organisation])
        return try due("n.user_id = \(actor.user) AND n.due_on <= \(day) AND \(allowed)", nil, limit, connection)
    }

    /// The steps of those who can no longer make them: from then on they are the own of the team that leads the record, and of that in which they
    /// were agreed on.
    static func left(
        to actor: Actor, _ context: Context, _ hands: Hands, until day: Day, limit: Int, _ connection: any Connection
    ) throws -> [Due] {
        let allowed = try CaseStore.allowed(.personChange, actor, context, "n.person_id", connection)
        return try due(
            """
            n.user_id <> \(actor.user) AND n.due_on <= \(day) AND \(allowed)
                AND (n.organisation_id = \(actor.organisation) OR \(Hands.leads(actor.organisation, "n.person_id", at: context.now)))
                AND NOT \(hands.hold("n.user_id", "n.person_id"))
            """, hands, limit, connection)
    }

    /// The steps of others that are past a day, for whoever answers for them.
    static func late(
        for actor: Actor, _ context: Context, _ hands: Hands, since day: Day, limit: Int, _ connection: any Connection
    ) throws -> [Due] {
        let allowed = try CaseStore.allowed(.personAssign, actor, context, "n.person_id", connection)
        return try due(
            """
            n.user_id <> \(actor.user) AND n.organisation_id = \(actor.organisation) AND n.due_on < \(day) AND \(allowed)
                AND \(hands.hold("n.user_id", "n.person_id"))
            """, hands, limit, connection)
    }

    /// - Parameter hands: those that the condition asks about.
    private static func due(_ condition: SQL, _ hands: Hands?, _ limit: Int, _ connection: any Connection) throws -> [Due] {
        let table: SQL = hands.map { "WITH \($0.table)" } ?? ""
        return try connection.query(
            """
            \(table) SELECT n.*, c.reference FROM next_steps n JOIN cases c ON c.case_id = n.case_id
            WHERE n.done_at IS NULL AND (\(condition)) AND \(PersonStore.isThere("n.person_id")) ORDER BY n.due_on, n.step_id LIMIT \(limit)
            """
        ).map { row in Due(step: try read(row), file: try row.identifier("case_id"), reference: try row.text("reference")) }
    }

    private static func read(_ row: Row) throws -> NextStep {
        guard let due = try row.dayOrNil("due_on") else { throw DatabaseError.decoding(column: "due_on") }
        return NextStep(
            id: try row.identifier("step_id"), person: try row.identifier("person_id"), kind: try row.code("kind"), due: due,
            user: try row.identifier("user_id"), organisation: try row.identifier("organisation_id"))
    }
}
