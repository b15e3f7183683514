import Core
import Database
import Documents
import Reference
import Web

/// The public pages of this room. Each finds what it shows, makes its model, and leaves the rest to the template.
struct PlanPages: Sendable {
    let store: PlanStore
    let register: InstitutionRegister
    let pages: Pages
    let figures: FigureReader
    let findings: FindingReader
    private let shelf = PlanShelf()
    private let dutyShelf = DutyShelf()
    private let comparisonShelf = ComparisonShelf()

    init(store: PlanStore, register: InstitutionRegister, pages: Pages, figures: FigureReader) {
        self.store = store
        self.figures = figures
        findings = FindingReader(store)
        self.register = register
        self.pages = pages
    }

    /// The plan that an address names, with the remarks that the visitor may see; drafts are not shown.
    func plan(_ request: WebRequest) async throws -> StoredPlan {
        guard let slug = request.parameters["plan"], var plan = try await accepted(slug) else { throw WebError.notFound }
        plan.content.remarks = FindingReader.remarks(of: plan, request)
        return plan
    }

    /// The version that an address names (`?version=2`), for those who see drafts: the accepted one unless told, else the newest draft. For
    /// everybody else there is the accepted one and no other.
    func version(_ request: WebRequest) async throws -> StoredPlan {
        let number = request.typed["version"]
        guard request.readsPlans else {
            guard number == nil else { throw WebError.notFound }
            return try await plan(request)
        }
        guard let slug = request.parameters["plan"], number == nil || number.flatMap({ Int($0) }) != nil,
            let plan = try await storedVersion(number.flatMap { Int($0) }, of: slug)
        else { throw WebError.notFound }
        return plan
    }

    /// A version of a plan by its number, whoever may see it.
    func storedVersion(_ number: Int?, of slug: String) async throws -> StoredPlan? {
        try await store.version(number, of: slug, shelf: shelf)
    }

    /// A plan in a version that is or was accepted.
    func storedPlan(_ version: String) async throws -> StoredPlan? { try await store.plan(ofVersion: version, shelf: shelf) }

    /// The accepted version of a plan by its name in addresses.
    func accepted(_ slug: String) async throws -> StoredPlan? { try await store.accepted(slug, shelf: shelf) }

    /// Two plans compared, with what people said of their measures.
    func comparison(_ left: StoredPlan, _ right: StoredPlan) async throws -> PlanComparison {
        let decided = try await store.decided(left, right)
        return comparisonShelf.comparison(left, right, decided) {
            PlanComparison(left.content, right.content, register: register, decided: decided)
        }
    }

    /// By what the indicators of an accepted plan are counted; nil where nobody bound one.
    func counts(of plan: PlanSummary) async throws -> PlanCounts? {
        guard let id = Identifier<StoredPlan>(plan.id) else { return nil }
        let bindings = try await store.database.read { try CountingStore.bindings(of: id, $0) }
        guard !bindings.isEmpty, let stored = try await store.accepted(plan.slug, shelf: shelf) else { return nil }
        return PlanCounts(stored, metrics: figures.sources.metrics, bindings: bindings, proposes: false)
    }

    func view(_ request: WebRequest) -> PlanViews {
        PlanViews(words: pages.words(request.language), request: request, register: register)
    }

