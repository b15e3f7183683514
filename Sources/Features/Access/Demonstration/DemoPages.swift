import Core
import Database
import Policy
import Vault
import Web

/// The page that shows how to sign in as each invented user. It is there only where all users are invented.
struct DemoPages: Sendable {
    let access: AccessFeature

    /// The invented users with their passwords, and codes that serve now.
    struct DemoPage: Encodable {
        let title: String
        let action: String
        let users: [Line]

        struct Line: Encodable {
            let id: String
            let name: String
            let login: String
            let role: String
            let hint: String
            let organisation: String
            let password: String
        }
    }

    private struct Known: Sendable {
        let user: User
        let holding: Holding?
        let organisation: Organisation?
        let password: String
    }

    func users(_ request: WebRequest) async throws -> WebResponse {
        let words = access.pages.words(request.language)
        let known = try await known()
        let model = DemoPage(
            title: words("demo_title"), action: request.link("/demo"),
            users: known.map { one in
                let role = one.holding?.post.roles.first
                return DemoPage.Line(
                    id: one.user.id.text, name: one.user.name, login: one.user.login,
                    role: role.map { words("post_role." + $0.rawValue) } ?? "",
                    hint: role.map { words("post_role_hint." + $0.rawValue) } ?? "",
                    organisation: one.organisation.map { access.name($0, request.language) } ?? "", password: one.password)
            })
        var answer = try access.pages.page("access-demo", model, title: model.title, for: request, section: "demo")
        answer.isPrivate = true
        return answer
    }

    /// The form to sign in, filled in.
    func fill(_ request: WebRequest) async throws -> WebResponse {
        guard let one = try await known().first(where: { $0.user.id.text == request.form["user"] }) else { throw WebError.notFound }
        guard let code = try await code(of: one.user.id, at: request.now) else { throw WebError.notFound }
        let filled = FormData([("login", one.user.login), ("password", one.password), ("code", code)])
        return try SignInPages(access: access).filled(request, filled)
    }

    /// What an app would show now; a recovery code where that was used already, as by somebody who signs in several times in a minute.
    private func code(of user: UserID, at now: Instant) async throws -> String? {
        try await access.database.write { connection in
            guard let factor = try CredentialStore.factor(of: user, root: access.root, connection) else { return nil }
            let shown = factor.secret.code(at: now, after: factor.lastStep)
            if factor.secret.match(shown, at: now, after: factor.lastStep) != nil { return shown }
            let code = ShownOnce.code()
            try CredentialStore.add(recoveryCode: code.hash, of: user, at: now, connection)
            return code.text
        }
    }

    private func known() async throws -> [Known] {
        let all = try await access.database.read { connection in
            try CredentialStore.demoPasswords(connection).compactMap { user, password -> Known? in
                guard let found = try UserStore.find(user, connection), try !UserStore.isDisabled(user, connection) else { return nil }
                let holding = try UserStore.holdings(of: user, connection).first
                return Known(
                    user: found, holding: holding,
                    organisation: try holding.flatMap { try OrganisationStore.find($0.post.organisation, connection) },
                    password: password)
            }
        }
        return all.sorted { ($0.holding?.post.roles.first ?? .administrator) < ($1.holding?.post.roles.first ?? .administrator) }
    }
}
