import Admission
import Core
import Database
import Foundation
import Ledger
import Policy
import Vault
import Web

/// The page of a record and everything that is done from it.
struct PersonPages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }
    private var acts: PersonActs { PersonActs(database: cases.database, vault: cases.vault, names: cases.names) }

    // MARK: Looking

    func person(_ request: WebRequest) async throws -> WebResponse {
        try await page(request, try await looking(.personOpen, request, purpose: request.query["purpose"]))
    }

    /// Lets somebody through who only looks, with the look in the ledger. What she may not see of a record that she knows of is forbidden.
    private func looking(_ act: Act, _ request: WebRequest, purpose: String? = nil) async throws -> PersonPassage {
        do {
            let passage = try await cases.passage(act, request, purpose: purpose)
            try await acts.look(act, passage)
            return passage
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    /// What somebody wants to see, and of what she is told afterwards.
    struct Showing {
        var values: [PersonField: String]?
        var notice = ""
        var wrong: [(field: String, text: String)] = []
        var token: String?
        var status = 200
    }

    func page(_ request: WebRequest, _ passage: PersonPassage, _ showing: Showing = Showing()) async throws -> WebResponse {
        let words = pages.words(request.language)
        let model = try await PersonView(cases: cases, passage, request).model(showing)
        var answer = try pages.page(
            // The title names the kind of page, never the person: it stays in the browser's history.
            "cases-person", model, title: words("record_title"), for: request, section: "persons", hasForm: true, status: showing.status)
        if let token = showing.token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    func unmask(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.personUnmask, request) { passage, token in
            let groups = Set(request.form.all("group").compactMap(FieldGroup.init))
            guard !groups.isEmpty else { return try await again(request, [("group", words("unmask_nothing"))], token) }
            let values = try await acts.unmask(groups, act: .personUnmask, passage)
            // The look that was just recorded.
            let opened = try await cases.passage(.personOpen, request, purpose: request.form["purpose"])
            return try await page(request, opened, Showing(values: values, token: token))
        }
    }

    func export(_ request: WebRequest) async throws -> WebResponse {
        try await acting(.personExport, request) { passage, token in
            let values = try await acts.unmask(passage.decision.mask, act: .personExport, passage)
            let copy = RecordCopy(passage.person, values, passage.decision.mask)
            var answer = WebResponse.download(
                try copy.json(), type: "application/json; charset=utf-8", name: "zakrila-record.json")
            if let token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        }
    }

    // MARK: Who may see it

    func revoke(_ request: WebRequest) async throws -> WebResponse {
        try await acting(.personRevoke, request) { passage, token in
            try await sharing(request, "ending-organisation", token) {
                let organisation = try await organisation(request)
                let involved = passage.facts.relations.filter { [.lead, .receiving].contains($0.relation) }.map(\.holder)
                let staying = try await colleagues(nil, request).map(\.actor).filter { actor in
                    actor.organisation != organisation && involved.contains(actor.organisation.text)
                }
                let (tell, person, now) = (cases.sources.accessEnded, passage.person.id, passage.now)
                try await acts.revoke(organisation, staying: Set(staying.map(\.user)), passage) { connection in
                    try tell(organisation, person, passage.actor, now, connection)
                }
                return redirect(request, passage, "revoked", token)
            }
        }
    }

    /// Says at the field what can't be done.
    private func sharing(
        _ request: WebRequest, _ field: String, _ token: String?, _ body: () async throws -> WebResponse
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        guard request.form["organisation"] != nil else { return try await again(request, [(field, words("organisation_unchosen"))], token) }
        do {
            return try await body()
        } catch let problem as PersonActs.Problem {
            return try await again(request, [(field, words("sharing.\(problem)"))], token)
        }
    }

    func takeSignal(_ request: WebRequest) async throws -> WebResponse {
        guard request.form["signal"].flatMap(SignalID.init) != nil else { throw WebError.badRequest }
        return try await acting(.personChange, request) { passage, token in
            try await acts.take(cases.link(request), passage)
            return redirect(request, passage, "signal", token)
        }
    }

    func assign(_ request: WebRequest) async throws -> WebResponse {
        try await acting(.personAssign, request) { passage, token in
            if let answer = try await unchosen("user", request, token) { return answer }
            let colleague = try await colleague(request, passage)
            let isOn = request.form["end"] == nil
            guard !isOn || passage.couldWork(colleague.actor) else { throw WebError.badRequest }
            try await acts.set(.worker, of: colleague.actor.user, isOn: isOn, act: .personAssign, passage)
            return redirect(request, passage, "assigned", token)
        }
    }

    func bar(_ request: WebRequest) async throws -> WebResponse {
        try await acting(.personBar, request) { passage, token in
            if let answer = try await unchosen("barred", request, token) { return answer }
            let user = try await colleague(request, passage).actor.user
            guard user != passage.actor.user else { throw WebError.badRequest }
            try await acts.set(.barred, of: user, isOn: request.form["end"] == nil, act: .personBar, passage)
            return redirect(request, passage, "barred", token)
        }
    }

    /// Says at the field that nobody is chosen.
    private func unchosen(_ field: String, _ request: WebRequest, _ token: String?) async throws -> WebResponse? {
        guard request.form["user"] == nil else { return nil }
        return try await again(request, [(field, pages.words(request.language)("colleague_unchosen"))], token)
    }

    // MARK: Destroying

    func erase(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.personErase, request) { passage, token in
            let decision = (request.form["decision"] ?? "").trimmingCharacters(in: .whitespaces)
            let tell = cases.sources.erased
            let isErased = try await acts.erase(decision: decision, passage) { tombstone, connection in
                try tell(passage.person.id, tombstone, passage.actor, connection)
            }
            guard isErased else {
                let passage = try await looking(.personLooks, request)
                return try await supervision(request, passage, wrong: [("decision", words("erase_decision_wrong"))], token: token)
            }
            var answer = WebResponse.redirect(to: request.link("/persons") + "?done=erased")
            if let token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        }
    }

    // MARK: Who looked, who can see

    /// Who looked at a record and who can see it: for those who answer for it, though they may not open it.
    struct SupervisionPage: Encodable {
        let title: String
        let reference: String
        let back: String
        let mayOpen: Bool
        let viewers: [ViewerLine]
        let noViewers: Bool
        let looks: AnyEncodable
        let mayErase: Bool
        let eraseAction: String
        let summary: FormErrors
        let decision: FormField
        let needsCode: Bool
        let code: FormField

        struct ViewerLine: Encodable {
            let name: String
            let organisation: String
            let rule: String
            let fields: String
        }
    }

    func supervise(_ request: WebRequest) async throws -> WebResponse {
        try await supervision(request, try await looking(.personLooks, request))
    }

    private func supervision(
        _ request: WebRequest, _ passage: PersonPassage, wrong: [(field: String, text: String)] = [], codeWrong: String = "",
        token: String? = nil
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let everybody = try await colleagues(nil, request)
        let viewers = Policy.viewers(of: passage.facts, among: everybody.map(\.actor), at: request.now).filter {
            passage.mayKnow($0.actor.organisation)
        }
        let leads = passage.facts.relations.filter { $0.relation == .lead }.map(\.holder)
        let known = passage.facts.leads(passage.actor.organisation) ? nil : Set(leads + [passage.actor.organisation.text])
        let named = Dictionary(everybody.map { ($0.actor, $0) }, uniquingKeysWith: { first, _ in first })
        let allowed = [Act.personOpen, .personErase].map { passage.atBest($0).isAllowed }
        let model = SupervisionPage(
            title: words("supervise_title"), reference: passage.person.reference,
            back: request.link("/persons/" + passage.person.id.text), mayOpen: allowed[0],
            viewers: viewers.map { viewer in
                SupervisionPage.ViewerLine(
                    name: named[viewer.actor]?.name ?? "", organisation: named[viewer.actor]?.organisation ?? "",
                    rule: words("rule." + viewer.explanation.decision.rule.rawValue), fields: FieldWords.list(viewer.mask, words))
            }, noViewers: viewers.isEmpty, looks: AnyEncodable(try await cases.sources.looks(passage.person.id.text, known, request)),
            mayErase: allowed[1], eraseAction: request.link("/persons/\(passage.person.id.text)/erase"),
            summary: FormErrors(wrong + (codeWrong.isEmpty ? [] : [("code", codeWrong)])),
            decision: FormField(
                "decision", label: words("erase_decision"), hint: words("erase_decision_hint"), value: request.form["decision"] ?? "",
                wrong: wrong.first?.text ?? ""), needsCode: !passage.visitor.hasFreshFactor(at: request.now),
            code: CodeField.field(words, wrong: codeWrong))
        var answer = try pages.page(
            "cases-supervise", model, title: model.title, for: request, section: "persons", hasForm: true,
            status: model.summary.isEmpty ? 200 : 422)
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    // MARK: Ways in

    /// Runs an act that was let through. Where a fresh code is missing or she may not do it, the page says so.
    private func acting(
        _ act: Act, _ request: WebRequest, _ body: (PersonPassage, String?) async throws -> WebResponse
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        do {
            let passage = try await cases.passage(act, request, purpose: request.form["purpose"], code: request.form["code"])
            return try await body(passage, passage.token)
        } catch PassageProblem.code(let wrong) {
            let text = wrong.isEmpty ? words("code_needed") : wrong
            if act == .personErase {
                return try await supervision(request, try await looking(.personLooks, request), codeWrong: text)
            }
            return try await again(request, [(CodeField.id(act), text)], nil)
        } catch PassageProblem.refused(let rule) {
            return try await again(request, [("main", words("rule." + rule.rawValue))], nil, status: 403)
        }
    }

    /// The record once more, with what is wrong. It shows the record: that is a look, or a form sent in vain would be one that nobody knows of.
    private func again(
        _ request: WebRequest, _ wrong: [(field: String, text: String)], _ token: String?, status: Int = 422
    ) async throws -> WebResponse {
        try await page(
            request, try await looking(.personOpen, request), Showing(wrong: wrong, token: token, status: status))
    }

    private func redirect(_ request: WebRequest, _ passage: PersonPassage, _ done: String, _ token: String?) -> WebResponse {
        var answer = WebResponse.redirect(to: request.link("/persons/" + passage.person.id.text) + "?done=" + done)
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    private func organisation(_ request: WebRequest) async throws -> OrganisationID {
        let all = try await cases.database.read { connection in try cases.sources.organisations(connection, request.language) }
        guard let found = all.first(where: { $0.id.text == request.form["organisation"] }) else { throw WebError.badRequest }
        return found.id
    }

    /// A colleague of her own organisation.
    private func colleague(_ request: WebRequest, _ passage: PersonPassage) async throws -> CasesSources.Colleague {
        let own = try await colleagues(passage.actor.organisation, request).filter { $0.actor.user.text == request.form["user"] }
        guard let found = own.first(where: { passage.couldWork($0.actor) }) ?? own.first else { throw WebError.badRequest }
        return found
    }

    private func colleagues(_ organisation: OrganisationID?, _ request: WebRequest) async throws -> [CasesSources.Colleague] {
        try await cases.database.read { connection in
            try cases.sources.colleagues(connection, organisation, request.now, request.language)
        }
    }
}

/// Groups of fields in words.
enum FieldWords {
    static func list(_ groups: Set<FieldGroup>, _ words: Words) -> String {
        FieldGroup.allCases.filter(groups.contains).map { words("fields." + $0.rawValue) }.joined(separator: ", ")
    }
}
