public import Core
import Database
public import Policy
import Vault

extension TestHouse {
    /// The invented users as the policy knows them, by role: each role is held by one.
    public func actors() async throws -> [Role: Actor] {
        try await database.read { connection in
            let rows = try connection.query(
                """
                SELECT u.login, u.id AS user_id, o.id AS organisation_id, o.regime FROM users u JOIN holdings h ON h.user_id = u.id
                    JOIN posts p ON p.id = h.post_id JOIN organisations o ON o.id = p.organisation_id
                ORDER BY h.since DESC, h.id DESC
                """)
            return try rows.reduce(into: [:]) { actors, row in
                // Whoever a test adds has another name; of several posts the first one counts.
                guard let role = Role(rawValue: try row.text("login")) else { return }
                actors[role] = Actor(
                    user: try row.identifier("user_id"), organisation: try row.identifier("organisation_id"),
                    regime: Regime(rawValue: try row.text("regime")) ?? .gdpr, roles: [role])
            }
        }
    }

    /// Everybody who is signed in has just given a code, or ten minutes ago, and nobody's session ends.
    public func prove(_ isFresh: Bool = true) async throws {
        let now = clock.now
        let proved = isFresh ? now : Instant(milliseconds: now.milliseconds - 10 * 60_000)
        try await database.write { connection in
            try connection.execute("UPDATE sessions SET proved_at = \(proved), seen_at = \(now)")
        }
    }
}

extension TestHouse {
    /// Lets an organisation in on a record beside the pages: a seal and a relation without limits, as if it had taken up a referral of everything.
    public func share(_ person: PersonID, with organisation: OrganisationID) async throws {
        let (now, vault) = (clock.now, Vault(root: root))
        try await database.write { connection in
            let live = try RelationStore.live(of: person.text, at: now, connection)
            guard let lead = live.first(where: { $0.held.relation == .lead }).flatMap({ OrganisationID($0.held.holder) }) else {
                throw TestHouseFault("nobody leads \(person.text)")
            }
            try vault.grant(SealedSubject(person), from: lead, to: organisation, at: now, connection)
            try RelationStore.add(HeldRelation(.receiving, organisation.text), to: person.text, since: now, by: "test", connection)
        }
    }
}
