import Core
import Documents
import Policy
import Web

/// The pages on which two plans are compared, and what people say there of a pair.
struct ComparePages: Sendable {
    let plans: PlanPages

    private static let size = 40

    /// With which plans a plan can be compared.
    func choice(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plans.plan(request)
        var others: [(plan: StoredPlan, comparison: PlanComparison)] = []
        for summary in try await plans.store.plans() where summary.slug != plan.slug {
            guard let other = try await plans.accepted(summary.slug) else { continue }
            others.append((other, try await plans.comparison(plan, other)))
        }
        let page = CompareChoicePage(plan, others, plans.view(request))
        return try plans.pages.page("programmes-compare-choice", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func compare(_ request: WebRequest) async throws -> WebResponse {
        try await page(request, request.query["show"].flatMap(ComparedList.Shown.init) ?? .pairs, page: request.query["page"])
    }

    private func page(
        _ request: WebRequest, _ shown: ComparedList.Shown, page asked: String?, _ refusal: DecidePair.Refusal? = nil
    ) async throws -> WebResponse {
        let (plan, other) = try await both(request)
        let list = ComparedList(plan, other, try await plans.comparison(plan, other), shown: shown)
        let paging = Paging(count: list.items.count, size: ComparePages.size, asked: asked)
        let views = plans.view(request)
        let decisions = PairDecisions(try await plans.store.verdicts(plan, other), try await plans.organisations(request), views)
        let page = ComparePage(list, paging, decisions, refusal, mayDecide: request.keepsPlans, views)
        return try plans.pages.page(
            "programmes-compare", page, title: page.head.windowTitle, for: request, section: "plans", hasForm: page.mayDecide,
            status: ComparePages.status(refusal))
    }

    private static func status(_ refusal: DecidePair.Refusal?) -> Int {
        switch refusal {
        case nil: 200
        case .notChosen: 422
        case .decidedOtherwise, .measureGone: 409
        }
    }

    func csv(_ request: WebRequest) async throws -> WebResponse {
        let (plan, other) = try await both(request)
        let comparison = try await plans.comparison(plan, other)
        let rows = ComparisonFile.rows(plan, other, comparison, plans.view(request))
        return .download(CSV.text(rows), type: "text/csv; charset=utf-8", name: "\(plan.slug)--\(other.slug).csv")
    }

    /// Confirms, rejects or takes back.
    func decide(_ request: WebRequest) async throws -> WebResponse {
        let ruling = try PairVerdict.Ruling.said(request.form["ruling"])
        let seen = try PairVerdict.Ruling.said(request.form["seen"])
        let shown = request.form["show"].flatMap(ComparedList.Shown.init) ?? .pairs
        do {
            try await decide(ruling, seen: seen, request)
        } catch DecidePair.Refusal.decidedOtherwise(let now) {
            return try await page(request, ComparePages.part(now), page: nil, .decidedOtherwise(now))
        } catch let refusal as DecidePair.Refusal {
            return try await page(request, shown, page: request.form["page"], refusal)
        }
        let (plan, other) = try await both(request)
        let address = ComparePage.address(
            plan, other, shown, page: request.form["page"].flatMap { Int($0) }, told: ruling?.rawValue ?? ComparePage.withdrawn,
            plans.view(request))
        return .redirect(to: address + "#told")
    }

    private func decide(_ ruling: PairVerdict.Ruling?, seen: PairVerdict.Ruling?, _ request: WebRequest) async throws {
        let (plan, other) = try await both(request)
        let (left, right) = (request.form.line("left") ?? "", request.form.line("right") ?? "")
        let blank = [("left", left), ("right", right)].filter(\.1.isEmpty).map(\.0)
        guard blank.isEmpty else { throw DecidePair.Refusal.notChosen(blank) }
        try await DecidePair(database: plans.store.database).decide(
            ruling, DecidePair.Side(plan: plan, measure: left), DecidePair.Side(plan: other, measure: right), seen: seen, request)
    }

    /// Where a pair stands of which something was said.
    private static func part(_ ruling: PairVerdict.Ruling?) -> ComparedList.Shown {
        switch ruling {
        case .same: .confirmed
        case .different: .rejected
        case nil: .proposed
        }
    }

    private func both(_ request: WebRequest) async throws -> (StoredPlan, StoredPlan) {
        let plan = try await plans.plan(request)
        guard let slug = request.parameters["other"], slug != plan.slug, let other = try await plans.accepted(slug) else {
            throw WebError.notFound
        }
        return (plan, other)
    }
}
