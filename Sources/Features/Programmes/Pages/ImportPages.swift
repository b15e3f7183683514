import Core
import Database
import Ledger
import Policy
import Reference
import Web

/// The pages on which plans and amendments are brought in: sent, looked through as drafts, put in force or thrown away.
struct ImportPages: Sendable {
    let plans: PlanPages
    private let desk = ReadingDesk()

    init(plans: PlanPages) {
        self.plans = plans
    }

    /// Bytes of the form with its file.
    static let formLimit = 25 * 1024 * 1024
    /// Fields of the form that says which measure is which: one for each measure of the longest plan, and then some.
    static let choiceLimit = 10_000
    private var database: any Database { plans.store.database }
    private var acts: DraftActs { DraftActs(database: database, register: plans.register) }

    // MARK: Sent

    func start(_ request: WebRequest) async throws -> WebResponse { try await page(request, nil) }

    private func page(_ request: WebRequest, _ wrong: String?) async throws -> WebResponse {
        let drafts = try await database.read { try DraftStore.waiting($0) }
        let model = ImportPage(drafts, wrong, isUnchanged: request.query["done"] == "unchanged", plans.view(request))
        return try plans.pages.page(
            "programmes-import", model, title: model.title, for: request, section: "plans", hasForm: true, status: wrong == nil ? 200 : 422)
    }

    func send(_ request: WebRequest) async throws -> WebResponse {
        let words = plans.pages.words(request.language)
        guard let bytes = request.form.files["file"]?.first else { return try await page(request, words("plan_import_choose")) }
        let reading: DocumentReader.Reading
        do throws(ImportError) {
            reading = try await desk.read(bytes, plans.register)
        } catch {
            return try await page(request, ImportSentences(words).text(error))
        }
        let outcomes = try await keep(reading, bytes, request)
        let drafts = outcomes.filter { $0.action != .unchanged || $0.isDraft }
        guard let first = drafts.first else { return .redirect(to: request.link("/plans/import") + "?done=unchanged") }
        guard drafts.count == 1 else { return .redirect(to: request.link("/plans/import") + "#drafts") }
        return .redirect(to: request.link("/plans/import/\(first.versionID.text)"))
    }

    /// Stores what was understood as drafts, all plans of the document or none.
    private func keep(_ reading: DocumentReader.Reading, _ bytes: [UInt8], _ request: WebRequest) async throws -> [ImportPlans.Outcome] {
        // The name that the sender's machine gives a file is not kept: it is public with the plan, and may name persons.
        let name = "\(reading.slug).\(reading.ending(of: bytes))"
        return try await ImportPlans(database: database)(reading, name: name, options: .init(asDraft: true), now: request.now) {
            act, object in
            try request.entry(.planKeep, as: act, of: object)
        }
    }

    // MARK: Looked through

    private func version(_ request: WebRequest) throws -> Identifier<PlanVersion> {
        guard let version = request.parameters["draft"].flatMap({ Identifier<PlanVersion>($0) }) else { throw WebError.notFound }
        return version
    }

    func draft(_ request: WebRequest) async throws -> WebResponse { try await draftPage(request, [:], nil) }

    /// - Parameter decided: what she says of measures, by their codes; empty where she has said nothing yet.
    private func draftPage(
        _ request: WebRequest, _ decided: [String: MeasureSuccession.Decision], _ wrong: DraftActs.Refusal?
    ) async throws -> WebResponse {
        let version = try version(request)
        let found = try await database.read { connection in
            try DraftStore.draft(version, connection).map { ($0, try DraftStore.accepted($0.id, connection)) }
        }
        guard let (draft, accepted) = found else { throw WebError.notFound }
        let open = try await plans.findings.findings(of: draft).all.filter(\.isOpen).map(\.finding)
        let resembling = accepted == nil ? try await database.read { try PlanStore.resembling(draft.content, $0)?.slug } : nil
        let edition = DraftPage.Edition(
            draft, accepted, try await plans.store.plans(), resembling: resembling, plans.view(request))
        let page = DraftPage(draft, after: accepted, edition, decided, wrong, findings: open, plans.view(request))
        return try plans.pages.page(
            "programmes-draft", page, title: page.title, for: request, section: "plans", hasForm: true, status: wrong == nil ? 200 : 409)
    }

