import Core
import Database
import Policy

/// In whose hands the work with a person is, as conditions of a query. Who was barred, whose account was closed or whose post ended holds nothing:
/// what is counted as hers would be seen by nobody.
struct Hands: Sendable {
    let ability: CasesSources.Ability
    let now: Instant

    /// With what every query begins, after `WITH`, that asks who holds something.
    var table: SQL { ability.table(now) }

    /// A user could change the record of a person now. The query begins with ``table``.
    func hold(_ user: SQL, _ person: SQL) -> SQL { ability.may(.personChange, user, person, now) }

    /// Somebody works with a person, and could change her record now. The query begins with ``table``.
    func areOn(_ person: SQL) -> SQL {
        """
        (EXISTS (SELECT 1 FROM relations held WHERE held.object = \(person) AND held.relation = 'worker' AND \(Hands.isLive(at: now))
            AND \(hold("held.holder", person)) \(SQL.lookedUpEach)))
        """
    }

    /// A user works with a person.
    static func isWorker(_ user: UserID, of person: SQL, at now: Instant) -> SQL {
        """
        (EXISTS (SELECT 1 FROM relations held WHERE held.object = \(person) AND held.relation = 'worker' AND held.holder = \(user)
            AND \(isLive(at: now)) \(SQL.lookedUpEach)))
        """
    }

    /// The same as a list of the user's persons: quicker where the person is looked up and not given.
    static func isAmongThose(_ person: SQL, of user: UserID, at now: Instant) -> SQL {
        """
        (\(person) IN (SELECT held.object FROM relations held WHERE held.holder = \(user) AND held.relation = 'worker' AND \(isLive(at: now))))
        """
    }

    /// A user does not work with a person. Who answers for others often works with nobody herself, and then it is not asked of each.
    static func isNoWorker(_ user: UserID, of person: SQL, at now: Instant, _ connection: any Connection) throws -> SQL {
        try works(user, connection) ? "NOT \(isWorker(user, of: person, at: now))" : "TRUE"
    }

    /// Whether a user works, or worked, with anybody.
    static func works(_ user: UserID, _ connection: any Connection) throws -> Bool {
        try RelationStore.isHolder(user.text, ofMoreThan: 0, connection)
    }

    /// An organisation leads the record of a person.
    static func leads(_ organisation: OrganisationID, _ person: SQL, at now: Instant) -> SQL {
        """
        (EXISTS (SELECT 1 FROM relations held WHERE held.object = \(person) AND held.relation = 'lead' AND held.holder = \(organisation)
            AND \(isLive(at: now)) \(SQL.lookedUpEach)))
        """
    }

    private static func isLive(at now: Instant) -> SQL { "held.since <= \(now) AND (held.until IS NULL OR held.until > \(now))" }
}
