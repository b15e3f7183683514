import Policy
public import Web

extension CasesFeature {
    /// The addresses of this room. Names and numbers of persons are in none of them: they are sent in forms.
    public var routes: [Route] {
        let (list, person, emergency) = (PersonListPages(cases: self), PersonPages(cases: self), EmergencyPages(cases: self))
        let (change, contact) = (ChangePages(cases: self), ContactPages(cases: self))
        let new = FormFields(Set(PersonListPages.firstFields.map(\.rawValue) + ["age-group", "sex", "signal", "id"]))
        let changed = FormFields(Set(PersonField.allCases.flatMap { [$0.rawValue, "clear-" + $0.rawValue] } + ["purpose"]))
        return [
            .get("/persons", for: .allowed(.personList), list.list),
            .get("/persons/search", for: .allowed(.personUnmask), list.ask),
            .post("/persons/search", for: .allowed(.personUnmask), fields: ["name", "number", "signal"], list.search),
            .get("/persons/new", for: .allowed(.personAdd), list.new),
            .post("/persons/new", for: .allowed(.personAdd), fields: new, keepsDraft: true, list.add),
            .get("/persons/emergency", for: .allowed(.personBreakGlass), emergency.ask),
            .post(
                "/persons/emergency", for: .allowed(.personBreakGlass), fields: ["reference", "reason", "code"], emergency.open),
            .get("/persons/emergencies", for: .signedIn, emergency.list),
            .get("/persons/:person", for: .allowed(.personOpen), person.person),
            .post("/persons/:person/signal", for: .allowed(.personChange), fields: ["signal"], person.takeSignal),
            .get("/persons/:person/supervise", for: .allowed(.personLooks), person.supervise),
            .post(
                "/persons/:person/unmask", for: .allowed(.personUnmask), fields: FormFields(["purpose", "code"], lists: ["group"]),
                person.unmask),
            .post("/persons/:person/export", for: .allowed(.personExport), fields: ["purpose", "code"], person.export),
            .get("/persons/:person/change", for: .allowed(.personChange), change.form),
            .post("/persons/:person/change", for: .allowed(.personChange), fields: changed, keepsDraft: true, change.change),
            .post("/persons/:person/revoke", for: .allowed(.personRevoke), fields: ["organisation", "purpose", "code"], person.revoke),
            .post("/persons/:person/assign", for: .allowed(.personAssign), fields: ["user", "end"], person.assign),
            .post("/persons/:person/bar", for: .allowed(.personBar), fields: ["user", "end"], person.bar),
            .post("/persons/:person/erase", for: .allowed(.personErase), fields: ["decision", "code"], person.erase),
            .post("/persons/:person/review", for: .allowed(.glassReview), fields: ["opening", "verdict"], emergency.review),
            .post(
                "/persons/:person/case", for: .allowed(.personChange), fields: ["role", "case", "purpose", "id"],
                CaseListPages(cases: self).open),
            .get("/persons/:person/facts", for: .allowed(.personChange), FactsPages(cases: self).form),
            .post("/persons/:person/facts", for: .allowed(.personChange), fields: FactsPages.fields, FactsPages(cases: self).set),
            .get("/persons/:person/contact", for: .allowed(.personChange), contact.form),
            .post("/persons/:person/contact", for: .allowed(.personChange), fields: ContactPages.fields, contact.set),
        ] + caseRoutes
    }
}
