import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// The page on which organisations' keys are changed. The keys themselves are shown to nobody.
struct KeyPages: Sendable {
    let access: AccessFeature

    private var pages: Pages { access.pages }

    /// The keys of the organisations within reach, by age.
    struct KeysPage: Encodable {
        let title: String
        let action: String
        let keys: [Line]
        let needsCode: Bool
        let code: FormField
        let summary: FormErrors
        let notice: String
        let hasNotice: Bool
        let left: String
        let isRotating: Bool
        let stuck: String
        let isStuck: Bool

        struct Line: Encodable {
            let id: String
            let organisation: String
            let made: String
            let isOld: Bool
        }
    }

    /// A key older than this is shown as due to be changed.
    private static let oldDays = 365

    private struct Facts: Sendable {
        var keys: [(organisation: Organisation, madeAt: Instant)] = []
        var left = 0
        var stuck = 0
    }

    func keys(_ request: WebRequest) async throws -> WebResponse { try await page(request) }

    func replace(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        guard let id = request.form["organisation"].flatMap(OrganisationID.init) else { throw WebError.badRequest }
        let token: String?
        switch try await access.stepUp.freshness(of: visitor, words, request) {
        case .fresh(let new): token = new
        case .needed(let wrong): return try await page(request, wrong: wrong.isEmpty ? words("code_wrong") : wrong)
        }
        let vault = access.vault
        try await Ledger.write(access.database) { connection in
            let facts = try RelationStore.facts(of: id.text, at: request.now, connection)
            let decision = Policy.decide(visitor.actor, .keysManage, on: facts, in: Context(now: request.now, hasFreshFactor: true))
            guard decision.isAllowed else { throw WebError.notFound }
            try vault.replaceOrganisationKey(id, at: request.now, connection)
            let author = StaffActs.Author(visitor, rule: decision.rule, request)
            return ((), [author.entry(Act.keysManage.rawValue, id.text)])
        }
        var answer = WebResponse.redirect(to: request.link("/keys") + "?done=replaced")
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    private func page(_ request: WebRequest, wrong: String = "") async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let facts = try await facts(visitor, request)
        let model = KeysPage(
            title: words("keys_title"), action: request.link("/keys"),
            keys: facts.keys.map { organisation, madeAt in
                KeysPage.Line(
                    id: organisation.id.text, organisation: access.name(organisation, request.language),
                    made: Format(request.language).day(madeAt.dayInSofia),
                    isOld: request.today.ordinal - madeAt.dayInSofia.ordinal > KeyPages.oldDays)
            }, needsCode: !visitor.hasFreshFactor(at: request.now),
            code: FormField("code", label: words("code"), hint: words("code_hint"), wrong: wrong, autocomplete: "one-time-code"),
            summary: wrong.isEmpty ? .none : FormErrors([("code", wrong)]), notice: words("done.replaced"),
            hasNotice: request.query["done"] == "replaced", left: words.count("keys_rotating", facts.left), isRotating: facts.left > 0,
            stuck: words.count("keys_stuck", facts.stuck), isStuck: facts.stuck > 0)
        return try pages.page(
            "access-keys", model, title: model.title, for: request, section: "keys", hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }

    private func facts(_ visitor: Visitor, _ request: WebRequest) async throws -> Facts {
        let vault = access.vault
        return try await access.database.read { connection in
            var facts = Facts(left: try vault.openRotations(connection), stuck: try vault.stuckRotations(connection))
            for organisation in try OrganisationStore.all(connection) {
                let relations = try RelationStore.facts(of: organisation.id.text, at: request.now, connection)
                let decision = Policy.decide(
                    visitor.actor, .keysManage, on: relations, in: Context(now: request.now, hasFreshFactor: true))
                guard decision.isAllowed, let madeAt = try vault.keyMadeAt(of: organisation.id, connection) else { continue }
                facts.keys.append((organisation, madeAt))
            }
            return facts
        }
    }
}
