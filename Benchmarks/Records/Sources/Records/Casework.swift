import Core
import Database
import Policy
import TestSupport

/// What years of work leave behind: a case for each record with its timeline, one in fifty of them open, with a step and a clock.
struct Casework {
    /// Lines of the timeline for each record.
    static let lines = 10
    /// Colleagues of the one who signs in, she among them.
    private static let colleagues = 10
    private static let openOneIn = 50

    let house: TestHouse
    let owners: [People.Owner]

    private static let kinds = [
        "case.opened", "contact-rule", "identification.informal", "event.contact-person", "assessment.medium", "event.development",
        "event.contact-institution", "step.agreed", "step.done", "closed.plan-fulfilled",
    ]

    /// Whose the records are: each organisation of the house leads as many as any other, and ten colleagues share those of one.
    static func owners(in house: TestHouse, _ worker: People.Owner) async throws -> [People.Owner] {
        let team = try await team(in: house, worker)
        let others = try await house.database.read { connection in
            try connection.query(
                """
                SELECT p.organisation_id, min(h.user_id) AS user_id FROM holdings h JOIN posts p ON p.id = h.post_id
                WHERE p.organisation_id <> \(worker.lead) GROUP BY p.organisation_id ORDER BY p.organisation_id
                """
            ).map { People.Owner(lead: try $0.identifier("organisation_id"), worker: try $0.identifier("user_id") as UserID) }
        }
        return team.flatMap { [$0] + others }
    }

    /// Users in the worker's post, she herself the first.
    private static func team(in house: TestHouse, _ worker: People.Owner) async throws -> [People.Owner] {
        let now = house.clock.now
        let others = (1..<colleagues).map { _ in UserID.new() }
        try await house.database.write { connection in
            for (number, one) in others.enumerated() {
                try connection.execute(
                    """
                    INSERT INTO users (id, login, name, added_at, added_by, is_demo)
                    VALUES (\(one), \("colleague-\(number)"), \("Колега \(number)"), \(now), 'test', \(false))
                    """)
                try connection.execute(
                    """
                    INSERT INTO holdings (id, user_id, post_id, since, made_by, confirmed_at, confirmed_by)
                    SELECT \(Identifier<Casework>.new()), \(one), post_id, since, made_by, \(now), made_by FROM holdings
                    WHERE user_id = \(worker.worker)
                    """)
                // Whose account is not open holds nobody's work.
                try connection.execute(
                    "INSERT INTO passwords (user_id, hash, made_at) SELECT \(one), hash, made_at FROM passwords WHERE user_id = \(worker.worker)"
                )
                try connection.execute(
                    """
                    INSERT INTO second_factors (user_id, secret, made_at)
                    SELECT \(one), secret, made_at FROM second_factors WHERE user_id = \(worker.worker)
                    """)
            }
        }
        return [worker] + others.map { People.Owner(lead: worker.lead, worker: $0) }
    }

    /// Writes the cases of records, in their order, beside the pages. Gives those of the first owner.
    func add(_ persons: [PersonID]) async throws -> [CaseID] {
        var own: [CaseID] = []
        for start in stride(from: 0, to: persons.count, by: 1000) {
            let part = (start..<min(persons.count, start + 1000)).compactMap { number in
                let owner = owners[number % owners.count]
                return owner.worker.map {
                    Work(number: number, turn: number / owners.count, person: persons[number], lead: owner.lead, user: $0)
                }
            }
            try await write(part)
            own += part.filter { $0.number % owners.count == 0 }.map(\.file)
        }
        return own
    }

    private struct Work: Sendable {
        let number: Int
        /// Of its owner's records.
        let turn: Int
        let person: PersonID
        let lead: OrganisationID
        let user: UserID
        let file = CaseID.new()

        var isOpen: Bool { turn % Casework.openOneIn == 0 }

        func ago(_ days: Int, _ now: Instant) -> Instant {
            Instant(milliseconds: now.milliseconds - Int64(days) * 86_400_000 - Int64(number))
        }
    }

    private func write(_ part: [Work]) async throws {
        let now = house.clock.now
        try await house.database.write { connection in
            try connection.insert(
                into: "cases (case_id, reference, organisation_id, opened_at, opened_by)",
                part.map {
                    [
                        $0.file.sqlValue, .text("Сл-2025-\($0.number + 1)"), $0.lead.sqlValue, $0.ago(100 + $0.number % 600, now).sqlValue,
                        $0.user.sqlValue,
                    ]
                })
            try connection.insert(
                into: "case_persons (membership_id, case_id, person_id, role, since, made_by)",
                part.map {
                    [
                        Identifier<Casework>.new().sqlValue, $0.file.sqlValue, $0.person.sqlValue, .text("victim"),
                        $0.ago(100 + $0.number % 600, now).sqlValue, $0.user.sqlValue,
                    ]
                })
            try connection.insert(
                into: "case_closings (closing_id, case_id, reason, closed_at, closed_by, organisation_id)",
                part.filter { !$0.isOpen }.map {
                    [
                        Identifier<Casework>.new().sqlValue, $0.file.sqlValue, .text("plan-fulfilled"),
                        $0.ago(1 + $0.number % 90, now).sqlValue,
                        $0.user.sqlValue, $0.lead.sqlValue,
                    ]
                })
            try connection.insert(
                into: "timeline (entry_id, case_id, person_id, at, kind, object, actor, organisation_id)",
                part.flatMap { one in
                    Casework.kinds.prefix(one.isOpen ? Casework.lines - 1 : Casework.lines).enumerated().map { place, kind in
                        [
                            Identifier<Casework>.new().sqlValue, one.file.sqlValue, one.person.sqlValue,
                            one.ago(100 - 10 * place + one.number % 600, now).sqlValue, .text(kind), Identifier<Casework>.new().sqlValue,
                            one.user.sqlValue, one.lead.sqlValue,
                        ]
                    }
                })
            for one in part where one.isOpen { try Casework.keepGoing(one, now, connection) }
        }
    }

    /// A step that is due within the last or the next weeks, and a clock that may have run out.
    private static func keepGoing(_ one: Work, _ now: Instant, _ connection: any Connection) throws {
        let days = one.turn / openOneIn % 40 - 10
        try connection.execute(
            """
            INSERT INTO next_steps (step_id, case_id, person_id, kind, due_on, user_id, organisation_id, made_at, made_by)
            VALUES (\(Identifier<Casework>.new()), \(one.file), \(one.person), 'call', \(one.ago(-days, now).dayInSofia), \(one.user), \(one.lead),
                \(one.ago(20, now)), \(one.user))
            """)
        try connection.execute(
            """
            INSERT INTO case_clocks (clock_id, case_id, person_id, rule, started_at, object)
            VALUES (\(Identifier<Casework>.new()), \(one.file), \(one.person), 'risk-review', \(one.ago(days + 12, now)),
                \(Identifier<Casework>.new()))
            """)
    }
}
