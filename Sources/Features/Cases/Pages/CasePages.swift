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
            let give: FormQuestion
            let giveAction: String
            let mayGive: Bool
            let isGiveOpen: Bool
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
            let leave: String
            let mayLeave: Bool
        }
    }

    /// What the page needs, read at one moment.
    struct Around: Sendable {
        let facts: CaseFacts
        let steps: [(step: NextStep, isHeld: Bool)]
        let lines: [TimelineEntry]
        let rules: [PersonID: ContactRule]
        let organisations: [(id: OrganisationID, name: String)]
        let colleagues: [CasesSources.Colleague]
    }

    func page(_ request: WebRequest) async throws -> WebResponse {
        try await page(request, [])
    }

    func page(_ request: WebRequest, _ wrong: [(field: String, word: String)]) async throws -> WebResponse {
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
            return try CasesFeature.works(CaseStore.everybody(in: id, connection), file, visitor, purpose, request, connection)
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
                steps: try StepStore.open(of: all, in: file, cases.hands(at: request.now), connection),
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
        let mayLead = CasePages.mayLead(works.filter(\.isMember))
        let kinds = NotedEvent.Kind.of(work.person.ageGroup)
        let people = work.takers(around.colleagues).map { ($0.actor.user.text, $0.name) }
        let steps = around.steps.filter { open in works.contains { $0.person.id == open.step.person && $0.sight.sees(open.step) } }
        return Page(
            head: CaseHead(work, works, nil, rule: around.rules[work.person.id], request, words),
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }), facts: around.facts.strip(work, cases, request, words),
            steps: steps.map { step($0, works, around, wrong, request, words) }, hasSteps: !steps.isEmpty,
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
                    role: [
                        words("case_role." + one.member.role.rawValue),
                        one.member.until.map { words("case_member_until", ["day": format.day($0.dayInSofia)]) },
                    ].compactMap(\.self).joined(separator: ", "), leave: request.link(one.path + "/leave"), mayLeave: one.mayChange)
            }, sections: sections, isEventOpen: isEvent, isStepOpen: isStep, close: request.link(path + "/close"),
            mayClose: work.file.isOpen && mayLead, mayReopen: !work.file.isOpen && mayLead,
            why: words("rule." + work.passage.decision.rule.rawValue))
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
                organisation: name(of: entry, works, around, words),
                person: works.first { $0.person.id == entry.person }?.person.reference ?? "", hasPerson: works.count > 1,
                isSuperseded: entry.isSuperseded)
        }
    }

    private func name(of entry: TimelineEntry, _ works: [CaseWork], _ around: Around, _ words: Words) -> String {
        let known = works.first { $0.person.id == entry.person }?.passage.known(around.organisations, words)
        return known?.first { $0.id == entry.organisation }?.name ?? ""
    }

    /// Whether she may close and reopen: she may change the records of all persons she sees, and her organisation leads one of them.
    static func mayLead(_ works: [CaseWork]) -> Bool {
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

    func change(
        _ request: WebRequest, done: String, _ act: (CaseWork) async throws -> [(field: String, word: String)]
    ) async throws -> WebResponse {
        let (work, wrong) = try await cases.changing(request, act)
        guard wrong.isEmpty else { return try await page(request, wrong) }
        return home(request, work.file.id, work.person.id, done)
    }

    func home(_ request: WebRequest, _ file: CaseID, _ person: PersonID?, _ done: String) -> WebResponse {
        let query = person.map { "?person=" + $0.text + "&done=" } ?? "?done="
        return .redirect(to: request.link("/cases/" + file.text) + query + done)
    }
}
