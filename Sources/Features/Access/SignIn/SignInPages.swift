import Core
import Policy
import Vault
import Web

/// The pages on which somebody signs in, opens her account, and leaves.
struct SignInPages: Sendable {
    let access: AccessFeature

    private var pages: Pages { access.pages }

    // MARK: Signing in

    /// The form to sign in.
    struct SignInPage: Encodable {
        let title: String
        let action: String
        let activate: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let login: FormField
        let password: FormField
        let code: FormField
        let next: String
        let keyAction: String
        let keyFailed: String
    }

    func signIn(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        if request.visitor != nil { return .redirect(to: request.link("/account")) }
        let notice = request.query["kept"] != nil ? words("sign_in_kept") : request.query["next"] != nil ? words("sign_in_needed") : ""
        return try page(request, notice: notice, next: request.query["next"] ?? "")
    }

    /// The form with what a demonstration fills in.
    func filled(_ request: WebRequest, _ form: FormData) throws -> WebResponse {
        try page(request, filled: form, next: "")
    }

    func signedIn(_ request: WebRequest) async throws -> WebResponse {
        let attempt = attempt(request, password: request.form["password"] ?? "", code: request.form["code"] ?? "")
        return try await answer(
            try await SignIn(database: access.database, root: access.root, desk: access.desk, keyRule: access.keyRule)(attempt), request)
    }

    func signedInByKey(_ request: WebRequest) async throws -> WebResponse {
        let attempt = attempt(request, password: "", code: request.form["key"] ?? "")
        return try await answer(try await KeySignIn(database: access.database, root: access.root)(attempt, request), request)
    }

    private func answer(_ outcome: SignIn.Outcome, _ request: WebRequest) async throws -> WebResponse {
        let (words, next) = (pages.words(request.language), request.form["next"] ?? "")
        switch outcome {
        case .signedIn(let token):
            try await leave(request)
            var answer = WebResponse.redirect(to: request.link(SignInPages.ownPath(next) ?? "/account"))
            answer.headers.append(Cookies.signIn(token))
            return answer
        case .refused:
            return try page(request, wrong: words("sign_in_wrong"), next: next, status: 422)
        case .wait(let seconds):
            return try wait(page(request, wrong: wait(seconds, words), next: next, status: 429), seconds)
        }
    }

    private func page(
        _ request: WebRequest, notice: String = "", wrong: String = "", filled: FormData? = nil, next: String, status: Int = 200
    ) throws -> WebResponse {
        let words = pages.words(request.language)
        let model = SignInPage(
            title: words("sign_in_title"), action: request.link("/sign-in"), activate: request.link("/activate"), notice: notice,
            hasNotice: !notice.isEmpty, summary: wrong.isEmpty ? .none : FormErrors([("login", wrong)]),
            login: FormField(
                "login", label: words("login"), value: filled?["login"] ?? request.form["login"] ?? "", autocomplete: "username"),
            password: FormField(
                "password", label: words("password"), value: filled?["password"] ?? "", type: "password", autocomplete: "current-password"),
            code: FormField(
                "code", label: words("code"), hint: words("code_hint"), value: filled?["code"] ?? "", autocomplete: "one-time-code"),
            next: next, keyAction: request.link("/sign-in/key"), keyFailed: words("key_failed"))
        var answer = try pages.page(
            "access-sign-in", model, title: model.title, for: request, section: "sign-in", hasForm: true, status: status)
        answer.isPrivate = true
        return answer
    }

