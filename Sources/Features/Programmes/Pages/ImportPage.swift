import Core
import Web

/// Where a document is sent from, and the drafts that wait.
struct ImportPage: Sendable, Encodable {
    let title: String
    let home: String
    let action: String
    let summary: FormErrors
    let wrong: String
    let isWrong: Bool
    let isUnchanged: Bool
    let drafts: [Line]
    let hasDrafts: Bool

    struct Line: Sendable, Encodable {
        let href: String
        let title: String
        let period: String
        let kind: String
        let kindStyle: String
        let measures: String
        let document: String
        let when: String
    }

    init(_ drafts: [DraftStore.Waiting], _ wrong: String?, isUnchanged: Bool, _ views: PlanViews) {
        let words = views.words
        title = words("plan_import_title")
        home = views.request.link("/")
        action = views.request.link("/plans/import")
        summary = FormErrors(wrong.map { [("file", $0)] } ?? [])
        self.wrong = wrong ?? ""
        isWrong = wrong != nil
        self.isUnchanged = isUnchanged
        hasDrafts = !drafts.isEmpty
        self.drafts = drafts.map { draft in
            Line(
                href: views.request.link("/plans/import/\(draft.version.text)"), title: Casing.sentence(draft.title),
                period: views.years(draft.period),
                kind: words(draft.isAmendment ? "plan_import_amendment" : "plan_import_new"),
                kindStyle: draft.isAmendment ? "warn" : "info",
                measures: views.format.integer(draft.measures), document: draft.documentName, when: views.format.moment(draft.importedAt))
        }
    }
}
