import Core
import Web

/// Two plans compared.
struct ComparePage: Sendable, Encodable {
    let head: PlanHead
    let other: PlanTitle
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
    let pageNumber: Int
    let notice: String
    let hasNotice: Bool
    let refusal: String
    let hasRefusal: Bool
    let summary: FormErrors
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
        /// Of the pair that it would be with the nearest: none or one.
        let sent: [PairView.Sent]
    }

    /// The form by which a person pairs two measures herself.
    struct HandLink: Sendable, Encodable {
        let left: FormQuestion
        let right: FormQuestion
        let isOpen: Bool
    }

    init(
        _ list: ComparedList, _ paging: Paging, _ decisions: PairDecisions, _ refusal: DecidePair.Refusal?, mayDecide: Bool,
        _ views: PlanViews
    ) {
        let (words, format) = (views.words, views.format)
        head = PlanHead(list.left, views, current: "compare")
        other = ComparePage.title(list.right, views)
        let order = list.comparison.order
        intro = words("compare_intro.\(order == .none ? "same" : "order")")
        otherHref = views.href(list.left.slug, "/compare")
        facts = ComparePage.facts(list, views)
        chips = ComparedList.Shown.allCases.filter { $0 != .rejected || list.counts[.rejected] != 0 }.map { part in
            FiguresPage.Chip(
                text: words(ComparePage.name(part, order)), count: format.integer(list.counts[part] ?? 0),
                href: ComparePage.address(list.left, list.right, part, views), isCurrent: part == list.shown)
        }
        let items = list.items[paging.range]
        pairs = items.compactMap { item in
            switch item {
            case .pair(let pair): PairView(list, pair, decisions, views)
            case .left, .right: nil
            }
        }
        loose = items.compactMap { ComparePage.loose($0, list, views) }
        hasLoose = !loose.isEmpty
        partTitle = words(ComparePage.name(list.shown, order))
        isEmpty = items.isEmpty
        emptyText = words("compare_none.\(list.shown.rawValue)")
        self.mayDecide = mayDecide
        action = views.href(list.left.slug, "/compare/\(list.right.slug)/decide")
        show = list.shown.rawValue
        pageNumber = paging.current
        notice = ComparePage.told(views)
        hasNotice = !notice.isEmpty
        self.refusal = ComparePage.refusal(refusal, words)
        hasRefusal = !self.refusal.isEmpty
        let wrong = ComparePage.wrong(refusal, PlanHead.names(list.left, list.right), words)
        summary = FormErrors(wrong)
        links = mayDecide ? [ComparePage.handLink(list, wrong, views)] : []
        steps = paging.steps { ComparePage.address(list.left, list.right, list.shown, page: $0, views) }
        hasSteps = !steps.isEmpty
        shown = words("compare_shown", ["n": format.integer(items.count), "all": format.integer(list.items.count)])
        csv = views.href(list.left.slug, "/compare/\(list.right.slug).csv")
    }

    /// The address of a part of the comparison.
    ///
    /// - Parameter told: what was said of a pair just now.
    static func address(
        _ left: StoredPlan, _ right: StoredPlan, _ shown: ComparedList.Shown, page: Int? = nil, told: String? = nil, _ views: PlanViews
    ) -> String {
        let asked = [("show", shown == .pairs ? nil : shown.rawValue), ("page", page == 1 ? nil : page.map(String.init)), ("told", told)]
        let query = FormData(asked.compactMap { name, value in value.map { (name, $0) } }).encoded
        return views.href(left.slug, "/compare/\(right.slug)") + (query.isEmpty ? "" : "?" + query)
    }

    /// The words for a part: what only the earlier plan has was dropped.
    static func name(_ part: ComparedList.Shown, _ order: PlanOrder) -> String {
        let fate: PlanOrder.Fate? =
            switch part {
            case .pairs: order.ofPairs
            case .left: order.ofLeft
            case .right: order.ofRight
            case .differing, .proposed, .confirmed, .rejected: nil
            }
        return "compare_part.\(fate?.rawValue ?? part.rawValue)"
    }

    /// What was said of a pair just now; empty where nothing was.
    private static func told(_ views: PlanViews) -> String {
        let known = PairVerdict.Ruling.allCases.map(\.rawValue) + [withdrawn]
        return known.first { $0 == views.request.query["told"] }.map { views.words("compare_told.\($0)") } ?? ""
    }

    /// What is told where a ruling was taken back.
    static let withdrawn = "withdrawn"

    private static func refusal(_ refusal: DecidePair.Refusal?, _ words: Words) -> String {
        switch refusal {
        case .decidedOtherwise: words("compare_refused.decided")
        case .measureGone: words("compare_refused.gone")
        case .notChosen, nil: ""
        }
    }

    /// Fields of the form by hand with what is wrong with each.
    private static func wrong(_ refusal: DecidePair.Refusal?, _ names: (left: String, right: String), _ words: Words) -> [(
        field: String, text: String
    )] {
        guard case .notChosen(let fields) = refusal else { return [] }
        return fields.map { ($0, words("compare_not_chosen", ["plan": $0 == "left" ? names.left : names.right])) }
    }

    private static func title(_ plan: StoredPlan, _ views: PlanViews) -> PlanTitle {
        PlanTitle(title: Casing.sentence(plan.content.title.text), href: views.href(plan.slug))
    }

    private static func facts(_ list: ComparedList, _ views: PlanViews) -> [OutlinePage.Fact] {
        let parts: [ComparedList.Shown] = [.pairs, .differing, .left, .right]
        let names = PlanHead.names(list.left, list.right)
        return parts.map { part in
            let note =
                switch part {
                case .pairs: views.words("compare_note.confirmed", ["n": views.format.integer(list.counts[.confirmed] ?? 0)])
                case .differing: views.words("compare_note.differing")
                case .left: names.left
                default: names.right
                }
            return OutlinePage.Fact(
                label: views.words(name(part, list.comparison.order)), value: views.format.integer(list.counts[part] ?? 0), note: note)
        }
    }

    private static func loose(_ item: ComparedList.Item, _ list: ComparedList, _ views: PlanViews) -> Loose? {
        let names = PlanHead.names(list.left, list.right)
        func left(_ position: Int) -> PairView.Side { PairView.Side(list.left, position, name: names.left, views) }
        func right(_ position: Int) -> PairView.Side { PairView.Side(list.right, position, name: names.right, views) }
        func loose(_ side: PairView.Side, _ nearest: PairView.Side?, _ pair: PlanComparison.Positions?) -> Loose {
            Loose(
                side: side, nearest: nearest.map { [$0] } ?? [], hasNearest: nearest != nil,
                sent: pair.map { [PairView.Sent(list, $0)] } ?? [])
        }
        switch item {
        case .left(let position, let nearest): return loose(left(position), nearest.map(right), nearest.map { .init(position, $0) })
        case .right(let position, let nearest): return loose(right(position), nearest.map(left), nearest.map { .init($0, position) })
        case .pair: return nil
        }
    }

    private static func handLink(_ list: ComparedList, _ wrong: [(field: String, text: String)], _ views: PlanViews) -> HandLink {
        func field(_ name: String, _ plan: StoredPlan, _ label: String) -> FormQuestion {
            let chosen = wrong.isEmpty ? nil : views.request.form.line(name)
            let measures = zip(plan.measureIDs, plan.content.measures).map { identity, measure in
                FormChoice(identity, "\(measure.code) \(PlanHead.short(measure.title.text))", isChosen: identity == chosen)
            }
            return FormQuestion(
                name, label: label, wrong: wrong.first { $0.field == name }?.text ?? "",
                choices: [FormChoice("", views.words("choose"))] + measures)
        }
        let names = PlanHead.names(list.left, list.right)
        return HandLink(
            left: field("left", list.left, names.left), right: field("right", list.right, names.right), isOpen: !wrong.isEmpty)
    }
}

