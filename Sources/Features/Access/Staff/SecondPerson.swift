import Core
import Database
import Policy

/// Who else must be there before an account can be used (втори човек).
enum SecondPerson {
    /// Those who may give a code in an organisation and can sign in now: her own heads, data-protection officer and administrators, and those
    /// of the organisation that manages it.
    ///
    /// - Parameter excluded: who asks, and whose code it is.
    static func all(
        for organisation: OrganisationID, except excluded: Set<UserID>, at now: Instant, _ connection: any Connection
    ) throws -> [UserID] {
        let facts = try RelationStore.facts(of: organisation.text, at: now, connection)
        let managers = facts.relations.filter { $0.relation == .manager }.compactMap { OrganisationID($0.holder) }
        let places = try Set([organisation] + managers).compactMap { try OrganisationStore.find($0, connection) }
        var found: Set<UserID> = []
        for place in places {
            let holdings = try UserStore.holdings(in: place.id, connection)
            let active = try UserStore.active(holdings.map(\.user), connection)
            for holding in holdings where active[holding.user] != nil && AccessReview.state(holding, at: now) != .lapsed {
                let actor = Actor(user: holding.user, organisation: place.id, regime: place.regime, roles: holding.post.roles)
                if mayGive(actor, facts, at: now) { found.insert(holding.user) }
            }
        }
        return found.subtracting(excluded).sorted()
    }

    /// Whether somebody may give codes where these relations hold, with a fresh code of her own.
    static func mayGive(_ actor: Actor, _ facts: ObjectFacts, at now: Instant) -> Bool {
        Policy.decide(actor, .staffRelease, on: facts, in: Context(now: now, hasFreshFactor: true)).isAllowed
    }
}
