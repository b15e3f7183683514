import Core
import Web

/// Who decided on pairs and when, in words: the organisation, never the person.
struct PairDecisions: Sendable {
    private let verdicts: [PlanComparison.Positions: PairVerdict]
    private let organisations: [OrganisationID: String]
    private let views: PlanViews

    init(
        _ verdicts: [PlanComparison.Positions: PairVerdict], _ organisations: [(id: OrganisationID, name: String)], _ views: PlanViews
    ) {
        self.verdicts = verdicts
        self.organisations = Dictionary(organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        self.views = views
    }

    /// „Решено на 3.3.2026 г. от НКБТХ.“; empty where nobody said anything.
    func text(_ positions: PlanComparison.Positions) -> String {
        guard let verdict = verdicts[positions] else { return "" }
        let who = verdict.organisation.flatMap { organisations[$0] } ?? views.words("not_given")
        return views.words("pair_decided", ["day": views.format.day(verdict.decidedAt.dayInSofia), "who": who])
    }
}
