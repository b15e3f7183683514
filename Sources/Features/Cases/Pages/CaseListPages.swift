import Admission
import Core
import Database
import Policy
import Web

/// The cases that somebody may see, and the page on which one is opened.
struct CaseListPages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }
    private static let limit = 50

    struct Page: Encodable {
        let title: String
        let lines: [Line]
        let isEmpty: Bool
        let chips: [Chip]
        let more: String
        let hasMore: Bool
        let search: String
        let blank: String

        struct Line: Encodable {
            let href: String
            let reference: String
            let persons: String
            let identification: String
            let risk: String
            let isGrave: Bool
            let next: String
            let isLate: Bool
            let opened: String
        }

        struct Chip: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }
    }

    /// What a line of the list is made of.
    private struct Found: Sendable {
        let file: Case
        let works: [CaseWork]
        let summary: CaseSummaryStore.Summary
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let (words, format) = (pages.words(request.language), Format(request.language))
        let state = request.query["state"].flatMap(CaseStore.State.init) ?? .open
        // Who leads others sees all at first, who works with persons her own.
        let isMine = request.query["of"].map { $0 != "all" } ?? !Policy.mayEver(visitor.actor, .personAssign)
        try await cases.admission.rememberList(.personList, as: "case.list", request)
        let found = try await read(visitor, state, isMine, request)
        let shown = found.prefix(CaseListPages.limit)
        func link(_ state: CaseStore.State, _ mine: Bool) -> String {
            request.link("/cases") + "?of=" + (mine ? "mine" : "all") + "&state=" + state.rawValue
        }
        let model = Page(
            title: words("cases_title"), lines: shown.map { line($0, request, words, format) }, isEmpty: shown.isEmpty,
            chips: [(CaseStore.State.open, true), (.open, false), (.closed, true), (.closed, false)].map { one, mine in
                Page.Chip(
                    href: link(one, mine), text: words((mine ? "cases_mine." : "cases_all.") + one.rawValue),
                    isCurrent: one == state && mine == isMine)
            }, more: link(state, isMine) + "&before=" + (shown.last?.file.id.text ?? ""), hasMore: found.count > CaseListPages.limit,
            search: request.link("/persons/search"), blank: request.link("/cases/plan/blank"))
        return try pages.page("cases-cases", model, title: model.title, for: request, section: "cases")
    }

    private func read(
        _ visitor: Visitor, _ state: CaseStore.State, _ mine: Bool, _ request: WebRequest
    ) async throws -> [Found] {
        let purpose = Policy.purposes(of: visitor.actor).first
        let context = Context(now: request.now, purpose: purpose)
        let cursor = request.query["before"].flatMap(CaseID.init)
        return try await cases.database.read { connection in
            let files = try CaseStore.list(
                visitor.actor, context, state, mine: mine, before: cursor, limit: CaseListPages.limit + 1, connection)
            let members = try CaseStore.members(of: files.map(\.id), connection)
            let seen = try files.compactMap { file -> (file: Case, works: [CaseWork])? in
                let works = try CasesFeature.works(members[file.id] ?? [], file, visitor, purpose, request, connection)
                return works.isEmpty ? nil : (file, works)
            }
            let summaries = try CaseSummaryStore.summaries(
                of: Dictionary(uniqueKeysWithValues: seen.map { ($0.file.id, $0.works.map(\.person.id)) }), connection)
            return seen.map { Found(file: $0.file, works: $0.works, summary: summaries[$0.file.id] ?? .init()) }
        }
    }

    private func line(_ found: Found, _ request: WebRequest, _ words: Words, _ format: Format) -> Page.Line {
        let next = found.summary.steps.first { step in found.works.contains { $0.person.id == step.person && $0.sight.sees(step) } }
        return Page.Line(
            href: request.link("/cases/" + found.file.id.text), reference: found.file.reference,
            persons: found.works.map { words("case_role." + $0.member.role.rawValue) + " " + $0.person.reference }.joined(separator: ", "),
            identification: found.summary.level.map { words("identification." + $0.rawValue) } ?? "",
            risk: found.summary.risk.map { words("risk_level." + $0.rawValue) } ?? "",
            isGrave: found.summary.risk.map { [.high, .imminent].contains($0) } ?? false,
            next: next.map { words("step." + $0.kind.rawValue) + ", " + format.day($0.due) } ?? "",
            isLate: next.map { $0.due < request.today } ?? false, opened: format.day(found.file.openedAt.dayInSofia))
    }

    // MARK: Opening

    /// Opens a case for a person from her record, or puts her into one that is open.
    func open(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await cases.passage(.personChange, request, purpose: request.form["purpose"])
            guard passage.decision.reach == .record, let role = request.form["role"].flatMap(CaseMember.Role.init) else {
                throw WebError.badRequest
            }
            let named = request.form["case"].flatMap(CaseID.init)
            if let named {
                // Only one that she may change herself.
                let works = try await CasePages(cases: cases).visible(request.with(parameter: "case", named.text))
                guard works.contains(where: \.mayChange) else { throw WebError.forbidden }
            }
            let id = try await cases.caseActs.open(passage, as: role, into: named, SentForm(request))
            return .redirect(to: request.link("/cases/" + id.text) + "?person=" + passage.person.id.text + "&done=opened")
        } catch is PassageProblem {
            throw WebError.forbidden
        } catch is CaseActs.Problem {
            throw WebError.badRequest
        }
    }
}
