import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// A user's own pages: who she is here, where she is signed in, what she signs in with.
struct AccountPages: Sendable {
    let access: AccessFeature

    private var pages: Pages { access.pages }

    /// The page of an account.
    struct AccountPage: Encodable {
        let title: String
        let login: String
        let posts: [PostLine]
        let hasPosts: Bool
        let hasSeveralPosts: Bool
        let postAction: String
        let sessions: [SessionLine]
        let hasOthers: Bool
        let endAction: String
        let endOthersAction: String
        let passwordHref: String
        let recoveryHref: String
        let keysHref: String
        let keysHeld: String
        let areKeysFew: Bool
        let needsKey: Bool
        let codesLeft: String
        let areCodesFew: Bool
        let drafts: [DraftLine]
        let hasDrafts: Bool
        let looks: String
        let notice: String
        let hasNotice: Bool

        struct PostLine: Encodable {
            let id: String
            let title: String
            let organisation: String
            let roles: String
            let review: String
            let isWarning: Bool
            let isCurrent: Bool
        }

        struct SessionLine: Encodable {
            let id: String
            let device: String
            let started: String
            let seen: String
            let isCurrent: Bool
        }

        struct DraftLine: Encodable {
            let href: String
            let saved: String
        }
    }

    /// Everything that the page shows, read at one moment.
    private struct Facts: Sendable {
        let user: User?
        let holdings: [(holding: Holding, organisation: Organisation?)]
        let sessions: [Session]
        let codesLeft: Int
        let keys: Int
        let drafts: [(path: String, savedAt: Instant)]
    }

    func account(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let words = pages.words(request.language)
        let facts = try await facts(of: visitor.actor.user, at: request.now)
        let format = Format(request.language)
        let own = facts.sessions.first { $0.id.text == visitor.session }
        let current = facts.holdings.first { $0.holding.id == own?.holding } ?? facts.holdings.first
        let model = AccountPage(
            title: visitor.name, login: facts.user?.login ?? "",
            posts: facts.holdings.map { line($0.holding, $0.organisation, current?.holding.id, words, request) },
            hasPosts: !facts.holdings.isEmpty, hasSeveralPosts: facts.holdings.count > 1, postAction: request.link("/account/post"),
            sessions: facts.sessions.map { session in
                AccountPage.SessionLine(
                    id: session.id.text, device: session.device.isEmpty ? words("device_unknown") : session.device,
                    started: format.moment(session.madeAt), seen: format.moment(session.seenAt),
                    isCurrent: session.id.text == visitor.session)
            },
            hasOthers: facts.sessions.count > 1, endAction: request.link("/account/sessions/end"),
            endOthersAction: request.link("/account/sessions/end-others"), passwordHref: request.link("/account/password"),
            recoveryHref: request.link("/account/recovery"), keysHref: request.link("/account/keys"),
            keysHeld: facts.keys == 0 ? words("keys_held.none") : words.count("keys_held", facts.keys),
            areKeysFew: facts.keys == 1 || visitor.needsKey, needsKey: visitor.needsKey,
            codesLeft: AccountPages.left(facts.codesLeft, words), areCodesFew: facts.codesLeft < 3,
            drafts: facts.drafts.map { AccountPage.DraftLine(href: request.link($0.path), saved: format.moment($0.savedAt)) },
            hasDrafts: !facts.drafts.isEmpty, looks: request.link("/account/looks"),
            notice: request.query["done"].map { words("done." + (AccountPages.notices.contains($0) ? $0 : "other")) } ?? "",
            hasNotice: request.query["done"] != nil)
        return try pages.page("access-account", model, title: words("own_access_title"), for: request, section: "account")
    }

    private static let notices: Set<String> = ["password", "session", "post"]

