public import Core
public import Counting
public import Database
import Foundation
import Policy
public import Reference
public import Web

/// Plans (планове, програми): read from published documents, kept in versions, shown to everybody.
///
/// Rules of this room: every value keeps the cell it came from; nothing is guessed silently; a stored version never changes. They come from
/// `docs/decisions` and the published documents themselves. This room never holds data of persons: what is counted from them, other rooms count.
public struct ProgrammesFeature: Sendable {
    /// Reads and writes of this room.
    public let store: PlanStore
    let pages: PlanPages
    let sources: ProgrammesSources
    let offerShelf = OfferShelf()

    /// Nothing is read yet. The register gives the institutions on the pages their names.
    public init(database: any Database, register: InstitutionRegister, pages: Pages, sources: ProgrammesSources = ProgrammesSources()) {
        store = PlanStore(database)
        self.sources = sources
        self.pages = PlanPages(
            store: store, register: register, pages: pages, figures: FigureReader(database: database, sources: sources))
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "programmes", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }

    /// The words of this room alone, for commands, which have no pages. Throws where its resources are missing.
    static func words(_ language: Language) throws -> Words {
        var catalogue = Catalogue()
        try catalogue.add(folder: source().strings)
        return catalogue.words(language)
    }

    /// The addresses of this room; all that is read is public, but for the rows behind a figure.
    public var routes: [Route] {
        let indicators = IndicatorPages(plans: pages, sources: sources)
        let figures = FiguresPages(plans: pages, sources: sources, offers: offerShelf)
        let findings = FindingPages(plans: pages, sources: sources)
        let imports = ImportPages(plans: pages)
        let compare = ComparePages(plans: pages)
        return [
            .get("/plans", for: .everyone) { .redirect(to: $0.link("/")) },
            .get("/metrics", for: .everyone, figures.catalogue),
            .get("/plans/import", for: .allowed(.planKeep), imports.start),
            .upload("/plans/import", for: .allowed(.planKeep), fields: [], limit: ImportPages.formLimit, imports.send),
            .get("/plans/import/:draft", for: .allowed(.planKeep), imports.draft),
            .post(
                "/plans/import/:draft", for: .allowed(.planKeep),
                fields: FormFields(["base", "preview"], lists: ["is"], most: ImportPages.choiceLimit),
                imports.accept),
            .post("/plans/import/:draft/plan", for: .allowed(.planKeep), fields: ["plan"], imports.assign),
            .post("/plans/import/:draft/discard", for: .allowed(.planKeep), fields: [], imports.discard),
            .get("/plans/:plan", for: .everyone, pages.outline),
            .get("/plans/:plan/history", for: .everyone, imports.history),
            .get("/plans/:plan.json", for: .everyone, pages.json),
            .get("/plans/:plan.csv", for: .everyone, pages.csv),
            .get("/plans/:plan.docx", for: .everyone, pages.docx),
            .get("/plans/:plan.xlsx", for: .everyone, pages.xlsx),
            .get("/plans/:plan.ics", for: .everyone, pages.calendarFile),
            .get("/plans/:plan/document", for: .everyone, pages.document),
            .get("/plans/:plan/budget", for: .everyone, pages.budget),
            .get("/plans/:plan/calendar", for: .everyone, pages.calendar),
            .get("/plans/:plan/figures", for: .everyone, figures.figures),
            .get("/plans/:plan/figures.csv", for: .everyone, figures.csv),
            .post(
                "/plans/:plan/figures/accept", for: .allowed(.indicatorBind), fields: FormFields([], lists: ["accept"]), figures.accept),
            .get("/plans/:plan/institutions", for: .everyone, pages.institutionsOfPlan),
            .get("/plans/:plan/remarks", for: .everyone, pages.remarks),
            .get("/plans/:plan/findings", for: .everyone, findings.findings),
            .get("/plans/:plan/findings.csv", for: .everyone, findings.csv),
            .post(
                "/plans/:plan/findings/accept", for: .allowed(.planKeep),
                fields: FormFields(FindingPages.fields.union(["finding", "reason"])), findings.accept),
            .post(
                "/plans/:plan/findings/reopen", for: .allowed(.planKeep), fields: FormFields(FindingPages.fields.union(["finding"])),
                findings.reopen),
            .post("/plans/:plan/findings/public", for: .allowed(.planKeep), fields: ["public", "sure"], findings.publish),
            .get("/plans/:plan/compare", for: .allowed(.planRead), compare.choice),
            .get("/plans/:plan/compare/:other", for: .allowed(.planRead), compare.compare),
            .get("/plans/:plan/compare/:other.csv", for: .allowed(.planRead), compare.csv),
            .post(
                "/plans/:plan/compare/:other/decide", for: .allowed(.planKeep),
                fields: ["left", "page", "right", "ruling", "seen", "show"], compare.decide),
            .get("/plans/:plan/measures/:code", for: .everyone, pages.measure),
            .get("/plans/:plan/measures/:code.json", for: .everyone, pages.measureJSON),
            .get("/plans/:plan/measures/:code/indicators/:indicator", for: .everyone, indicators.indicator),
            .get("/plans/:plan/measures/:code/indicators/:indicator/rows", for: .signedIn, indicators.rows),
            .post(
                "/plans/:plan/measures/:code/indicators/:indicator/bind", for: .allowed(.indicatorBind), fields: indicators.bindFields,
                indicators.bind),
            .post("/plans/:plan/measures/:code/indicators/:indicator/unbind", for: .allowed(.indicatorBind), fields: [], indicators.unbind),
            .post(
                "/plans/:plan/measures/:code/indicators/:indicator/report", for: .allowed(.indicatorReport),
                fields: ["institution", "value", "day", "evidence"], indicators.report),
            .get("/plans/:plan/source/:cell", for: .everyone, pages.source),
            .get("/institutions", for: .everyone, pages.institutions),
            .get("/institutions/:code", for: .everyone, pages.institution),
            .get("/search", for: .everyone, pages.search),
            .post("/search", for: .signedIn, fields: ["q", "page"], pages.search),
        ]
    }
}

