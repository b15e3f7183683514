public import Core
import Foundation
public import Web

/// The public front: home, what the system is, open data, accessibility, and the page of components for those who build on it.
///
/// This room owns no data: what it shows of other rooms comes through ``PortalSources``, which the server fills in.
public struct PortalFeature: Sendable {
    private let sources: PortalSources
    private let pages: Pages
    private let isDevelopment: Bool

    /// - Parameter isDevelopment: adds `/components`.
    public init(sources: PortalSources, pages: Pages, isDevelopment: Bool) {
        self.sources = sources
        self.pages = pages
        self.isDevelopment = isDevelopment
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "portal", templates: resources.appendingPathComponent("Templates"), strings: resources.appendingPathComponent("Strings"))
    }

    /// The addresses of this room.
    public var routes: [Route] {
        var routes: [Route] = [
            .get("/", for: .everyone, home),
            .get("/about", for: .everyone) { try text("about", $0) },
            .get("/accessibility", for: .everyone) { try text("accessibility", $0) },
            .get("/data", for: .everyone, data),
            .get("/schemas/plan.schema.json", for: .everyone) { _ in
                WebResponse(contentType: "application/schema+json; charset=utf-8", body: try await sources.schema())
            },
        ]
        if isDevelopment { routes.append(.get("/components", for: .everyone) { try text("components", $0) }) }
        return routes
    }

    private func home(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let page = HomePage(
            plans: try await sources.plans(request), due: try await sources.due(request), importing: sources.importing(request),
            words: words,
            request: request)
        return try pages.page("portal-home", page, title: words("hero_title"), for: request, section: "plans")
    }

    private func data(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let page = DataPage(
            title: words("data_title"), plans: try await sources.plans(request), schema: "/schemas/plan.schema.json")
        return try pages.page("portal-data", page, title: page.title, for: request)
    }

    private func text(_ name: String, _ request: WebRequest) throws -> WebResponse {
        let title = pages.words(request.language)("\(name)_title")
        return try pages.page("portal-\(name)", TextPage(title: title), title: title, for: request)
    }
}

/// What the portal shows of other rooms.
public struct PortalSources: Sendable {
    /// A plan on the home page.
    public struct PlanCard: Sendable, Encodable {
        /// In sentence case where the document prints it all in capitals.
        public let title: String
        /// Address of the plan's page within the site, in the language of the request.
        public let href: String
        /// Style of the badge: `ok`, `warn`, `info`, or empty for the plain one and for none.
        public let badgeKind: String
        /// State of the plan in words („В сила“), empty without one.
        public let badge: String
        /// False where neither the plan's years nor the document itself tell a state.
        public let hasBadge: Bool
        /// The plan's years: „2024 г.“; empty where its title gives none.
        public let period: String
        public let measures, indicators, leads: String
        /// How much of the plan counts itself; none or one.
        public let figures: [Figures]

        /// How much of a plan counts itself.
        public struct Figures: Sendable, Encodable {
            let text, width, href: String

            /// - Parameter share: of a hundred indicators.
            public init(text: String, share: Int, href: String) {
                self.text = text
                width = "\(share)%"
                self.href = href
            }
        }

        /// The counts come as text, written as in the language of the request; no badge is nil.
        public init(
            title: String, href: String, badge: (kind: String, text: String)?, period: String, measures: String, indicators: String,
            leads: String, figures: Figures?
        ) {
            self.title = title
            self.href = href
            badgeKind = badge?.kind ?? ""
            self.badge = badge?.text ?? ""
            hasBadge = badge != nil
            self.period = period
            self.measures = measures
            self.indicators = indicators
            self.leads = leads
            self.figures = figures.map { [$0] } ?? []
        }
    }

    /// A deadline on the home page.
    public struct DueLine: Sendable, Encodable {
        public let code, href, title, lead, when: String

        /// All texts ready for the page: `lead` the leads joined by commas, `when` the deadline in words.
        public init(code: String, href: String, title: String, lead: String, when: String) {
            self.code = code
            self.href = href
            self.title = title
            self.lead = lead
            self.when = when
        }
    }

    /// All public plans.
    public var plans: @Sendable (WebRequest) async throws -> [PlanCard]
    /// What falls due in the month nearest to the day of the request.
    public var due: @Sendable (WebRequest) async throws -> (month: Month, lines: [DueLine])?
    /// The JSON Schema of a plan.
    public var schema: @Sendable () async throws -> String
    /// Where the visitor may bring in plans, with the words of the link; nil where she may not.
    public var importing: @Sendable (WebRequest) -> (text: String, href: String)?

    /// Each source is asked anew for every page made; what it throws, the page throws too.
    public init(
        plans: @escaping @Sendable (WebRequest) async throws -> [PlanCard],
        due: @escaping @Sendable (WebRequest) async throws -> (month: Month, lines: [DueLine])?,
        schema: @escaping @Sendable () async throws -> String,
        importing: @escaping @Sendable (WebRequest) -> (text: String, href: String)?
    ) {
        self.plans = plans
        self.due = due
        self.schema = schema
        self.importing = importing
    }
}

struct TextPage: Encodable {
    let title: String
}

struct DataPage: Encodable {
    let title: String
    let plans: [PortalSources.PlanCard]
    let schema: String
}

/// The first page.
struct HomePage: Encodable {
    let examples: [Example]
    let plans: [PortalSources.PlanCard]
    let hasPlans: Bool
    let due: [PortalSources.DueLine]
    let hasDue: Bool
    let dueSummary: String
    let more: String
    /// None or one.
    let importing: [ImportLink]

    struct ImportLink: Encodable {
        let text: String
        let href: String
    }

    struct Example: Encodable {
        let text: String
        let href: String
        let separator: String
    }

    /// As many lines as a reader takes in at a glance.
    private static let limit = 10

    init(
        plans: [PortalSources.PlanCard], due: (month: Month, lines: [PortalSources.DueLine])?, importing: (text: String, href: String)?,
        words: Words, request: WebRequest
    ) {
        self.importing = importing.map { [ImportLink(text: $0.text, href: $0.href)] } ?? []
        examples = (1...3).map { number in
            let text = words("example_\(number)")
            return Example(
                text: text, href: request.link("/search") + "?q=" + PercentCoding.encode(text), separator: number < 3 ? " · " : "")
        }
        self.plans = plans
        hasPlans = !plans.isEmpty
        let lines = due?.lines ?? []
        self.due = Array(lines.prefix(HomePage.limit))
        hasDue = !lines.isEmpty
        more = lines.count > HomePage.limit ? words.count("due_more", lines.count - HomePage.limit) : ""
        dueSummary = HomePage.summary(due, words, request)
    }

    private static func summary(_ due: (month: Month, lines: [PortalSources.DueLine])?, _ words: Words, _ request: WebRequest) -> String {
        guard let due else { return words("due_none") }
        let name = Format(request.language).month(due.month)
        guard due.month == Month(request.today) else { return words("due_nearest", ["month": name]) }
        return words.count("due_summary", due.lines.count).replacing("{month}", with: name.prefix(1).uppercased() + name.dropFirst())
    }
}