    private func facts(of user: UserID, at now: Instant) async throws -> Facts {
        try await access.database.read { connection in
            let holdings = try UserStore.holdings(of: user, connection).map {
                (holding: $0, organisation: try OrganisationStore.find($0.post.organisation, connection))
            }
            return Facts(
                user: try UserStore.find(user, connection), holdings: holdings,
                sessions: try SessionStore.live(of: user, at: now, connection),
                codesLeft: try CredentialStore.recoveryCodesLeft(user, connection), keys: try SecurityKeyStore.count(of: user, connection),
                drafts: try DraftStore.paths(of: user, at: now, connection))
        }
    }

    private func line(
        _ holding: Holding, _ organisation: Organisation?, _ current: Identifier<Holding.Kind>?, _ words: Words, _ request: WebRequest
    ) -> AccountPage.PostLine {
        let state = AccessReview.state(holding, at: request.now)
        return AccountPage.PostLine(
            id: holding.id.text, title: holding.post.title, organisation: organisation.map { access.name($0, request.language) } ?? "",
            roles: RoleWords.list(holding.post.roles, words), review: ReviewWords.text(state, words), isWarning: state.needsAttention,
            isCurrent: holding.id == current)
    }

    // MARK: Sessions and posts

    func endSession(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let acts = SessionActs(database: access.database, root: access.root)
        guard try await acts.end(request.form["session"] ?? "", of: visitor, at: request.now, request: request.id) else {
            throw WebError.notFound
        }
        return .redirect(to: request.link("/account") + "?done=session")
    }

    func endOthers(_ request: WebRequest) async throws -> WebResponse {
        let acts = SessionActs(database: access.database, root: access.root)
        try await acts.endOthers(try request.signedIn(), at: request.now, request: request.id)
        return .redirect(to: request.link("/account") + "?done=session")
    }

    func actAs(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let holdings = try await access.database.read { connection in try UserStore.holdings(of: visitor.actor.user, connection) }
        guard let holding = holdings.first(where: { $0.id.text == request.form["post"] }) else { throw WebError.notFound }
        let acts = SessionActs(database: access.database, root: access.root)
        try await acts.act(as: holding, visitor, at: request.now, request: request.id)
        return .redirect(to: request.link("/account") + "?done=post")
    }

    /// Proves that somebody still sits there.
    func stay(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        if let session = Identifier<Session>(visitor.session) {
            try await access.database.write { connection in try SessionStore.see(session, at: request.now, connection) }
        }
        return WebResponse(status: 204, body: "")
    }

    // MARK: Password and recovery codes

    /// The form for a new password.
    struct PasswordPage: Encodable {
        let title: String
        let action: String
        let summary: FormErrors
        let login: String
        let password: FormField
        let newPassword: FormField
        let code: FormField
    }

    func password(_ request: WebRequest) async throws -> WebResponse { try await passwordPage(request) }

    func changePassword(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let words = pages.words(request.language)
        let new = request.form["new-password"] ?? ""
        let user = try await access.database.read { connection in try UserStore.find(visitor.actor.user, connection) }
        if let problem = PasswordRule.problem(new, context: [user?.login ?? "", visitor.name, visitor.organisation]) {
            return try await passwordPage(request, newWrong: problem.words(words))
        }
        let answers = ChangePassword.Answers(
            old: String((request.form["password"] ?? "").prefix(1000)), new: new, code: request.form["code"] ?? "")
        let change = ChangePassword(
            database: access.database, root: access.root, desk: access.desk, keyRule: access.keyRule)
        switch try await change(visitor, answers, request) {
        case .wrongPassword: return try await passwordPage(request, oldWrong: words("password_old_wrong"))
        case .wrongCode: return try await passwordPage(request, codeWrong: words("code_wrong"))
        case .wait(let seconds):
            return try await passwordPage(request, codeWrong: words.waiting(seconds))
        case .changed(let token):
            var answer = WebResponse.redirect(to: request.link("/account") + "?done=password")
            answer.headers.append(Cookies.signIn(token))
            return answer
        }
    }

