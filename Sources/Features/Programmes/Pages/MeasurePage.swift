import Core
import Documents
import Web

/// Everything about one measure; each value leads to the cell it came from.
struct MeasurePage: Sendable, Encodable {
    let windowTitle: String
    let plan: PlanHead
    let sectionTitle: String
    let sectionHref: String
    let hasSection: Bool
    let code: String
    let title: String
    let titleCell: [PlanViews.CellLink]
    let remarkCount: String
    let hasRemarks: Bool
    let remarks: [RemarkView]
    let findings: [FindingLine]
    let hasFindings: Bool
    let findingCount: String
    let findingsHref: String
    let deadline: String
    let deadlineCell: [PlanViews.CellLink]
    let deadlineDetail: String
    let hasDeadlineDetail: Bool
    let amount: String
    let euro: String
    let hasAmount: Bool
    let budgetWords: String
    let leads: [PlanViews.Link]
    let leadCell: [PlanViews.CellLink]
    let hasLeads: Bool
    let indicatorCount: String
    let indicatorNote: String
    let indicators: [IndicatorView]
    let hasIndicators: Bool
    let hasFigures: Bool
    let texts: [TextRow]
    let budget: [BudgetRow]
    let hasBudget: Bool
    let leadsFull: [PlanViews.Link]
    let partners: [PlanViews.Link]
    let partnerCell: [PlanViews.CellLink]
    let hasPartners: Bool
    let counterparts: [CounterpartView]
    let hasCounterparts: Bool
    let counterpartsTitle: String
    let placeText: String
    let rowHref: String
    let json: String
    let previous: [Neighbour]
    let next: [Neighbour]

    struct IndicatorView: Sendable, Encodable {
        let label: String
        let unit: String
        let hasUnit: Bool
        let baseline: String
        let target: String
        let comparator: String
        let hasComparator: Bool
        let cells: [PlanViews.CellLink]
        let href: String
        let counted: String
        let hasCounted: Bool
        let wayKind: String
        let way: String
        let reported: String
        let hasReported: Bool
    }

    struct TextRow: Sendable, Encodable {
        let label: String
        let text: String
        let cells: [PlanViews.CellLink]
    }

    struct BudgetRow: Sendable, Encodable {
        let text: String
        let amount: String
        let hasAmount: Bool
        let payers: [PlanViews.Link]
        let hasPayers: Bool
        let cells: [PlanViews.CellLink]
    }

    struct Neighbour: Sendable, Encodable {
        let code: String
        let title: String
        let href: String
    }

