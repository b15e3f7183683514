import Core
import Documents
import Policy
import Reference
import Web

/// Texts and links that several pages of this room share.
struct PlanViews: Sendable {
    let words: Words
    let request: WebRequest
    let register: InstitutionRegister

    var format: Format { Format(request.language) }

    /// A text with an address where it leads somewhere.
    struct Link: Sendable, Encodable {
        let text: String
        let href: String
        let hasLink: Bool
        /// Between this and the next of a list.
        var separator = ""
    }

    /// The small link to the cell that a value came from.
    struct CellLink: Sendable, Encodable {
        let href: String
        let about: String
    }

    func href(_ plan: String, _ rest: String = "") -> String {
        request.link("/plans/\(plan)\(rest)")
    }

    func href(_ plan: String, measure code: String) -> String {
        href(plan, "/measures/\(PercentCoding.encode(code))")
    }

    func href(institution code: String) -> String {
        request.link("/institutions/\(PercentCoding.encode(code))")
    }

    func cell(_ plan: String, _ source: SourceReference?, _ about: String) -> [CellLink] {
        guard let place = source?.cells.first else { return [] }
        return [CellLink(href: href(plan, place), about: about)]
    }

    func href(_ plan: String, _ place: CellPlace) -> String {
        href(plan, "/source/\(place.table).\(place.row).\(place.column)")
    }

    /// „Таблица 2, ред 5, колона 3“.
    func place(_ place: CellPlace) -> String {
        guard place.table > 0 else { return words("place_prose", ["row": String(place.row)]) }
        return words("place_cell", ["table": String(place.table), "row": String(place.row), "column": String(place.column)])
    }

    /// Institutions as links, groups and words as text.
    func actors(_ actors: [Actor], full: Bool = false) -> [Link] {
        actors.enumerated().map { position, actor in
            var link = self.actor(actor, full: full)
            if position + 1 < actors.count { link.separator = ", " }
            return link
        }
    }

    func actor(_ actor: Actor, full: Bool) -> Link {
        switch actor.reading {
        case .institution:
            guard let institution = actor.code.flatMap(register.institution) else {
                return Link(text: actor.name, href: "", hasLink: false)
            }
            let text = [full ? name(institution) : short(institution), actor.place].compactMap { $0 }.joined(separator: " – ")
            return Link(text: text, href: href(institution: institution.code), hasLink: true)
        case .group:
            let group = actor.code.flatMap(register.group)
            return Link(
                text: (request.language == .en && actor.place == nil ? group?.name.en : nil) ?? actor.name, href: "", hasLink: false)
        case .document, .text:
            return Link(text: actor.name, href: "", hasLink: false)
        }
    }

    func name(_ institution: Institution) -> String {
        (request.language == .en ? institution.name.en : nil) ?? institution.name.bg
    }

    /// The short name of an institution by its code, or the words by which a plan names somebody else.
    func institution(_ named: String) -> String { register.institution(named).map(short) ?? named }

    func short(_ institution: Institution) -> String {
        (request.language == .en ? institution.abbreviation?.en : nil) ?? institution.code
    }

    /// „II. Превенция“.
    func section(_ section: Section) -> String {
        let title = Casing.sentence(section.title)
        return section.number.map { "\($0). \(title)" } ?? title
    }

    /// „20 000 лв.“, with „до“ where it is a ceiling.
    func amount(_ line: BudgetLine) -> String? {
        guard let amount = line.amount else { return nil }
        let text = (line.isCeiling ? words("up_to") + " " : "") + format.money(amount)
        return line.basis == .perYear ? words("per_year", ["amount": text]) : text
    }

    /// Amounts in leva together in euro; empty for what is in euro already.
    func euro(_ lines: [BudgetLine]) -> String {
        let amounts = lines.compactMap(\.amount).reduce(into: PlanBudget.Amounts()) { $0 += PlanBudget.Amounts($1) }
        return amounts.bgn > 0 ? format.money(Money(minor: amounts.inEuro, .eur)) : ""
    }

    /// „20 000 лв. + 500,00 €“.
    func money(_ amounts: PlanBudget.Amounts) -> String {
        let parts = [Money(minor: amounts.bgn, .bgn), Money(minor: amounts.eur, .eur)].filter { $0.minor != 0 }
        return parts.map(format.money).joined(separator: " + ")
    }