    private func passwordPage(_ request: WebRequest, oldWrong: String = "", newWrong: String = "", codeWrong: String = "") async throws
        -> WebResponse
    {
        let visitor = try request.signedIn()
        let words = pages.words(request.language)
        let user = try await access.database.read { connection in try UserStore.find(visitor.actor.user, connection) }
        let wrong = [("password", oldWrong), ("new-password", newWrong), ("code", codeWrong)].filter { !$0.1.isEmpty }
        let model = PasswordPage(
            title: words("password_title"), action: request.link("/account/password"), summary: FormErrors(wrong.map { ($0.0, $0.1) }),
            login: user?.login ?? "",
            password: FormField(
                "password", label: words("password_old"), wrong: oldWrong, type: "password", autocomplete: "current-password"),
            newPassword: FormField(
                "new-password", label: words("new_password"), hint: words("new_password_hint"), wrong: newWrong, type: "password",
                autocomplete: "new-password"),
            code: FormField(
                "code", label: words("code"), hint: words("code_hint"), wrong: codeWrong, autocomplete: "one-time-code"))
        return try pages.page(
            "access-password", model, title: model.title, for: request, section: "account", hasForm: true, status: wrong.isEmpty ? 200 : 422
        )
    }

    /// The form for new recovery codes.
    struct NewCodesPage: Encodable {
        let title: String
        let action: String
        let summary: FormErrors
        let left: String
        let code: FormField
    }

    func recovery(_ request: WebRequest) async throws -> WebResponse { try await recoveryPage(request, wrong: "") }

    func newCodes(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let words = pages.words(request.language)
        switch try await prove(visitor, request) {
        case .wrong: return try await recoveryPage(request, wrong: words("code_wrong"))
        case .wait(let seconds):
            return try await recoveryPage(request, wrong: words.waiting(seconds))
        case .right(let token):
            let codes = (0..<Activation.recoveryCodes).map { _ in ShownOnce.code() }
            try await Ledger.write(access.database) { connection in
                try CredentialStore.setRecoveryCodes(codes.map(\.hash), of: visitor.actor.user, at: request.now, connection)
                return (
                    (), [LedgerEntry(of: visitor.actor, at: request.now, act: "factor.change", rule: "own-account", request: request.id)]
                )
            }
            return try SignInPages(access: access).recoveryPage(codes.map(\.text), token: token, isNew: false, request)
        }
    }

    /// How many recovery codes are left.
    private static func left(_ codes: Int, _ words: Words) -> String {
        codes == 0 ? words("codes_left.none") : words.count("codes_left", codes)
    }

    private func recoveryPage(_ request: WebRequest, wrong: String) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let words = pages.words(request.language)
        let left = try await access.database.read { connection in try CredentialStore.recoveryCodesLeft(visitor.actor.user, connection) }
        let model = NewCodesPage(
            title: words("recovery_new"), action: request.link("/account/recovery"),
            summary: wrong.isEmpty ? .none : FormErrors([("code", wrong)]), left: AccountPages.left(left, words),
            code: FormField("code", label: words("code"), hint: words("code_hint"), wrong: wrong, autocomplete: "one-time-code"))
        return try pages.page(
            "access-new-codes", model, title: model.title, for: request, section: "account", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    private func prove(_ visitor: Visitor, _ request: WebRequest) async throws -> Proof {
        try await access.secondFactor.prove(visitor, request.form["code"] ?? "", request)
    }
}

/// Roles in words.
enum RoleWords {
    static func list(_ roles: Set<Role>, _ words: Words) -> String {
        roles.sorted().map { words("post_role." + $0.rawValue) }.joined(separator: ", ")
    }
}

/// The state of an access review in words.
enum ReviewWords {
    static func text(_ state: AccessReview.State, _ words: Words) -> String {
        switch state {
        case .confirmed(let days): words.count("review_confirmed", days)
        case .due(let days): days == 0 ? words("review_overdue") : words.count("review_due", days)
        case .lapsed: words("review_lapsed")
        }
    }
}

extension AccessReview.State {
    var needsAttention: Bool {
        if case .confirmed = self { return false }
        return true
    }
}
