import Admission
import Calendar
import Core
import Database
import Ledger
import Policy
import Web

/// The page on which it is corrected what is held of a person in codes: her age group, her sex, whether she is a citizen. Duties hang on them.
struct FactsPages: Sendable {
    let cases: CasesFeature
    static let fields: FormFields = ["age-group", "sex", "citizenship", "purpose"]

    struct Page: Encodable {
        let title: String
        let reference: String
        let back: String
        let action: String
        let summary: FormErrors
        let ageGroup: FormQuestion
        let sex: FormQuestion
        let citizenship: FormQuestion
    }

    func form(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await cases.passage(.personChange, request)
            try await PersonActs(database: cases.database, vault: cases.vault, names: cases.names).look(.personOpen, passage)
            return try page(request, passage, [])
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func set(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await cases.passage(.personChange, request, purpose: request.form["purpose"])
            var reading = CodedForm(request.form)
            let ageGroup: Person.AgeGroup? = reading.one("age-group", missing: "age_group_missing")
            let sex: Person.Sex? = reading.one("sex", missing: "sex_missing")
            let citizenship: Person.Citizenship? = reading.one("citizenship", missing: "citizenship_missing")
            guard reading.wrong.isEmpty, let ageGroup, let sex, let citizenship else { return try page(request, passage, reading.wrong) }
            let facts = Person.Facts(ageGroup: ageGroup, sex: sex, citizenship: citizenship)
            try await cases.caseActs.correct(facts, passage)
            return .redirect(to: request.link("/persons/" + passage.person.id.text) + "?done=facts")
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func page(_ request: WebRequest, _ passage: PersonPassage, _ wrong: [(field: String, word: String)]) throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (ask, facts) = (CaseAsking(words, request.form, wrong), passage.person.facts)
        let path = request.link("/persons/" + passage.person.id.text)
        let model = Page(
            title: words("facts_title"), reference: passage.person.reference, back: path, action: path + "/facts",
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }),
            ageGroup: ask.question(
                "age-group", Person.AgeGroup.allCases.map(\.rawValue), "age_group.", label: words("age_group"),
                own: [facts.ageGroup.rawValue]),
            sex: ask.question("sex", Person.Sex.allCases.map(\.rawValue), "sex.", label: words("sex"), own: [facts.sex.rawValue]),
            citizenship: ask.question(
                "citizenship", Person.Citizenship.allCases.map(\.rawValue), "citizenship.", label: words("citizenship"),
                own: [facts.citizenship.rawValue]))
        return try cases.pages.page(
            "cases-facts", model, title: model.title, for: request, section: "persons", hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }
}

extension CaseActs {
    /// Corrects what is held of a person. What stood there is kept, and in each of her open cases the clocks follow. Nothing where it stands so
    /// already.
    func correct(_ facts: Person.Facts, _ passage: PersonPassage) async throws {
        try await Ledger.write(database) { connection in
            let (actor, now) = (passage.actor, passage.now)
            guard let person = try PersonStore.find(passage.person.id, connection) else { throw WebError.notFound }
            guard person.facts != facts else { return ((), []) }
            let id = try PersonStore.correct(person, facts, by: actor.user, for: actor.organisation, at: now, connection)
            for file in try CaseStore.cases(of: person.id, connection) where file.isOpen {
                try timeline.add(
                    CaseEvent(
                        "facts", of: person.id, in: file.id, at: now, object: id.text, by: actor.user, for: actor.organisation,
                        clocks: [.caseDeveloped]), connection)
                try timeline.settle(file.id, person.id, at: now, connection)
            }
            return ((), [passage.entry(.personChange, fields: ["facts"])])
        }
    }
}
