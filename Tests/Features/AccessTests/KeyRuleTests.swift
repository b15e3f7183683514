import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Access

private let required = HouseOptions(keyRule: .required)

/// Who must sign in with a key, and what is left to her until she can.
@Suite struct KeyRuleTests {
    @Test(arguments: Engine.available)
    func `without a key an administrator has her own account and nothing else, and with one all that is hers`(engine: Engine) async throws {
        try await withHouse(engine, required) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .administrator))
            #expect(try await desk.get("/account").body.contains("нужен ключ за сигурност"))
            for route in house.site.routes where !route.pattern.contains(":") && !route.isUnsafe {
                let answer = try await desk.copy().get(route.pattern)
                let isOpen = [.everyone, .ownAccount, .inSession].contains(route.audience)
                #expect((answer.location == "/account/keys") != isOpen, "\(route.pattern): \(answer.status)")
            }
            let closed = try await desk.post("/staff/new", [("login", "new.user")])
            #expect(closed.location == "/account/keys")
            #expect(try await !desk.get("/account").links.contains("/staff"))

            #expect(try await desk.add(key).location == "/account/keys?done=key-added")
            #expect(try await desk.get("/staff").status == 200)
            // Others are asked for nothing.
            #expect(try await house.signedIn(as: .supervisor, from: "203.0.113.1").get("/staff").status == 200)
        }
    }

    @Test(arguments: Engine.available)
    func `once she has a key, neither a code nor a recovery code signs an administrator in`(engine: Engine) async throws {
        try await withHouse(engine, required) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .administrator))
            let recovery = try await recoveryCode(desk)
            let form = try await house.browser("203.0.113.1").demoForm(.administrator)
            func value(_ name: String) -> String { form.fields.first { $0.name == name }?.value ?? "" }
            #expect(try await desk.add(key).status == 303)
            var pages: Set<String> = []
            let tries = [
                (value("password"), value("code")), (value("password"), recovery), (value("password"), "000000"),
                ("не е тази парола никак", value("code")),
            ]
            for (number, (password, code)) in tries.enumerated() {
                let answer = try await house.browser("203.0.\(number).1").signIn(login: "administrator", password: password, code: code)
                #expect(answer.status == 422 && answer.all("Set-Cookie").isEmpty)
                pages.insert(answer.bodyWithoutTokens)
            }
            #expect(pages.count == 1)
            // The refused codes were not used up, only refused: nothing tells them from wrong ones.
            #expect(try await house.count("SELECT hash FROM recovery_codes WHERE used_at IS NOT NULL") == 0)
            let browser = house.browser("203.0.113.9")
            #expect(try await browser.signIn(with: key).status == 303)
            #expect(try await browser.get("/staff").status == 200)
        }
    }

    @Test(arguments: Engine.available)
    func `once she has a key, an administrator confirms with it and with no code`(engine: Engine) async throws {
        try await withHouse(engine, required) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .administrator))
            let recovery = try await recoveryCode(desk)
            #expect(try await desk.add(key).status == 303)
            house.clock.advance(minutes: 6)
            let form = try await house.browser("203.0.113.1").demoForm(.administrator)
            func value(_ name: String) -> String { form.fields.first { $0.name == name }?.value ?? "" }
            let organisation = try #require(try await house.actors()[.administrator]).organisation.text
            _ = try await desk.get("/keys")
            for code in [value("code"), recovery, "000000", ""] {
                #expect(try await desk.post("/keys", ["organisation": organisation, "code": code]).status == 422)
            }
            let fields = [("password", value("password")), ("new-password", goodPassword), ("code", value("code"))]
            #expect(try await desk.post("/account/password", fields).status == 422)
            let proof = try await desk.proof(of: key)
            #expect(try await desk.post("/keys", ["organisation": organisation, "code": proof]).location == "/keys?done=replaced")
            // The password, too, changes by the key.
            let last = try await desk.proof(of: key)
            let changed = try await desk.post("/account/password", fields.dropLast() + [("code", last)])
            #expect(changed.location == "/account?done=password")
        }
    }

    @Test func `an administrator's last key stays until she has another`() async throws {
        try await withHouse(.sqlite, required) { house in
            let (one, two) = (SoftwareKey(), SoftwareKey())
            let desk = try await house.signedIn(as: .administrator)
            try await desk.add(one)
            let (id, page) = try await firstKey(desk)
            #expect(!page.contains("value=\"\(id)\""), "no button")
            #expect(try await desk.post("/account/keys/remove", ["key": id]).status == 422)
            #expect(try await desk.add(two).status == 303)
            #expect(try await !desk.get("/account/keys").body.contains("само един ключ"))
            #expect(try await desk.post("/account/keys/remove", ["key": id]).location == "/account/keys?done=key-removed")
            #expect(try await house.browser("203.0.113.1").signIn(with: one).status == 422)
            #expect(try await house.browser("203.0.113.2").signIn(with: two).status == 303)
            // Another's key is none of hers.
            let other = try await house.signedIn(as: .analyst, from: "203.0.113.3")
            _ = try await other.get("/account/keys")
            #expect(try await other.post("/account/keys/remove", ["key": try await firstKey(desk).id]).status == 404)
            #expect(try await house.count("SELECT id FROM security_keys") == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `who becomes an administrator signs in anew, with a key`(engine: Engine) async throws {
        try await withHouse(engine, required) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .clerk))
            try await desk.add(key)
            #expect(try await desk.get("/account").status == 200)
            let clerk = try #require(try await house.actors()[.clerk])
            try await house.database.write { connection in
                let post = Post(id: .new(), organisation: clerk.organisation, title: "администратор", roles: [.administrator])
                try OrganisationStore.add(post, by: "test", at: house.clock.now, connection)
                try UserStore.hold(post.id, clerk.user, by: "test", at: house.clock.now, connection)
            }
            #expect(try await desk.get("/account").status == 303, "she signed in with a code")
            let browser = house.browser("203.0.113.1")
            #expect(try await browser.signIn(with: key).status == 303)
            #expect(try await browser.get("/account").status == 200)
        }
    }

    @Test(arguments: Engine.available)
    func `a lost key goes with everything else when a second person gives a new code`(engine: Engine) async throws {
        try await withHouse(engine, required) { house in
            let (key, other) = (SoftwareKey(), SoftwareKey())
            let administrator = try await house.signedIn(as: .administrator)
            try await administrator.add(key)
            let desk = try await house.signedIn(as: .supervisor, from: "203.0.113.1")
            try await desk.add(other)
            let user = try #require(try await house.actors()[.supervisor]).user.text
            _ = try await administrator.get("/staff/" + user)
            #expect(try await administrator.post("/staff/\(user)/reset").location?.contains("done=asked") == true)
            #expect(try await desk.get("/account").status == 303)
            #expect(try await house.browser("203.0.113.2").signIn(with: other).status == 422)
            #expect(try await house.count("SELECT id FROM security_keys WHERE user_id = \(user)") == 0)
            // The administrator's own, too, by whoever runs the machine, for there is no other administrator.
            let code = try await house.accounts.reset(login: "administrator", at: house.clock.now)
            #expect(try await administrator.get("/account").status == 303)
            #expect(try await house.browser("203.0.113.3").signIn(with: key).status == 422)
            #expect(try await house.count("SELECT id FROM security_keys") == 0)
            let anew = house.browser("203.0.113.4")
            _ = try await anew.activate(login: "administrator", code: code, password: goodPassword)
            #expect(try await anew.get("/staff").location == "/account/keys")
            #expect(try await anew.add(key).status == 303)
            #expect(try await anew.get("/staff").status == 200)
        }
    }

    @Test func `where nobody must, a code goes on opening, also beside a key`() async throws {
        try await withHouse(.sqlite) { house in
            let desk = try await house.signedIn(as: .administrator)
            #expect(try await desk.get("/staff").status == 200)
            try await desk.add(SoftwareKey())
            #expect(try await house.signedIn(as: .administrator, from: "203.0.113.1").get("/staff").status == 200)
        }
    }

    @Test(arguments: [KeyRule.required, .optional])
    func `whoever watches is told where real administrators need no key`(rule: KeyRule) async throws {
        try await withHouse(.sqlite, HouseOptions(isDemo: false, keyRule: rule)) { house in
            _ = try await house.setUp()
            let desk = house.browser()
            _ = try await desk.activate(login: "watcher", code: try await house.add("watcher", .auditor), password: goodPassword)
            let page = try await desk.get("/alerts")
            #expect(page.status == 200 && page.body.contains("не изисква ключове за сигурност") == (rule == .optional))
        }
        try await withHouse(.sqlite, HouseOptions(keyRule: rule)) { house in
            let page = try await house.signedIn(as: .auditor).get("/alerts")
            #expect(!page.body.contains("не изисква ключове за сигурност"), "all users are invented")
        }
    }

    @Test func `who must have a key are administrators and whoever manages keys`() {
        for role in Role.allCases {
            let post = Post(id: .new(), organisation: .new(), title: "", roles: [role])
            let now = MovingClock().now
            let holding = Holding(id: .new(), user: .new(), post: post, since: now, until: nil, confirmedAt: now)
            let actor = Actor(user: .new(), organisation: .new(), regime: .gdpr, roles: [role])
            #expect(KeyRule.required.binds([holding]) == (role == .administrator || Policy.mayEver(actor, .keysManage)))
            #expect(!KeyRule.optional.binds([holding]) && !KeyRule.required.binds([]))
        }
    }

    private func recoveryCode(_ desk: TestBrowser) async throws -> String {
        _ = try await desk.get("/account/recovery")
        desk.house.clock.advance(seconds: 30)
        let form = try await desk.house.browser("203.0.113.200").demoForm(.administrator)
        let code = form.fields.first { $0.name == "code" }?.value ?? ""
        let page = try await desk.post("/account/recovery", ["code": code])
        return String(try #require(page.body.firstMatch(of: /<code>([A-Z2-7-]{19})<\/code>/)?.output.1))
    }

    private func firstKey(_ desk: TestBrowser) async throws -> (id: String, page: String) {
        let page = try await desk.get("/account/keys").body
        let keys = try await desk.house.database.read { connection in
            try connection.query("SELECT id FROM security_keys ORDER BY added_at, id").map { try $0.text("id") }
        }
        return (try #require(keys.first), page)
    }
}
