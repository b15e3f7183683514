import Core
import Documents
import Policy
import Web

/// The pages on which two plans are compared, and what people say there of a pair.
struct ComparePages: Sendable {
    let plans: PlanPages

    private static let size = 40

    /// Who sees proposals that nobody has looked at yet.
    static func seesProposals(_ request: WebRequest) -> Bool {
        request.visitor.map { Policy.mayEver($0.actor, .planRead) } ?? false
    }

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
        let (plan, other) = try await both(request)
        let comparison = try await plans.comparison(plan, other)
        let rejected = try await plans.store.decided(plan, other).rejected
        let may = request.visitor.map { Policy.mayEver($0.actor, .planKeep) } ?? false
        let list = ComparedList(
            plan, other, comparison, rejected: rejected, shown: request.query["show"].flatMap(ComparedList.Shown.init) ?? .pairs)
        let paging = Paging(count: list.items.count, size: ComparePages.size, asked: request.query["page"])
        let page = ComparePage(list, paging, mayDecide: may, plans.view(request))
        return try plans.pages.page("programmes-compare", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func csv(_ request: WebRequest) async throws -> WebResponse {
        let (plan, other) = try await both(request)
        let comparison = try await plans.comparison(plan, other)
        let rows = ComparisonFile.rows(plan, other, comparison, plans.view(request))
        return .download(CSV.text(rows), type: "text/csv; charset=utf-8", name: "\(plan.slug)--\(other.slug).csv")
    }

    /// Confirms, rejects or takes back.
    func decide(_ request: WebRequest) async throws -> WebResponse {
        let (plan, other) = try await both(request)
        guard let left = plan.content.measures.firstIndex(where: { $0.code == request.form["left"] }),
            let right = other.content.measures.firstIndex(where: { $0.code == request.form["right"] })
        else { throw WebError.notFound }
        let (one, two) = (DecidePair.Side(plan: plan, position: left), DecidePair.Side(plan: other, position: right))
        let act = DecidePair(database: plans.store.database)
        switch PairVerdict.Ruling(rawValue: request.form["ruling"] ?? "") {
        case let ruling?: try await act.decide(ruling, one, two, request)
        case nil: try await act.withdraw(one, two, request)
        }
        let shown = request.form["show"].flatMap(ComparedList.Shown.init) ?? .pairs
        let view = plans.view(request)
        let address = ComparePage.address(plan, other, shown, view)
        return .redirect(to: address + (address.contains("?") ? "&" : "?") + "told=\(request.form["ruling"] ?? "")#told")
    }

    private func both(_ request: WebRequest) async throws -> (StoredPlan, StoredPlan) {
        let plan = try await plans.plan(request)
        guard let slug = request.parameters["other"], slug != plan.slug, let other = try await plans.accepted(slug) else {
            throw WebError.notFound
        }
        return (plan, other)
    }
}