    /// Only a path of this site may be gone on to: nothing that a browser could take for another host.
    static func ownPath(_ next: String) -> String? {
        let isOwn = next.hasPrefix("/") && !next.hasPrefix("//") && next.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x5c }
        return isOwn ? next : nil
    }

    private func attempt(_ request: WebRequest, password: String, code: String) -> SignIn.Attempt {
        SignIn.Attempt(
            login: Login.folded(request.form["login"] ?? ""), password: String(password.prefix(1000)), code: code,
            network: request.network, device: Device.words(request.userAgent), now: request.now, request: request.id)
    }

    /// Ends the session that a new one takes the place of in this browser.
    private func leave(_ request: WebRequest) async throws {
        guard let visitor = request.visitor else { return }
        let acts = SessionActs(database: access.database, root: access.root)
        try await acts.end(visitor.session, of: visitor, at: request.now, request: request.id)
    }

    private func wait(_ seconds: Int, _ words: Words) -> String {
        words.waiting(seconds)
    }

    private func wait(_ page: WebResponse, _ seconds: Int) -> WebResponse {
        var page = page
        page.headers.append(("Retry-After", String(seconds)))
        return page
    }

    // MARK: Opening an account

    /// The form that opens an account: name, code, new password.
    struct ActivatePage: Encodable {
        let title: String
        let action: String
        let summary: FormErrors
        let login: FormField
        let code: FormField
        let password: FormField
    }

    func activate(_ request: WebRequest) async throws -> WebResponse {
        try activatePage(request)
    }

    func activated(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let password = request.form["new-password"] ?? ""
        let context = [request.form["login"] ?? ""]
        if let problem = PasswordRule.problem(password, context: context) {
            return try activatePage(request, passwordWrong: problem.words(words), status: 422)
        }
        let attempt = attempt(request, password: password, code: request.form["code"] ?? "")
        switch try await Activation(database: access.database, root: access.root, desk: access.desk).begin(attempt) {
        case .begun(let token):
            try await leave(request)
            var answer = WebResponse.redirect(to: request.link("/enrol"))
            answer.headers.append(Cookies.signIn(token))
            return answer
        case .unfit(let problem): return try activatePage(request, passwordWrong: problem.words(words), status: 422)
        case .refused: return try activatePage(request, codeWrong: words("activate_wrong"), status: 422)
        case .wait(let seconds):
            return try wait(activatePage(request, codeWrong: wait(seconds, words), status: 429), seconds)
        }
    }

    private func activatePage(_ request: WebRequest, codeWrong: String = "", passwordWrong: String = "", status: Int = 200) throws
        -> WebResponse
    {
        let words = pages.words(request.language)
        let wrong = [("code", codeWrong), ("new-password", passwordWrong)].filter { !$0.1.isEmpty }
        let model = ActivatePage(
            title: words("activate_title"), action: request.link("/activate"), summary: FormErrors(wrong.map { ($0.0, $0.1) }),
            login: FormField(
                "login", label: words("login"), hint: words("activate_login_hint"), value: request.form["login"] ?? "",
                autocomplete: "username"),
            code: FormField(
                "code", label: words("activate_code"), hint: words("activate_code_hint"), value: request.form["code"] ?? "",
                wrong: codeWrong),
            password: FormField(
                "new-password", label: words("new_password"), hint: words("new_password_hint"), wrong: passwordWrong, type: "password",
                autocomplete: "new-password"))
        var answer = try pages.page("access-activate", model, title: model.title, for: request, hasForm: true, status: status)
        answer.isPrivate = true
        return answer
    }

    // MARK: The second factor

    /// The page that shows the secret for the app.
    struct EnrolPage: Encodable {
        let title: String
        let action: String
        let summary: FormErrors
        let path: String
        let size: Int
        let secret: String
        let code: FormField
    }

    /// The recovery codes, shown once.
    struct RecoveryPage: Encodable {
        let title: String
        let codes: [String]
        let go: String
        let isNew: Bool
    }

    func enrol(_ request: WebRequest) async throws -> WebResponse {
        try enrolPage(request, wrong: "")
    }

    func enrolled(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        guard visitor.isEnrolling else { return .redirect(to: request.link("/account")) }
        let activation = Activation(database: access.database, root: access.root, desk: access.desk)
        switch try await activation.enrol(visitor, code: request.form["code"] ?? "", at: request.now, request: request.id) {
        case .wrongCode: return try enrolPage(request, wrong: words("enrol_wrong"))
        case .done(let codes, let token):
            return try recoveryPage(codes, token: token, isNew: true, request)
        }
    }

    func recoveryPage(_ codes: [String], token: String?, isNew: Bool, _ request: WebRequest) throws -> WebResponse {
        let words = pages.words(request.language)
        let model = RecoveryPage(title: words("recovery_title"), codes: codes, go: request.link("/account"), isNew: isNew)
        var answer = try pages.page("access-recovery", model, title: model.title, for: request, section: "account", hasForm: true)
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    private func enrolPage(_ request: WebRequest, wrong: String) throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        guard visitor.isEnrolling else { return .redirect(to: request.link("/account")) }
        let secret = Activation(database: access.database, root: access.root, desk: access.desk).secret(for: visitor)
        // The label says nothing of a person or an institution: others see the phone.
        let code = QRCode(secret.address(label: words("service"), issuer: words("service")))
        let model = EnrolPage(
            title: words("enrol_title"), action: request.link("/enrol"), summary: wrong.isEmpty ? .none : FormErrors([("code", wrong)]),
            path: code?.path ?? "", size: code?.size ?? 0, secret: secret.text,
            code: FormField(
                "code", label: words("code"), hint: words("enrol_code_hint"), wrong: wrong, autocomplete: "one-time-code", isNumeric: true))
        return try pages.page(
            "access-enrol", model, title: model.title, for: request, hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }

    // MARK: Leaving

    func signedOut(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        try await SessionActs(database: access.database, root: access.root).end(
            visitor.session, of: visitor, at: request.now, request: request.id)
        var answer = WebResponse.redirect(to: request.link("/session/ended") + "?left=1")
        answer.headers += Cookies.signOut()
        return answer
    }

    /// Where a page goes that was left alone: it takes the cookie away, and with it what the browser keeps for its Back button.
    struct EndedPage: Encodable {
        let title: String
        let text: String
        let signIn: String
    }

    func ended(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let hasLeft = request.query["left"] != nil
        let model = EndedPage(
            title: words(hasLeft ? "left_title" : "ended_title"), text: words(hasLeft ? "left_text" : "ended_text"),
            signIn: request.link("/sign-in"))
        let plain = WebRequest(path: request.path, query: request.query, language: request.language, now: request.now, id: request.id)
        var answer = try pages.page("access-ended", model, title: model.title, for: plain)
        answer.isPrivate = true
        answer.headers += Cookies.signOut()
        return answer
    }
}

extension PasswordRule.Problem {
    /// What is wrong and how to mend it.
    func words(_ words: Words) -> String {
        switch self {
        case .tooShort(let least): words("password_short", ["n": String(least)])
        case .tooLong(let most): words("password_long", ["n": String(most)])
        case .repetitive: words("password_repetitive")
        case .guessable: words("password_guessable")
        }
    }
}
