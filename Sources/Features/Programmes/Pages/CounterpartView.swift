import Core
import Counting
import Database
import Web

/// The same action in another plan, as the page of a measure tells it („друг план обещава нещо друго“).
struct CounterpartView: Sendable, Encodable {
    let side: PairView.Side
    let compareHref: String
    /// Comparisons are for those who work on plans.
    let mayCompare: Bool
    let isProposed: Bool
    let badge: String
    let decided: String
    let contrast: ContrastView

    init(_ counterpart: Counterpart, of plan: StoredPlan, _ position: Int, _ views: PlanViews) {
        side = PairView.Side(counterpart.plan, counterpart.position, name: Casing.sentence(counterpart.plan.content.title.text), views)
        compareHref = views.href(plan.slug, "/compare/\(counterpart.plan.slug)")
        mayCompare = views.request.readsPlans
        isProposed = counterpart.proposal != nil
        badge =
            counterpart.proposal.map { ComparisonSentences(views.words, views.request.language).degree($0) }
            ?? views.words("pair.standing.confirmed")
        decided = counterpart.decided
        contrast = ContrastView(
            plan.content.measures[position], counterpart.measure,
            heads: (views.words("counterparts_here"), views.words("counterparts_there")), views)
    }
}

/// A measure of another plan that promises the same action.
struct Counterpart: Sendable {
    let plan: StoredPlan
    let position: Int
    /// How alike they are, where no person has confirmed it.
    let proposal: MeasureLikeness?
    /// Who confirmed it and when, in words.
    let decided: String

    var measure: Measure { plan.content.measures[position] }

    /// The words above some: another promise of the same years contradicts, that of a plan before or after does not.
    static func heading(_ others: [Counterpart], of measure: Measure, in plan: PlanContent, _ words: Words) -> String {
        let orders = Set(others.map { PlanOrder(plan, $0.plan.content) })
        let plans = Set(others.map(\.plan.slug)).count
        if orders == [.rightFirst] { return words.count("counterparts_before", plans) }
        if orders == [.leftFirst] { return words.count("counterparts_after", plans) }
        let differs = others.contains { PlanOrder(plan, $0.plan.content) == .none && $0.differs(from: measure, of: plan) }
        return words(differs ? "counterparts" : "counterparts_same")
    }

    /// Whether a person said that it is the same action, and it promises something else than a measure of another plan.
    private func differs(from measure: Measure, of other: PlanContent) -> Bool {
        proposal == nil && MeasureContrast(measure, self.measure, years: other.years(until: plan.content)).isMaterial
    }
}

extension PlanPages {
    /// The same action in other accepted plans: what people confirmed, for everybody; proposals only for those who may see them.
    func counterparts(of plan: StoredPlan, _ position: Int, _ request: WebRequest) async throws -> [Counterpart] {
        let measure = plan.reference(position)
        let verdicts = try await store.verdicts(of: measure)
        let seesProposals = request.readsPlans
        guard seesProposals || verdicts.contains(where: { $0.ruling == .same }) else { return [] }
        var found: [Counterpart] = []
        let organisations = try await organisations(request)
        for summary in try await store.plans() where summary.slug != plan.slug {
            let confirmed = verdicts.compactMap { $0.ruling == .same ? $0.against(measure) : nil }.filter { $0.plan == summary.id }
            guard seesProposals || !confirmed.isEmpty, let other = try await accepted(summary.slug) else { continue }
            let decisions = PairDecisions(plan.placed(verdicts, with: other), organisations, view(request))
            let positions = other.positions
            found += confirmed.compactMap { positions[$0.measure] }.map { place in
                Counterpart(plan: other, position: place, proposal: nil, decided: decisions.text(.init(position, place)))
            }
            guard seesProposals else { continue }
            found += try await comparison(plan, other).pairs.filter { $0.left == position && $0.standing == .proposed }.map {
                Counterpart(plan: other, position: $0.right, proposal: $0.likeness, decided: "")
            }
        }
        return found
    }

    /// All organisations by name.
    func organisations(_ request: WebRequest) async throws -> [(id: OrganisationID, name: String)] {
        try await store.database.read { try figures.sources.organisations($0, request.language) }
    }
}