    /// A few words for a budget without an amount.
    func budgetWords(_ measure: Measure) -> String {
        let kinds = Set(measure.budget.map(\.kind))
        for kind in [BudgetLine.Kind.withinBudget, .external, .noFunding, .words] where kinds.contains(kind) {
            return words("budget.\(kind.rawValue)")
        }
        return words("not_given")
    }

    /// A deadline in a few words: „май – декември 2024 г.“.
    func deadline(_ deadline: Deadline?) -> String {
        guard let deadline else { return words("not_given") }
        switch deadline.kind {
        case .continuous: return words("deadline.continuous") + years(deadline.periods)
        case .recurring where deadline.everyMonths != nil: return every(deadline.everyMonths ?? 1)
        case .duration where deadline.durationMonths != nil: return words.count("deadline.months", deadline.durationMonths ?? 0)
        case .date where !deadline.periods.isEmpty:
            return deadline.periods.map { words("until", ["day": format.day($0.to)]) }.joined(separator: "; ")
        case .month, .range: return deadline.periods.map(period).joined(separator: "; ")
        // „след 31.03.2024 г.“, „30 дни от …“, „всяка седмица“: only the words tell it.
        case .date, .duration, .recurring, .schedule, .text: return squeezed(deadline.source.text)
        }
    }

    private func every(_ months: Int) -> String {
        switch months {
        case 1, 3, 6, 12: words("deadline.every.\(months)")
        default: words("deadline.every.other", ["n": format.integer(months)])
        }
    }

    /// „2024 г.“, „2012 – 2016 г.“; empty for a plan without years.
    func years(_ period: Deadline.Period?) -> String {
        period.map { words("year", ["year": PlanViews.span($0.from.year, $0.to.year)]) } ?? ""
    }

    /// „2024“, „2012 – 2016“.
    static func span(_ first: Int, _ last: Int) -> String { first == last ? String(first) : "\(first) – \(last)" }

    private func years(_ periods: [Deadline.Period]) -> String {
        guard let first = periods.first?.from.year, let last = periods.last?.to.year else { return "" }
        return ", " + words("year", ["year": PlanViews.span(first, last)])
    }

    private func period(_ period: Deadline.Period) -> String {
        let (from, to) = (Month(period.from), Month(period.to))
        if period.from == period.to { return format.day(period.to) }
        guard period.from == from.firstDay, period.to == to.lastDay else {
            return "\(format.day(period.from)) – \(format.day(period.to))"
        }
        if from == to { return format.month(to) }
        if from.year == to.year { return "\(format.monthName(from.month)) – \(format.month(to))" }
        return "\(format.month(from)) – \(format.month(to))"
    }

    func value(_ value: Double?) -> String {
        value.map(format.number) ?? ""
    }

    /// The words of a document with single spaces between them.
    func squeezed(_ text: String) -> String { Headings.clean(text) }
}

/// Capital letters for the screen.
enum Casing {
    /// A title printed all in capitals in sentence case, abbreviations kept („НКБТХ“); other titles as they are.
    static func sentence(_ title: String) -> String {
        guard isMostlyCapitals(title) else { return title }
        let words = title.split(separator: " ").map { word -> String in
            let vowels = word.unicodeScalars.contains { "АЕИОУЪЮЯAEIOUY".unicodeScalars.contains($0) }
            return vowels || word.unicodeScalars.count < 3 ? word.lowercased() : String(word)
        }
        let text = words.joined(separator: " ")
        guard let first = text.first else { return text }
        return first.uppercased() + text.dropFirst()
    }

    /// At most one letter in ten is small. Counts small letters first, for a few of them tell most titles.
    private static func isMostlyCapitals(_ title: String) -> Bool {
        let most = title.utf8.count / 10
        var (letters, small) = (0, 0)
        for scalar in title.unicodeScalars where scalar.properties.isAlphabetic {
            letters += 1
            guard !scalar.properties.isUppercase else { continue }
            small += 1
            if small > most { return false }
        }
        return letters > 6 && small * 10 <= letters
    }
}

