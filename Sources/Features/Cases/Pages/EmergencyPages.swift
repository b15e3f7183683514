import Admission
import Core
import Database
import Policy
import Web

/// The pages of the emergency door: through it, and afterwards before somebody who judges.
struct EmergencyPages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }
    private var acts: PersonActs { PersonActs(database: cases.database, vault: cases.vault, names: cases.names) }

    /// The form that opens a record because a life is in danger.
    struct EmergencyPage: Encodable {
        let title: String
        let action: String
        let summary: FormErrors
        let reference: FormField
        let reasons: FormQuestion
        let needsCode: Bool
        let code: FormField
    }

    func ask(_ request: WebRequest) async throws -> WebResponse { try page(request, [:]) }

    func open(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let isUnreviewed = try await cases.database.read { connection in
            try EmergencyOpening.isUnreviewed(visitor.actor.user, at: request.now, connection)
        }
        // Said before anything is looked up: the answer is the same for every number.
        if isUnreviewed { return try page(request, ["reference": words("rule." + RuleID.glassUnreviewed.rawValue)]) }
        var wrong: [String: String] = [:]
        let reason = request.form["reason"].flatMap(EmergencyReason.init)
        if reason == nil { wrong["reason"] = words("emergency_reason_missing") }
        // Numbers follow one another: whoever only tries them must not learn which are there, so a code goes before every answer.
        let needsCode = !visitor.hasFreshFactor(at: request.now)
        if needsCode, (request.form["code"] ?? "").isEmpty {
            return try page(request, wrong.merging(["code": words("code_needed")]) { $1 })
        }
        let reference = request.form.line("reference")?.uppercased() ?? ""
        let person = try await cases.database.read { connection in try PersonStore.find(reference: reference, connection) }
        if person == nil { wrong["reference"] = words("emergency_unknown") }
        guard wrong.isEmpty, let person, let reason else {
            return needsCode ? try await proved(visitor, wrong, request) : try page(request, wrong)
        }
        let named = request.with(parameter: "person", person.id.text)
        do {
            let passage = try await cases.passage(
                .personBreakGlass, named, purpose: Purpose.protection.rawValue, code: request.form["code"])
            try await acts.breakGlass(reason, told: try await told(passage, request), passage)
            var answer = WebResponse.redirect(to: request.link("/persons/" + person.id.text) + "?done=emergency")
            if let token = passage.token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        } catch PassageProblem.code(let text) {
            return try page(request, ["code": text.isEmpty ? words("code_needed") : text])
        } catch PassageProblem.refused(let rule) {
            return try page(request, ["reference": words("rule." + rule.rawValue)])
        } catch PersonActs.Problem.unreviewed {
            return try page(request, ["reference": words("rule." + RuleID.glassUnreviewed.rawValue)])
        } catch WebError.notFound {
            return try page(request, ["reference": words("emergency_unknown")])
        }
    }

    /// What is wrong with the form, for her who gave a right code; for others only that the code is wrong, as with a number that is there.
    private func proved(_ visitor: Visitor, _ wrong: [String: String], _ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        switch try await cases.sources.stepUp.prove(visitor, request.form["code"] ?? "", request) {
        case .right(let token):
            var answer = try page(request, wrong)
            answer.headers.append(Cookies.signIn(token))
            return answer
        case .wrong: return try page(request, ["code": words("code_wrong")])
        case .wait(let seconds): return try page(request, ["code": words.waiting(seconds)])
        }
    }

    /// Two people: one who leads work with persons and one who watches over data. Those who can judge the opening go first, then others of
    /// the organisation that leads the record, then all; where none of the two can judge, somebody who can is told as well. Nobody who is
    /// kept from it for a conflict of interest learns of it.
    private func told(_ passage: PersonPassage, _ request: WebRequest) async throws -> Set<UserID> {
        let lead = passage.facts.relations.first { $0.relation == .lead }.flatMap { OrganisationID($0.holder) }
        let barred = passage.facts.relations.filter { $0.relation == .barred }.map(\.holder)
        let able = try await cases.database.read { connection in
            try cases.sources.colleagues(connection, nil, request.now, request.language)
        }.map(\.actor).filter { $0.user != passage.actor.user && !barred.contains($0.user.text) }
        let kinds: [Set<Role>] = [[.supervisor, .coordinator, .localSecretary, .shelterManager], [.dataProtectionOfficer]]
        var told: Set<UserID> = []
        for roles in kinds {
            let candidates = able.filter { !$0.roles.isDisjoint(with: roles) && !told.contains($0.user) }
            let first =
                candidates.first { mayReview($0, passage.facts, request) } ?? candidates.first { $0.organisation == lead }
                ?? candidates.first
            if let first { told.insert(first.user) }
        }
        let judges = able.filter { mayReview($0, passage.facts, request) }.map(\.user)
        if told.isDisjoint(with: judges), let judge = judges.first { told.insert(judge) }
        return told
    }

    private func mayReview(_ actor: Actor, _ facts: ObjectFacts, _ request: WebRequest) -> Bool {
        Policy.decide(actor, .glassReview, on: facts, in: Context(now: request.now)).isAllowed
    }

    private func page(_ request: WebRequest, _ wrong: [String: String]) throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let model = EmergencyPage(
            title: words("emergency_title"), action: request.link("/persons/emergency"),
            summary: FormErrors(["reference", "reason", "code"].compactMap { field in wrong[field].map { (field, $0) } }),
            reference: FormField(
                "reference", label: words("emergency_reference"), hint: words("emergency_reference_hint"),
                value: request.form["reference"] ?? "", wrong: wrong["reference"] ?? ""),
            reasons: FormQuestion(
                "reason", label: words("emergency_reason"), wrong: wrong["reason"] ?? "",
                choices: EmergencyReason.allCases.map {
                    FormChoice($0.rawValue, words("emergency_reason." + $0.rawValue), isChosen: request.form["reason"] == $0.rawValue)
                }), needsCode: !visitor.hasFreshFactor(at: request.now), code: CodeField.field(words, wrong: wrong["code"] ?? ""))
        return try pages.page(
            "cases-emergency", model, title: model.title, for: request, section: "persons", hasForm: true, status: wrong.isEmpty ? 200 : 422
        )
    }

    // MARK: Afterwards

    /// The openings that wait for this visitor's judgement.
    struct ReviewPage: Encodable {
        let title: String
        let openings: [Line]
        let isEmpty: Bool
        let notice: String
        let hasNotice: Bool

        struct Line: Encodable {
            let id: String
            let reference: String
            let who: String
            let when: String
            let reason: String
            let action: String
            let isLive: Bool
            let mayReview: Bool
        }
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        try await cases.admission.rememberList(.glassReview, as: "glass.list", request)
        let openings = try await waiting(request)
        let format = Format(request.language)
        let model = ReviewPage(
            title: words("emergencies_title"),
            openings: openings.map { opening in
                ReviewPage.Line(
                    id: opening.record.id.text, reference: opening.person.reference,
                    who: opening.who.map { $0.name + " · " + $0.organisation } ?? words("user_gone"),
                    when: format.moment(opening.record.openedAt), reason: words("emergency_reason." + opening.record.reason.rawValue),
                    action: request.link("/persons/\(opening.person.id.text)/review"), isLive: opening.record.until > request.now,
                    mayReview: opening.mayReview)
            }, isEmpty: openings.isEmpty, notice: words("record_done.reviewed"), hasNotice: request.query["done"] == "reviewed")
        return try pages.page("cases-emergencies", model, title: model.title, for: request, section: "emergencies", hasForm: true)
    }

    private struct Waiting: Sendable {
        let record: EmergencyRecord
        let person: Person
        let who: CasesSources.Colleague?
        let mayReview: Bool
    }

    /// The openings that she was told of or may judge.
    private func waiting(_ request: WebRequest) async throws -> [Waiting] {
        let actor = try request.signedIn().actor
        return try await cases.database.read { connection in
            let everybody = try cases.sources.colleagues(connection, nil, request.now, request.language)
            let told = try EmergencyStore.told(actor.user, connection)
            return try EmergencyStore.unreviewed(connection).compactMap { record in
                let facts = try RelationStore.facts(of: record.person.text, at: request.now, connection)
                let mayReview = mayReview(actor, facts, request)
                let isBarred = facts.relations.contains(HeldRelation(.barred, actor.user.text))
                guard mayReview || told.contains(record.id) && !isBarred,
                    let person = try PersonStore.find(record.person, connection), person.erasedAt == nil
                else { return nil }
                return Waiting(
                    record: record, person: person, who: everybody.first { $0.actor.user == record.user }, mayReview: mayReview)
            }
        }
    }

    func review(_ request: WebRequest) async throws -> WebResponse {
        guard let id = request.form["opening"].flatMap(Identifier<EmergencyRecord>.init),
            let verdict = request.form["verdict"].flatMap(EmergencyVerdict.init)
        else { throw WebError.badRequest }
        do {
            let passage = try await cases.passage(.glassReview, request)
            let record = try await cases.database.read { connection in try EmergencyStore.find(id, connection) }
            guard let record, record.person == passage.person.id else { throw WebError.notFound }
            try await acts.review(record, verdict, passage)
            return .redirect(to: request.link("/persons/emergencies") + "?done=reviewed")
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }
}