    /// Nil when the plan has no measure with the code.
    ///
    /// - Parameters:
    ///   - findings: the measure's open ones, for those who see findings.
    ///   - others: the measures of other plans that promise the same.
    init?(
        _ stored: StoredPlan, code: String, _ figures: [IndicatorFigures], _ findings: [FindingReader.Standing], _ others: [Counterpart],
        _ views: PlanViews,
        _ figureViews: FigureViews
    ) {
        let measures = stored.content.measures
        guard let position = measures.firstIndex(where: { $0.code == code }) else { return nil }
        let measure = measures[position]
        let (words, format, slug) = (views.words, views.format, stored.slug)
        plan = PlanHead(stored, views, current: "measures")
        windowTitle = words("measure_title", ["code": code])
        let section = measure.section.map { stored.content.sections[$0] }
        sectionTitle = section.map(views.section) ?? ""
        hasSection = section != nil
        sectionHref = views.href(slug) + "#s-\((measure.section ?? -1) + 1)"
        self.code = code
        title = measure.title.text
        titleCell = views.cell(slug, measure.title.source, words("field.title"))
        remarks = stored.content.doubts.filter { $0.measure == code }.map { RemarkView($0, stored, views) }
        hasRemarks = !remarks.isEmpty
        remarkCount = words.count("remarks", remarks.count)
        let findingViews = FindingViews(stored, views)
        self.findings = findings.prefix(MeasurePage.findingLimit).map { findingViews.line($0) }
        hasFindings = !findings.isEmpty
        findingCount = words.count("findings_open", findings.count)
        findingsHref = views.href(slug, "/findings?" + FormData([("measure", code)]).encoded)
        deadline = views.deadline(measure.deadline)
        deadlineCell = views.cell(slug, measure.deadline?.source, words("field.deadline"))
        deadlineDetail = MeasurePage.detail(measure.deadline, views)
        hasDeadlineDetail = !deadlineDetail.isEmpty
        let amounts = measure.amounts
        hasAmount = !amounts.isEmpty
        amount = amounts.compactMap(views.amount).joined(separator: " + ")
        euro = views.euro(amounts)
        budgetWords = views.budgetWords(measure)
        leads = views.actors(measure.leads)
        hasLeads = !measure.leads.isEmpty
        leadCell = views.cell(slug, measure.leads.first?.source, words("field.leads"))
        let path = views.href(slug, measure: code)
        indicators = zip(measure.indicators, figures).enumerated().map { place, one in
            MeasurePage.indicator(one.0, one.1, slug, views, figureViews, href: "\(path)/indicators/\(place + 1)")
        }
        hasIndicators = !indicators.isEmpty
        hasFigures = figures.contains { $0.metric != nil || !$0.reports.isEmpty }
        indicatorCount = format.integer(indicators.count)
        indicatorNote = words("with_target", ["n": format.integer(measure.indicators.filter { $0.target != nil }.count)])
        texts = [
            ("strategic_goal", measure.strategicGoal), ("operational_goal", measure.operationalGoal),
            ("expected_results", measure.expectedResults),
        ].compactMap { key, text in
            text.map { TextRow(label: words(key), text: $0.text, cells: views.cell(slug, $0.source, words(key))) }
        }
        budget = measure.budget.map { MeasurePage.budget($0, slug, views) }
        hasBudget = !budget.isEmpty
        leadsFull = views.actors(measure.leads, full: true)
        partners = views.actors(measure.partners, full: true)
        partnerCell = views.cell(slug, measure.partners.first?.source, words("field.partners"))
        hasPartners = !measure.partners.isEmpty
        counterparts = others.map { CounterpartView($0, of: stored, position, views) }
        hasCounterparts = !others.isEmpty
        counterpartsTitle = Counterpart.heading(others, of: measure, in: stored.content, words)
        let place = measure.title.source.cells.first
        placeText = place.map { words("place", ["table": String($0.table), "row": String($0.row)]) } ?? ""
        rowHref = titleCell.first?.href ?? ""
        json = views.href(slug, measure: code) + ".json"
        previous = position > 0 ? [MeasurePage.neighbour(measures[position - 1], slug, views)] : []
        next = position + 1 < measures.count ? [MeasurePage.neighbour(measures[position + 1], slug, views)] : []
    }

    /// As many findings as do not push the measure itself away.
    private static let findingLimit = 5

    private static func neighbour(_ measure: Measure, _ slug: String, _ views: PlanViews) -> Neighbour {
        Neighbour(code: measure.code, title: PlanHead.short(measure.title.text), href: views.href(slug, measure: measure.code))
    }

    /// What the few words of a deadline leave out: the last day, a condition, an assumed year.
    private static func detail(_ deadline: Deadline?, _ views: PlanViews) -> String {
        guard let deadline else { return "" }
        var parts: [String] = []
        if let due = deadline.dueOn, deadline.kind != .text { parts.append(views.words("until", ["day": views.format.day(due)])) }
        if deadline.isYearAssumed { parts.append(views.words("year_assumed")) }
        if let condition = deadline.condition, deadline.kind != .text { parts.append("„\(views.squeezed(condition))“") }
        return parts.joined(separator: " · ")
    }

