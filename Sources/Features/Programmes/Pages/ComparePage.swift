import Core
import Web

/// Two plans compared.
struct ComparePage: Sendable, Encodable {
    let head: PlanHead
    let left: PlanTitle
    let right: PlanTitle
    let intro: String
    let otherHref: String
    let facts: [OutlinePage.Fact]
    let chips: [FiguresPage.Chip]
    let pairs: [PairView]
    let loose: [Loose]
    let hasLoose: Bool
    let partTitle: String
    let isEmpty: Bool
    let emptyText: String
    let mayDecide: Bool
    let action: String
    let show: String
    let notice: String
    let hasNotice: Bool
    let links: [HandLink]
    let steps: [Paging.Step]
    let hasSteps: Bool
    let shown: String
    let csv: String

    struct PlanTitle: Sendable, Encodable {
        let title: String
        let href: String
    }

    /// A measure that only one of the plans has.
    struct Loose: Sendable, Encodable {
        let side: PairView.Side
        let nearest: [PairView.Side]
        let hasNearest: Bool
        /// Codes of the pair that it would be with the nearest.
        let left: String
        let right: String
    }

    /// The form by which a person pairs two measures herself.
    struct HandLink: Sendable, Encodable {
        let left: FormQuestion
        let right: FormQuestion
    }

    init(_ list: ComparedList, _ paging: Paging, mayDecide: Bool, _ views: PlanViews) {
        let (words, format) = (views.words, views.format)
        head = PlanHead(list.left, views, current: "compare")
        left = ComparePage.title(list.left, views)
        right = ComparePage.title(list.right, views)
        intro = words("compare_intro.\(list.order == .none ? "same" : "order")")
        otherHref = views.href(list.left.slug, "/compare")
        facts = ComparePage.facts(list, views)
        chips = ComparedList.Shown.allCases.filter { $0 != .rejected || list.counts[.rejected] != 0 }.map { part in
            FiguresPage.Chip(
                text: words(ComparePage.name(part, list.order)), count: format.integer(list.counts[part] ?? 0),
                href: ComparePage.address(list.left, list.right, part, views), isCurrent: part == list.shown)
        }
        let items = list.items[paging.range]
        pairs = items.compactMap { item in
            switch item {
            case .pair(let pair): PairView(list.left, list.right, .init(pair.left, pair.right), pair, views)
            case .rejected(let positions): PairView(list.left, list.right, positions, nil, views)
            case .left, .right: nil
            }
        }
        loose = items.compactMap { ComparePage.loose($0, list, views) }
        hasLoose = !loose.isEmpty
        partTitle = words(ComparePage.name(list.shown, list.order))
        isEmpty = items.isEmpty
        emptyText = words("compare_none.\(list.shown.rawValue)")
        self.mayDecide = mayDecide
        action = views.href(list.left.slug, "/compare/\(list.right.slug)/decide")
        show = list.shown.rawValue
        let told = views.request.query["told"].flatMap { words.find("compare_told.\($0.isEmpty ? "withdrawn" : $0)") }
        notice = told ?? ""
        hasNotice = told != nil
        links = mayDecide ? [ComparePage.handLink(list)] : []
        steps = paging.steps { page in
            let address = ComparePage.address(list.left, list.right, list.shown, views)
            return address + (address.contains("?") ? "&" : "?") + "page=\(page)"
        }
        hasSteps = !steps.isEmpty
        shown = words("compare_shown", ["n": format.integer(items.count), "all": format.integer(list.items.count)])
        csv = views.href(list.left.slug, "/compare/\(list.right.slug).csv")
    }

    /// The address of a part of the comparison.
    static func address(_ left: StoredPlan, _ right: StoredPlan, _ shown: ComparedList.Shown, _ views: PlanViews) -> String {
        views.href(left.slug, "/compare/\(right.slug)") + (shown == .pairs ? "" : "?show=\(shown.rawValue)")
    }

