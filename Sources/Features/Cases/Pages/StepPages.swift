import Admission
import Core
import Database
import Policy
import Web

extension CaseWork {
    /// Those of some colleagues to whom a step with her can be given: they may change her record. Each once, and the one who asks first.
    func takers(_ colleagues: [CasesSources.Colleague]) -> [CasesSources.Colleague] {
        var seen: Set<UserID> = []
        let own = passage.actor.user
        return colleagues.filter { passage.facts.mayChange($0.actor, at: passage.now) && seen.insert($0.actor.user).inserted }
            .sorted { ($0.actor.user == own ? 0 : 1) < ($1.actor.user == own ? 0 : 1) }
    }
}

/// What comes next: agreed on, given to somebody else, made.
extension CasePages {
    func step(
        _ open: (step: NextStep, isHeld: Bool), _ works: [CaseWork], _ around: Around, _ wrong: [(field: String, word: String)],
        _ request: WebRequest, _ words: Words
    ) -> Page.StepLine {
        let step = open.step
        let work = works.first { $0.person.id == step.person }
        let isLate = step.due < request.today
        let takers = (work?.takers(around.colleagues) ?? []).filter { $0.actor.user != step.user }
        let name = around.colleagues.first { $0.actor.user == step.user }?.name
        let owner = name ?? around.organisations.first { $0.id == step.organisation }?.name ?? ""
        let field = CasePages.giving(step.id)
        let fault = wrong.first { $0.field == field }.map { words($0.word) } ?? ""
        let mayChange = work?.passage.atBest(.personChange).isAllowed ?? false
        return Page.StepLine(
            text: words("step." + step.kind.rawValue) + (works.count > 1 ? " · " + (work?.person.reference ?? "") : ""),
            when: words(isLate ? "step_late" : "step_until", ["day": words.dated(step.due)]),
            who: open.isHeld ? owner : words("step_nobody"), isLate: isLate, action: request.link((work?.path ?? "") + "/done"),
            id: step.id.text, mayEnd: mayChange,
            give: .recipient(
                "user", id: field, label: words("step_give_to"), wrong: fault,
                among: takers.map { FormChoice($0.actor.user.text, $0.name) }, words),
            giveAction: request.link((work?.path ?? "") + "/give"), mayGive: mayChange && !takers.isEmpty, isGiveOpen: !fault.isEmpty)
    }

    /// The field in which it is chosen to whom a step is given.
    private static func giving(_ step: Identifier<NextStep>) -> String { "give-" + step.text }

    func step(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "step") { work in
            var reading = CodedForm(request.form)
            let kind: NextStep.Kind? = reading.one("step", missing: "step_missing")
            let due = reading.day("due", missing: "day_missing") { $0 < request.today ? "day_past" : nil }
            let actor = work.passage.actor
            let user = try await taker(work, request)
            if user == nil { reading.fault("user", "colleague_unchosen") }
            guard reading.wrong.isEmpty, let kind, let due, let user else { return reading.wrong }
            guard NextStep.Kind.chosen(writable: work.writable).contains(kind) else { throw WebError.badRequest }
            let step = NextStep(
                id: .new(), person: work.person.id, kind: kind, due: due, user: user.user, organisation: actor.organisation)
            try await cases.caseActs.agree(step, work)
            return []
        }
    }

    /// The colleague whom a form names, where a step can be given to her.
    private func taker(_ work: CaseWork, _ request: WebRequest) async throws -> Actor? {
        let organisation = work.passage.actor.organisation
        let colleagues = try await cases.database.read {
            try cases.sources.colleagues($0, organisation, request.now, request.language)
        }
        return work.takers(colleagues).first { $0.actor.user.text == request.form["user"] }?.actor
    }

    func done(_ request: WebRequest) async throws -> WebResponse {
        try await withStep(request) { step, work in
            try await cases.caseActs.done(step, work)
            return home(request, work.file.id, work.person.id, "done")
        }
    }

    /// Gives a step to a colleague. Of a closed case, too: what remains to be done must not stay with somebody who has gone.
    func give(_ request: WebRequest) async throws -> WebResponse {
        try await withStep(request) { step, work in
            guard let colleague = try await taker(work, request) else {
                return try await page(request, [(CasePages.giving(step), "colleague_unchosen")])
            }
            try await cases.caseActs.give(step, to: colleague, work)
            return home(request, work.file.id, work.person.id, "given")
        }
    }

    private func withStep(
        _ request: WebRequest, _ act: (Identifier<NextStep>, CaseWork) async throws -> WebResponse
    ) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personChange, request)
            guard let step = request.form["step"].flatMap(Identifier<NextStep>.init) else { throw WebError.badRequest }
            return try await act(step, work)
        } catch is PassageProblem {
            throw WebError.forbidden
        } catch CaseActs.Problem.noStep {
            throw WebError.badRequest
        }
    }
}
