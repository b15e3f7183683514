import Admission
import Calendar
import Core
import Database
import Policy
import Web

/// How work ends: of a case as a whole, and of one person's part in it.
struct EndingPages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }
    private var page: CasePages { CasePages(cases: cases) }

    /// What is still open, and the form that closes; of a closed case the form that reopens.
    struct Closing: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let open: [String]
        let hasOpen: Bool
        let isClosed: Bool
        let isShared: Bool
        let action: String
        let reasons: FormQuestion
        let followUp: FormField
    }

    /// What of one person is still open, and the button that ends her part.
    struct Leaving: Encodable {
        let head: CaseHead
        let title: String
        let summary: FormErrors
        let open: [String]
        let hasOpen: Bool
        let action: String
        let back: String
    }

    // MARK: A case

    func ask(_ request: WebRequest) async throws -> WebResponse {
        try await closing(request, [])
    }

    /// The persons of a case that she could close or reopen.
    private func leading(_ request: WebRequest) async throws -> (works: [CaseWork], first: CaseWork) {
        let works = try await page.visible(request).filter(\.isMember)
        guard let first = works.first, CasePages.mayLead(works) else { throw WebError.forbidden }
        return (works, first)
    }

    private func closing(_ request: WebRequest, _ wrong: [(field: String, word: String)]) async throws -> WebResponse {
        let (works, work) = try await leading(request)
        try await cases.caseActs.look(works)
        let words = pages.words(request.language)
        let (persons, file) = (works.map(\.person.id), work.file.id)
        let (open, rules, isShared) = try await cases.database.read { connection in
            (
                try self.open(works, request, words, connection), try ContactRuleStore.rules(of: persons, connection),
                try cases.caseActs.isShared(works, connection)
            )
        }
        let ask = CaseAsking(words, request.form, wrong)
        let isClosed = !work.file.isOpen
        let model = Closing(
            head: CaseHead(work, works, nil, rule: rules[work.person.id], request, words),
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }), open: open, hasOpen: !open.isEmpty && !isClosed,
            isClosed: isClosed, isShared: isShared && !isClosed, action: request.link("/cases/" + file.text + "/close"),
            reasons: isClosed
                ? ask.question(
                    "reason", CaseClosing.Return.allCases.map(\.rawValue), "reopening.", label: words("case_ask.reopening"))
                : ask.question("reason", CaseClosing.Reason.allCases.map(\.rawValue), "closing."), followUp: ask.field("follow-up"))
        return try pages.page(
            "cases-close", model, title: words(isClosed ? "case_reopen" : "case_close"), for: request, section: "cases", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    /// What waits for somebody, in words: steps, clocks, goals.
    private func open(_ works: [CaseWork], _ request: WebRequest, _ words: Words, _ connection: any Connection) throws -> [String] {
        guard let file = works.first?.file.id else { return [] }
        let (format, persons) = (Format(request.language), works.map(\.person.id))
        func named(_ person: PersonID, _ text: String) -> String {
            works.count > 1 ? text + " · " + (works.first { $0.person.id == person }?.person.reference ?? "") : text
        }
        // What she is not shown is still open: she must not close over it unknowing.
        func sight(_ person: PersonID) -> CaseSight? { works.first { $0.person.id == person }?.sight }
        let steps = try StepStore.open(of: persons, in: file, cases.hands(at: request.now), connection).map { open in
            let isSeen = sight(open.step.person)?.sees(open.step) ?? false
            return named(
                open.step.person, words(isSeen ? "step." + open.step.kind.rawValue : "step_kept_back") + ", " + format.day(open.step.due))
        }
        let clocks = try CaseClockStore.open(of: persons, in: file, connection).compactMap { clock in
            CaseFacts.reading(clock, cases, at: request.now).map { read in
                named(
                    clock.person,
                    words(read.rule.wordKey) + ", " + words("case_until", ["day": format.day(read.reading.due.dayInSofia)]))
            }
        }
        let plans = try SupportPlanStore.plans(of: persons, in: file, connection)
        let goals = persons.flatMap { person in
            (plans[person]?.goals ?? []).filter { $0.state == .open }.map { goal in
                let isSeen = sight(person)?.sees(goal) ?? false
                return named(
                    person,
                    isSeen ? words("case_today_goal", ["area": words("need." + goal.area.rawValue)]) : words("goal_kept_back"))
            }
        }
        return steps + clocks + goals
    }

    func close(_ request: WebRequest) async throws -> WebResponse {
        let (works, work) = try await leading(request)
        var reading = CodedForm(request.form)
        guard work.file.isOpen else {
            let reason: CaseClosing.Return? = reading.one("reason", missing: "reason_missing")
            guard let reason else { return try await closing(request, reading.wrong) }
            try await cases.caseActs.reopen(because: reason, works)
            return page.home(request, work.file.id, nil, "reopened")
        }
        let reason: CaseClosing.Reason? = reading.one("reason", missing: "reason_missing")
        let followUp = reading.day("follow-up") { $0 <= request.today ? "follow_up_past" : nil }
        guard reading.wrong.isEmpty, let reason else { return try await closing(request, reading.wrong) }
        do {
            let closing = CaseClosing(reason: reason, at: request.now, by: work.passage.actor.user, followUp: followUp)
            try await cases.caseActs.close(closing, works)
            return page.home(request, work.file.id, nil, "closed")
        } catch CaseActs.Problem.closed {
            throw WebError.badRequest
        } catch CaseActs.Problem.shared {
            return try await closing(request, [("main", "close_shared")])
        } catch CaseActs.Problem.noFollowUp {
            return try await closing(request, [("follow-up", "close_no_follow_up")])
        } catch CaseActs.Problem.waiting(let rules) {
            return try await closing(request, EndingPages.waiting(rules, "reason"))
        }
    }

    /// What must be done first, a line for each rule.
    private static func waiting(_ rules: Set<String>, _ field: String) -> [(field: String, word: String)] {
        rules.sorted().map { (field, "case_waits." + $0) }
    }

    // MARK: One person's part

    func askLeave(_ request: WebRequest) async throws -> WebResponse {
        try await leaving(request, [])
    }

    private func leaving(_ request: WebRequest, _ wrong: [(field: String, word: String)]) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personChange, request)
            guard work.isOpen else { throw WebError.forbidden }
            try await cases.caseActs.look([work])
            let words = pages.words(request.language)
            let (works, rules) = try await cases.works(beside: work, request)
            let open = try await cases.database.read { try self.open([work], request, words, $0) }
            let model = Leaving(
                head: CaseHead(work, works, nil, rule: rules[work.person.id], request, words),
                title: words("case_leave_title", ["reference": work.person.reference]),
                summary: FormErrors(wrong.map { ($0.field, words($0.word)) }), open: open, hasOpen: !open.isEmpty,
                action: request.link(work.path + "/leave"),
                back: request.link("/cases/" + work.file.id.text) + "?person=" + work.person.id.text)
            return try pages.page(
                "cases-leave", model, title: words("case_leave"), for: request, section: "cases", hasForm: true,
                status: wrong.isEmpty ? 200 : 422)
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func leave(_ request: WebRequest) async throws -> WebResponse {
        let (work, wrong) = try await cases.changing(request) { work in
            do {
                try await cases.caseActs.leave(work)
                return []
            } catch CaseActs.Problem.last {
                return [("main", "leave_last")]
            } catch CaseActs.Problem.waiting(let rules) {
                return EndingPages.waiting(rules, "main")
            }
        }
        guard wrong.isEmpty else { return try await leaving(request, wrong) }
        return page.home(request, work.file.id, nil, "left")
    }
}