    /// The words for a part: what only the earlier plan has was dropped.
    static func name(_ part: ComparedList.Shown, _ order: ComparedList.Order) -> String {
        switch (part, order) {
        case (.pairs, .leftFirst), (.pairs, .rightFirst): "compare_part.continued"
        case (.left, .leftFirst), (.right, .rightFirst): "compare_part.dropped"
        case (.left, .rightFirst), (.right, .leftFirst): "compare_part.new"
        default: "compare_part.\(part.rawValue)"
        }
    }

    private static func title(_ plan: StoredPlan, _ views: PlanViews) -> PlanTitle {
        PlanTitle(title: Casing.sentence(plan.content.title.text), href: views.href(plan.slug))
    }

    private static func facts(_ list: ComparedList, _ views: PlanViews) -> [OutlinePage.Fact] {
        let parts: [ComparedList.Shown] = [.pairs, .differing, .left, .right]
        return parts.map { part in
            let note =
                switch part {
                case .pairs: views.words("compare_note.confirmed", ["n": views.format.integer(list.counts[.confirmed] ?? 0)])
                case .differing: views.words("compare_note.differing")
                case .left: PlanHead.years(list.left)
                default: PlanHead.years(list.right)
                }
            return OutlinePage.Fact(
                label: views.words(name(part, list.order)), value: views.format.integer(list.counts[part] ?? 0), note: note)
        }
    }

    private static func loose(_ item: ComparedList.Item, _ list: ComparedList, _ views: PlanViews) -> Loose? {
        switch item {
        case .left(let position, let nearest):
            let side = PairView.Side(list.left, position, views)
            let other = nearest.map { PairView.Side(list.right, $0, views) }
            return Loose(side: side, nearest: other.map { [$0] } ?? [], hasNearest: other != nil, left: side.code, right: other?.code ?? "")
        case .right(let position, let nearest):
            let side = PairView.Side(list.right, position, views)
            let other = nearest.map { PairView.Side(list.left, $0, views) }
            return Loose(side: side, nearest: other.map { [$0] } ?? [], hasNearest: other != nil, left: other?.code ?? "", right: side.code)
        case .pair, .rejected: return nil
        }
    }

    private static func handLink(_ list: ComparedList) -> HandLink {
        func field(_ name: String, _ plan: StoredPlan) -> FormQuestion {
            FormQuestion(
                name, label: PlanHead.years(plan),
                choices: plan.content.measures.map { FormChoice($0.code, "\($0.code) \(PlanHead.short($0.title.text))") })
        }
        return HandLink(left: field("left", list.left), right: field("right", list.right))
    }
}

extension PlanHead {
    /// A plan by its kind and years, where two stand side by side: „Национална програма 2024“.
    static func years(_ plan: StoredPlan) -> String {
        let kind = plan.content.title.text.split(separator: " ").prefix { !["за", "по", "срещу"].contains($0.lowercased()) }.joined(
            separator: " "
        )
        .lowercased()
        guard let period = plan.content.period else { return MeasurePage.capital(kind) }
        return MeasurePage.capital(kind) + " " + PlanViews.span(period.from.year, period.to.year)
    }
}

/// The plans with which one can be compared.
struct CompareChoicePage: Sendable, Encodable {
    let head: PlanHead
    let others: [Other]
    let isEmpty: Bool

    struct Other: Sendable, Encodable {
        let title: String
        let href: String
        let period: String
        let common: String
        let confirmed: String
        let open: String
    }

    init(_ plan: StoredPlan, _ others: [(plan: StoredPlan, comparison: PlanComparison)], _ views: PlanViews) {
        head = PlanHead(plan, views, current: "compare")
        self.others = others.map { other, comparison in
            let confirmed = comparison.pairs.count(where: \.isConfirmed)
            return Other(
                title: Casing.sentence(other.content.title.text), href: views.href(plan.slug, "/compare/\(other.slug)"),
                period: views.years(other.content.period), common: views.format.integer(comparison.pairs.count),
                confirmed: views.format.integer(confirmed),
                open: views.format.integer(comparison.pairs.count - confirmed))
        }
        isEmpty = others.isEmpty
    }
}
