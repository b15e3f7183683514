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
        let total = budget.total
        let words = views.words
        let measures = plan.content.measures.count
        let share = measures > 0 ? Int((100 * Double(total.measures.count) / Double(measures)).rounded()) : 0
        facts = BudgetPage.facts(total, share: share, views)
        note =
            words.count("budget_note", total.wordsOnly.count)
            + (total.yearly.isEmpty ? "" : " " + words("yearly_note", ["amount": views.money(total.yearly)]))
        hasAmounts = !total.measures.isEmpty
        let builder = Builder(views: views, total: total)
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

    private static func facts(_ total: PlanBudget.Sum, share: Int, _ views: PlanViews) -> [OutlinePage.Fact] {
        let (words, format) = (views.words, views.format)
        var facts: [OutlinePage.Fact] = []
        if !total.amounts.isEmpty {
            let inEuro = words("in_euro", ["amount": format.money(Money(minor: total.amounts.inEuro, .eur))])
            facts.append(
                .init(
                    label: words("budget_total"), value: views.money(total.amounts), note: total.amounts.bgn > 0 ? inEuro : ""))
        }
        facts += [
            .init(
                label: words("measures_with_amount"), value: format.integer(total.measures.count),
                note: words("share_of_all", ["n": String(share)])),
            .init(label: words("budget_words"), value: format.integer(total.wordsOnly.count), note: words("without_amount")),
        ]
        if !total.ceilings.isEmpty {
            facts.append(
                .init(label: words("ceilings"), value: views.money(total.ceilings), note: words("ceilings_note")))
        }
        return facts
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
            let words = views.words
            var groups = groups
            if let limit {
                groups.sort {
                    ($1.sum.amounts.inEuro, $1.sum.wordsOnly.count, Collation.key($0.label)) < (
                        $0.sum.amounts.inEuro, $0.sum.wordsOnly.count, Collation.key($1.label)
                    )
                }
                if groups.count > limit {
                    var rest = PlanBudget.Sum()
                    for group in groups[limit...] { rest += group.sum }
                    groups = groups[..<limit] + [(words.count("others", groups.count - limit), nil, rest)]
                }
            }
            let bars = groups.map { group in
                Chart.Bar(
                    label: Chart.Bar.short(group.label), link: group.link, value: Double(group.sum.amounts.inEuro),
                    text: group.sum.amounts.isEmpty ? words("words_only") : views.money(group.sum.amounts),
                    cells: row(group.sum))
            }
            return Chart(
                id: "c-\(name)", title: words("chart.\(name).title"), subtitle: words("chart.\(name).subtitle"),
                head: [words("chart.\(name).first")] + (hasLeva ? [words("amount_bgn")] : []) + [
                    words("amount_eur"), words("measures_with_amount"), words("words_only"),
                ],
                bars: bars, total: name == "section" ? (words("total"), row(total)) : nil)
        }

        private func row(_ sum: PlanBudget.Sum) -> [String] {
            let format = views.format
            let none = views.words("none")
            let leva = sum.amounts.bgn > 0 ? plain(Money(minor: sum.amounts.bgn, .bgn)) : none
            let euro = sum.amounts.isEmpty ? none : plain(Money(minor: sum.amounts.inEuro, .eur))
            return (hasLeva ? [leva] : []) + [euro, format.integer(sum.measures.count), format.integer(sum.wordsOnly.count)]
        }

        /// Plans from 2026 on are in euro.
        private var hasLeva: Bool { total.amounts.bgn > 0 }

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
