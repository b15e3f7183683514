public import Calendar
public import Core
public import Database
import Foundation
public import Ledger
public import Policy
public import Reference
public import Vault
public import Web

/// Persons who are helped: their records, who may see them, and who did (лица и досиета).
public struct CasesFeature: Sendable {
    let database: any Database
    let vault: Vault
    let pages: Pages
    let sources: CasesSources
    let names: NameSearch
    let register: InstitutionRegister
    let places: PlaceRegister
    let rules: ClockRules
    let calendar: WorkingDays

    /// - Parameters:
    ///   - vault: seals what tells who somebody is.
    ///   - names: the indexes of names in memory.
    ///   - register: bodies that identify and help.
    ///   - rules: of the clocks that run in cases.
    ///   - sources: what other rooms know.
    public init(
        database: any Database, vault: Vault, pages: Pages, names: NameSearch, register: InstitutionRegister, places: PlaceRegister,
        rules: ClockRules, calendar: WorkingDays, sources: CasesSources
    ) {
        self.register = register
        self.places = places
        self.rules = rules
        self.calendar = calendar
        self.database = database
        self.vault = vault
        self.pages = pages
        self.names = names
        self.sources = sources
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "cases", templates: resources.appendingPathComponent("Templates"), strings: resources.appendingPathComponent("Strings"))
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/cases", word: "nav_cases", section: "cases", act: .personList),
        Navigation.Item("/persons", word: "nav_persons", section: "persons", act: .personList),
        Navigation.Item("/persons/emergencies", word: "nav_emergencies", section: "emergencies", act: .glassReview),
    ]

    /// The reference of a record where somebody may see it in her list; nil where she may not, or it is gone.
    public static func reference(of person: PersonID, for actor: Actor, at now: Instant, _ connection: any Connection) throws -> String? {
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        return try PersonStore.allowed(.personList, actor, context, among: [person], connection)[person]?.reference
    }

    /// What people name a record by, „Л-2026-000123“; nil where there is none.
    public static func reference(of person: PersonID, _ connection: any Connection) throws -> String? {
        try PersonStore.find(person, connection)?.reference
    }

    /// With how many persons a user has something to do: records she works with, and next steps that she took upon herself.
    ///
    /// - Parameter ability: asked of the room of users.
    public static func work(
        of user: UserID, at now: Instant, ability: CasesSources.Ability, _ connection: any Connection
    ) throws -> Int {
        try StepStore.work(of: user, Hands(ability: ability, now: now), connection)
    }

    /// Gives the records of one user to another, in whichever of her posts she may work with them, with the next steps that were hers, and the
    /// steps with persons of whom only the other may change the record; the rest stays where it is.
    public static func handOver(
        from leaver: UserID, to colleague: [Actor], by actor: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        let records = try PersonStore.work(of: leaver, at: now, connection)
        for person in records {
            let facts = try RelationStore.facts(of: person.text, at: now, connection)
            guard let fit = colleague.first(where: { facts.couldWork($0, at: now) }) else { continue }
            try RelationStore.end(HeldRelation(.worker, leaver.text), to: person.text, at: now, by: actor.text, connection)
            try RelationStore.add(HeldRelation(.worker, fit.user.text), to: person.text, since: now, by: actor.text, connection)
            try StepStore.handOver(from: leaver, to: fit.user, with: person, connection)
        }
        for person in try StepStore.persons(waitingFor: leaver, connection) where !records.contains(person) {
            let facts = try RelationStore.facts(of: person.text, at: now, connection)
            guard let fit = colleague.first(where: { facts.mayChange($0, at: now) }) else { continue }
            try StepStore.handOver(from: leaver, to: fit.user, with: person, connection)
        }
    }
}

/// What this room needs of others.
public struct CasesSources: Sendable {
    /// A user with her rights, for lists of those who could.
    public struct Colleague: Sendable {
        /// Her rights in this post.
        public let actor: Actor
        /// As colleagues know her.
        public let name: String
        /// Her organisation's name.
        public let organisation: String

        /// The rights are those of one post; who holds several is there several times.
        public init(actor: Actor, name: String, organisation: String) {
            self.actor = actor
            self.name = name
            self.organisation = organisation
        }
    }

