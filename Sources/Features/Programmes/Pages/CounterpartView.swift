import Core
import Counting
import Web

/// The same action in another plan, as the page of a measure tells it („друг план обещава нещо друго“).
struct CounterpartView: Sendable, Encodable {
    let side: PairView.Side
    let planTitle: String
    let compareHref: String
    /// Comparisons are for those who work on plans.
    let mayCompare: Bool
    let isProposed: Bool
    let degree: String
    let rows: [PairView.Row]
    let hasRows: Bool
    let same: String

    init(_ counterpart: Counterpart, of plan: StoredPlan, _ position: Int, _ views: PlanViews) {
        side = PairView.Side(counterpart.plan, counterpart.position, views)
        planTitle = Casing.sentence(counterpart.plan.content.title.text)
        compareHref = views.href(plan.slug, "/compare/\(counterpart.plan.slug)")
        mayCompare = views.request.readsPlans
        isProposed = counterpart.proposal != nil
        degree = counterpart.proposal.map { ComparisonSentences(views.words, views.request.language).degree($0) } ?? ""
        let all = PairView.rows(plan.content.measures[position], counterpart.plan.content.measures[counterpart.position], views)
        rows = all
        hasRows = !rows.isEmpty
        same = views.words("pair_same")
    }
}

/// A measure of another plan that promises the same action.
struct Counterpart: Sendable {
    let plan: StoredPlan
    let position: Int
    /// How alike they are, where no person has confirmed it.
    let proposal: MeasureLikeness?
}

extension PlanPages {
    /// The same action in other accepted plans: what people confirmed, for everybody; proposals only for those who may see them.
    func counterparts(of plan: StoredPlan, _ position: Int, _ request: WebRequest) async throws -> [Counterpart] {
        let measure = plan.reference(position)
        let verdicts = try await store.verdicts(of: measure)
        let seesProposals = request.readsPlans
        guard seesProposals || verdicts.contains(where: { $0.ruling == .same }) else { return [] }
        var found: [Counterpart] = []
        for summary in try await store.plans() where summary.slug != plan.slug {
            let confirmed = verdicts.compactMap { $0.ruling == .same ? $0.against(measure) : nil }.filter { $0.plan == summary.id }
            guard seesProposals || !confirmed.isEmpty, let other = try await accepted(summary.slug) else { continue }
            let positions = other.positions
            found += confirmed.compactMap { positions[$0.measure].map { Counterpart(plan: other, position: $0, proposal: nil) } }
            guard seesProposals else { continue }
            found += try await comparison(plan, other).pairs.filter { $0.left == position && !$0.isConfirmed }.map {
                Counterpart(plan: other, position: $0.right, proposal: $0.likeness)
            }
        }
        return found
    }
}
