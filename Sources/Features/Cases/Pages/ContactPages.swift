import Admission
import Core
import Database
import Policy
import Web

/// The page on which it is said how she may be reached.
struct ContactPages: Sendable {
    let cases: CasesFeature
    static let fields = FormFields(["hours", "purpose", "version"], lists: ["way", "never"])

    struct Page: Encodable {
        let title: String
        let reference: String
        let back: String
        let action: String
        let summary: FormErrors
        let ways: FormQuestion
        let nevers: FormQuestion
        let hours: FormQuestion
        let version: String
        let isOvertaken: Bool
        let now: ContactLine
    }

    func form(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await cases.passage(.personChange, request)
            try await PersonActs(database: cases.database, vault: cases.vault, names: cases.names).look(.personOpen, passage)
            return try await page(request, passage, [])
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func set(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await cases.passage(.personChange, request, purpose: request.form["purpose"])
            var reading = CodedForm(request.form)
            let ways: Set<ContactRule.Way> = reading.many("way")
            if ways.isEmpty { reading.fault("way", "contact_way_missing") }
            let hours: ContactRule.Hours? = reading.one("hours", missing: "contact_hours_missing")
            guard reading.wrong.isEmpty, let hours else { return try await page(request, passage, reading.wrong) }
            do {
                let rule = ContactRule(ways: ways, never: reading.many("never"), hours: hours)
                try await cases.caseActs.set(rule, after: request.form["version"] ?? "", passage)
            } catch CaseActs.Problem.overtaken {
                return try await page(request, passage, [("version", ThreadShowing.overtaken)])
            }
            return .redirect(to: request.link("/persons/" + passage.person.id.text) + "?done=contact")
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func page(_ request: WebRequest, _ passage: PersonPassage, _ wrong: [(field: String, word: String)]) async throws -> WebResponse
    {
        let words = cases.pages.words(request.language)
        let person = passage.person.id
        let (rule, version) = try await cases.database.read { connection in
            (try ContactRuleStore.rules(of: [person], connection)[person], try ContactRuleStore.version(of: person, connection))
        }
        let showing = ThreadShowing(wrong: wrong)
        let ask = CaseAsking(words, request.form, wrong)
        let path = request.link("/persons/" + person.text)
        let model = Page(
            title: words("contact_title"), reference: passage.person.reference, back: path, action: path + "/contact",
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }),
            ways: ask.question(
                "way", ContactRule.Way.allCases.map(\.rawValue), "contact_way.", own: Set(rule?.ways.map(\.rawValue) ?? []),
                isMultiple: true),
            nevers: ask.question(
                "never", ContactRule.Never.allCases.map(\.rawValue), "contact_never.", own: Set(rule?.never.map(\.rawValue) ?? []),
                isMultiple: true),
            hours: ask.question(
                "hours", ContactRule.Hours.allCases.map(\.rawValue), "contact_hours.", own: Set([rule?.hours.rawValue].compactMap(\.self))),
            version: showing.version(version, request), isOvertaken: wrong.contains { $0.word == ThreadShowing.overtaken },
            now: ContactLine(rule, passage, request, words))
        return try cases.pages.page(
            "cases-contactrule", model, title: model.title, for: request, section: "persons", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }
}