    /// Everybody who can sign in now; of one organisation where one is given.
    public var colleagues: @Sendable (any Connection, OrganisationID?, Instant, Language) throws -> [Colleague]
    /// All organisations by name.
    public var organisations: @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)]
    /// Who could do what, as parts of a query.
    public struct Ability: Sendable {
        /// Everybody who can act at a moment: a table that the query begins with.
        let table: @Sendable (Instant) -> SQL
        /// The condition under which a user whom the query names could do an act on an object that it names.
        let may: @Sendable (_ act: Act, _ user: SQL, _ object: SQL, Instant) -> SQL

        /// Both are asked of the room of users, which knows whose account is open and whose post goes on.
        public init(
            table: @escaping @Sendable (Instant) -> SQL,
            may: @escaping @Sendable (_ act: Act, _ user: SQL, _ object: SQL, Instant) -> SQL
        ) {
            self.table = table
            self.may = may
        }
    }

    /// Who could take work up.
    public var ability: Ability
    /// The check of a fresh code.
    public var stepUp: StepUp
    /// Who looked at a record, ready for the template `oversight-looks`; those of some organisations alone where any are named.
    public var looks: @Sendable (_ object: String, _ organisations: Set<String>?, WebRequest) async throws -> any Encodable & Sendable
    /// The signals that records are opened from.
    public var signals: SignalLinks
    /// What other rooms show of a person on the pages of her case. The case room draws it; none by default.
    public var sections: @Sendable (PersonID, WebRequest) async throws -> [Section] = { _, _ in [] }

    /// A part of a case's page that another room fills: a heading, lines, and the way to the whole.
    public struct Section: Sendable, Encodable {
        let title: String
        let lines: [Line]
        let isEmpty: Bool
        let empty: String
        let href: String
        let action: String
        let hasAction: Bool

        /// What stands in a line, and where it leads.
        public struct Line: Sendable, Encodable {
            let text: String
            let sub: String
            let href: String

            /// - Parameters:
            ///   - sub: what stands below in small letters.
            ///   - href: an address of the site in the reader's language.
            public init(_ text: String, sub: String = "", href: String) {
                self.text = text
                self.sub = sub
                self.href = href
            }
        }

        /// - Parameters:
        ///   - empty: said where there are no lines.
        ///   - action: what can be done at `href`; empty for nothing.
        public init(title: String, lines: [Line], empty: String, action: String = "", href: String = "") {
            self.title = title
            self.lines = lines
            isEmpty = lines.isEmpty
            self.empty = empty
            self.href = href
            self.action = action
            hasAction = !action.isEmpty
        }
    }

    /// What of a record is shared with others, as far as a visitor may know; nothing unless told.
    public var sharing: @Sendable (PersonID, Actor, Instant, Words, any Connection) throws -> Sharing = { _, _, _, _, _ in Sharing() }
    /// Told, in the same transaction, that the access of another organisation was ended.
    public var accessEnded: @Sendable (_ of: OrganisationID, PersonID, _ by: Actor, Instant, any Connection) throws -> Void = {
        _, _, _, _, _ in
    }
    /// Told, in the same transaction, that a person's data are destroyed: unsent forms go, and what other rooms sealed of her.
    public var erased: @Sendable (PersonID, Tombstone, _ by: Actor, any Connection) throws -> Void = { _, _, _, _ in }

    /// What of a record is shared, for its page.
    public struct Sharing: Sendable {
        /// A line each, in the reader's language.
        public var lines: [String]
        /// Where all of it stands; nil for who may not see it.
        public var path: String?
        /// The referral through which she came to the reader's organisation; nil where she did not.
        public var received: (reference: String, path: String)?

        /// Nothing, unless told.
        public init(lines: [String] = [], path: String? = nil, received: (reference: String, path: String)? = nil) {
            self.lines = lines
            self.path = path
            self.received = received
        }

        var isEmpty: Bool { lines.isEmpty && path == nil && received == nil }
    }

    /// What a record may come from. Both closures throw what stops the whole act.
    public struct SignalLinks: Sendable {
        /// The reference of a signal that somebody may take further; nil where she may not, or there is none.
        public var reference: @Sendable (SignalID, Actor, Instant, any Connection) throws -> String?
        /// Notes that a record came of a signal, and gives the entry that tells of it. Throws ``WebError/notFound`` for a signal that is not
        /// hers to take further.
        public var link: @Sendable (SignalID, PersonID, Actor, Instant, _ request: String, any Connection) throws -> LedgerEntry

        /// Both are needed.
        public init(
            reference: @escaping @Sendable (SignalID, Actor, Instant, any Connection) throws -> String?,
            link: @escaping @Sendable (SignalID, PersonID, Actor, Instant, _ request: String, any Connection) throws -> LedgerEntry
        ) {
            self.reference = reference
            self.link = link
        }
    }

    /// All six are needed.
    public init(
        colleagues: @escaping @Sendable (any Connection, OrganisationID?, Instant, Language) throws -> [Colleague],
        organisations: @escaping @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)],
        ability: Ability, stepUp: StepUp,
        looks: @escaping @Sendable (_ object: String, _ organisations: Set<String>?, WebRequest) async throws -> any Encodable & Sendable,
        signals: SignalLinks
    ) {
        self.colleagues = colleagues
        self.organisations = organisations
        self.ability = ability
        self.stepUp = stepUp
        self.looks = looks
        self.signals = signals
    }
}
