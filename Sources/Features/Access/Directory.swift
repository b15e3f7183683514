public import Core
public import Database
public import Policy

extension AccessFeature {
    /// A user in one of her posts, as other rooms list her.
    public struct Entry: Sendable {
        /// Her rights in this post.
        public let actor: Actor
        /// As colleagues know her.
        public let name: String
        /// Her organisation's name in the language asked for.
        public let organisation: String
    }

    /// Everybody who can act now, once for each post; of one organisation where one is given. Accounts that were ended, that were never
    /// opened, and posts whose confirmation lapsed are left out.
    public func directory(
        of organisation: OrganisationID?, at now: Instant, _ language: Language, _ connection: any Connection
    ) throws -> [Entry] {
        let organisations = try OrganisationStore.all(connection).filter { organisation == nil || $0.id == organisation }
        return try organisations.flatMap { place in
            let holdings = try UserStore.holdings(in: place.id, connection)
            let names = try UserStore.active(holdings.map(\.user), connection)
            return holdings.compactMap { holding -> Entry? in
                guard let name = names[holding.user], AccessReview.state(holding, at: now) != .lapsed else { return nil }
                let actor = Actor(user: holding.user, organisation: place.id, regime: place.regime, roles: holding.post.roles)
                return Entry(actor: actor, name: name, organisation: self.name(place, language))
            }
        }
    }

    /// All organisations by name.
    public func organisations(_ language: Language, _ connection: any Connection) throws -> [(id: OrganisationID, name: String)] {
        Collation.sorted(try OrganisationStore.all(connection).map { (id: $0.id, name: name($0, language)) }, by: \.name)
    }
}
