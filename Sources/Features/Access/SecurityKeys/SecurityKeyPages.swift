import Core
import Database
import Foundation
import Policy
import Vault
import Web

/// The page of one's own keys, the questions they answer, and signing in with one.
struct SecurityKeyPages: Sendable {
    let access: AccessFeature

    private var pages: Pages { access.pages }
    private var acts: KeyActs { KeyActs(database: access.database, root: access.root, rule: access.keyRule) }

    /// The keys of whoever is signed in.
    struct KeysPage: Encodable {
        let title: String
        let keys: [Line]
        let hasKeys: Bool
        let mayRemove: Bool
        let isNeeded: Bool
        let isOne: Bool
        let back: String
        let action: String
        let removeAction: String
        let needsCode: Bool
        let name: FormField
        let code: FormField
        let removeCode: FormField
        let summary: FormErrors
        let notice: String
        let hasNotice: Bool

        struct Line: Encodable {
            let id: String
            let name: String
            let added: String
            let used: String
            let isCopied: Bool
        }
    }

    /// What went wrong, by the field beside which it stands.
    private enum Field: String {
        case name = "key-name"
        case code
        case removeCode = "code-remove"
    }

    func keys(_ request: WebRequest) async throws -> WebResponse { try await page(request) }

    func add(_ request: WebRequest) async throws -> WebResponse {
        let (visitor, words) = (try request.signedIn(), pages.words(request.language))
        if case .needed(let wrong) = try await freshness(visitor, words, request) { return try await page(request, (.code, wrong)) }
        let name = String((request.form.line(Field.name.rawValue) ?? words("security_key_unnamed")).prefix(60))
        switch try await acts.add(request.form["key"] ?? "", name: name, visitor, request) {
        case .done(let token): return changed("key-added", token, request)
        case .refused, .last, .unknown: return try await page(request, (.name, words("security_key_wrong")))
        }
    }

    func remove(_ request: WebRequest) async throws -> WebResponse {
        let (visitor, words) = (try request.signedIn(), pages.words(request.language))
        guard let id = request.form["key"].flatMap(Identifier<SecurityKey>.init) else { throw WebError.badRequest }
        if case .needed(let wrong) = try await freshness(visitor, words, request) { return try await page(request, (.removeCode, wrong)) }
        switch try await acts.remove(id, visitor, request) {
        case .done(let token): return changed("key-removed", token, request)
        case .last: return try await page(request, (.removeCode, words("security_key_last")))
        case .refused, .unknown: throw WebError.notFound
        }
    }

    private func freshness(_ visitor: Visitor, _ words: Words, _ request: WebRequest) async throws -> StepUp.Freshness {
        let freshness = try await access.stepUp.freshness(of: visitor, words, request)
        return freshness == .needed(wrong: "") ? .needed(wrong: words("code_wrong")) : freshness
    }

    private func changed(_ done: String, _ token: String, _ request: WebRequest) -> WebResponse {
        var answer = WebResponse.redirect(to: request.link("/account/keys") + "?done=" + done)
        answer.headers.append(Cookies.signIn(token))
        return answer
    }

    private func page(_ request: WebRequest, _ wrong: (field: Field, text: String)? = nil) async throws -> WebResponse {
        let (visitor, words, format) = (try request.signedIn(), pages.words(request.language), Format(request.language))
        let (user, rule) = (visitor.actor.user, access.keyRule)
        let (keys, isBound) = try await access.database.read { connection in
            (try SecurityKeyStore.all(of: user, root: access.root, connection), rule.binds(try UserStore.holdings(of: user, connection)))
        }
        func said(_ field: Field) -> String { wrong?.field == field ? wrong?.text ?? "" : "" }
        let model = KeysPage(
            title: words("security_keys_title"),
            keys: keys.map { key in
                KeysPage.Line(
                    id: key.id.text, name: key.name, added: format.day(key.addedAt.dayInSofia),
                    used: key.usedAt.map(format.moment) ?? words("security_key_unused"), isCopied: key.isCopied)
            },
            hasKeys: !keys.isEmpty, mayRemove: keys.count > 1 || !isBound, isNeeded: isBound && keys.isEmpty,
            isOne: (1..<SecurityKey.asked).contains(keys.count), back: request.link("/account"), action: request.link("/account/keys"),
            removeAction: request.link("/account/keys/remove"), needsCode: !visitor.hasFreshFactor(at: request.now),
            name: FormField(
                Field.name.rawValue, label: words("security_key_name"), hint: words("security_key_name_hint"),
                value: request.form[Field.name.rawValue] ?? "", wrong: said(.name)),
            code: CodeField.field(words, wrong: said(.code)),
            removeCode: CodeField.field(words, id: Field.removeCode.rawValue, wrong: said(.removeCode)),
            summary: wrong.map { FormErrors([($0.field.rawValue, $0.text)]) } ?? .none,
            notice: request.query["done"].map { words("done." + (SecurityKeyPages.notices.contains($0) ? $0 : "other")) } ?? "",
            hasNotice: request.query["done"] != nil)
        return try pages.page(
            "access-security-keys", model, title: model.title, for: request, section: "account", hasForm: true,
            status: wrong == nil ? 200 : 422)
    }

    private static let notices: Set<String> = ["key-added", "key-removed"]

    // MARK: Questions

    /// What a script asks a key with.
    private struct Question: Encodable {
        /// To be signed, as the UTF-8 bytes of the text.
        let challenge: String
        let site: String
        /// What a key keeps instead of a name; the same for all keys of a user, and nobody's identifier elsewhere.
        let user: String
        let login: String
        /// Names of her keys; of strangers none is told.
        let keys: [String]
    }

    func question(_ request: WebRequest) async throws -> WebResponse {
        let challenge = KeyChallenge(request, access.root).make()
        let site = pages.words(request.language)("service")
        var question = Question(challenge: challenge, site: site, user: "", login: "", keys: [])
        if let user = request.visitor?.actor.user {
            let (login, keys) = try await access.database.read { connection in
                (
                    try UserStore.find(user, connection)?.login ?? "",
                    try SecurityKeyStore.all(of: user, root: access.root, connection).map(\.credential)
                )
            }
            let handle = access.root.pseudonym(["owner of a key", user.text])
            question = Question(challenge: challenge, site: site, user: handle, login: login, keys: keys)
        }
        let body = String(decoding: try JSONEncoder().encode(question), as: UTF8.self)
        return WebResponse(contentType: "application/json; charset=utf-8", body: body, headers: [("Cache-Control", "no-store")])
    }
}
