import Core
import Policy
import Web

extension CasesFeature {
    /// The addresses of cases and their parts. What anybody said stands in none of them.
    var caseRoutes: [Route] {
        let (list, page, ending) = (CaseListPages(cases: self), CasePages(cases: self), EndingPages(cases: self))
        let code: FormFields = ["code", "purpose"]
        return [
            .get("/cases", for: .allowed(.personList), list.list),
            .get("/cases/:case", for: .allowed(.personOpen), page.page),
            .get("/cases/:case/close", for: .allowed(.personChange), ending.ask),
            .post("/cases/:case/close", for: .allowed(.personChange), fields: ["reason", "follow-up", "purpose"], ending.close),
            .post("/cases/:case/:person/event", for: .allowed(.personChange), fields: ["event", "on-day", "purpose", "id"], page.event),
            .post("/cases/:case/:person/step", for: .allowed(.personChange), fields: ["step", "due", "user", "purpose", "id"], page.step),
            .post("/cases/:case/:person/done", for: .allowed(.personChange), fields: ["step", "purpose"], page.done),
            .post("/cases/:case/:person/give", for: .allowed(.personChange), fields: ["step", "user", "purpose"], page.give),
            .get("/cases/:case/:person/leave", for: .allowed(.personChange), ending.askLeave),
            .post("/cases/:case/:person/leave", for: .allowed(.personChange), fields: ["purpose"], ending.leave),
        ] + threadRoutes(code)
    }

    private func threadRoutes(_ code: FormFields) -> [Route] {
        let (identification, trafficking) = (IdentificationPages(cases: self), TraffickingPages(cases: self))
        let (assessment, plan) = (AssessmentPages(cases: self), SupportPlanPages(cases: self))
        let (notes, files) = (NotePages(cases: self), FilePages(cases: self))
        func at(_ part: String) -> String { "/cases/:case/:person/" + part }
        return [
            .get(at("identification"), for: .allowed(.personOpen), identification.show),
            .post(at("identification"), for: .allowed(.personChange), fields: IdentificationPages.fields, identification.add),
            .get(at("trafficking"), for: .allowed(.personOpen), trafficking.show),
            .post(at("trafficking"), for: .allowed(.personChange), fields: TraffickingPages.fields, keepsDraft: true, trafficking.set),
            .get(at("assessment"), for: .allowed(.personOpen), assessment.show),
            .post(at("assessment"), for: .allowed(.personChange), fields: AssessmentDraft.fields, keepsDraft: true, assessment.add),
            .post(at("assessment/show"), for: .allowed(.personUnmask), fields: ["code", "purpose", "of"], assessment.reveal),
            .get(at("plan"), for: .allowed(.personOpen), plan.show),
            .post(at("plan"), for: .allowed(.personChange), fields: SupportPlanDraft.fields, keepsDraft: true, plan.set),
            .post(at("plan/show"), for: .allowed(.personUnmask), fields: code, plan.reveal),
            .post(at("plan/print"), for: .allowed(.personUnmask), fields: code, plan.print),
            .get("/cases/plan/blank", for: .allowed(.personOpen), plan.blank),
            .get(at("notes"), for: .allowed(.personOpen), notes.show),
            .post(at("notes"), for: .allowed(.personChange), fields: NotePages.fields, keepsDraft: true, notes.add),
            .post(at("notes/show"), for: .allowed(.personUnmask), fields: ["code", "purpose", "of"], notes.reveal),
            .get(at("files"), for: .allowed(.personOpen), files.show),
            .upload(
                at("files"), for: .allowed(.personChange), fields: FilePages.fields, limit: FilePages.limit + 100_000, files.add),
            .post(at("files/:file"), for: .allowed(.personUnmask), fields: code, files.download),
            .post(at("files/:file/withdraw"), for: .allowed(.personChange), fields: ["purpose"], files.withdraw),
        ]
    }

    /// Where something unsent about a person may be kept.
    static func draftPaths(of person: PersonID, in cases: [CaseID]) -> [String] {
        ["/persons/\(person.text)/change"]
            + cases.flatMap { file in
                ["trafficking", "assessment", "plan", "notes"].map { "/cases/\(file.text)/\(person.text)/\($0)" }
            }
    }
}
