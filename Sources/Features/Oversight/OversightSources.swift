public import Core
public import Database
public import Policy

/// What this room needs of others: names for the identifiers that stand in the ledger. Filled in by the server.
public struct OversightSources: Sendable {
    /// Somebody who acted, as colleagues know her.
    public struct Person: Sendable, Equatable {
        /// Her name.
        public var name: String
        /// The titles of her posts, the latest where she held several, by the organisations' identifiers.
        public var posts: [String: String]

        /// Posts that have ended count, too: entries are old.
        public init(name: String, posts: [String: String]) {
            self.name = name
            self.posts = posts
        }
    }

    /// Where a reference leads.
    public struct Place: Sendable, Equatable {
        /// What it is called for whoever reads the ledger, never the name of a person who is helped; nil for the reference itself.
        public var text: String?
        /// Its page; nil where the reader may not go there, or there is none.
        public var path: String?

        /// A path without the language.
        public init(text: String? = nil, path: String? = nil) {
            self.text = text
            self.path = path
        }
    }

    /// Users by identifier, those of some identifiers that are users'.
    public var people: @Sendable (Set<String>, any Connection) throws -> [String: Person]
    /// The names of all organisations by identifier, those that have ended, too.
    public var organisations: @Sendable (Language, any Connection) throws -> [String: String]
    /// Where references lead for a reader, those that are known.
    public var places: @Sendable (Set<String>, Reader, any Connection) throws -> [String: Place]

    /// Administrators sign in without security keys, though their users are not invented: whoever watches is told.
    public var areKeysOptional: Bool

    /// Who reads the ledger, when, in which language.
    public struct Reader: Sendable {
        /// Her rights.
        public let actor: Actor
        /// The moment.
        public let now: Instant
        /// Of names.
        public let language: Language
    }

    /// All three run inside a reading of this room.
    public init(
        people: @escaping @Sendable (Set<String>, any Connection) throws -> [String: Person],
        organisations: @escaping @Sendable (Language, any Connection) throws -> [String: String],
        places: @escaping @Sendable (Set<String>, Reader, any Connection) throws -> [String: Place],
        areKeysOptional: Bool
    ) {
        self.areKeysOptional = areKeysOptional
        self.people = people
        self.organisations = organisations
        self.places = places
    }
}