    func outline(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let page = try OutlinePage(plan, filter(request), view(request))
        return try pages.page("programmes-plan", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func document(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let page = DocumentPage(plan, view(request))
        return try pages.page("programmes-document", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func budget(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let page = BudgetPage(plan, view(request))
        return try pages.page("programmes-budget", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func calendar(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let page = CalendarPage(plan, view(request))
        return try pages.page("programmes-calendar", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func institutionsOfPlan(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let page = PlanInstitutionsPage(plan, view(request))
        return try pages.page("programmes-plan-institutions", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func remarks(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let page = RemarksPage(plan, view(request))
        return try pages.page("programmes-remarks", page, title: page.head.windowTitle, for: request, section: "plans")
    }

    func measure(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let code = request.parameters["code"] ?? ""
        guard let position = plan.content.measures.firstIndex(where: { $0.code == code }) else {
            // Links from letters and reports outlive a renumbering.
            guard let now = try await store.code(of: code, before: plan) else { throw WebError.notFound }
            return .redirect(to: view(request).href(plan.slug, measure: now))
        }
        let figures = try await figures.figures(of: plan, measure: position, for: request)
        let views = FigureViews(pages.words(request.language), self.figures.sources)
        let found = FindingReader.sees(plan, request) ? try await self.findings.findings(of: plan).all : []
        let findings = found.filter { $0.finding.measure == code && $0.isOpen }
        let others = try await counterparts(of: plan, position, request)
        guard let page = MeasurePage(plan, code: code, figures, findings, others, view(request), views) else { throw WebError.notFound }
        return try pages.page("programmes-measure", page, title: "\(page.windowTitle) – \(page.plan.short)", for: request, section: "plans")
    }

    func source(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await version(request)
        guard let place = SourceCells.places(request.parameters["cell"] ?? "").first, try await shows(place, of: plan, request) else {
            throw WebError.notFound
        }
        let row = try await store.row(of: plan.document.id, table: place.table, row: place.row)
        guard let page = SourcePage(plan, place, row, view(request)) else { throw WebError.notFound }
        return try pages.page("programmes-source", page, title: page.title, for: request, section: "plans")
    }

    /// Whether somebody sees a cell of a plan's document: of what is published its own, for the document may hold a draft beside it.
    private func shows(_ place: CellPlace, of plan: StoredPlan, _ request: WebRequest) async throws -> Bool {
        if request.readsPlans || plan.content.isSource(place) { return true }
        guard FindingReader.sees(plan, request) else { return false }
        return try await findings.findings(of: plan).all.contains { $0.finding.place == place }
    }

    // MARK: Downloads

    private func filter(_ request: WebRequest) -> MeasureFilter {
        MeasureFilter(
            section: request.query["section"].flatMap { Int($0) }, institution: request.query["institution"], month: request.query["month"],
            words: request.query["q"])
    }

    private func chosen(_ plan: StoredPlan, _ request: WebRequest) -> Set<String>? {
        let filter = filter(request)
        return filter.isEmpty ? nil : Set(filter.apply(plan.content).map(\.code))
    }

    func json(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let text = try PlanExport.json(plan, only: chosen(plan, request))
        return .download(text, type: "application/json; charset=utf-8", name: plan.slug + ".json")
    }

    func measureJSON(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        guard let code = request.parameters["code"], plan.content.measures.contains(where: { $0.code == code }) else {
            throw WebError.notFound
        }
        return .download(
            try PlanExport.json(plan, only: [code]), type: "application/json; charset=utf-8", name: "\(plan.slug)-\(code).json")
    }

    func csv(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let text = PlanExport.csv(plan, only: chosen(plan, request), language: request.language)
        return .download(text, type: "text/csv; charset=utf-8", name: plan.slug + ".csv")
    }

    func docx(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let bytes = try PlanExport.docx(plan, await store.document(of: plan), only: chosen(plan, request))
        return .download(
            bytes, type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name: plan.slug + ".docx")
    }

    func xlsx(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let bytes = try PlanExport.xlsx(plan, only: chosen(plan, request), language: request.language)
        return .download(bytes, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name: plan.slug + ".xlsx")
    }

    func calendarFile(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plan(request)
        let text = CalendarFile.text(plan, origin: request.origin, link: request.link)
        return .download(text, type: "text/calendar; charset=utf-8", name: plan.slug + ".ics")
    }

    // MARK: Institutions and search

    func institutions(_ request: WebRequest) async throws -> WebResponse {
        let page = InstitutionsPage(register, try await dutyShelf.duties(store), view(request))
        return try pages.page("programmes-institutions", page, title: page.title, for: request, section: "institutions")
    }

    func institution(_ request: WebRequest) async throws -> WebResponse {
        guard let institution = register.institution(request.parameters["code"] ?? "") else { throw WebError.notFound }
        let duties = try await dutyShelf.duties(store)[institution.code] ?? []
        var shown: [String: StoredPlan] = [:]
        for duty in duties.prefix(InstitutionPage.limit) where shown[duty.plan.version] == nil {
            shown[duty.plan.version] = try await store.plan(ofVersion: duty.plan.version, shelf: shelf)
        }
        let page = InstitutionPage(institution, duties, shown, view(request))
        return try pages.page("programmes-institution", page, title: page.title, for: request, section: "institutions")
    }

    /// Those who work with persons send what they look for in a form: an address is kept in too many places for a name.
    func search(_ request: WebRequest) async throws -> WebResponse {
        let query = request.typed["q"] ?? ""
        let keys = SearchKey.words(query)
        let found = keys.isEmpty ? [] : try await store.search(keys, limit: SearchPage.limit)
        let paging = Paging(count: found.count, size: 20, asked: request.typed["page"])
        let shown = try await store.measures(Array(found[paging.range]))
        let plans = keys.isEmpty ? [] : try await store.titles()
        let institutions = register.searchKeys.filter { SearchPage.matches($0.keys, keys) }.map(\.institution)
        let page = SearchPage(query, keys, shown, paging, plans, institutions, view(request))
        return try pages.page("programmes-search", page, title: page.title, for: request, section: "search")
    }
}
