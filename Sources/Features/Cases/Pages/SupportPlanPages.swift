import Admission
import Core
import Database
import Policy
import Reference
import Vault
import Web

/// The plan for support and safety: its goals, her agreement, the form that revises it, and its print.
struct SupportPlanPages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.plan

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let isEmpty: Bool
        let isKeptBack: Bool
        let agreement: String
        let made: String
        let goals: [GoalLine]
        let safety: String
        let hasSafety: Bool
        let isShown: Bool
        let reveal: Reveal
        let blank: String
        let printing: Reveal
        let mayPrint: Bool
        let mayChange: Bool
        let isOpen: Bool
        let action: String
        let version: String
        let forms: [GoalForm]
        let more: [GoalForm]
        let safetyField: FormField
        let agreements: FormQuestion
        let agreedOn: FormField
        let reviewOn: FormField
    }

    struct GoalLine: Encodable {
        let area: String
        let text: String
        let hasText: Bool
        let who: String
        let until: String
        let state: String
        let isDone: Bool
    }

    struct GoalForm: Encodable {
        let title: String
        let area: FormQuestion
        let text: FormField
        let who: FormQuestion
        let by: FormField
        let state: FormQuestion
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (person, file) = (work.person.id, work.file.id)
        let (last, organisations) = try await cases.database.read { connection in
            (
                try SupportPlanStore.plans(of: [person], in: file, connection)[person],
                work.passage.known(try cases.sources.organisations(connection, request.language), words)
            )
        }
        let plan = work.isShared ? last : nil
        let format = Format(request.language)
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let mayRead = work.groups.contains(SupportPlan.group)
        // What she does not see keeps its number, and stays.
        let kept = Set(plan?.goals.filter { !work.sight.sees($0) }.map(\.number) ?? [])
        let areas = Need.allCases.filter { $0.group.map(work.writable.contains) ?? true }
        let numbers = (1...SupportPlan.mostGoals).filter { !kept.contains($0) }
        // Those that are there, two more, and whatever was typed.
        let typed =
            (1...SupportPlan.mostGoals).last { ask.form["goal-\($0)-area"] != nil || ask.form["goal-\($0)-text"] != nil } ?? 0
        let first = max((plan?.goals.map(\.number).max() ?? 0) + 2, typed)
        func forms(_ numbers: [Int]) -> [GoalForm] { numbers.map { goal($0, plan, areas, ask, request, words) } }
        let opened = showing.opened ?? [:]
        let model = Page(
            head: try await head(work, request), summary: FormErrors(showing.wrong.map { ($0.field, words($0.word)) }),
            isEmpty: plan == nil, isKeptBack: !work.isShared,
            agreement: plan.map { plan in
                words("agreement." + plan.agreement.rawValue) + (plan.agreedOn.map { ", " + format.day($0) } ?? "")
            } ?? "",
            made: plan.map { plan in
                [
                    words("plan_version", ["n": String(plan.version)]), format.moment(plan.madeAt),
                    organisations.first { $0.id == plan.organisation }?.name,
                    plan.reviewOn.map { words("plan_review_on", ["day": format.day($0)]) },
                ].compactMap(\.self).joined(separator: " · ")
            } ?? "", goals: plan.map { lines($0, work, opened, organisations, request, words) } ?? [],
            safety: opened[SupportPlan.safetyName] ?? "", hasSafety: opened[SupportPlan.safetyName] != nil,
            isShown: showing.opened != nil,
            reveal: Reveal(mayRead && plan != nil, "/plan/show", work, showing, request, words), blank: request.link("/cases/plan/blank"),
            printing: Reveal(true, "/plan/print", codeAt: "code-print", work, showing, request, words), mayPrint: plan != nil && mayRead,
            mayChange: work.mayChange && work.writable.contains(SupportPlan.group),
            isOpen: plan == nil || !showing.wrong.isEmpty || request.draftSavedAt != nil, action: request.link(work.path + "/plan"),
            version: showing.version(String(last?.version ?? 0), request),
            forms: forms(numbers.filter { $0 <= first }), more: forms(numbers.filter { $0 > first }),
            safetyField: ask.field("safety", hint: words(plan == nil ? "case_hint.safety_first" : "case_hint.kept")),
            agreements: ask.question(
                "agreement", SupportPlan.Agreement.allCases.map(\.rawValue), "agreement.",
                own: Set([plan?.agreement.rawValue].compactMap(\.self))),
            agreedOn: ask.field("agreed-on", own: CaseAsking.typed(plan?.agreedOn)),
            reviewOn: ask.field("review-on", own: CaseAsking.typed(plan?.reviewOn)))
        return try render("cases-plan", model, request, showing)
    }

    private func goal(
        _ number: Int, _ plan: SupportPlan?, _ areas: [Need], _ ask: CaseAsking, _ request: WebRequest, _ words: Words
    ) -> GoalForm {
        let own = plan?.goals.first { $0.number == number }
        let name = "goal-\(number)-"
        let label = words("goal_number", ["n": String(number)])
        return GoalForm(
            title: label,
            area: ask.select(
                name + "area", [("", words("choose"))] + areas.map { ($0.rawValue, words("need." + $0.rawValue)) },
                label: words("goal_ask.area"), own: own?.area.rawValue ?? ""),
            text: ask.field(name + "text", label: words("goal_ask.text"), hint: own == nil ? "" : words("case_hint.kept")),
            who: ask.select(
                name + "who", [PlanGoal.ourselves, PlanGoal.herself].map { ($0, words("goal_who." + $0)) } + helpers(request),
                label: words("goal_ask.who"), own: own?.who ?? PlanGoal.ourselves),
            by: ask.field(name + "by", label: words("goal_ask.by"), own: CaseAsking.typed(own?.by)),
            state: ask.select(
                name + "state", PlanGoal.State.allCases.map { ($0.rawValue, words("goal_state." + $0.rawValue)) },
                label: words("goal_ask.state"), own: own?.state.rawValue ?? PlanGoal.State.open.rawValue))
    }

    private func helpers(_ request: WebRequest) -> [(value: String, text: String)] {
        let kinds: Set<Institution.Kind> = [.agency, .directorate, .commission, .ngo, .international, .service, .municipality, .hotline]
        return cases.register.institutions.filter { kinds.contains($0.kind) }.map { ($0.code, $0.shortName(request.language)) }
    }

    private func lines(
        _ plan: SupportPlan, _ work: CaseWork, isSigned: Bool = false, _ opened: [String: String],
        _ organisations: [(id: OrganisationID, name: String)], _ request: WebRequest,
        _ words: Words
    ) -> [GoalLine] {
        // What is done or dropped is nothing that she signs.
        plan.goals.filter { work.sight.sees($0) && (!isSigned || $0.state == .open) }.map { goal in
            let text = opened[SupportPlan.sealedName(goal: goal.number)]
            let ours = organisations.first { $0.id == plan.organisation }?.name ?? words("goal_who.us")
            return GoalLine(
                area: words("need." + goal.area.rawValue), text: text ?? "", hasText: text != nil,
                who: goal.who == PlanGoal.herself
                    ? words("goal_who.self")
                    : goal.who == PlanGoal.ourselves ? ours : cases.register.institution(goal.who)?.shortName(request.language) ?? goal.who,
                until: goal.by.map { Format(request.language).day($0) } ?? "", state: words("goal_state." + goal.state.rawValue),
                isDone: goal.state != .open)
        }
    }

    func set(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "plan") { work in
            guard work.writable.contains(SupportPlan.group) else { throw WebError.forbidden }
            let (person, file) = (work.person.id, work.file.id)
            let last = try await cases.database.read { try SupportPlanStore.plans(of: [person], in: file, $0)[person] }
            let draft = SupportPlanDraft(
                request.form, last?.goals ?? [], writable: work.writable, keeping: { !work.sight.sees($0) }, cases.register,
                today: request.today)
            guard draft.wrong.isEmpty else { return draft.wrong }
            try await cases.caseActs.plan(draft, after: SupportPlanPages.version(request), work)
            return []
        }
    }

    private static func version(_ request: WebRequest) -> Int { request.form["version"].flatMap(Int.init) ?? 0 }

    /// What was typed, with the goals that a colleague added since: each under its own number, so that neither takes the place of the other.
    func overtaken(_ request: WebRequest) async throws -> ThreadShowing {
        let work = try await cases.work(.personChange, request)
        let (person, file, base) = (work.person.id, work.file.id, SupportPlanPages.version(request))
        let (goals, known) = try await cases.database.read { connection in
            (
                try SupportPlanStore.plans(of: [person], in: file, connection)[person]?.goals ?? [],
                try SupportPlanStore.numbers(of: person, in: file, version: base, connection)
            )
        }
        let sight = work.sight
        let added = goals.filter { !known.contains($0.number) }
        var pairs = request.form.pairs
        for goal in added {
            let name = "goal-\(goal.number)-"
            let isTaken = pairs.contains { $0.name == name + "area" && !$0.value.isEmpty }
            let used = Set(pairs.filter { $0.name.hasSuffix("-area") && !$0.value.isEmpty }.map(\.name))
            let free = (1...SupportPlan.mostGoals).first { number in
                !goals.contains { $0.number == number } && !used.contains("goal-\(number)-area")
            }
            let own = pairs.filter { $0.name.hasPrefix(name) }
            pairs.removeAll { $0.name.hasPrefix(name) }
            if isTaken, let free {
                pairs.removeAll { $0.name.hasPrefix("goal-\(free)-") }
                pairs += own.map { (name: "goal-\(free)-" + $0.name.dropFirst(name.count), value: $0.value) }
            }
            guard sight.sees(goal) else { continue }
            pairs += [
                (name + "area", goal.area.rawValue), (name + "who", goal.who), (name + "by", CaseAsking.typed(goal.by)),
                (name + "state", goal.state.rawValue),
            ]
        }
        return ThreadShowing(wrong: [("version", ThreadShowing.overtaken)], form: FormData(pairs))
    }

    func reveal(_ request: WebRequest) async throws -> WebResponse {
        try await unmask(request) { try await texts(of: $0) }
    }

    /// The sealed words of the plan, by the names of their fields.
    private func texts(of work: CaseWork) async throws -> [String: String] {
        let (person, file) = (work.person.id, work.file.id)
        let plan = try await cases.database.read { try SupportPlanStore.plans(of: [person], in: file, $0)[person] }
        guard let plan, work.passage.decision.mask.contains(SupportPlan.group) else { return [:] }
        let names = plan.goals.filter { work.sight.sees($0) }.map { SupportPlan.sealedName(goal: $0.number) } + [SupportPlan.safetyName]
        let opened = try await cases.caseActs.unmask(
            names.map { SupportPlan.sealed(plan.id, $0) }, named: [SupportPlan.group.rawValue], work)
        return Dictionary(uniqueKeysWithValues: opened.map { ($0.key.field, String(decoding: $0.value, as: UTF8.self)) })
    }

    // MARK: On paper

    /// The plan as it is signed: our own layout, marked as a draft until an official form is known.
    struct Paper: Encodable {
        let title: String
        let reference: String
        let isFilled: Bool
        let name: String
        let organisation: String
        let goals: [GoalLine]
        let empty: [Int]
        let safety: String
        let review: String
        let agreement: String
        let hasAgreement: Bool
        let back: String
        let day: String
    }

    /// The form without anybody in it, to be filled in by hand.
    func blank(_ request: WebRequest) async throws -> WebResponse {
        try paper(request, nil, [], [:], name: "", work: nil)
    }

    /// The plan with her name: whoever prints it looks at it, with a code.
    func print(_ request: WebRequest) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personUnmask, request, code: request.form["code"])
            let (person, file) = (work.person.id, work.file.id)
            let (plan, organisations) = try await cases.database.read { connection in
                (
                    try SupportPlanStore.plans(of: [person], in: file, connection)[person],
                    work.passage.known(try cases.sources.organisations(connection, request.language), cases.pages.words(request.language))
                )
            }
            guard let plan else { throw WebError.notFound }
            guard work.passage.decision.mask.contains(SupportPlan.group) else { throw WebError.forbidden }
            let texts = try await texts(of: work)
            let acts = PersonActs(database: cases.database, vault: cases.vault, names: cases.names)
            let identity = try await acts.unmask([.identity], act: .personUnmask, work.passage)
            let name = [PersonField.givenName, .middleName, .familyName].compactMap { identity[$0] }.joined(separator: " ")
            let words = cases.pages.words(request.language)
            var answer = try paper(
                request, plan, lines(plan, work, isSigned: true, texts, organisations, request, words), texts, name: name, work: work)
            if let token = work.passage.token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        } catch PassageProblem.code(let wrong) {
            let words = cases.pages.words(request.language)
            return try await again(
                request, ThreadShowing(code: wrong.isEmpty ? words("code_needed") : wrong, codeAt: "code-print"))
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func paper(
        _ request: WebRequest, _ plan: SupportPlan?, _ goals: [GoalLine], _ texts: [String: String], name: String, work: CaseWork?
    ) throws -> WebResponse {
        let (words, format) = (cases.pages.words(request.language), Format(request.language))
        let model = Paper(
            title: words("paper_title"), reference: work?.file.reference ?? "", isFilled: plan != nil, name: name,
            organisation: try request.signedIn().organisation, goals: goals, empty: plan == nil ? [1, 2, 3, 4, 5, 6] : [],
            safety: texts[SupportPlan.safetyName] ?? "", review: plan?.reviewOn.map { format.day($0) } ?? "",
            agreement: plan?.agreedOn.map { format.day($0) } ?? "", hasAgreement: plan?.agreedOn != nil,
            back: request.link(work.map { $0.path + "/plan" } ?? "/cases"),
            day: format.day(request.today))
        return try cases.pages.page("cases-paper", model, title: model.title, for: request, section: "cases", hasForm: true)
    }
}