    /// What she says of measures, by code: „12-7“ is the measure at 12 of the new edition, and at 7 of the one before; „12-“ is new.
    private func decided(_ request: WebRequest, _ draft: PlanContent, _ accepted: PlanContent) -> [String: MeasureSuccession.Decision] {
        var decided: [String: MeasureSuccession.Decision] = [:]
        for said in request.form.all("is") {
            let parts = said.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let new = Int(parts[0]), draft.measures.indices.contains(new) else { continue }
            let old = Int(parts[1]).flatMap { accepted.measures.indices.contains($0) ? accepted.measures[$0].code : nil }
            decided[draft.measures[new].code] = old.map { .continues($0) } ?? .isNew
        }
        return decided
    }

    func accept(_ request: WebRequest) async throws -> WebResponse {
        let version = try version(request)
        let found = try await database.read { connection in
            try DraftStore.draft(version, connection).map { ($0, try DraftStore.accepted($0.id, connection)) }
        }
        guard let (draft, accepted) = found else { throw WebError.notFound }
        let base = request.form.line("base").flatMap { Identifier<PlanVersion>($0) }
        // Places in a version that is no longer the accepted one say nothing.
        guard base == accepted?.versionID else { return try await draftPage(request, [:], .baseChanged) }
        let decided = accepted.map { self.decided(request, draft.content, $0.content) } ?? [:]
        guard request.form["preview"] != "1" else { return try await draftPage(request, decided, DraftActs.refusal(decided)) }
        do {
            let found = try await plans.findings.findings(of: draft).all.map(\.finding)
            let plan = try await acts.accept(version, base: base, decided: decided, found: found, request)
            return .redirect(to: plans.view(request).href(plan.slug, accepted == nil ? "" : "/history"))
        } catch let refusal as DraftActs.Refusal {
            return try await draftPage(request, refusal == .baseChanged ? [:] : decided, refusal)
        }
    }

    /// Says of which plan a draft is an edition.
    func assign(_ request: WebRequest) async throws -> WebResponse {
        let version = try version(request)
        guard let said = request.form.line("plan") else { throw WebError.badRequest }
        guard let draft = try await database.read({ try DraftStore.draft(version, $0) }) else { throw WebError.notFound }
        let found = try await plans.findings.findings(of: draft).all.map(\.finding)
        try await acts.assign(version, to: said == DraftPage.Edition.none ? nil : said, found: found, request)
        return .redirect(to: request.link("/plans/import/\(version.text)?told=plan"))
    }

    func discard(_ request: WebRequest) async throws -> WebResponse {
        try await acts.discard(try version(request), request)
        return .redirect(to: request.link("/plans/import"))
    }

    // MARK: History

    func history(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plans.plan(request)
        let versions = try await database.read { try PlanStore.history(of: plan.id, limit: HistoryPage.limit + 1, $0) }
        var stored: [StoredPlan] = []
        for version in versions {
            if let one = try await plans.storedPlan(version) { stored.append(one) }
        }
        let page = HistoryPage(plan, stored, plans.view(request))
        return try plans.pages.page("programmes-history", page, title: page.head.windowTitle, for: request, section: "plans")
    }
}

/// Reads one document at a time: long ones take seconds, and several sent together would leave no core to the other requests.
private actor ReadingDesk {
    func read(_ bytes: [UInt8], _ register: InstitutionRegister) throws(ImportError) -> DocumentReader.Reading {
        try DocumentReader(register).read(bytes)
    }
}
