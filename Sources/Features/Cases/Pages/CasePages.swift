import Admission
import Calendar
import Core
import Database
import Ledger
import Policy
import Web

/// The page of a case: what holds now, what comes next, and what happened.
struct CasePages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }
    private static let limit = 40

    /// Everything that a template of a case's own page shows.
    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let facts: [CaseFacts.Fact]
        let steps: [StepLine]
        let hasSteps: Bool
        let lines: [Line]
        let isEmpty: Bool
        let more: String
        let hasMore: Bool
        let mayChange: Bool
        let mayStep: Bool
        let id: String
        let eventAction: String
        let events: FormQuestion
        let eventDay: FormField
        let stepAction: String
        let stepKinds: FormQuestion
        let stepDay: FormField
        let colleagues: FormQuestion
        let members: [MemberLine]
        let sections: [CasesSources.Section]
        let isEventOpen: Bool
        let isStepOpen: Bool
        let close: String
        let mayClose: Bool
        let mayReopen: Bool
        let why: String

        struct StepLine: Encodable {
            let text: String
            let when: String
            let who: String
            let isLate: Bool
            let action: String
            let id: String
            let mayEnd: Bool
        }

        struct Line: Encodable {
            let moment: String
            let day: String
            let text: String
            let organisation: String
            let person: String
            let hasPerson: Bool
            let isSuperseded: Bool
        }

        struct MemberLine: Encodable {
            let href: String
            let reference: String
            let role: String
            let action: String
            let mayLeave: Bool
        }
    }

    /// What the page needs, read at one moment.
    struct Around: Sendable {
        let facts: CaseFacts
        let steps: [NextStep]
        let lines: [TimelineEntry]
        let rules: [PersonID: ContactRule]
        let organisations: [(id: OrganisationID, name: String)]
        let colleagues: [CasesSources.Colleague]
    }

    func page(_ request: WebRequest) async throws -> WebResponse {
        try await page(request, [])
    }

    private func page(_ request: WebRequest, _ wrong: [(field: String, word: String)]) async throws -> WebResponse {
        let works = try await visible(request)
        try await cases.caseActs.look(works)
        let chosen = (request.parameters["person"] ?? request.query["person"]).flatMap(PersonID.init)
        guard let work = works.first(where: { $0.person.id == chosen }) ?? works.first else { throw WebError.notFound }
        let cursor = request.query["before"].flatMap(TimelineCursor.init)
        let around = try await read(work, works, before: cursor, request)
        let sections = try await cases.sources.sections(work.person.id, request)
        let words = pages.words(request.language)
        let model = model(request, work, works, around, sections, wrong, words)
        return try pages.page(
            "cases-case", model, title: words("case_title"), for: request, section: "cases", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    /// The persons of a case whose records she may open. A case with none of them is not there for her; that she asked is remembered.
    func visible(_ request: WebRequest) async throws -> [CaseWork] {
        let visitor = try request.signedIn()
        guard let id = request.parameters["case"].flatMap(CaseID.init) else { throw WebError.notFound }
        let purpose = request.form["purpose"].flatMap(Purpose.init) ?? Policy.purposes(of: visitor.actor).first
        let works = try await cases.database.read { connection -> [CaseWork] in
            guard let file = try CaseStore.find(id, connection) else { return [] }
            let members = try CaseStore.members(of: [id], connection)[id] ?? []
            return try CasesFeature.works(members, file, visitor, purpose, request, connection)
        }
        guard !works.isEmpty else {
            let entry = LedgerEntry(
                of: visitor.actor, at: request.now, act: Act.personOpen.rawValue, object: id.text, purpose: purpose,
                rule: RuleID.noRule.rawValue, decision: .deny, request: request.id)
            try await Ledger.write(cases.database) { _ in ((), [entry]) }
            throw WebError.notFound
        }
        return works
    }

    private func read(
        _ work: CaseWork, _ works: [CaseWork], before cursor: TimelineCursor?, _ request: WebRequest
    ) async throws -> Around {
        let (file, own, all) = (work.file.id, [work.person.id], works.map(\.person.id))
        let organisation = work.passage.actor.organisation
        return try await cases.database.read { connection in
            Around(
                facts: CaseFacts(
                    identifications: try IdentificationStore.rows(of: own, in: file, connection)[own[0]] ?? [],
                    trafficking: try TraffickingStore.facts(of: own, in: file, connection)[own[0]],
                    assessment: try AssessmentStore.latest(of: own, in: file, connection)[own[0]],
                    plan: try SupportPlanStore.plans(of: own, in: file, connection)[own[0]],
                    clocks: try CaseClockStore.open(of: own, in: file, connection)),
                steps: try StepStore.open(of: all, in: file, connection),
                lines: try TimelineStore.page(of: file, works.map(\.reader), before: cursor, limit: CasePages.limit + 1, connection),
                rules: try ContactRuleStore.rules(of: all, connection),
                organisations: try cases.sources.organisations(connection, request.language),
                colleagues: try cases.sources.colleagues(connection, organisation, request.now, request.language))
        }
    }

    private func model(
        _ request: WebRequest, _ work: CaseWork, _ works: [CaseWork], _ around: Around, _ sections: [CasesSources.Section],
        _ wrong: [(field: String, word: String)], _ words: Words
    ) -> Page {
        let (format, path) = (Format(request.language), "/cases/" + work.file.id.text)
        // What was typed into one form says nothing about the other.
        let isEvent = wrong.contains { ["event", "on-day"].contains($0.field) }
        let isStep = !isEvent && !wrong.isEmpty
        let (askEvent, ask) = (
            CaseAsking(words, isEvent ? request.form : FormData(), wrong), CaseAsking(words, isStep ? request.form : FormData(), wrong)
        )
        let shown = around.lines.prefix(CasePages.limit)
        let mayLead = CasePages.mayLead(works)
        let kinds = NotedEvent.Kind.of(work.person.ageGroup)
        let people = people(work, around)
        let steps = around.steps.filter { step in works.contains { $0.person.id == step.person && $0.sight.sees(step) } }
        return Page(
            head: CaseHead(work, works, nil, rule: around.rules[work.person.id], request, words),
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }), facts: around.facts.strip(work, cases, request, words),
            steps: steps.map { step(step: $0, works, people, request, words) }, hasSteps: !steps.isEmpty,
            lines: lines(Array(shown), works, around, format, words), isEmpty: shown.isEmpty,
            more: request.link(path) + "?person=" + work.person.id.text + "&before=" + (shown.last.map { TimelineCursor($0).text } ?? ""),
            hasMore: around.lines.count > CasePages.limit, mayChange: work.mayChange, mayStep: work.mayChange && !people.isEmpty,
            id: SentForm.number(wrong.isEmpty ? FormData() : request.form), eventAction: request.link(work.path + "/event"),
            events: askEvent.question("event", kinds.map(\.rawValue), "noted."),
            eventDay: askEvent.field("on-day", own: CaseAsking.typed(request.today)), stepAction: request.link(work.path + "/step"),
            stepKinds: ask.select(
                "step",
                [("", words("choose"))] + NextStep.Kind.chosen(writable: work.writable).map { ($0.rawValue, words("step." + $0.rawValue)) }),
            stepDay: ask.field("due"), colleagues: ask.select("user", people, own: work.passage.actor.user.text),
            members: works.map { one in
                Page.MemberLine(
                    href: request.link("/persons/" + one.person.id.text), reference: one.person.reference,
                    role: words("case_role." + one.member.role.rawValue), action: request.link(one.path + "/leave"),
                    mayLeave: one.mayChange && works.count > 1)
            }, sections: sections, isEventOpen: isEvent, isStepOpen: isStep, close: request.link(path + "/close"),
            mayClose: work.file.isOpen && mayLead, mayReopen: !work.file.isOpen && mayLead,
            why: words("rule." + work.passage.decision.rule.rawValue))
    }

    /// Colleagues to whom a step can be given: those who could see the record. Her own name first.
    private func people(_ work: CaseWork, _ around: Around) -> [(value: String, text: String)] {
        var seen: Set<UserID> = []
        let own = work.passage.actor.user
        return around.colleagues.filter { colleague in
            let context = Context(now: work.passage.now, purpose: Policy.purposes(of: colleague.actor).first)
            return Policy.decide(colleague.actor, .personChange, on: work.passage.facts, in: context).isAllowed
                && seen.insert(colleague.actor.user).inserted
        }.sorted { ($0.actor.user == own ? 0 : 1) < ($1.actor.user == own ? 0 : 1) }.map { ($0.actor.user.text, $0.name) }
    }

    private func step(
        step: NextStep, _ works: [CaseWork], _ people: [(value: String, text: String)], _ request: WebRequest, _ words: Words
    ) -> Page.StepLine {
        let work = works.first { $0.person.id == step.person }
        let isLate = step.due < request.today
        return Page.StepLine(
            text: words("step." + step.kind.rawValue) + (works.count > 1 ? " · " + (work?.person.reference ?? "") : ""),
            when: words(isLate ? "step_late" : "step_until", ["day": words.dated(step.due)]),
            who: people.first { $0.value == step.user.text }?.text ?? "", isLate: isLate,
            action: request.link((work?.path ?? "") + "/done"), id: step.id.text,
            mayEnd: work?.passage.atBest(.personChange).isAllowed ?? false)
    }

    private func lines(
        _ entries: [TimelineEntry], _ works: [CaseWork], _ around: Around, _ format: Format, _ words: Words
    ) -> [Page.Line] {
        entries.map { entry in
            // What is known by its day alone stands at its first moment.
            let isDay = entry.at == entry.at.dayInSofia.startInSofia
            return Page.Line(
                moment: entry.at.iso, day: isDay ? format.day(entry.at.dayInSofia) : format.moment(entry.at),
                text: words.find("timeline." + entry.kind) ?? entry.kind,
                organisation: around.organisations.first { $0.id == entry.organisation }?.name ?? "",
                person: works.first { $0.person.id == entry.person }?.person.reference ?? "", hasPerson: works.count > 1,
                isSuperseded: entry.isSuperseded)
        }
    }

    /// Whether she may close and reopen: she may change the records of all persons she sees, and her organisation leads one of them.
    private static func mayLead(_ works: [CaseWork]) -> Bool {
        works.allSatisfy { $0.passage.atBest(.personChange).isAllowed }
            && works.contains { work in
                work.passage.facts.relations.contains(HeldRelation(.lead, work.passage.actor.organisation.text))
            }
    }

    // MARK: What is done from it

    func event(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "event") { work in
            var reading = CodedForm(request.form)
            let kind: NotedEvent.Kind? = reading.one("event", missing: "event_missing")
            let day = reading.day("on-day", missing: "day_missing") { $0 > request.today ? "day_future" : nil }
            guard reading.wrong.isEmpty, let kind, let day else { return reading.wrong }
            guard NotedEvent.Kind.of(work.person.ageGroup).contains(kind) else { throw WebError.badRequest }
            let at = day == request.today ? request.now : day.startInSofia
            try await cases.caseActs.note(NotedEvent(kind: kind, at: at, organisation: work.passage.actor.organisation), work)
            return []
        }
    }

    func step(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "step") { work in
            var reading = CodedForm(request.form)
            let kind: NextStep.Kind? = reading.one("step", missing: "step_missing")
            let due = reading.day("due", missing: "day_missing") { $0 < request.today ? "day_past" : nil }
            let actor = work.passage.actor
            let colleagues = try await cases.database.read {
                try cases.sources.colleagues($0, actor.organisation, request.now, request.language)
            }
            let user = colleagues.first { one in
                let context = Context(now: request.now, purpose: Policy.purposes(of: one.actor).first)
                return one.actor.user.text == request.form["user"]
                    && Policy.decide(one.actor, .personChange, on: work.passage.facts, in: context).isAllowed
            }?.actor.user
            if user == nil { reading.fault("user", "colleague_unchosen") }
            guard reading.wrong.isEmpty, let kind, let due, let user else { return reading.wrong }
            guard NextStep.Kind.chosen(writable: work.writable).contains(kind) else { throw WebError.badRequest }
            let step = NextStep(id: .new(), person: work.person.id, kind: kind, due: due, user: user, organisation: actor.organisation)
            try await cases.caseActs.agree(step, work)
            return []
        }
    }

    func done(_ request: WebRequest) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personChange, request)
            guard let step = request.form["step"].flatMap(Identifier<NextStep>.init) else { throw WebError.badRequest }
            try await cases.caseActs.done(step, work)
            return home(request, work.file.id, work.person.id, "done")
        } catch is PassageProblem {
            throw WebError.forbidden
        } catch CaseActs.Problem.noStep {
            throw WebError.badRequest
        }
    }

    func leave(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "left") { work in
            let works = try await visible(request)
            // The last one does not leave: the case is closed instead.
            guard works.count > 1 else { throw WebError.badRequest }
            try await cases.caseActs.leave(work)
            return []
        }
    }

    private func change(
        _ request: WebRequest, done: String, _ act: (CaseWork) async throws -> [(field: String, word: String)]
    ) async throws -> WebResponse {
        do {
            var work = try await cases.work(.personChange, request)
            guard work.file.isOpen else { throw WebError.forbidden }
            work.sent = SentForm(request)
            let wrong = try await act(work)
            guard wrong.isEmpty else { return try await page(request, wrong) }
            return home(request, work.file.id, done == "left" ? nil : work.person.id, done)
        } catch is PassageProblem {
            throw WebError.forbidden
        } catch CaseActs.Problem.closed {
            throw WebError.forbidden
        }
    }

    private func home(_ request: WebRequest, _ file: CaseID, _ person: PersonID?, _ done: String) -> WebResponse {
        let query = person.map { "?person=" + $0.text + "&done=" } ?? "?done="
        return .redirect(to: request.link("/cases/" + file.text) + query + done)
    }

    // MARK: The end

    /// What is still open, and the form that closes; of a closed case the form that reopens.
    struct Closing: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let open: [String]
        let hasOpen: Bool
        let isClosed: Bool
        let action: String
        let reasons: FormQuestion
        let followUp: FormField
    }

    func ask(_ request: WebRequest) async throws -> WebResponse {
        try await closing(request, [])
    }

    private func closing(_ request: WebRequest, _ wrong: [(field: String, word: String)]) async throws -> WebResponse {
        let works = try await visible(request)
        guard let work = works.first, CasePages.mayLead(works) else { throw WebError.forbidden }
        try await cases.caseActs.look(works)
        let words = pages.words(request.language)
        let (persons, file) = (works.map(\.person.id), work.file.id)
        let (steps, clocks, plans, rules) = try await cases.database.read { connection in
            (
                try StepStore.open(of: persons, in: file, connection), try CaseClockStore.open(of: persons, in: file, connection),
                try SupportPlanStore.plans(of: persons, in: file, connection), try ContactRuleStore.rules(of: persons, connection)
            )
        }
        let format = Format(request.language)
        // What she is not shown is still open: she must not close over it unknowing.
        func text(_ step: NextStep) -> String {
            let isSeen = works.contains { $0.person.id == step.person && $0.sight.sees(step) }
            return isSeen ? words("step." + step.kind.rawValue) : words("step_kept_back")
        }
        let goals = works.flatMap { work in
            (plans[work.person.id]?.goals ?? []).filter { $0.state == .open }.map { goal in
                work.sight.sees(goal) ? words("case_today_goal", ["area": words("need." + goal.area.rawValue)]) : words("goal_kept_back")
            }
        }
        let open =
            steps.map { text($0) + ", " + format.day($0.due) }
            + clocks.compactMap { clock in
                CaseFacts.reading(clock, cases, at: request.now).map {
                    words($0.rule.wordKey) + ", " + words("case_until", ["day": format.day($0.reading.due.dayInSofia)])
                }
            } + goals
        let ask = CaseAsking(words, request.form, wrong)
        let isClosed = !work.file.isOpen
        let model = Closing(
            head: CaseHead(work, works, nil, rule: rules[work.person.id], request, words),
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }), open: open, hasOpen: !open.isEmpty && !isClosed,
            isClosed: isClosed, action: request.link("/cases/" + file.text + "/close"),
            reasons: isClosed
                ? ask.question(
                    "reason", CaseClosing.Return.allCases.map(\.rawValue), "reopening.", label: words("case_ask.reopening"))
                : ask.question("reason", CaseClosing.Reason.allCases.map(\.rawValue), "closing."), followUp: ask.field("follow-up"))
        return try pages.page(
            "cases-close", model, title: words(isClosed ? "case_reopen" : "case_close"), for: request, section: "cases", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    func close(_ request: WebRequest) async throws -> WebResponse {
        let works = try await visible(request)
        guard let work = works.first, CasePages.mayLead(works) else { throw WebError.forbidden }
        var reading = CodedForm(request.form)
        guard work.file.isOpen else {
            let reason: CaseClosing.Return? = reading.one("reason", missing: "reason_missing")
            guard let reason else { return try await closing(request, reading.wrong) }
            try await cases.caseActs.reopen(because: reason, works)
            return home(request, work.file.id, nil, "reopened")
        }
        let reason: CaseClosing.Reason? = reading.one("reason", missing: "reason_missing")
        let followUp = reading.day("follow-up") { $0 <= request.today ? "follow_up_past" : nil }
        guard reading.wrong.isEmpty, let reason else { return try await closing(request, reading.wrong) }
        do {
            let closing = CaseClosing(reason: reason, at: request.now, by: work.passage.actor.user, followUp: followUp)
            try await cases.caseActs.close(closing, works)
            return home(request, work.file.id, nil, "closed")
        } catch CaseActs.Problem.closed {
            throw WebError.badRequest
        }
    }
}
