import Core
import Database
import Documents
import Web

/// The pages of what the check finds in a plan: the list, the file, and what is done about a finding.
struct FindingPages: Sendable {
    let plans: PlanPages
    let sources: ProgrammesSources

    private var acts: FindingActs { FindingActs(database: plans.store.database) }

    /// The fields by which a form leads back to the list that it stands in.
    static let fields: Set<String> = FindingFilter.fields.union(["version", "page"])

    /// The version that an address asks for, where its findings may be seen.
    private func plan(_ request: WebRequest) async throws -> StoredPlan {
        let plan = try await plans.version(request)
        guard FindingReader.sees(plan, request) else { throw WebError.notFound }
        return plan
    }

    func findings(_ request: WebRequest) async throws -> WebResponse {
        try await page(try await plan(request), request)
    }

    /// What the page shows, all pages of it.
    func csv(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let views = try await views(plan, request)
        let shown = try await plans.findings.findings(of: plan).all.filter(FindingFilter(request.query).takes)
        let rows = [OwnList.findings(views.plan.words)] + shown.map(views.row)
        return .download(CSV.text(rows), type: "text/csv; charset=utf-8", name: plan.slug + "-findings.csv")
    }

    // MARK: Acts

    func accept(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        guard let standing = try await standing(plan, request) else { return back(plan, "gone", request) }
        guard standing.isOpen else { return back(plan, "already", request) }
        let reason = request.form.line("reason") ?? ""
        let words = plans.pages.words(request.language)
        if reason.isEmpty { return try await page(plan, request, wrong: words("finding_reason_missing")) }
        if reason.count > FindingPages.longest {
            return try await page(plan, request, wrong: words("finding_reason_long", ["n": String(FindingPages.longest)]))
        }
        let next = try await following(standing, plan, request)
        let isDone = try await acts.accept(standing.named, because: reason, in: plan, request)
        return back(plan, isDone ? "accepted" : "already", at: next, request)
    }

    /// As many characters as say why, and no more.
    private static let longest = 500

    func reopen(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        guard let standing = try await standing(plan, request) else { return back(plan, "gone", request) }
        let next = try await following(standing, plan, request)
        try await acts.reopen(standing.named, in: plan, request)
        return back(plan, "reopened", at: next, request)
    }

    /// Lets everybody see the findings, which asks for a confirmation, or hides them again.
    func publish(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        guard plan.status == .accepted else { throw WebError.notFound }
        let isPublic = request.form["public"] == "1"
        if isPublic, request.form["sure"] != "1" {
            return try await page(plan, request, unsure: plans.pages.words(request.language)("findings_publish_unsure"))
        }
        if isPublic != plan.hasPublicFindings { try await acts.publish(isPublic, plan, request) }
        return back(plan, isPublic ? "published" : "hidden", request)
    }

    /// The finding that a form names.
    private func standing(_ plan: StoredPlan, _ request: WebRequest) async throws -> FindingReader.Standing? {
        let name = request.form["finding"]
        return try await plans.findings.findings(of: plan).all.first { $0.named.name == name }
    }

    /// The next finding of the list: there somebody who goes through it goes on.
    private func following(_ standing: FindingReader.Standing, _ plan: StoredPlan, _ request: WebRequest) async throws -> String? {
        let shown = try await plans.findings.findings(of: plan).all.filter(FindingFilter(request.form).takes)
        return shown.firstIndex { $0.named.name == standing.named.name }.flatMap { shown.dropFirst($0 + 1).first?.named.name }
    }

    private func back(_ plan: StoredPlan, _ done: String, at finding: String? = nil, _ request: WebRequest) -> WebResponse {
        let kept = FindingFilter(request.form).pairs + ["version", "page"].compactMap { name in request.form[name].map { (name, $0) } }
        let address = plans.view(request).href(plan.slug, "/findings") + "?" + FormData(kept + [("done", done)]).encoded
        return .redirect(to: address + (finding.map { "#" + FindingViews.anchor($0) } ?? ""))
    }

    // MARK: What is shown

    private func views(_ plan: StoredPlan, _ request: WebRequest) async throws -> FindingViews {
        let organisations = try await plans.store.database.read { try sources.organisations($0, request.language) }
        return FindingViews(plan, plans.view(request), organisations: organisations)
    }

    /// - Parameters:
    ///   - wrong: what is wrong with the reason of the finding that was sent.
    ///   - unsure: that nobody confirmed the publication.
    private func page(_ plan: StoredPlan, _ request: WebRequest, wrong: String = "", unsure: String = "") async throws -> WebResponse {
        let (all, knowsWords) = try await plans.findings.findings(of: plan)
        let versions = request.keepsPlans ? try await self.versions(of: plan, request) : []
        let page = FindingsPage(
            all, knowsWords: knowsWords, versions: versions, wrong: wrong, unsure: unsure, try await views(plan, request))
        return try plans.pages.page(
            "programmes-findings", page, title: page.head.windowTitle, for: request, section: "plans", hasForm: page.mayKeep,
            status: wrong.isEmpty && unsure.isEmpty ? 200 : 422)
    }

    /// As many versions as somebody compares.
    private static let versionLimit = 6

    private func versions(of plan: StoredPlan, _ request: WebRequest) async throws -> [FindingsPage.Version] {
        let view = plans.view(request)
        var versions: [FindingsPage.Version] = []
        for version in try await plans.store.versions(of: plan.id, limit: FindingPages.versionLimit) {
            guard let other = try await plans.storedVersion(version.number, of: plan.slug) else { continue }
            let open = try await plans.findings.findings(of: other).all.count(where: \.isOpen)
            versions.append(
                FindingsPage.Version(
                    name: view.words("edition", ["n": String(version.number)]), state: view.words("version.\(version.status.rawValue)"),
                    kind: ["draft": "warn", "accepted": "ok"][version.status.rawValue] ?? "none",
                    importedOn: view.format.day(version.importedAt.dayInSofia), open: view.format.integer(open),
                    href: view.href(plan.slug, "/findings" + (version.status == .accepted ? "" : "?version=\(version.number)")),
                    isCurrent: version.number == plan.version))
        }
        return versions
    }
}
