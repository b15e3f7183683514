import Core
import Database
import Policy
import TestSupport
import Testing
import Vault

@testable import Access

@Suite struct SignInTests {
    /// Name, password and code of an invented user, as the demonstration fills them in.
    private func answers(_ house: TestHouse, _ role: Role) async throws -> (login: String, password: String, code: String) {
        let form = try await house.browser("192.0.2.1").demoForm(role)
        func value(_ name: String) -> String { form.fields.first { $0.name == name }?.value ?? "" }
        return (value("login"), value("password"), value("code"))
    }

    @Test(arguments: Engine.available)
    func `a wrong name, password and code are not to be told from one another`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let right = try await answers(house, .analyst)
            let tries = [
                ("analyst", "не е тази парола никак", right.code), ("nobody.here", right.password, right.code),
                ("analyst", right.password, "000000"), ("analyst", right.password, ""), ("analyst", "", ""), ("", "", ""),
            ]
            var pages: Set<String> = []
            var headers: Set<[String]> = []
            for (number, (login, password, code)) in tries.enumerated() {
                let answer = try await house.browser("203.0.\(number).1").signIn(login: login, password: password, code: code)
                #expect(answer.status == 422)
                pages.insert(answer.bodyWithoutTokens.replacing(/name="login" type="text" value="[^"]*"/, with: "LOGIN"))
                headers.insert(
                    answer.headers.filter { !["X-Request-Id", "Content-Length"].contains($0.name) }.map { "\($0.name): \($0.value)" })
                #expect(answer.all("Set-Cookie").isEmpty)
            }
            #expect(pages.count == 1 && headers.count == 1)
            // The stranger's name is not written down: people type passwords there, too.
            #expect(try await house.stored().firstRange(of: Array("nobody.here".utf8)) == nil)
            #expect(try await house.browser().signIn(login: right.login, password: right.password, code: right.code).status == 303)
        }
    }

    @Test func `a disabled user is not to be told from a stranger`() async throws {
        try await withHouse(.sqlite) { house in
            let right = try await answers(house, .analyst)
            try await house.accounts.disable(login: "analyst", at: house.clock.now)
            let disabled = try await house.browser().signIn(login: right.login, password: right.password, code: right.code)
            let stranger = try await house.browser("203.0.113.1").signIn(login: "nobody", password: right.password, code: right.code)
            #expect(disabled.status == 422)
            #expect(
                disabled.bodyWithoutTokens.replacing("value=\"analyst\"", with: "")
                    == stranger.bodyWithoutTokens.replacing("value=\"nobody\"", with: ""))
        }
    }

    @Test(arguments: Engine.available)
    func `a code serves once, also for two who send it at the same time`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let right = try await answers(house, .auditor)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        try await house.browser("203.0.\(number).1").signIn(
                            login: right.login, password: right.password, code: right.code
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [303, 422, 422, 422])
            #expect(try await house.count("SELECT id FROM sessions") == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `a hash with other parameters is made anew at the next sign-in`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            // The same password, hashed at half the cost as an earlier version could have.
            let right = try await answers(house, .clerk)
            let user = try await house.database.read { connection in try #require(try UserStore.find(login: "clerk", connection)) }
            let old = try outdatedHash(of: right.password, root: house.root)
            #expect(old.isOutdated)
            try await house.database.write { connection in try CredentialStore.set(old, of: user.id, at: house.clock.now, connection) }
            let wrong = try await house.browser("203.0.113.1").signIn(login: "clerk", password: right.password, code: "000000")
            #expect(wrong.status == 422)
            #expect(try await house.database.read { connection in try CredentialStore.password(of: user.id, connection) } == old)
            #expect(try await house.browser().signIn(login: "clerk", password: right.password, code: right.code).status == 303)
            let new = try #require(try await house.database.read { connection in try CredentialStore.password(of: user.id, connection) })
            #expect(new != old && !new.isOutdated)
        }
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "https://evil.example", "%2f%2fevil.example", "/\nx: y", "/ %0d%0aSet-Cookie: a=b", "",
    ])
    func `signing in leads to no other site`(next: String) async throws {
        try await withHouse(.sqlite) { house in
            let browser = house.browser()
            let form = try await browser.demoForm(.publisher)
            #expect(try await browser.submit(form, ["next": next]).location == "/account")
        }
    }

    @Test func `signing in leads back to the page that was asked for, in its language`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = house.browser()
            #expect(try await browser.get("/staff").location == "/sign-in?next=%2Fstaff")
            #expect(try await browser.get("/en/staff").location == "/en/sign-in?next=%2Fstaff")
            #expect(
                try await browser.get("/sign-in?next=%2Fstaff").form("/sign-in").fields.contains {
                    $0.name == "next" && $0.value == "/staff"
                })
            let form = try await browser.demoForm(.administrator)
            #expect(try await browser.submit(form, ["next": "/staff?organisation=1"]).location == "/staff?organisation=1")
            #expect(try await browser.get("/sign-in").location == "/account")
        }
    }

    @Test func `a demonstration lets one in as often as one likes`() async throws {
        try await withHouse(.sqlite) { house in
            for number in 0..<5 {
                let browser = house.browser("203.0.\(number).1")
                let answer = try await browser.submit(try await browser.demoForm(.analyst))
                #expect(answer.status == 303, "\(number)")
            }
        }
    }

    @Test func `a session gets a token of its own at every sign-in, and the one before it ends`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .reporter)
            let before = browser.copy()
            try await browser.signIn(as: .reporter)
            #expect(browser.cookies["__Host-zakrila"] != before.cookies["__Host-zakrila"])
            #expect(try await before.get("/account").status == 303)
            #expect(try await house.count("SELECT id FROM sessions WHERE ended_at IS NULL") == 1)
        }
    }

    @Test func `cookies are for this host alone, for no script, and for no other site`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = house.browser()
            let forms = try #require(try await browser.get("/sign-in")["Set-Cookie"])
            let form = try await browser.demoForm(.publisher)
            let session = try #require(try await browser.submit(form)["Set-Cookie"])
            for (cookie, name) in [(forms, "__Host-zakrila-form="), (session, "__Host-zakrila=")] {
                let parts = cookie.split(separator: ";").map { $0.drop { $0 == " " } }
                #expect(parts.first?.hasPrefix(name) == true && parts.first?.utf8.count == name.utf8.count + 43)
                #expect(Set(parts.dropFirst()) == ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"])
            }
            let out = try await browser.submit(try await browser.get("/account").form("/sign-out"))
            #expect(out["Set-Cookie"]?.hasPrefix("__Host-zakrila=; ") == true && out["Set-Cookie"]?.hasSuffix("Max-Age=0") == true)
            #expect(out["Clear-Site-Data"] == "\"cache\", \"cookies\", \"storage\"")
        }
    }

    @Test func `public pages give nobody a cookie`() async throws {
        try await withHouse(.sqlite) { house in
            for path in ["/", "/about", "/search?q=a", "/nope", "/institutions"] {
                let answer = try await house.browser().get(path)
                #expect(answer.all("Set-Cookie").isEmpty, "\(path)")
            }
        }
    }

    @Test(arguments: ["a; b=c", "__Host-zakrila=", "__Host-zakrila=abc", "__Host-zakrila=\(String(repeating: "a", count: 43))"])
    func `a cookie that is none of ours is nobody`(cookie: String) async throws {
        try await withHouse(.sqlite) { house in
            let answer = try await house.browser().send("GET", "/account", headers: ["Cookie": cookie], body: "")
            #expect(answer.status == 303)
        }
    }
}
