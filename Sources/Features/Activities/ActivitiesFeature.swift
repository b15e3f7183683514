public import Core
public import Counting
public import Database
import Foundation
public import Policy
public import Reference
public import Vault
public import Web

/// Activities (дейности): the work that plans ask for, each act written down once by whoever did it, so that plans count themselves.
public struct ActivitiesFeature: Sendable {
    let database: any Database
    let pages: Pages
    let register: InstitutionRegister
    let places: PlaceRegister
    let sources: ActivitySources
    let root: SealingKey
    /// Sheets that are being stored.
    let jobs = ImportJobs()
    let institutionNames = InstitutionNames()
    /// Keeps the keys by which participants are told apart, and the files that prove acts.
    var vault: Vault { Vault(root: root) }

    /// - Parameters:
    ///   - register: institutions that co-organise, are addressed, or have something to do.
    ///   - sources: what other rooms know.
    ///   - root: seals sheets between the steps of their import, the keys by which participants are told apart, and files.
    public init(
        database: any Database, pages: Pages, register: InstitutionRegister, places: PlaceRegister, sources: ActivitySources,
        root: SealingKey
    ) {
        self.database = database
        self.pages = pages
        self.register = register
        self.places = places
        self.sources = sources
        self.root = root
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "activities", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }

    /// Lets acts that fit serve measures whose indicators have begun to count, where no other measure of the plan claims them.
    ///
    /// - Parameter offers: all measures of accepted plans.
    public static func assign(
        to measures: Set<MeasureReference>, of offers: [MeasureOffer], by user: UserID, at now: Instant, _ connection: any Connection,
        institution: @escaping @Sendable (OrganisationID, any Connection) throws -> String?
    ) throws {
        try Fitting(offers: offers, institution: institution).assignAll(to: measures, by: user, at: now, connection)
    }

    /// An act that serves several measures of one plan, and so counts in each of them (броена два пъти): somebody said so of each.
    public struct CountedTwice: Sendable {
        /// In the words of who wrote it down.
        public let title: String
        /// The address of its page within the site.
        public let path: String
        /// Identities of the measures of the plan that it serves.
        public let measures: Set<String>
    }

    /// Acts that somebody may see and that count twice or more in a plan, the latest first, as many as a page has room for.
    public static func countedTwice(in plan: String, for actor: Actor, limit: Int, _ connection: any Connection) throws -> [CountedTwice] {
        try ActivityStore.list(twice(in: plan), actor, offset: 0, limit: limit, connection).map { act in
            CountedTwice(
                title: act.facts.title, path: "/activities/" + act.id.text,
                measures: Set(act.assignments.map(\.measure).filter { $0.plan == plan }.map(\.measure)))
        }
    }

    /// Where all of them stand within the site.
    public static func twicePath(in plan: String) -> String { "/activities" + twice(in: plan).query }

    private static func twice(in plan: String) -> ActivityFilter {
        var filter = ActivityFilter()
        (filter.isTwice, filter.plan) = (true, plan)
        return filter
    }

    /// A screening from which signals are registered (проверка на терен).
    public struct Screening: Sendable {
        /// For people to name it by.
        public let reference: String
        /// In the words of who wrote it down.
        public let title: String
        /// The address of its page within the site.
        public let path: String
        /// Whether the one who asks may register signals as coming from it.
        public let takesSignals: Bool
    }

    /// The screening of an identifier, where somebody may see it; nil for an act of another kind.
    public static func screening(_ id: ActivityID, for actor: Actor, _ connection: any Connection) throws -> Screening? {
        guard let act = try ActivityStore.find(id, seenBy: actor, connection), act.kind == .screening else { return nil }
        return Screening(
            reference: act.reference, title: act.facts.title, path: "/activities/" + act.id.text,
            takesSignals: act.takesSignals(of: actor.organisation))
    }

    /// A number that grows with every change of what this room shows to everybody.
    public func eventRevision() async throws -> Int { try await database.read { try EventStore.revision($0) } }

    /// Destroys sheets that somebody pasted more than a day ago and did not store: what stands in their other columns nobody knows.
    public static func forgetSheets(at now: Instant, _ connection: any Connection) throws {
        try ImportStore.forgetExpired(at: now, connection)
    }

    /// Destroys the tokens of participants whose period is over, and the keys under which they were made: only head counts are left of them.
    public static func forgetParticipants(_ vault: Vault, at now: Instant, _ connection: any Connection) throws {
        for key in try vault.keyPeriods(of: ParticipantPeriod.purpose, connection) {
            guard let period = ParticipantPeriod(key), period.isOver(on: now.dayInSofia) else { continue }
            try AttendanceStore.forgetTokens(of: period, connection)
            try vault.destroyPeriodKey(key, at: now, connection)
        }
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/activities", word: "nav_activities", section: "activities", act: .activityList)
    ]
}

/// What this room needs of others.
public struct ActivitySources: Sendable {
    /// All organisations by name.
    public var organisations: @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)]
    /// The institution of the register that an organisation is; nil for others.
    public var institution: @Sendable (OrganisationID, any Connection) throws -> String?
    /// The name of a user, as colleagues know her.
    public var name: @Sendable (UserID, any Connection) throws -> String?
    /// The measures of accepted plans with what their indicators count.
    public var offers: @Sendable (any Connection) throws -> [MeasureOffer]

    /// How many signals were registered from a screening.
    public var signals: @Sendable (ActivityID, any Connection) throws -> Int

    /// All five are needed.
    public init(
        organisations: @escaping @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)],
        institution: @escaping @Sendable (OrganisationID, any Connection) throws -> String?,
        name: @escaping @Sendable (UserID, any Connection) throws -> String?,
        offers: @escaping @Sendable (any Connection) throws -> [MeasureOffer],
        signals: @escaping @Sendable (ActivityID, any Connection) throws -> Int
    ) {
        self.organisations = organisations
        self.institution = institution
        self.name = name
        self.offers = offers
        self.signals = signals
    }
}
