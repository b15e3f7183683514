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

    /// The condition under which a user whom a query names could do an act on an object now, in whichever of her posts: an account that can sign
    /// in, and a post whose confirmation has not lapsed, as in ``directory(of:at:_:_:)``.
    ///
    /// - Parameters:
    ///   - user: the column with her identifier.
    ///   - object: the column with the object's.
    public static func may(_ act: Act, user: SQL, object: SQL, at now: Instant) -> SQL {
        // Names that no query has: the columns that are given belong to it.
        let post = PostColumns(user: "its.user_id", organisation: "its.organisation_id", regime: "its.regime", roles: "its.roles")
        // The first day on which a confirmation still counts.
        let first = Day(ordinal: now.dayInSofia.ordinal + 1 - AccessReview.days).startInSofia
        return """
            (EXISTS (WITH its AS MATERIALIZED (
                SELECT its_holding.user_id, its_post.organisation_id, its_organisation.regime,
                    (SELECT COALESCE(sum(\(PostColumns.bit(ofRole: "its_role.role"))), 0) FROM post_roles its_role
                        WHERE its_role.post_id = its_post.id) AS roles
                FROM holdings its_holding JOIN posts its_post ON its_post.id = its_holding.post_id
                JOIN organisations its_organisation ON its_organisation.id = its_post.organisation_id
                JOIN passwords its_password ON its_password.user_id = its_holding.user_id
                JOIN second_factors its_factor ON its_factor.user_id = its_holding.user_id
                WHERE its_holding.user_id = \(user) AND its_holding.until IS NULL AND its_holding.confirmed_at >= \(first)
                    AND NOT EXISTS (SELECT 1 FROM account_ends its_end
                        WHERE its_end.user_id = its_holding.user_id AND its_end.lifted_at IS NULL \(SQL.lookedUpEach)))
                SELECT 1 FROM its WHERE \(Policy.predicate(post, act, at: now, object: object)) \(SQL.lookedUpEach)))
            """
    }

    /// All organisations by name.
    public func organisations(_ language: Language, _ connection: any Connection) throws -> [(id: OrganisationID, name: String)] {
        Collation.sorted(try OrganisationStore.all(connection).map { (id: $0.id, name: name($0, language)) }, by: \.name)
    }
}
