import Core
import Web

/// Two measures side by side as a page shows them.
struct PairView: Sendable, Encodable {
    /// A measure with its address.
    struct Side: Sendable, Encodable {
        let plan: String
        let code: String
        let title: String
        let href: String

        /// - Parameter name: by what its plan is called here.
        init(_ plan: StoredPlan, _ position: Int, name: String, _ views: PlanViews) {
            let measure = plan.content.measures[position]
            self.plan = name
            code = measure.code
            title = measure.title.text
            href = views.href(plan.slug, measure: measure.code)
        }
    }

    /// What a form sends of a pair, for the template `programmes-pair-fields`: measures by their identities, so that a version accepted in
    /// the meantime changes nothing, and what was said of them when the page was made.
    struct Sent: Sendable, Encodable {
        let left: String
        let right: String
        let seen: String
        let codes: String

        init(_ list: ComparedList, _ positions: PlanComparison.Positions, seen: String = "") {
            left = list.left.measureIDs[positions.left]
            right = list.right.measureIDs[positions.right]
            codes = [(list.left, positions.left), (list.right, positions.right)].map { $0.content.measures[$1].code }.joined(
                separator: ", ")
            self.seen = seen
        }
    }

    let id: String
    let left: Side
    let right: Side
    let kind: String
    let badge: String
    let reasons: String
    let decided: String
    let isProposed: Bool
    let contrast: ContrastView
    let sent: Sent

    init(_ list: ComparedList, _ pair: PlanComparison.Pair, _ decisions: PairDecisions, _ views: PlanViews) {
        let sentences = ComparisonSentences(views.words, views.request.language)
        let names = PlanHead.names(list.left, list.right)
        left = Side(list.left, pair.left, name: names.left, views)
        right = Side(list.right, pair.right, name: names.right, views)
        id = "p-\(pair.left + 1)-\(pair.right + 1)"
        isProposed = pair.standing == .proposed
        kind = PairView.kind(pair)
        badge = isProposed ? sentences.degree(pair.likeness) : views.words("pair.standing.\(pair.standing.rawValue)")
        let why = sentences.reasons(pair.likeness)
        reasons = MeasurePage.capital(isProposed ? why : "\(sentences.score(pair.likeness)): \(why)")
        decided = decisions.text(pair.positions)
        contrast = ContrastView(
            list.left.content.measures[pair.left], list.right.content.measures[pair.right], heads: names,
            short: PlanHead.shortNames(list.left, list.right, views), views)
        sent = Sent(list, pair.positions, seen: pair.standing.ruling?.rawValue ?? "")
    }

    private static func kind(_ pair: PlanComparison.Pair) -> String {
        switch pair.standing {
        case .confirmed: "ok"
        case .rejected: ""
        case .proposed: pair.likeness.degree == .certain ? "info" : "warn"
        }
    }
}