/// The head that all pages of a plan share: title, state, tabs.
struct PlanHead: Sendable, Encodable {
    let title: String
    /// The title of the window: the view's name before the plan's.
    let windowTitle: String
    let short: String
    let href: String
    let badges: [Badge]
    /// „редакция 2“, a link to what changed.
    let edition: String
    let historyHref: String
    let hasHistory: Bool
    let meta: String
    let tabs: [Tab]
    let homeHref: String
    let importHref: String
    let importText: String
    let mayImport: Bool

    struct Badge: Sendable, Encodable {
        let kind: String
        let text: String
    }

    struct Tab: Sendable, Encodable {
        let text: String
        let href: String
        let isCurrent: Bool
        let count: String
        let hasCount: Bool
    }

    init(_ plan: StoredPlan, _ views: PlanViews, current: String) {
        let words = views.words
        title = Casing.sentence(plan.content.title.text)
        windowTitle = current == "measures" ? title : "\(words("tab.\(current)")) – \(title)"
        short = PlanHead.short(title)
        let findings = "/findings" + (plan.status == .accepted ? "" : "?version=\(plan.version)")
        href = views.href(plan.slug, plan.status == .accepted ? "" : findings)
        homeHref = views.request.link("/")
        let state = plan.status == .accepted ? [] : [Badge(kind: "warn", text: words("version.\(plan.status.rawValue).not_public"))]
        badges = state + PlanHead.badges(plan.content.period, isProject: plan.content.isProject, views)
        edition = words("edition", ["n": String(plan.version)])
        // A draft stands in no history; who keeps plans looks through it on a page of its own.
        let isDraft = plan.status == .draft
        mayImport = views.request.keepsPlans
        importHref = views.request.link("/plans/import" + (isDraft ? "/\(plan.versionID.text)" : ""))
        importText = words(isDraft ? "plan_import_review" : "plan_import_amend")
        hasHistory = !isDraft
        historyHref = views.href(plan.slug, "/history")
        meta = words("from_document", ["name": plan.document.name])
        let institutions = Set(
            plan.content.measures.flatMap { $0.leads + $0.partners }.filter { $0.reading == .institution }.compactMap(\.code))
        let counts = ["measures": plan.content.measures.count, "institutions": institutions.count, "remarks": plan.content.remarks.count]
        // Of a draft there is nothing to see but its findings.
        let isOpen = plan.status == .accepted
        let ofFindings = FindingReader.sees(plan, views.request) ? [("findings", findings)] : []
        let ofOthers = isOpen && views.request.readsPlans ? [("compare", "/compare")] : []
        tabs = ((isOpen ? PlanHead.open : []) + ofFindings + ofOthers).map { name, rest in
            Tab(
                text: words("tab.\(name)"), href: views.href(plan.slug, rest), isCurrent: name == current,
                count: counts[name].map { views.format.integer($0) } ?? "", hasCount: counts[name] != nil)
        }
    }

    /// The views of a plan that everybody sees, and their addresses.
    private static let open = [
        ("measures", ""), ("figures", "/figures"), ("document", "/document"), ("budget", "/budget"), ("calendar", "/calendar"),
        ("institutions", "/institutions"), ("remarks", "/remarks"),
    ]

    /// Draft, in force, over, or to come, by the plan's own years.
    static func badges(_ period: Deadline.Period?, isProject: Bool, _ views: PlanViews) -> [Badge] {
        var badges: [Badge] = []
        if isProject { badges.append(Badge(kind: "warn", text: views.words("state.project"))) }
        if let period {
            if views.request.today < period.from {
                badges.append(Badge(kind: "info", text: views.words("state.coming")))
            } else if views.request.today > period.to {
                badges.append(Badge(kind: "", text: views.words("state.over")))
            } else if !isProject {
                badges.append(Badge(kind: "ok", text: views.words("state.in_force")))
            }
        }
        return badges
    }

    /// A title cut at a word after some 60 characters, for the path above the page.
    static func short(_ title: String) -> String {
        guard title.count > 64 else { return title }
        let cut = title.prefix(64)
        return String(cut.prefix(upTo: cut.lastIndex(of: " ") ?? cut.endIndex)) + "…"
    }
}