    /// Words begin with a capital where they stand alone.
    static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    static func indicator(
        _ indicator: Indicator, _ figures: IndicatorFigures, _ slug: String, _ views: PlanViews, _ figureViews: FigureViews,
        href: String = ""
    ) -> IndicatorView {
        let words = views.words
        let comparator = indicator.comparator.map { words("comparator.\($0.rawValue)") } ?? ""
        let missing = indicator.kind == .milestone ? words("in_words") : words("no_number")
        let target = indicator.target.map(views.format.number) ?? (indicator.comparator == .all ? "" : missing)
        return IndicatorView(
            label: capital(indicator.label), unit: indicator.unit ?? "",
            hasUnit: indicator.unit != nil,
            baseline: indicator.baseline.map(views.format.number) ?? words("no_number"), target: target, comparator: comparator,
            hasComparator: !comparator.isEmpty,
            cells: views.cell(slug, indicator.targetSource ?? indicator.baselineSource, indicator.label), href: href,
            counted: figureViews.figure(figures.counted), hasCounted: figures.counted != .nothing,
            wayKind: figures.way == .fed ? "info" : "ok", way: words("figure_way.\(figures.way.rawValue)"),
            reported: figureViews.reported(figures, views), hasReported: !figures.reports.isEmpty)
    }

    private static func budget(_ line: BudgetLine, _ slug: String, _ views: PlanViews) -> BudgetRow {
        var amount = views.amount(line) ?? ""
        if let money = line.amount, money.currency == .bgn { amount += " (\(views.format.money(money.inEuro)))" }
        if let shared = line.sharedWith { amount += " · " + views.words("shared_with", ["code": shared]) }
        return BudgetRow(
            text: views.squeezed(line.source.text), amount: amount, hasAmount: !amount.isEmpty, payers: views.actors(line.payers),
            hasPayers: !line.payers.isEmpty, cells: views.cell(slug, line.source, views.words("field.budget")))
    }
}

/// One thing that a person should look at.
struct RemarkView: Sendable, Encodable {
    let kind: String
    let title: String
    let explanation: String
    let quote: String
    let place: String
    let href: String
    let measure: String
    let measureHref: String
    let hasMeasure: Bool
    let hasLink: Bool

    /// Those of a plan, the serious ones first.
    static func all(_ plan: StoredPlan, _ views: PlanViews) -> [RemarkView] {
        plan.content.remarks.map { RemarkView($0, plan, views) }.sorted { weight($0.kind) < weight($1.kind) }
    }

    private static func weight(_ kind: String) -> Int {
        ["bad": 0, "warn": 1][kind] ?? 2
    }

    init(_ remark: Remark, _ plan: StoredPlan, _ views: PlanViews) {
        let words = views.words
        let isSerious = [.notUnderstood, .columnsDoubtful, .wordCut, .titleMissing].contains(remark.code)
        kind =
            isSerious
            ? "bad"
            : [.numberInWords, .pairingUncertain, .unknownInstitution, .countDiffers, .currenciesDiffer, .deadlineOutsidePlan].contains(
                remark.code)
                ? "warn" : "info"
        title = words("remark.\(remark.code.rawValue)")
        explanation = words("remark.\(remark.code.rawValue).text", ["detail": remark.detail, "quote": views.squeezed(remark.quote)])
        quote = views.squeezed(remark.quote)
        place = views.place(remark.place)
        let isAccepted = plan.status == .accepted
        href = views.href(plan.slug, remark.place) + (isAccepted ? "" : "?version=\(plan.version)")
        measure = remark.measure ?? ""
        measureHref = remark.measure.map { views.href(plan.slug, measure: $0) } ?? ""
        hasMeasure = remark.measure != nil
        // Only the accepted version has pages of its measures.
        hasLink = isAccepted
    }
}

/// All remarks of a plan, and the account of its document.
struct RemarksPage: Sendable, Encodable {
    let head: PlanHead
    let remarks: [RemarkView]
    let isEmpty: Bool
    let facts: [OutlinePage.Fact]

    init(_ plan: StoredPlan, _ views: PlanViews) {
        head = PlanHead(plan, views, current: "remarks")
        remarks = RemarkView.all(plan, views)
        isEmpty = remarks.isEmpty
        let account = plan.account
        let total = max(1, account.total)
        facts = [("understood", account.understood), ("kept_as_text", account.keptAsText), ("not_understood", account.notUnderstood)].map {
            key, count in
            let share = Double(count) * 100 / Double(total)
            return OutlinePage.Fact(
                label: views.words("account.\(key)"), value: views.format.integer(count),
                note: views.words("account.share", ["n": views.format.number((share * 10).rounded() / 10)]))
        }
    }
}
