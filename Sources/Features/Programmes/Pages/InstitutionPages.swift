import Core
import Reference
import Web

/// The register of institutions with what each has to do.
struct InstitutionsPage: Sendable, Encodable {
    let title: String
    let groups: [Group]
    let count: String

    struct Group: Sendable, Encodable {
        let id: String
        let title: String
        let rows: [Row]
    }

    struct Row: Sendable, Encodable {
        let name: String
        let code: String
        let href: String
        let leads: String
        let partners: String
    }

    init(_ register: InstitutionRegister, _ duties: [String: [Duty]], _ views: PlanViews) {
        title = views.words("nav_institutions")
        let active = register.institutions.filter { duties[$0.code] != nil }
        groups = Dictionary(grouping: active, by: \.kind)
            .map { kind, institutions in
                Group(
                    id: "k-\(kind.rawValue)", title: views.words("kind.\(kind.rawValue)"),
                    rows: Collation.sorted(institutions, by: views.name).map { institution in
                        let own = duties[institution.code] ?? []
                        let leads = own.count(where: \.isLead)
                        return Row(
                            name: views.name(institution), code: views.short(institution), href: views.href(institution: institution.code),
                            leads: views.format.integer(leads), partners: views.format.integer(own.count - leads))
                    })
            }
            .sorted { InstitutionsPage.order($0.id) < InstitutionsPage.order($1.id) }
        count = views.words.count("institutions_count", active.count)
    }

    private static func order(_ id: String) -> Int {
        Institution.Kind.allCases.firstIndex { "k-\($0.rawValue)" == id } ?? 99
    }
}

/// All that one institution leads or partners in, in all plans, and its load over the months.
struct InstitutionPage: Sendable, Encodable {
    let title: String
    let over: String
    let parent: [PlanViews.Link]
    let facts: [OutlinePage.Fact]
    let charts: [Chart]
    let hasCharts: Bool
    let plans: [PlanGroup]
    let isEmpty: Bool

    /// Measures shown; the rest stands in the plans, where the page leads.
    static let limit = 40

    struct PlanGroup: Sendable, Encodable {
        let id: String
        let title: String
        let href: String
        let rows: [Row]
        let hasRows: Bool
        let rest: String
        let hasRest: Bool
        let restHref: String
    }

    struct Row: Sendable, Encodable {
        let row: MeasureRowView
        let role: String
        let isLead: Bool
    }

    init(_ institution: Institution, _ duties: [Duty], _ shown: [String: StoredPlan], _ views: PlanViews) {
        let (words, format) = (views.words, views.format)
        title = views.name(institution)
        over = [views.short(institution), words("kind.\(institution.kind.rawValue)")].joined(separator: " · ")
        parent =
            institution.parent.flatMap(views.register.institution).map {
                [PlanViews.Link(text: views.name($0), href: views.href(institution: $0.code), hasLink: true)]
            } ?? []
        let leads = duties.filter(\.isLead).count
        let planCount = Set(duties.map(\.plan.version)).count
        facts = [
            .init(label: words("leads_in"), value: format.integer(leads), note: words.count("measures_n", leads)),
            .init(
                label: words("partners_in"), value: format.integer(duties.count - leads),
                note: words.count("measures_n", duties.count - leads)),
            .init(label: words("plans"), value: format.integer(planCount), note: words("in_force_or_over")),
        ]
        plans = InstitutionPage.groups(institution, duties, shown, views)
        isEmpty = duties.isEmpty
        charts = Chart.years(duties.flatMap(\.dueMonths).reduce(into: [:]) { $0[$1, default: 0] += 1 }, views)
        hasCharts = !charts.isEmpty
    }

    private static func groups(_ institution: Institution, _ duties: [Duty], _ shown: [String: StoredPlan], _ views: PlanViews)
        -> [PlanGroup]
    {
        let rows = Dictionary(grouping: duties.prefix(limit), by: \.plan.slug).mapValues { $0.compactMap { row($0, shown, views) } }
        let byPlan = Dictionary(grouping: duties, by: \.plan.slug).mapValues(\.count)
        return duties.map(\.plan).uniqued().enumerated().map { position, plan in
            let (rows, all) = (rows[plan.slug] ?? [], byPlan[plan.slug] ?? 0)
            return PlanGroup(
                id: "p-\(position + 1)", title: Casing.sentence(plan.title), href: views.href(plan.slug), rows: rows,
                hasRows: !rows.isEmpty, rest: views.words.count("rest_in_plan", all - rows.count), hasRest: rows.count < all,
                restHref: views.href(plan.slug) + "?institution=" + PercentCoding.encode(institution.code))
        }
    }

    private static func row(_ duty: Duty, _ shown: [String: StoredPlan], _ views: PlanViews) -> Row? {
        shown[duty.plan.version]?.content.measures.first { $0.code == duty.code }.map { measure in
            Row(
                row: MeasureRowView(measure, plan: duty.plan.slug, views), role: views.words(duty.isLead ? "role.lead" : "role.partner"),
                isLead: duty.isLead)
        }
    }
}

/// Who does what in one plan.
struct PlanInstitutionsPage: Sendable, Encodable {
    let head: PlanHead
    let rows: [Row]
    let others: [String]
    let hasOthers: Bool

    struct Row: Sendable, Encodable {
        let name: String
        let code: String
        let href: String
        let leads: String
        let partners: String
        let leadMeasures: [PlanViews.Link]
        let hasLeads: Bool
    }

    init(_ plan: StoredPlan, _ views: PlanViews) {
        head = PlanHead(plan, views, current: "institutions")
        var leads: [String: [Measure]] = [:]
        var partners: [String: Int] = [:]
        for measure in plan.content.measures {
            for code in Set(measure.leads.filter { $0.reading == .institution }.compactMap(\.code)) {
                leads[code, default: []].append(measure)
            }
            for code in Set(measure.partners.filter { $0.reading == .institution }.compactMap(\.code)) { partners[code, default: 0] += 1 }
        }
        let codes = Set(leads.keys).union(partners.keys).compactMap(views.register.institution)
        let byName = Collation.sorted(codes, by: views.name)
        // Who leads most comes first; Swift's sort keeps the order of names among equals.
        rows = byName.sorted { (leads[$0.code]?.count ?? 0) > (leads[$1.code]?.count ?? 0) }.map { institution in
            let led = leads[institution.code] ?? []
            let links = led.enumerated().map { position, measure in
                PlanViews.Link(
                    text: measure.code, href: views.href(plan.slug, measure: measure.code), hasLink: true,
                    separator: position + 1 < led.count ? ", " : "")
            }
            return Row(
                name: views.name(institution), code: views.short(institution), href: views.href(institution: institution.code),
                leads: views.format.integer(led.count), partners: views.format.integer(partners[institution.code] ?? 0),
                leadMeasures: links,
                hasLeads: !led.isEmpty)
        }
        let named = plan.content.measures.flatMap { $0.leads + $0.partners }.filter { $0.reading != .institution }
        others = Collation.sorted(views.actors(named).map(\.text).uniqued()) { $0 }
        hasOthers = !others.isEmpty
    }
}
