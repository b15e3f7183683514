import Admission
import Calendar
import Core
import Database
import Policy
import Reference
import Web

/// Who took her for a victim, and when: the rows that stand, and the form for the next one.
struct IdentificationPages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.identification

    static let fields: FormFields = ["level", "body", "on-day", "ground", "corrects", "purpose", "id"]

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let rows: [Row]
        let isEmpty: Bool
        let clocks: [ClockLine]
        let answer: Answer
        let mayChange: Bool
        let action: String
        let id: String
        let level: FormQuestion
        let bodies: FormQuestion
        let day: FormField
        let ground: FormQuestion
        let corrects: FormQuestion
        let mayCorrect: Bool

        /// What ends the clocks that run: the form, and the ways elsewhere.
        struct Answer: Encodable {
            let isThere: Bool
            let action: String
            let events: FormQuestion
            let day: FormField
            let referral: String
            let facts: String
            let asksCitizenship: Bool
        }

        struct Row: Encodable {
            let level: String
            let organ: String
            let day: String
            let ground: String
            let written: String
        }
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (person, file) = (work.person.id, work.file.id)
        let (rows, clocks, organisations) = try await cases.database.read { connection in
            (
                try IdentificationStore.rows(of: [person], in: file, connection)[person] ?? [],
                try CaseClockStore.open(of: [person], in: file, connection),
                work.passage.known(try cases.sources.organisations(connection, request.language), words)
            )
        }
        let format = Format(request.language)
        func name(_ id: OrganisationID) -> String { organisations.first { $0.id == id }?.name ?? "" }
        func organ(_ row: Identification) -> String {
            row.body.flatMap(cases.register.institution).map { $0.shortName(request.language) } ?? name(row.organisation)
        }
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let running = clocks.filter { IdentificationClocks.rules.contains($0.rule) }
        let model = Page(
            head: try await head(work, request), summary: FormErrors(showing.wrong.map { ($0.field, words($0.word)) }),
            rows: rows.reversed().map { row in
                Page.Row(
                    level: words("identification." + row.level.rawValue), organ: organ(row), day: format.day(row.day),
                    ground: words("identification_ground." + row.ground.rawValue),
                    written: name(row.organisation) + ", " + format.day(row.madeAt.dayInSofia))
            }, isEmpty: rows.isEmpty, clocks: running.map { ClockLine($0, cases, request, words) },
            answer: answer(work, running, request, words),
            mayChange: work.mayChange, action: request.link(work.path + "/identification"),
            id: SentForm.number(ask.form),
            level: ask.question("level", Identification.Level.allCases.map(\.rawValue), "identification."),
            bodies: ask.select("body", bodies(work, request, words)), day: ask.field("on-day", own: CaseAsking.typed(request.today)),
            ground: ask.select(
                "ground",
                [("", words("choose"))]
                    + Identification.Ground.allCases.map { ($0.rawValue, words("identification_ground." + $0.rawValue)) }),
            corrects: ask.select(
                "corrects",
                [("", words("corrects_none"))]
                    + rows.map { ($0.id.text, words("identification." + $0.level.rawValue) + ", " + organ($0) + ", " + format.day($0.day)) }
            ),
            mayCorrect: !rows.isEmpty)
        return try render("cases-identification", model, request, showing)
    }

    /// The events that one of the clocks waits for. They are sent where all events of the case are.
    private func answer(_ work: CaseWork, _ running: [CaseClock], _ request: WebRequest, _ words: Words) -> Page.Answer {
        let awaited = running.reduce(into: Set<ClockEvent>()) { awaited, clock in
            awaited.formUnion(cases.rules.rule(clock.rule, on: clock.startedAt.dayInSofia)?.endsOn ?? [])
        }
        let kinds = NotedEvent.Kind.of(work.person.ageGroup).filter { awaited.contains($0.clock) }
        let ask = CaseAsking(words, FormData(), [])
        let person = "/persons/" + work.person.id.text
        return Page.Answer(
            isThere: work.mayChange && !kinds.isEmpty, action: request.link(work.path + "/event"),
            events: ask.question("event", kinds.map(\.rawValue), "noted."),
            day: FormField(
                "on-day", id: "event-day", label: words("case_ask.on-day"), hint: words("case_hint.on-day"),
                value: CaseAsking.typed(request.today)), referral: request.link(person + "/referrals/new"),
            facts: request.link(person + "/facts"), asksCitizenship: running.contains { $0.rule == "foreigner-referral" })
    }

    private func bodies(_ work: CaseWork, _ request: WebRequest, _ words: Words) -> [(value: String, text: String)] {
        let kinds: Set<Institution.Kind> = [
            .ministry, .agency, .directorate, .commission, .prosecution, .investigation, .hotline, .ngo, .international, .service,
            .municipality,
        ]
        let all = cases.register.institutions.filter { kinds.contains($0.kind) }
        return [("", words("body_own"))] + all.map { ($0.code, $0.shortName(request.language)) }
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "identification") { work in
            var reading = CodedForm(request.form)
            let level: Identification.Level? = reading.one("level", missing: "identification_level_missing")
            let body = request.form["body"]
            if let body, cases.register.institution(body) == nil { reading.fault("body", "body_unknown") }
            let isPreTrial =
                body.map { Identification.isPreTrial($0, in: cases.register) } ?? (work.passage.actor.regime == .lawEnforcement)
            if level == .formal, !isPreTrial { reading.fault("body", "body_not_pre_trial") }
            let day = reading.day("on-day", missing: "day_missing") { $0 > request.today ? "day_future" : nil }
            let ground: Identification.Ground? = reading.one("ground", missing: "ground_missing")
            let old = request.form["corrects"].flatMap(Identifier<Identification>.init)
            if request.form["corrects"] != nil, old == nil { reading.fault("corrects", "corrects_unknown") }
            guard reading.wrong.isEmpty, let level, let day, let ground else { return reading.wrong }
            let row = Identification(
                id: .new(), level: level, body: body, day: day, ground: ground, organisation: work.passage.actor.organisation,
                madeAt: request.now)
            try await cases.caseActs.identify(row, correcting: old, work)
            return []
        }
    }
}

/// A clock of the case in words, for the template `cases-clock`.
struct ClockLine: Encodable {
    let isThere: Bool
    let name: String
    let state: String
    let isPressing: Bool
    let left: String
    let until: String
    let ground: String
    let note: String
    let isUnconfirmed: Bool

    init(_ running: CaseClock?, _ cases: CasesFeature, _ request: WebRequest, _ words: Words) {
        let read = running.flatMap { CaseFacts.reading($0, cases, at: request.now) }
        isThere = read != nil
        name = read.map { words($0.rule.wordKey) } ?? ""
        state = read.map { words($0.reading.state.wordKey) } ?? ""
        isPressing = read.map { [.warning, .dueToday, .overdue].contains($0.reading.state) } ?? false
        left = read.map { CaseFacts.left($0.reading, words) } ?? ""
        until =
            read.map { read in
                let isExact = read.rule.term.unit == .hours
                let due = isExact ? Format(request.language).moment(read.reading.due) : words.dated(read.reading.due.dayInSofia)
                return words("case_until", ["day": due])
            } ?? ""
        ground = read.map { request.language == .en ? $0.rule.ground.en : $0.rule.ground.bg } ?? ""
        note = read.map { request.language == .en ? $0.rule.rolloverNote.en : $0.rule.rolloverNote.bg } ?? ""
        isUnconfirmed = read.map { !$0.rule.isConfirmed } ?? false
    }
}
