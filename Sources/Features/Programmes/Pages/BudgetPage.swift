import Core
import Reference
import Web

/// A plan's money by source, section and institution.
struct BudgetPage: Sendable, Encodable {
    let head: PlanHead
    let facts: [OutlinePage.Fact]
    let note: String
    let hasAmounts: Bool
    let bySource: Chart
    let bySection: Chart
    let byInstitution: Chart
    let hasSections: Bool
    let csv: String
    let json: String

    init(_ plan: StoredPlan, _ views: PlanViews) {
        head = PlanHead(plan, views, current: "budget")
        let budget = PlanBudget(plan.content.measures)
        let (words, format) = (views.words, views.format)
        let measures = plan.content.measures.count
        let share = measures > 0 ? 100 * budget.total.measures.count / measures : 0
        facts = [
            .init(
                label: words("budget_total"), value: format.money(Money(minor: budget.total.bgn, .bgn)),
                note: words("in_euro", ["amount": format.money(Money(minor: budget.total.inEuro, .eur))]), kind: "nowrap"),
            .init(
                label: words("measures_with_amount"), value: format.integer(budget.total.measures.count),
                note: words("share_of_all", ["n": String(share)])),
            .init(
                label: words("budget_words"), value: format.integer(budget.total.wordsOnly.count), note: words("without_amount")),
            .init(
                label: words("ceilings"), value: format.money(Money(minor: budget.total.ceilings, .bgn)), note: words("ceilings_note"),
                kind: "nowrap"),
        ]
        note = words.count("budget_note", budget.total.wordsOnly.count)
        hasAmounts = !budget.total.measures.isEmpty
        let builder = Builder(views: views, total: budget.total)
        bySource = builder.chart(
            "source", budget.bySource.map { (label: BudgetPage.name($0.key, words), link: nil, sum: $0.value) }, limit: 12)
        bySection = builder.chart(
            "section",
            budget.bySection.sorted { $0.key < $1.key }.map { position, sum in
                (label: position >= 0 ? views.section(plan.content.sections[position]) : words("measures"), link: nil, sum: sum)
            }, limit: nil)
        hasSections = !plan.content.sections.isEmpty
        byInstitution = builder.chart(
            "institution",
            budget.byLead.map { name, sum in
                (label: name, link: views.register.institution(name).map { views.href(institution: $0.code) }, sum: sum)
            },
            limit: 12)
        csv = views.href(plan.slug, ".csv")
        json = views.href(plan.slug, ".json")
    }

    private static func name(_ source: PlanBudget.Source, _ words: Words) -> String {
        switch source {
        case .payer(let name): name
        case .external: words("external_source")
        case .unnamed: words("no_payer")
        }
    }

    private struct Builder {
        let views: PlanViews
        let total: PlanBudget.Sum

        /// With a limit the largest come first and the rest are put together; without, the order stays.
        func chart(_ name: String, _ groups: [(label: String, link: String?, sum: PlanBudget.Sum)], limit: Int?) -> Chart {
            let (words, format) = (views.words, views.format)
            var groups = groups
            if let limit {
                groups.sort {
                    ($1.sum.inEuro, $1.sum.wordsOnly.count, Collation.key($0.label)) < (
                        $0.sum.inEuro, $0.sum.wordsOnly.count, Collation.key($1.label)
                    )
                }
                if groups.count > limit {
                    var rest = PlanBudget.Sum()
                    for group in groups[limit...] {
                        rest.bgn += group.sum.bgn
                        rest.eur += group.sum.eur
                        rest.measures.formUnion(group.sum.measures)
                        rest.wordsOnly.formUnion(group.sum.wordsOnly)
                    }
                    groups = groups[..<limit] + [(words.count("others", groups.count - limit), nil, rest)]
                }
            }
            let bars = groups.map { group in
                Chart.Bar(
                    label: Chart.Bar.short(group.label), link: group.link, value: Double(group.sum.inEuro),
                    text: group.sum.inEuro > 0 ? format.money(Money(minor: group.sum.bgn, .bgn)) : words("words_only"),
                    cells: row(group.sum))
            }
            return Chart(
                id: "c-\(name)", title: words("chart.\(name).title"), subtitle: words("chart.\(name).subtitle"),
                head: [
                    words("chart.\(name).first"), words("amount_bgn"), words("amount_eur"), words("measures_with_amount"),
                    words("words_only"),
                ],
                bars: bars, total: name == "section" ? (words("total"), row(total)) : nil)
        }

        private func row(_ sum: PlanBudget.Sum) -> [String] {
            let format = views.format
            let none = views.words("none")
            return [
                sum.bgn > 0 ? plain(Money(minor: sum.bgn, .bgn)) : none, sum.inEuro > 0 ? plain(Money(minor: sum.inEuro, .eur)) : none,
                format.integer(sum.measures.count), format.integer(sum.wordsOnly.count),
            ]
        }

        /// An amount without its currency, which stands in the head of the column.
        private func plain(_ money: Money) -> String {
            views.format.amount(money)
        }
    }
}

extension Chart.Bar {
    /// A label of some 44 characters; the table has the whole name.
    static func short(_ label: String) -> String {
        guard label.count > 46 else { return label }
        let cut = label.prefix(44)
        return String(cut.prefix(upTo: cut.lastIndex(of: " ") ?? cut.endIndex)) + "…"
    }
}
