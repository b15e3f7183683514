public import Core
public import Database
public import Policy
public import Web

/// What this room needs of others.
public struct ReferralSources: Sendable {
    /// What the room of records knows.
    public var records: Records
    /// What the room of users knows.
    public var staff: Staff
    /// The check of a fresh code.
    public var stepUp: StepUp
    /// Told of everything that happens, for the timeline of a record; in the same transaction. Nothing is kept unless somebody listens.
    public var happened: @Sendable (Happening, any Connection) throws -> Void = { _, _ in }

    /// All three are needed.
    public init(records: Records, staff: Staff, stepUp: StepUp) {
        self.records = records
        self.staff = staff
        self.stepUp = stepUp
    }

    /// A record of a person, as far as this room needs to know it.
    public struct Person: Sendable, Hashable {
        /// Opaque.
        public let id: PersonID
        /// „Л-2026-000123“.
        public let reference: String
        /// Known to be of age: only with her consent may others hear of her.
        public let isAdult: Bool
        /// Known to be a child; of many neither is known.
        public let isChild: Bool

        /// A record that is there.
        public init(id: PersonID, reference: String, isAdult: Bool, isChild: Bool) {
            self.id = id
            self.reference = reference
            self.isAdult = isAdult
            self.isChild = isChild
        }
    }

    /// Something to be told of in the timeline of a record.
    public struct Happening: Sendable, Hashable {
        /// Whose record.
        public let person: PersonID
        /// What: `referral.sent`, `consent.withdrawn`.
        public let code: String
        /// Identifier of the referral or consent.
        public let object: String
        /// When.
        public let at: Instant
        /// Who; nil where it came by itself.
        public let actor: UserID?
        /// For which organisation.
        public let organisation: OrganisationID?
        /// Those whom it concerns: who sent and who received, or whom she consented before. Of a referral to one nobody else is to know.
        public let readers: Set<OrganisationID>

        init(_ kind: ReferralEvent.Kind, _ referral: Referral, at now: Instant, by user: UserID?, for organisation: OrganisationID?) {
            person = referral.person
            code = "referral." + kind.rawValue
            object = referral.id.text
            at = now
            actor = user
            self.organisation = organisation
            readers = [referral.sender, referral.receiver]
        }

        init(_ code: String, _ consent: Consent, at now: Instant, by actor: Actor) {
            person = consent.person
            self.code = code
            object = consent.id.text
            at = now
            self.actor = actor.user
            organisation = actor.organisation
            readers = [actor.organisation]
        }
    }

    /// Records of persons.
    public struct Records: Sendable {
        /// Words for a value with its label, of a group of fields.
        public typealias Value = (label: String, text: String)

        /// A record that is there and not erased.
        public var find: @Sendable (PersonID, any Connection) throws -> Person?
        /// Codes of all facts that can be shared.
        public var factCodes: [String]
        /// What is known of her, by these codes.
        public var facts: @Sendable (PersonID, any Connection) throws -> [SharedFact]
        /// What a fact is about, and what it is, in words.
        public var words: @Sendable (SharedFact, Words) -> Value
        /// What a code of a fact is about, in words.
        public var name: @Sendable (_ code: String, Words) -> String
        /// The sealed values of groups, opened with an organisation's seal. Throws `VaultError` where it has none.
        public var values:
            @Sendable (PersonID, Set<FieldGroup>, _ seal: OrganisationID, Words, any Connection) throws -> [FieldGroup: [Value]]
        /// To be told after an organisation got the seal of a record, or lost it: what is searched by name in memory follows.
        public var sealsChanged: @Sendable (PersonID, OrganisationID) async throws -> Void

        /// All are needed.
        public init(
            find: @escaping @Sendable (PersonID, any Connection) throws -> Person?, factCodes: [String],
            facts: @escaping @Sendable (PersonID, any Connection) throws -> [SharedFact],
            words: @escaping @Sendable (SharedFact, Words) -> Value, name: @escaping @Sendable (_ code: String, Words) -> String,
            values:
                @escaping @Sendable (PersonID, Set<FieldGroup>, _ seal: OrganisationID, Words, any Connection) throws -> [FieldGroup:
                [Value]],
            sealsChanged: @escaping @Sendable (PersonID, OrganisationID) async throws -> Void
        ) {
            self.find = find
            self.factCodes = factCodes
            self.facts = facts
            self.words = words
            self.name = name
            self.values = values
            self.sealsChanged = sealsChanged
        }
    }

    /// Organisations and their users.
    public struct Staff: Sendable {
        /// A user with her rights.
        public struct Colleague: Sendable {
            /// Her rights in this post.
            public let actor: Actor
            /// As colleagues know her.
            public let name: String

            /// The rights are those of one post.
            public init(actor: Actor, name: String) {
                self.actor = actor
                self.name = name
            }
        }

        /// All organisations by name.
        public var organisations: @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)]
        /// Everybody who can sign in now; of one organisation where one is given.
        public var colleagues: @Sendable (any Connection, OrganisationID?, Instant, Language) throws -> [Colleague]
        /// Those who hold a post in an organisation now.
        public var users: @Sendable (OrganisationID, Instant, any Connection) throws -> Set<UserID>
        /// Names of users, also of those who have left.
        public var names: @Sendable (Set<UserID>, any Connection) throws -> [UserID: String]
        /// An authority of another State: who seeks protection must not be made known to it.
        public var isForeign: @Sendable (OrganisationID, any Connection) throws -> Bool

        /// All are needed.
        public init(
            organisations: @escaping @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)],
            colleagues: @escaping @Sendable (any Connection, OrganisationID?, Instant, Language) throws -> [Colleague],
            users: @escaping @Sendable (OrganisationID, Instant, any Connection) throws -> Set<UserID>,
            names: @escaping @Sendable (Set<UserID>, any Connection) throws -> [UserID: String],
            isForeign: @escaping @Sendable (OrganisationID, any Connection) throws -> Bool
        ) {
            self.organisations = organisations
            self.colleagues = colleagues
            self.users = users
            self.names = names
            self.isForeign = isForeign
        }
    }
}