extension PlanHead {
    /// Two plans by their kind and years, where they stand side by side: „Национална програма 2024“; by their titles where those are equal.
    static func names(_ left: StoredPlan, _ right: StoredPlan) -> (left: String, right: String) {
        let names = (left: years(left.content), right: years(right.content))
        return names.left == names.right ? (Casing.sentence(left.content.title.text), Casing.sentence(right.content.title.text)) : names
    }

    /// Two plans in a word, before each value: by their years; as here and there where those are equal or not known.
    static func shortNames(_ left: StoredPlan, _ right: StoredPlan, _ views: PlanViews) -> (left: String, right: String) {
        let spans = [left, right].compactMap { $0.content.period.map { PlanViews.span($0.from.year, $0.to.year) } }
        guard spans.count == 2, spans[0] != spans[1] else { return (views.words("counterparts_here"), views.words("counterparts_there")) }
        return (spans[0], spans[1])
    }

    private static func years(_ plan: PlanContent) -> String {
        let kind = Casing.sentence(plan.title.text).split(separator: " ").prefix { !["за", "по", "срещу"].contains($0.lowercased()) }
        let name = MeasurePage.capital(kind.joined(separator: " "))
        return plan.period.map { name + " " + PlanViews.span($0.from.year, $0.to.year) } ?? name
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
            let confirmed = comparison.pairs.count { $0.standing == .confirmed }
            return Other(
                title: Casing.sentence(other.content.title.text), href: views.href(plan.slug, "/compare/\(other.slug)"),
                period: views.years(other.content.period), common: views.format.integer(comparison.pairs.count),
                confirmed: views.format.integer(confirmed),
                open: views.format.integer(comparison.pairs.count - confirmed))
        }
        isEmpty = others.isEmpty
    }
}
