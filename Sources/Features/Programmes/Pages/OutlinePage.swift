import Core
import Reference
import Web

/// A plan's measures by section and goal, with filters.
struct OutlinePage: Sendable, Encodable {
    let head: PlanHead
    let facts: [Fact]
    let filter: FilterView
    let sections: [SectionView]
    let shown: String
    let hasFilter: Bool
    let isEmpty: Bool
    let all: String
    let csv: String
    let json: String
    let docx: String
    let xlsx: String

    struct Fact: Sendable, Encodable {
        let label: String
        let value: String
        let note: String
    }

    struct SectionView: Sendable, Encodable {
        let id: String
        let title: String
        let count: String
        let groups: [Group]
    }

    struct Group: Sendable, Encodable {
        let goal: String
        let goalLabel: String
        let hasGoal: Bool
        let measures: [MeasureRowView]
    }

    init(_ plan: StoredPlan, _ filter: MeasureFilter, _ views: PlanViews) throws {
        head = PlanHead(plan, views, current: "measures")
        let chosen = filter.apply(plan.content)
        facts = OutlinePage.facts(plan, views)
        self.filter = FilterView(plan, filter, views)
        sections = OutlinePage.sections(plan, chosen, views)
        shown = views.words(
            "shown", ["n": views.format.integer(chosen.count), "all": views.format.integer(plan.content.measures.count)])
        hasFilter = !filter.isEmpty
        isEmpty = chosen.isEmpty
        all = views.href(plan.slug)
        let query = views.request.query.encoded
        func file(_ ending: String) -> String { views.href(plan.slug, ending) + (query.isEmpty ? "" : "?" + query) }
        csv = file(".csv")
        json = file(".json")
        docx = file(".docx")
        xlsx = file(".xlsx")
    }

    private static func facts(_ plan: StoredPlan, _ views: PlanViews) -> [Fact] {
        let (words, format) = (views.words, views.format)
        let content = plan.content
        let budget = PlanBudget(content.measures).total
        let indicators = content.measures.flatMap(\.indicators)
        let complete = indicators.filter { $0.baseline != nil && $0.target != nil }.count
        let leads = Set(content.measures.flatMap { $0.leads.compactMap(\.code) }).count
        let partners = Set(content.measures.flatMap { $0.partners.compactMap(\.code) }).count
        var facts = [
            Fact(
                label: words("measures"), value: format.integer(content.measures.count),
                note: words.count("in_sections", content.sections.count)),
            Fact(
                label: words("indicators"), value: format.integer(indicators.count),
                note: words("complete_indicators", ["n": format.integer(complete)])),
            Fact(
                label: words("budget_given"), value: views.money(budget.amounts),
                note: (budget.amounts.bgn > 0 ? format.money(Money(minor: budget.amounts.inEuro, .eur)) + " · " : "")
                    + words.count("in_measures", budget.measures.count)),
            Fact(
                label: words("budget_words"), value: format.integer(budget.wordsOnly.count), note: words("without_amount")),
            Fact(label: words("leads"), value: format.integer(leads), note: words.count("and_partners", partners)),
        ]
        if budget.amounts.isEmpty { facts.remove(at: 2) }
        return facts
    }

    private static func sections(_ plan: StoredPlan, _ chosen: [Measure], _ views: PlanViews) -> [SectionView] {
        let all = Dictionary(grouping: plan.content.measures) { $0.section ?? -1 }.mapValues(\.count)
        var result: [SectionView] = []
        for (position, measures) in Dictionary(grouping: chosen, by: { $0.section ?? -1 }).sorted(by: { $0.key < $1.key }) {
            let title = position >= 0 ? views.section(plan.content.sections[position]) : views.words("measures")
            let count = views.words(
                "of_measures", ["n": views.format.integer(measures.count), "all": views.format.integer(all[position] ?? 0)])
            result.append(SectionView(id: "s-\(position + 1)", title: title, count: count, groups: groups(plan, measures, views)))
        }
        return result
    }

    private static func groups(_ plan: StoredPlan, _ measures: [Measure], _ views: PlanViews) -> [Group] {
        var groups: [(goal: String, label: String, rows: [MeasureRowView])] = []
        for measure in measures {
            let goal = measure.operationalGoal ?? measure.strategicGoal
            let label = measure.operationalGoal == nil ? "strategic_goal" : "operational_goal"
            let row = MeasureRowView(measure, plan: plan.slug, views)
            if let last = groups.last, last.goal == goal?.text ?? "" {
                groups[groups.count - 1].rows.append(row)
            } else {
                groups.append((goal?.text ?? "", views.words(label), [row]))
            }
        }
        return groups.map { Group(goal: $0.goal, goalLabel: $0.label, hasGoal: !$0.goal.isEmpty, measures: $0.rows) }
    }
}

/// A measure in a table.
struct MeasureRowView: Sendable, Encodable {
    let code: String
    let href: String
    let title: String
    let leads: [PlanViews.Link]
    let deadline: String
    let isOutside: Bool
    let budget: String
    let euro: String
    let hasAmount: Bool
    let indicators: String

    init(_ measure: Measure, plan: String, _ views: PlanViews) {
        code = measure.code
        href = views.href(plan, measure: measure.code)
        title = measure.title.text
        leads = views.actors(measure.leads)
        deadline = views.deadline(measure.deadline)
        isOutside = false
        let amounts = measure.amounts
        hasAmount = !amounts.isEmpty
        budget = hasAmount ? amounts.compactMap(views.amount).joined(separator: " + ") : views.budgetWords(measure)
        euro = views.euro(amounts)
        indicators = views.format.integer(measure.indicators.count)
    }
}

/// The form that narrows a plan's measures.
struct FilterView: Sendable, Encodable {
    let action: String
    let sections: [Option]
    let institutions: [Option]
    let months: [Option]
    let words: String
    let hasSections: Bool

    struct Option: Sendable, Encodable {
        let value: String
        let text: String
        let isChosen: Bool
    }

    init(_ plan: StoredPlan, _ filter: MeasureFilter, _ views: PlanViews) {
        action = views.href(plan.slug)
        sections = plan.content.sections.enumerated().map { position, section in
            Option(value: String(position + 1), text: views.section(section), isChosen: filter.section == position + 1)
        }
        hasSections = !sections.isEmpty
        let codes = Set(plan.content.measures.flatMap { $0.leads + $0.partners }.filter { $0.reading == .institution }.compactMap(\.code))
        institutions = Collation.sorted(codes.compactMap(views.register.institution), by: views.name)
            .map { Option(value: $0.code, text: views.name($0), isChosen: filter.institution == $0.code) }
        let months = Set(plan.content.measures.map(MeasureFilter.month)).sorted { $0 < $1 }
        self.months = months.map { month in
            let text = Day(iso: month + "-01").map { views.format.month(Month($0)) } ?? views.words("continuous_or_none")
            return Option(value: month, text: text, isChosen: filter.month == month)
        }
        words = filter.words ?? ""
    }
}
