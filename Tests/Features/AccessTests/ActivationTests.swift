import Core
import Database
import Policy
import TestSupport
import Testing
import Vault

@testable import Access

@Suite struct ActivationTests {
    private let empty = HouseOptions(isDemo: false)

    @Test(arguments: Engine.available)
    func `from setting up to signing in: code, password, second factor, recovery codes`(engine: Engine) async throws {
        try await withHouse(engine, empty) { house in
            let code = try await house.setUp()
            let browser = house.browser()
            let (codes, secret) = try await browser.activate(login: "ada", code: code.lowercased(), password: goodPassword)
            #expect(Set(codes).count == 10)
            #expect(try await browser.get("/staff").status == 200)

            // The code that opened the account has served, and each of the others serves once.
            let other = house.browser("203.0.113.9")
            _ = try await other.get("/activate")
            #expect(try await other.post("/activate", ["login": "ada", "code": code, "new-password": goodPassword]).status == 422)
            house.clock.advance(minutes: 1)
            let digits = secret.code(at: house.clock.now, after: nil)
            #expect(try await other.signIn(login: " ADA ", password: goodPassword, code: digits).location == "/account")
            #expect(try await house.browser("203.0.114.1").signIn(login: "ada", password: goodPassword, code: digits).status == 422)
            #expect(try await house.browser("203.0.115.1").signIn(login: "ada", password: goodPassword, code: codes[3]).status == 303)
            #expect(try await house.browser("203.0.116.1").signIn(login: "ada", password: goodPassword, code: codes[3]).status == 422)
            // Neither passwords nor codes are stored as they are.
            let stored = try await house.stored()
            for text in [goodPassword, code, codes[0]] { #expect(stored.firstRange(of: Array(text.utf8)) == nil) }
            for text in [secret.bytes, browser.cookies.values.flatMap { Array($0.utf8) }] { #expect(stored.firstRange(of: text) == nil) }
        }
    }

    @Test(arguments: Engine.available)
    func `a used, an old, a foreign and an invented code look the same`(engine: Engine) async throws {
        try await withHouse(engine, empty) { house in
            let first = try await house.setUp()
            _ = try await house.browser().activate(login: "ada", code: first, password: goodPassword)
            let (mila, lora) = (try await house.add("mila", .analyst), try await house.add("lora", .clerk))
            func answer(_ login: String, _ code: String) async throws -> TestAnswer {
                let browser = house.browser("203.0.113.\(login.utf8.count)")
                _ = try await browser.get("/activate")
                return try await browser.post("/activate", ["login": login, "code": code, "new-password": goodPassword])
            }
            let invented = try await answer("mila", "QQQQ-WWWW-2222-ZZZZ")
            #expect(invented.status == 422)
            let page = invented.bodyWithoutTokens.replacing("QQQQ-WWWW-2222-ZZZZ", with: "CODE").replacing("mila", with: "LOGIN")
            for (login, code) in [("ada", first), ("mila", lora), ("nobody", mila), ("mila", "")] {
                let other = try await answer(login, code)
                #expect(other.status == 422)
                let plain = other.bodyWithoutTokens.replacing(code.isEmpty ? "CODE" : code, with: "CODE").replacing(login, with: "LOGIN")
                #expect(code.isEmpty || plain == page, "\(login)")
            }
            house.clock.advance(days: 1)
            #expect(try await answer("mila", mila).status == 422)
            #expect(try await house.count("SELECT user_id FROM passwords") == 1)
        }
    }

    @Test func `an interruption before the second factor locks nobody out, and opens nothing`() async throws {
        try await withHouse(.sqlite, empty) { house in
            let code = try await house.setUp()
            let browser = house.browser()
            _ = try await browser.get("/activate")
            let fields: KeyValuePairs = ["login": "ada", "code": code, "new-password": goodPassword]
            #expect(try await browser.post("/activate", fields).location == "/enrol")
            for path in ["/account", "/staff", "/organisations", "/account/password"] {
                #expect(try await browser.get(path).location == "/enrol", "\(path)")
            }
            let page = try await browser.get("/enrol")
            #expect(try await browser.get("/enrol").oneTimeSecret() == page.oneTimeSecret())
            #expect(try await browser.post("/enrol", ["code": "000000"]).status == 422)
            // Without a second factor nobody signs in, whatever is given as its code.
            #expect(try await house.browser("203.0.113.1").signIn(login: "ada", password: goodPassword, code: "").status == 422)

            let again = house.browser("203.0.113.2")
            _ = try await again.activate(login: "ada", code: code, password: goodPassword + " и още")
            #expect(try await browser.get("/enrol").location == "/sign-in?next=%2Fenrol", "the earlier session has ended")
        }
    }

    @Test func `one who sets up her second factor can leave`() async throws {
        try await withHouse(.sqlite, empty) { house in
            let code = try await house.setUp()
            let browser = house.browser()
            _ = try await browser.get("/activate")
            _ = try await browser.post("/activate", ["login": "ada", "code": code, "new-password": goodPassword])
            let out = try await browser.submit(try await browser.get("/enrol").form("/sign-out"))
            #expect(out.location == "/session/ended?left=1")
            #expect(try await house.count("SELECT id FROM sessions WHERE ended_at IS NULL") == 0)
        }
    }

    @Test(arguments: [
        "късапарола", "паролапаролапарола", "qwertyuiopasdfghjkl", "Закрила2026Закрила", "Примерова-Ада-2026", "ada.primerova.2026",
        "Национална комисия 1", String(repeating: "дълга", count: 60),
    ])
    func `passwords that others would try first are refused, and the code still serves`(password: String) async throws {
        try await withHouse(.sqlite, empty) { house in
            let code = try await house.setUp()
            let browser = house.browser()
            _ = try await browser.get("/activate")
            let refused = try await browser.post("/activate", ["login": "ada", "code": code, "new-password": password])
            #expect(refused.status == 422)
            #expect(refused.body.contains("id=\"new-password-wrong\""))
            #expect(!refused.body.contains("value=\"\(password)\""))
            #expect(try await house.count("SELECT user_id FROM passwords") == 0)
            _ = try await browser.activate(login: "ada", code: code, password: goodPassword)
        }
    }

    @Test func `whose code it is shows only to the one who has it`() async throws {
        try await withHouse(.sqlite, empty) { house in
            _ = try await house.setUp()
            let browser = house.browser()
            _ = try await browser.get("/activate")
            // The password holds her name; to a stranger it must not be refused for that.
            let answer = try await browser.post(
                "/activate", ["login": "ada", "code": "ABCD-EFGH-2345-6722", "new-password": "Примерова-Ада-2026"])
            #expect(answer.body.contains("id=\"code-wrong\"") && !answer.body.contains("id=\"new-password-wrong\""))
        }
    }

    @Test(arguments: Engine.available)
    func `setting up happens once`(engine: Engine) async throws {
        try await withHouse(engine, empty) { house in
            _ = try await house.setUp()
            await #expect(throws: SetUp.Problem.alreadyDone) { _ = try await house.setUp() }
            let demo = DemoUsers(database: house.database, root: house.root, desk: try PasswordDesk(root: house.root))
            #expect(try await !demo.make(at: house.clock.now))
            #expect(try await house.count("SELECT id FROM users") == 1)
        }
    }
}
