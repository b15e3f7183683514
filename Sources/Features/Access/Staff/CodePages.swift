import Core
import Database
import Policy
import Vault
import Web

/// The page on which a second person gives the activation codes that an administrator asked for, or does not (кодове за активиране).
struct CodePages: Sendable {
    let access: AccessFeature

    private var pages: Pages { access.pages }
    private var acts: StaffActs { StaffActs(database: access.database, vault: access.vault, work: access.work) }

    /// What waits, the oldest first.
    struct CodesPage: Encodable {
        let title: String
        let requests: [Line]
        let isEmpty: Bool
        let needsCode: Bool
        let summary: FormErrors
        let notice: String
        let hasNotice: Bool

        struct Line: Encodable {
            let name: String
            let login: String
            let organisation: String
            let posts: String
            let roles: String
            let reason: String
            let asked: String
            let action: String
            /// Each form has its own field.
            let code: FormField
            /// Whoever asked waits for somebody else.
            let isOwn: Bool
        }
    }

    private struct Found: Sendable {
        let request: CodeRequest
        let user: User
        let asker: String
        let organisation: Organisation
        let posts: [Holding]
    }

    func codes(_ request: WebRequest) async throws -> WebResponse { try await page(request) }

    func answer(_ request: WebRequest) async throws -> WebResponse {
        guard let isGiven = ["give": true, "refuse": false][request.form["answer"] ?? ""] else { throw WebError.badRequest }
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        guard let found = try await waiting(request).first(where: { $0.request.id.text == request.parameters["request"] }) else {
            throw WebError.notFound
        }
        let token: String?
        switch try await access.stepUp.freshness(of: visitor, words, request) {
        case .fresh(let new): token = new
        case .needed(let wrong): return try await page(request, wrong: wrong.isEmpty ? words("code_wrong") : wrong, status: 422)
        }
        do {
            let author = StaffActs.Author(visitor, rule: .staffSecond, request)
            var answer = try await isGiven ? give(found, author, request) : refuse(found, author, request)
            if let token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        } catch is StaffActs.Problem {
            throw WebError.forbidden
        }
    }

    private func give(_ found: Found, _ author: StaffActs.Author, _ request: WebRequest) async throws -> WebResponse {
        let code = try await acts.give(found.request, by: author)
        return try access.handOver(code, found.user, back: "/staff/codes", request)
    }

    private func refuse(_ found: Found, _ author: StaffActs.Author, _ request: WebRequest) async throws -> WebResponse {
        try await acts.refuse(found.request, by: author)
        return .redirect(to: request.link("/staff/codes") + "?done=withheld")
    }

    private func page(_ request: WebRequest, wrong: String = "", status: Int = 200) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let found = try await waiting(request)
        let model = CodesPage(
            title: words("codes_title"),
            requests: found.map { line($0, visitor, $0.request.id.text == request.parameters["request"] ? wrong : "", request) },
            isEmpty: found.isEmpty,
            needsCode: !visitor.hasFreshFactor(at: request.now),
            summary: wrong.isEmpty ? .none : FormErrors([("code-" + (request.parameters["request"] ?? ""), wrong)]),
            notice: words("done.withheld"),
            hasNotice: request.query["done"] == "withheld")
        return try pages.page("access-codes", model, title: model.title, for: request, section: "codes", hasForm: true, status: status)
    }

    private func line(_ found: Found, _ visitor: Visitor, _ wrong: String, _ request: WebRequest) -> CodesPage.Line {
        let words = pages.words(request.language)
        return CodesPage.Line(
            name: found.user.name, login: found.user.login, organisation: access.name(found.organisation, request.language),
            posts: found.posts.map(\.post.title).joined(separator: ", "),
            roles: RoleWords.list(found.posts.reduce(into: []) { $0.formUnion($1.post.roles) }, words),
            reason: words("code_reason." + found.request.reason.rawValue),
            asked: words(
                "code_asked",
                ["name": found.asker, "time": Format(request.language).moment(found.request.askedAt)]),
            action: request.link("/staff/codes/" + found.request.id.text),
            code: CodeField.field(words, id: "code-" + found.request.id.text, wrong: wrong),
            isOwn: found.request.askedBy == visitor.actor.user || found.request.user == visitor.actor.user)
    }

    /// The requests she may answer, and her own, which she only sees.
    private func waiting(_ request: WebRequest) async throws -> [Found] {
        let actor = try request.signedIn().actor
        let now = request.now
        return try await access.database.read { connection in
            let places = try OrganisationStore.all(connection).filter { place in
                SecondPerson.mayGive(actor, try RelationStore.facts(of: place.id.text, at: now, connection), at: now)
            }
            return try CodeRequestStore.open(in: places.map(\.id), connection).compactMap { request in
                guard let user = try UserStore.find(request.user, connection),
                    let place = places.first(where: { $0.id == request.organisation })
                else { return nil }
                return Found(
                    request: request, user: user, asker: try UserStore.find(request.askedBy, connection)?.name ?? "", organisation: place,
                    posts: try UserStore.holdings(of: user.id, connection))
            }
        }
    }
}
