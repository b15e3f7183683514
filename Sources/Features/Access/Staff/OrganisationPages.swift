import Core
import Database
import Policy
import Reference
import Vault
import Web

/// The pages on which the organisation that runs the system lets others in.
struct OrganisationPages: Sendable {
    let access: AccessFeature

    private var pages: Pages { access.pages }

    /// The organisations that use the system.
    struct OrganisationsPage: Encodable {
        let title: String
        let organisations: [Line]
        let new: String

        struct Line: Encodable {
            let name: String
            let full: String
            let regime: String
            let staff: String
        }
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        _ = try await host(request)
        let organisations = try await access.database.read { connection in try OrganisationStore.all(connection) }
        let model = OrganisationsPage(
            title: words("organisations_title"),
            organisations: Collation.sorted(organisations, by: \.name).map {
                OrganisationsPage.Line(
                    name: access.name($0, request.language), full: $0.name, regime: words("regime." + $0.regime.rawValue),
                    staff: request.link("/staff") + "?organisation=" + $0.id.text)
            }, new: request.link("/organisations/new"))
        return try pages.page("access-organisations", model, title: model.title, for: request, section: "organisations")
    }

    /// The form that adds an organisation.
    struct NewOrganisationPage: Encodable {
        let title: String
        let action: String
        let back: String
        let summary: FormErrors
        let institution: FormField
        let name: FormField
        let regime: FormQuestion
        let institutions: [FormChoice]
    }

    func new(_ request: WebRequest) async throws -> WebResponse {
        _ = try await host(request)
        return try page(request, [:])
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let host = try await host(request)
        var wrong: [String: String] = [:]
        let code = request.form.line("institution")
        let institution = code.flatMap(access.register.institution)
        if code != nil, institution == nil { wrong["institution"] = words("institution_unknown") }
        let typed = request.form.line("name")
        let name = typed ?? institution?.name.bg
        if code == nil, name == nil { wrong["name"] = words("organisation_name_missing") }
        let regime = request.form["regime"].flatMap(Regime.init)
        if regime == nil { wrong["regime"] = words("regime_missing") }
        if let problem = try await sameness(name, institution, isOwn: typed != nil) { wrong["name"] = words(problem) }
        guard wrong.isEmpty, let name, let regime else { return try page(request, wrong) }
        let organisation = Organisation(id: .new(), institution: institution?.code, name: String(name.prefix(200)), regime: regime)
        let visitor = try request.signedIn()
        let acts = StaffActs(database: access.database, vault: access.vault, work: access.work)
        try await acts.add(
            organisation, managedBy: visitor.actor.organisation, by: StaffActs.Author(visitor, rule: host.rule, request))
        return .redirect(to: request.link("/staff") + "?organisation=" + organisation.id.text)
    }

    /// Why nobody could tell a new organisation from another; nil where one can. Those that share a code have names of their own.
    private func sameness(_ name: String?, _ institution: Institution?, isOwn: Bool) async throws -> String? {
        try await access.database.read { connection in
            if let institution, !isOwn, try !OrganisationStore.all(of: institution.code, connection).isEmpty {
                return "organisation_name_own"
            }
            return try OrganisationStore.everAdded(connection).contains { $0.name == name } ? "organisation_known" : nil
        }
    }

    private func page(_ request: WebRequest, _ wrong: [String: String]) throws -> WebResponse {
        let words = pages.words(request.language)
        let model = NewOrganisationPage(
            title: words("organisation_new"), action: request.link("/organisations/new"), back: request.link("/organisations"),
            summary: FormErrors(["institution", "name", "regime"].compactMap { field in wrong[field].map { (field, $0) } }),
            institution: FormField(
                "institution", label: words("institution"), hint: words("institution_hint"), value: request.form["institution"] ?? "",
                wrong: wrong["institution"] ?? ""),
            name: FormField(
                "name", label: words("organisation_name"), hint: words("organisation_name_hint"), value: request.form["name"] ?? "",
                wrong: wrong["name"] ?? ""),
            regime: FormQuestion(
                "regime", label: words("regime"), wrong: wrong["regime"] ?? "",
                choices: Regime.allCases.map {
                    FormChoice(
                        $0.rawValue, words("regime." + $0.rawValue), hint: words("regime_hint." + $0.rawValue),
                        isChosen: request.form["regime"] == $0.rawValue)
                }), institutions: access.register.institutions.map { FormChoice($0.code, $0.name.bg) })
        return try pages.page(
            "access-organisation-new", model, title: model.title, for: request, section: "organisations", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    /// The decision that she may add organisations: her own must run the system.
    private func host(_ request: WebRequest) async throws -> Decision {
        let actor = try request.signedIn().actor
        let facts = try await access.database.read { connection in
            try RelationStore.facts(of: actor.organisation.text, at: request.now, connection)
        }
        let decision = Policy.decide(actor, .organisationAdd, on: facts, in: Context(now: request.now))
        guard decision.isAllowed else { throw WebError.forbidden }
        return decision
    }
}
