import Admission
public import Core
public import Database
import Foundation
public import Ledger
public import Policy
public import Reference
public import Vault
public import Web

/// Signals (сигнали): what reaches a hotline, a commission or any other intake point, before anybody knows who is concerned.
public struct SignalsFeature: Sendable {
    let database: any Database
    let vault: Vault
    let pages: Pages
    let register: InstitutionRegister
    let places: PlaceRegister
    let sources: SignalSources

    /// - Parameters:
    ///   - vault: seals who reported, where exactly, and the note.
    ///   - register: institutions that a signal is redirected to.
    ///   - sources: what other rooms know.
    public init(
        database: any Database, vault: Vault, pages: Pages, register: InstitutionRegister, places: PlaceRegister, sources: SignalSources
    ) {
        self.database = database
        self.vault = vault
        self.pages = pages
        self.register = register
        self.places = places
        self.sources = sources
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "signals", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/signals", word: "nav_signals", section: "signals", act: .signalList)
    ]

    /// The reference of a signal that somebody may take further; nil where she may not, or there is none.
    public static func reference(of signal: SignalID, for actor: Actor, at now: Instant, _ connection: any Connection) throws -> String? {
        try decision(actor, on: signal, at: now, connection).isAllowed ? SignalStore.find(signal, connection)?.reference : nil
    }

    /// Notes that a person's record came of a signal: from then on a case is worked on. Gives the entry that tells of it. Throws
    /// ``WebError/notFound`` where the actor may not take the signal further.
    public static func link(
        _ signal: SignalID, to person: PersonID, by actor: Actor, at now: Instant, request: String, _ connection: any Connection
    ) throws -> LedgerEntry {
        let decision = try decision(actor, on: signal, at: now, connection)
        guard decision.isAllowed, let found = try SignalStore.find(signal, connection) else { throw WebError.notFound }
        try SignalStore.link(signal, to: person, by: actor.user, at: now, connection)
        if found.outcome?.kind != .caseOpened {
            try SignalStore.decide(SignalOutcome(kind: .caseOpened, institution: nil, at: now, by: actor.user), signal, connection)
        }
        return LedgerEntry(
            of: actor, at: now, act: Act.signalDecide.rawValue, object: signal.text, rule: decision.rule.rawValue, request: request)
    }

    /// How many signals were registered from a screening; which ones is told to nobody here.
    public static func registered(from screening: ActivityID, _ connection: any Connection) throws -> Int {
        try SignalStore.count(from: screening, connection)
    }

    private static func decision(_ actor: Actor, on signal: SignalID, at now: Instant, _ connection: any Connection) throws -> Decision {
        let facts = try RelationStore.facts(of: signal.text, at: now, connection)
        return Policy.decide(actor, .signalDecide, on: facts, in: Context(now: now))
    }

    var admission: Admission { Admission(database: database, pages: pages, stepUp: sources.stepUp) }
    var acts: SignalActs { SignalActs(database: database, vault: vault) }
}

/// What this room needs of others.
public struct SignalSources: Sendable {
    /// All organisations by name.
    public var organisations: @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)]
    /// Everybody who holds a post now, with the name of its organisation.
    public var colleagues: @Sendable (any Connection, Instant, Language) throws -> [(actor: Actor, name: String, organisation: String)]
    /// The name of a user, as colleagues know her.
    public var name: @Sendable (UserID, any Connection) throws -> String?
    /// The check of a fresh code.
    public var stepUp: StepUp
    /// The reference of a person's record where a visitor may see it in her list.
    public var record: @Sendable (PersonID, Actor, Instant, any Connection) throws -> String?
    /// Who looked at a signal, ready for the template `oversight-looks`.
    public var looks: @Sendable (_ object: String, WebRequest) async throws -> any Encodable & Sendable

    /// The screening of an identifier, where somebody may see it; nil for every other act.
    public var screening: @Sendable (ActivityID, Actor, any Connection) throws -> Screening?

    /// A screening that signals are registered from (проверка на терен).
    public struct Screening: Sendable {
        /// Opaque.
        public let id: ActivityID
        /// For people to name it by.
        public let reference: String
        /// In the words of who wrote it down.
        public let title: String
        /// The address of its page within the site.
        public let path: String
        /// Whether the one who asks may register signals as coming from it.
        public let takesSignals: Bool

        /// As the room that keeps it tells.
        public init(id: ActivityID, reference: String, title: String, path: String, takesSignals: Bool) {
            self.id = id
            self.reference = reference
            self.title = title
            self.path = path
            self.takesSignals = takesSignals
        }
    }

    /// All seven are needed.
    public init(
        organisations: @escaping @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)],
        colleagues:
            @escaping @Sendable (any Connection, Instant, Language) throws -> [(
                actor: Actor, name: String, organisation: String
            )],
        name: @escaping @Sendable (UserID, any Connection) throws -> String?, stepUp: StepUp,
        record: @escaping @Sendable (PersonID, Actor, Instant, any Connection) throws -> String?,
        looks: @escaping @Sendable (_ object: String, WebRequest) async throws -> any Encodable & Sendable,
        screening: @escaping @Sendable (ActivityID, Actor, any Connection) throws -> Screening?
    ) {
        self.organisations = organisations
        self.colleagues = colleagues
        self.name = name
        self.stepUp = stepUp
        self.record = record
        self.looks = looks
        self.screening = screening
    }
}
