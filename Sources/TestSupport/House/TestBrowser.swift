import Core
import Foundation
import HTTPTypes
import Hummingbird
public import Policy
import Synchronization
public import Vault
import Web

/// Asks a house as a browser does: with cookies, with the token of the last page it saw, with the headers that tell where a request comes from.
/// It follows no redirects, so that a test sees each answer.
public final class TestBrowser: Sendable {
    /// The house it asks.
    public let house: TestHouse
    private let address: String
    private let language: Language
    /// The host that it asks, which the site takes for its own.
    private let host: String
    private let state = Mutex(State())

    private struct State {
        var cookies: [String: String] = [:]
        var token = ""
    }

    init(_ house: TestHouse, address: String, language: Language, host: String = "localhost") {
        self.host = host
        self.house = house
        self.address = address
        self.language = language
    }

    /// A browser with the same cookies, as one into which somebody copied them.
    public func copy() -> TestBrowser {
        let copy = TestBrowser(house, address: address, language: language, host: host)
        copy.state.withLock { $0 = state.withLock(\.self) }
        return copy
    }

    /// The cookies it keeps, by name.
    public var cookies: [String: String] { state.withLock(\.cookies) }
    /// The token of the last page with a form.
    public var token: String { state.withLock(\.token) }

    /// Reads a page.
    public func get(_ path: String, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("GET", path, headers: headers, body: "")
    }

    /// Reads a list to its end, page by page.
    public func pages(from path: String) async throws -> [TestAnswer] {
        var (pages, next) = ([TestAnswer](), Optional(path))
        while let path = next {
            let page = try await get(path)
            pages.append(page)
            next = page.body.firstMatch(of: /rel="next" href="([^"]+)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
        }
        return pages
    }

    /// Sends a form of this site, with the token of the last page.
    public func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> TestAnswer {
        try await post(path, fields.map { ($0.key, $0.value) })
    }

    /// The same, with fields that were put together.
    public func post(_ path: String, _ fields: [(String, String)]) async throws -> TestAnswer {
        try await send(
            "POST", path, headers: TestBrowser.ownForm,
            body: FormData(fields.map { (name: $0.0, value: $0.1) } + [("_form", token)]).encoded)
    }

    /// Sends a form as it stands on a page, with some fields filled in or changed.
    public func submit(_ form: PageForm, _ filled: KeyValuePairs<String, String> = [:]) async throws -> TestAnswer {
        let changed = Dictionary(filled.map { ($0.key, $0.value) }) { $1 }
        var fields = form.fields.map { ($0.name, changed[$0.name] ?? $0.value) }
        fields += filled.filter { field in !form.fields.contains { $0.name == field.key } }.map { ($0.key, $0.value) }
        return try await send(
            "POST", form.action, headers: TestBrowser.ownForm, body: FormData(fields.map { (name: $0.0, value: $0.1) }).encoded)
    }

    /// Sends a form with files, as a browser does, with the token of the last page.
    public func upload(
        _ path: String, _ fields: [(String, String)], files: [[UInt8]], in field: String = "file", named name: String = "скан.pdf"
    ) async throws -> TestAnswer {
        let mark = "----zakrila7523"
        func part(_ head: String, _ content: [UInt8]) -> [UInt8] {
            Array("--\(mark)\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
        }
        let parts =
            (fields + [("_form", token)]).map { part("name=\"\($0.0)\"", Array($0.1.utf8)) }
            + files.map { part("name=\"\(field)\"; filename=\"\(name)\"\r\nContent-Type: application/pdf", $0) }
        var headers = TestBrowser.ownForm
        headers["Content-Type"] = "multipart/form-data; boundary=" + mark
        return try await send("POST", path, headers: headers, bytes: parts.flatMap(\.self) + Array("--\(mark)--\r\n".utf8))
    }

    /// The headers of a form that one of our pages sends.
    public static let ownForm = ["Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"]

    /// Sends whatever a test wants to be sent; cookies are added and taken over.
    public func send(_ method: String, _ path: String, headers: [String: String], body: String) async throws -> TestAnswer {
        try await send(method, path, headers: headers, bytes: Array(body.utf8))
    }

    private func send(_ method: String, _ path: String, headers: [String: String], bytes: [UInt8]) async throws -> TestAnswer {
        let isSent = method == "POST" || path.hasPrefix("/en")
        let path = isSent || language == .bg ? path : "/en" + (path == "/" ? "" : path)
        var fields = HTTPFields()
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        let jar = cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ")
        if !jar.isEmpty { fields[.cookie] = jar }
        guard let method = HTTPRequest.Method(method) else { throw WebError.badRequest }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: fields),
            body: RequestBody(buffer: ByteBuffer(bytes: bytes)))
        let answer = try await TestAnswer(await house.site.respond(to: request, network: address), path: path)
        take(answer)
        return answer
    }

    private func take(_ answer: TestAnswer) {
        state.withLock { state in
            for cookie in answer.all("Set-Cookie") {
                let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = pair.first.map(String.init), pair.count == 2 else { continue }
                state.cookies[name] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
            }
            if let token = answer.body.firstMatch(of: /name="_form" value="([^"]+)"/)?.output.1 { state.token = String(token) }
        }
    }

    // MARK: Signing in

    /// Signs in as the invented user with a role. The code of the last half minute may have been used: the clock moves on by one.
    public func signIn(as role: Role) async throws {
        house.clock.advance(seconds: 30)
        let answer = try await submit(try await demoForm(role))
        guard answer.status == 303, answer.location == "/account" else { throw TestHouseFault("no sign-in: \(answer.status)") }
        _ = try await get("/account")
    }

    /// The form to sign in, filled in by the demonstration: name, password and a code that serves now.
    public func demoForm(_ role: Role) async throws -> PageForm {
        let list = try await get("/demo")
        let forms = list.forms.filter { $0.action.hasSuffix("/demo") }
        let logins = list.body.matches(of: /<code>([a-z-]+)<\/code>/).map { String($0.output.1) }
        guard let place = logins.firstIndex(of: role.rawValue), place < forms.count else { throw TestHouseFault("no user \(role)") }
        return try await submit(forms[place]).form("/sign-in")
    }

    /// Opens an account with its activation code, up to the recovery codes, which it gives back with the secret of the second factor.
    public func activate(login: String, code: String, password: String) async throws -> (codes: [String], secret: OneTimeSecret) {
        _ = try await get("/activate")
        let begun = try await post("/activate", ["login": login, "code": code, "new-password": password])
        guard begun.location == "/enrol" else { throw TestHouseFault("not activated: \(begun.status)") }
        let secret = try await get("/enrol").oneTimeSecret()
        let done = try await post("/enrol", ["code": secret.code(at: house.clock.now, after: nil)])
        let codes = done.body.matches(of: /<li><code>([A-Z2-7-]{19})<\/code>/).map { String($0.output.1) }
        guard done.status == 200, codes.count == 10 else { throw TestHouseFault("no second factor: \(done.status)") }
        _ = try await get("/account")
        return (codes, secret)
    }

    /// Sends name, password and code from the page that asks for them.
    public func signIn(login: String, password: String, code: String) async throws -> TestAnswer {
        _ = try await get("/sign-in")
        return try await post("/sign-in", ["login": login, "password": password, "code": code, "next": ""])
    }
}

/// What keeps a test from going on.
public struct TestHouseFault: Error, CustomStringConvertible {
    /// What happened.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
