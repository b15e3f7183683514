public import Core
public import Database
public import Policy

extension AccessFeature {
    /// A user as others show her: her name, and the titles of the posts that she holds or held, by organisation.
    public struct KnownUser: Sendable {
        /// As colleagues know her.
        public let name: String
        /// The latest where there were several.
        public let posts: [OrganisationID: String]
    }

    /// The users of some identifiers, ended accounts, too. What is no user's identifier is left out. Throws ``DatabaseError``.
    public func known(_ identifiers: Set<String>, _ connection: any Connection) throws -> [UserID: KnownUser] {
        let users = try UserStore.named(identifiers.compactMap(UserID.init), connection)
        return users.mapValues { KnownUser(name: $0.name, posts: $0.posts) }
    }

    /// The names of all organisations in a language, those that have ended, too. Throws ``DatabaseError``.
    public func organisationNames(_ language: Language, _ connection: any Connection) throws -> [OrganisationID: String] {
        let all = try OrganisationStore.everAdded(connection)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, name($0, language)) })
    }

    /// Whether somebody may see the page of a user who holds or held posts in some organisations. Throws ``DatabaseError``.
    public func maySee(_ user: KnownUser, _ actor: Actor, at now: Instant, _ connection: any Connection) throws -> Bool {
        try user.posts.keys.contains { try maySeeStaff(of: $0, actor, at: now, connection) }
    }

    /// Whether somebody may see the staff of an organisation. Throws ``DatabaseError``.
    public func maySeeStaff(of organisation: OrganisationID, _ actor: Actor, at now: Instant, _ connection: any Connection) throws -> Bool {
        let facts = try RelationStore.facts(of: organisation.text, at: now, connection)
        return Policy.decide(actor, .staffRead, on: facts, in: Context(now: now)).isAllowed
    }
}