/// What this room needs of others.
public struct ProgrammesSources: Sendable {
    /// What rooms can count.
    public var metrics: [Metric]
    /// All organisations by name.
    public var organisations: @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)]
    /// The institution of the register that an organisation is; nil for others.
    public var institution: @Sendable (OrganisationID, any Connection) throws -> String?
    /// Code and name of a district in a language.
    public var districts: @Sendable (Language) -> [(code: String, name: String)]
    /// Code and name of a country in a language.
    public var countries: @Sendable (Language) -> [(code: String, name: String)]
    /// Code and short name of an institution in a language.
    public var institutions: @Sendable (Language) -> [(code: String, name: String)]

    /// Told within the same transaction that indicators of measures were bound: by whom and when.
    public var bound: @Sendable (Set<MeasureReference>, UserID, Instant, any Connection) throws -> Void

    /// Records that somebody let serve several measures of a plan, as far as a reader may see them, and where all of them stand. Nothing unless told.
    public var twice: @Sendable (_ plan: String, Visitor, any Connection) throws -> CountedTwice? = { _, _, _ in nil }

    /// Those of some organisations that are an institution: more than one where it is many, as the local commissions are.
    func speakers(_ organisations: [OrganisationID], of institution: String, _ connection: any Connection) throws -> Set<OrganisationID> {
        try Set(organisations).filter { try self.institution($0, connection) == institution }
    }

    /// What counts in several measures of one plan (броено два пъти).
    public struct CountedTwice: Sendable {
        /// A record: what it is called, its address within the site, and the identities of the measures.
        public let records: [(title: String, path: String, measures: Set<String>)]
        /// The address of the list of all of them.
        public let path: String

        /// - Parameter records: the first of them, at least one.
        public init(records: [(title: String, path: String, measures: Set<String>)], path: String) {
            self.records = records
            self.path = path
        }
    }

    /// By default nothing is counted and nobody reports.
    public init(
        metrics: [Metric] = [],
        organisations: @escaping @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)] = { _, _ in [] },
        institution: @escaping @Sendable (OrganisationID, any Connection) throws -> String? = { _, _ in nil },
        districts: @escaping @Sendable (Language) -> [(code: String, name: String)] = { _ in [] },
        countries: @escaping @Sendable (Language) -> [(code: String, name: String)] = { _ in [] },
        institutions: @escaping @Sendable (Language) -> [(code: String, name: String)] = { _ in [] },
        bound: @escaping @Sendable (Set<MeasureReference>, UserID, Instant, any Connection) throws -> Void = { _, _, _, _ in }
    ) {
        self.metrics = metrics
        self.organisations = organisations
        self.institution = institution
        self.districts = districts
        self.countries = countries
        self.institutions = institutions
        self.bound = bound
    }
}
