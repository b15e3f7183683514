import Admission
import Core
import Policy
import Web

/// The page on which sealed fields are written anew. It shows none of them: who must see first, looks first.
struct ChangePages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }

    /// The form, a group of fields at a time.
    struct ChangePage: Encodable {
        let title: String
        let reference: String
        let back: String
        let action: String
        let summary: FormErrors
        let groups: [Group]

        struct Group: Encodable {
            let title: String
            let fields: [FieldLine]
        }

        struct FieldLine: Encodable {
            let field: FormField
            let name: String
            let clear: String
            let label: String
            let isCleared: Bool
        }
    }

    func form(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await cases.passage(.personChange, request, purpose: request.form["purpose"])
            return try page(request, passage, [:])
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func change(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        do {
            let passage = try await cases.passage(.personChange, request, purpose: request.form["purpose"])
            var (values, wrong): ([PersonField: String], [String: String]) = ([:], [:])
            for field in PersonField.of(passage.decision.mask) {
                if request.form["clear-" + field.rawValue] != nil {
                    values[field] = ""
                } else if let value = request.form.line(field.rawValue) {
                    if let problem = field.problem(value, today: request.today) {
                        wrong[field.rawValue] = words(problem)
                    } else {
                        values[field] = value
                    }
                }
            }
            if wrong.isEmpty, values.isEmpty, let first = PersonField.of(passage.decision.mask).first {
                wrong[first.rawValue] = words("change_nothing")
            }
            guard wrong.isEmpty else { return try page(request, passage, wrong) }
            try await PersonActs(database: cases.database, vault: cases.vault, names: cases.names).change(values, passage)
            return .redirect(to: request.link("/persons/" + passage.person.id.text) + "?done=changed")
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func page(_ request: WebRequest, _ passage: PersonPassage, _ wrong: [String: String]) throws -> WebResponse {
        let words = pages.words(request.language)
        let fields = PersonField.of(passage.decision.mask)
        let path = request.link("/persons/" + passage.person.id.text)
        let model = ChangePage(
            title: words("change_title"), reference: passage.person.reference, back: path, action: path + "/change",
            summary: FormErrors(fields.compactMap { field in wrong[field.rawValue].map { (field.rawValue, $0) } }),
            groups: FieldGroup.allCases.compactMap { group in
                let own = fields.filter { $0.group == group }
                guard !own.isEmpty else { return nil }
                return ChangePage.Group(title: words("fields." + group.rawValue), fields: own.map { line($0, request, wrong, words) })
            })
        return try pages.page(
            "cases-change", model, title: model.title, for: request, section: "persons", hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }

    private func line(_ field: PersonField, _ request: WebRequest, _ wrong: [String: String], _ words: Words) -> ChangePage.FieldLine {
        ChangePage.FieldLine(
            field: PersonWords.field(field, value: request.form[field.rawValue] ?? "", wrong: wrong[field.rawValue] ?? "", words),
            name: words("person_field." + field.rawValue), clear: "clear-" + field.rawValue, label: words("clear_field"),
            isCleared: request.form["clear-" + field.rawValue] != nil)
    }
}
