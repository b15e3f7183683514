import Core
import Database
import Policy

/// Reads and writes plans for support and safety, inside a transaction that the caller holds.
enum SupportPlanStore {
    /// Writes a version in the place of the one before.
    static func add(_ plan: SupportPlan, _ file: CaseID, _ person: PersonID, by user: UserID, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE support_plans SET superseded_at = \(plan.madeAt)
            WHERE case_id = \(file) AND person_id = \(person) AND superseded_at IS NULL
            """)
        try connection.execute(
            """
            INSERT INTO support_plans (plan_id, case_id, person_id, version, agreement, agreed_on, review_on, organisation_id, made_at, made_by)
            VALUES (\(plan.id), \(file), \(person), \(plan.version), \(plan.agreement.rawValue), \(plan.agreedOn), \(plan.reviewOn),
                \(plan.organisation), \(plan.madeAt), \(user))
            """)
        try connection.insert(
            into: "plan_goals (plan_id, number, area, who, by_on, state)",
            plan.goals.map { goal in
                [
                    plan.id.sqlValue, .integer(Int64(goal.number)), .text(goal.area.rawValue), .text(goal.who), goal.by.sqlValue,
                    .text(goal.state.rawValue),
                ]
            })
    }

    static func plans(of persons: [PersonID], in file: CaseID, _ connection: any Connection) throws -> [PersonID: SupportPlan] {
        guard !persons.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT * FROM support_plans
            WHERE person_id IN (\(list: persons.map(\.text))) AND case_id = \(file) AND superseded_at IS NULL
            """)
        guard !rows.isEmpty else { return [:] }
        let ids = try rows.map { try $0.text("plan_id") }
        let goals = try Dictionary(
            grouping: connection.query("SELECT * FROM plan_goals WHERE plan_id IN (\(list: ids)) ORDER BY plan_id, number")
        ) { try $0.text("plan_id") }
        return try rows.reduce(into: [:]) { plans, row in
            plans[try row.identifier("person_id")] = SupportPlan(
                id: try row.identifier("plan_id"), version: try row.integer("version"), agreement: try row.code("agreement"),
                agreedOn: try row.dayOrNil("agreed_on"), reviewOn: try row.dayOrNil("review_on"),
                goals: try (goals[try row.text("plan_id")] ?? []).map { try goal($0) },
                organisation: try row.identifier("organisation_id"), madeAt: try row.instant("made_at"))
        }
    }

    /// The numbers of the goals of a version.
    static func numbers(of person: PersonID, in file: CaseID, version: Int, _ connection: any Connection) throws -> Set<Int> {
        let rows = try connection.query(
            """
            SELECT g.number FROM plan_goals g JOIN support_plans s ON s.plan_id = g.plan_id
            WHERE s.person_id = \(person) AND s.case_id = \(file) AND s.version = \(version)
            """)
        return Set(try rows.map { try $0.integer("number") })
    }

    private static func goal(_ row: Row) throws -> PlanGoal {
        PlanGoal(
            number: try row.integer("number"), area: try row.code("area"), who: try row.text("who"), by: try row.dayOrNil("by_on"),
            state: try row.code("state"))
    }

    /// A goal, or the plan itself, that is due.
    struct Due: Sendable {
        let file: CaseID
        let person: PersonID
        let reference: String
        let day: Day
        /// Nil for the review of the plan.
        let area: Need?
    }

    /// What is due up to a day in the plans of open cases, with persons that somebody works with.
    static func due(for actor: Actor, _ context: Context, until day: Day, limit: Int, _ connection: any Connection) throws -> [Due] {
        let allowed = Policy.predicate(actor, .personChange, in: context, object: "s.person_id", rowByRow: [.user, .organisation])
        return try due(
            "\(Hands.isAmongThose("s.person_id", of: actor.user, at: context.now)) AND \(allowed)", nil, until: day, limit, connection)
    }

    /// The same with persons with whom nobody works who could, for whoever answers for them.
    static func left(
        to actor: Actor, _ context: Context, _ hands: Hands, until day: Day, limit: Int, _ connection: any Connection
    ) throws -> [Due] {
        let allowed = try CaseStore.allowed(.personAssign, actor, context, "s.person_id", connection)
        return try due(
            """
            \(try Hands.isNoWorker(actor.user, of: "s.person_id", at: context.now, connection)) AND \(allowed) AND NOT \(hands.areOn("s.person_id"))
            """, hands, until: day, limit, connection)
    }

    /// What others are late with, for whoever answers for them: of the plans of her organisation, and of all that concern a record it leads.
    static func late(
        for actor: Actor, _ context: Context, _ hands: Hands, since day: Day, limit: Int, _ connection: any Connection
    ) throws -> [Due] {
        let allowed = try CaseStore.allowed(.personAssign, actor, context, "s.person_id", connection)
        return try due(
            """
            \(try Hands.isNoWorker(actor.user, of: "s.person_id", at: context.now, connection)) AND \(allowed) AND \(hands.areOn("s.person_id"))
                AND (s.organisation_id = \(actor.organisation) OR \(Hands.leads(actor.organisation, "s.person_id", at: context.now)))
            """, hands, until: Day(ordinal: day.ordinal - 1), limit, connection)
    }

    /// - Parameter hands: those that the condition asks about.
    private static func due(_ whose: SQL, _ hands: Hands?, until day: Day, _ limit: Int, _ connection: any Connection) throws -> [Due] {
        let table: SQL = hands.map { "WITH \($0.table)" } ?? ""
        let open: SQL =
            """
            s.superseded_at IS NULL
                AND EXISTS (SELECT 1 FROM case_persons m WHERE m.case_id = s.case_id AND m.person_id = s.person_id AND m.until IS NULL)
                AND NOT EXISTS (SELECT 1 FROM case_closings x WHERE x.case_id = s.case_id AND x.reopened_at IS NULL)
                AND \(PersonStore.isThere("s.person_id"))
                AND (\(whose))
            """
        return try connection.query(
            """
            \(table) SELECT s.case_id, s.person_id, c.reference, g.by_on AS due_on, g.area AS area FROM support_plans s
                JOIN cases c ON c.case_id = s.case_id JOIN plan_goals g ON g.plan_id = s.plan_id
            WHERE g.state = 'open' AND g.by_on <= \(day) AND \(open)
            UNION ALL
            SELECT s.case_id, s.person_id, c.reference, s.review_on AS due_on, NULL AS area FROM support_plans s
                JOIN cases c ON c.case_id = s.case_id
            WHERE s.review_on <= \(day) AND \(open)
            ORDER BY due_on LIMIT \(limit)
            """
        ).map { row in
            guard let day = try row.dayOrNil("due_on") else { throw DatabaseError.decoding(column: "due_on") }
            return Due(
                file: try row.identifier("case_id"), person: try row.identifier("person_id"), reference: try row.text("reference"),
                day: day,
                area: try row.textOrNil("area").flatMap(Need.init))
        }
    }
}
