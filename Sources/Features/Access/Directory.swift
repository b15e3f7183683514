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

    /// Everybody who can act now, once for each post, as ``directory(of:at:_:_:)`` has them: a table that a query begins with, `WITH` before it.
    /// They are looked up once for the whole query, with all that follows from the post alone.
    public static func able(at now: Instant) -> SQL {
        // The first day on which a confirmation still counts.
        let first = Day(ordinal: now.dayInSofia.ordinal + 1 - AccessReview.days).startInSofia
        return """
            able AS MATERIALIZED (SELECT h.user_id, p.organisation_id, o.regime, sum(\(PostColumns.bit(ofRole: "r.role"))) AS roles
                FROM holdings h JOIN posts p ON p.id = h.post_id JOIN post_roles r ON r.post_id = p.id
                    JOIN organisations o ON o.id = p.organisation_id
                    JOIN passwords w ON w.user_id = h.user_id JOIN second_factors f ON f.user_id = h.user_id
                WHERE h.until IS NULL AND h.confirmed_at >= \(first)
                    AND NOT EXISTS (SELECT 1 FROM account_ends e WHERE e.user_id = h.user_id AND e.lifted_at IS NULL)
                GROUP BY h.id, h.user_id, p.organisation_id, o.regime)
            """
    }

    /// The condition under which a user whom a query names could do an act on an object now, in whichever of her posts. The query begins with
    /// ``able(at:)``.
    ///
    /// - Parameters:
    ///   - user: the column with her identifier.
    ///   - object: the column with the object's.
    public static func may(_ act: Act, user: SQL, object: SQL, at now: Instant) -> SQL {
        let post = PostColumns(user: "able.user_id", organisation: "able.organisation_id", regime: "able.regime", roles: "able.roles")
        return """
            (EXISTS (SELECT 1 FROM able
                WHERE able.user_id = \(user) AND \(Policy.predicate(post, act, at: now, object: object)) \(SQL.lookedUpEach)))
            """
    }

    /// All organisations by name.
    public func organisations(_ language: Language, _ connection: any Connection) throws -> [(id: OrganisationID, name: String)] {
        Collation.sorted(try OrganisationStore.all(connection).map { (id: $0.id, name: name($0, language)) }, by: \.name)
    }
}
