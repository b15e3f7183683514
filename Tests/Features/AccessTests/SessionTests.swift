import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Access

@Suite struct SessionTests {
    @Test(arguments: Engine.available)
    func `a session left alone for fifteen minutes has ended, one in use goes on for ten hours`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let idle = try await house.signedIn(as: .analyst)
            let used = try await house.signedIn(as: .auditor, from: "203.0.113.1")
            let start = house.clock.now
            for _ in 0..<(599 / 14) {
                house.clock.advance(minutes: 14)
                #expect(try await used.get("/account").status == 200)
            }
            #expect(try await idle.get("/account").location == "/sign-in?next=%2Faccount")
            #expect(house.clock.now.milliseconds - start.milliseconds < Session.longestMilliseconds)
            house.clock.advance(minutes: 13)
            #expect(try await used.get("/account").status == 303)
        }
    }

    @Test func `a session ends on its fifteenth minute`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .analyst)
            house.clock.advance(seconds: 15 * 60 - 1)
            #expect(try await browser.get("/account").status == 200)
            house.clock.advance(seconds: 15 * 60)
            #expect(try await browser.get("/account").status == 303)
            house.clock.advance(seconds: -60)
            #expect(try await browser.get("/account").status == 200, "nothing was written: it only was not let in")
        }
    }

    @Test func `a clock set back ends sessions rather than making them longer`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .analyst)
            house.clock.advance(seconds: -50)
            #expect(try await browser.get("/account").status == 200)
            house.clock.advance(seconds: -60 * 60)
            #expect(try await browser.get("/account").status == 303)
        }
    }

    @Test func `staying proves that somebody is there`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .analyst)
            house.clock.advance(minutes: 14)
            #expect(try await browser.post("/session/stay").status == 204)
            house.clock.advance(minutes: 14)
            #expect(try await browser.get("/account").status == 200)
        }
    }

    @Test(arguments: Engine.available)
    func `after signing out the token opens nothing`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let browser = try await house.signedIn(as: .analyst)
            let thief = browser.copy()
            _ = try await browser.submit(try await browser.get("/account").form("/sign-out"))
            #expect(browser.cookies["__Host-zakrila"] == nil)
            #expect(try await thief.get("/account").status == 303)
            #expect(try await thief.post("/account/sessions/end-others").status == 403)
        }
    }

    @Test(arguments: Engine.available)
    func `one ends the sessions that she does not know, and nobody ends another's`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let here = try await house.signedIn(as: .analyst)
            let there = try await house.signedIn(as: .analyst, from: "203.0.113.1")
            let stranger = try await house.signedIn(as: .clerk, from: "203.0.113.2")
            let form = try await here.get("/account").form("/account/sessions/end")
            #expect(try await stranger.submit(form.with(["_form": stranger.token])).status == 404)
            #expect(try await there.get("/account").status == 200)
            #expect(try await here.submit(form).location == "/account?done=session")
            #expect(try await there.get("/account").status == 303)
            #expect(try await here.get("/account?done=session").status == 200)

            let third = try await house.signedIn(as: .analyst, from: "203.0.113.3")
            _ = try await here.submit(try await here.get("/account").form("/account/sessions/end-others"))
            #expect(try await third.get("/account").status == 303)
            #expect(try await here.get("/account").status == 200)
            #expect(try await stranger.get("/account").status == 200)
        }
    }

    @Test(arguments: Engine.available)
    func `a new password gives this session a new token and ends the others`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let other = try await house.signedIn(as: .analyst, from: "203.0.113.1")
            let browser = try await house.signedIn(as: .analyst)
            let before = browser.copy()
            house.clock.advance(seconds: 30)
            let filled = try await house.browser("192.0.2.1").demoForm(.analyst).fields
            let (old, code) = (filled.first { $0.name == "password" }?.value ?? "", filled.first { $0.name == "code" }?.value ?? "")

            let fields: KeyValuePairs = ["password": old, "new-password": goodPassword, "code": code]
            #expect(try await browser.post("/account/password", ["password": old, "new-password": "кратка", "code": code]).status == 422)
            #expect(
                try await browser.post("/account/password", ["password": "x", "new-password": goodPassword, "code": code]).status == 422)
            #expect(try await browser.post("/account/password", fields).location == "/account?done=password")
            #expect(try await other.get("/account").status == 303)
            #expect(try await before.get("/account").status == 303)
            #expect(try await browser.get("/account").status == 200)
            house.clock.advance(minutes: 1)
            let next = try await house.browser("192.0.2.1").demoForm(.analyst).fields.first { $0.name == "code" }?.value ?? ""
            #expect(try await house.browser("203.0.113.5").signIn(login: "analyst", password: old, code: next).status == 422)
            #expect(try await house.browser("203.0.114.5").signIn(login: "analyst", password: goodPassword, code: next).status == 303)
        }
    }

    @Test func `new recovery codes need a fresh code, replace the old ones and turn the token over`() async throws {
        try await withHouse(.sqlite, HouseOptions(isDemo: false)) { house in
            let browser = house.browser()
            let (codes, secret) = try await browser.activate(login: "ada", code: try await house.setUp(), password: goodPassword)
            let before = browser.copy()
            #expect(try await browser.post("/account/recovery", ["code": "000000"]).status == 422)
            house.clock.advance(minutes: 1)
            let done = try await browser.post("/account/recovery", ["code": secret.code(at: house.clock.now, after: nil)])
            let new = done.body.matches(of: /<li><code>([A-Z2-7-]{19})<\/code>/).map { String($0.output.1) }
            #expect(done.status == 200 && new.count == 10 && Set(new).isDisjoint(with: codes))
            #expect(try await before.get("/account").status == 303)
            #expect(try await browser.get("/account").status == 200)
            #expect(try await house.browser("203.0.113.1").signIn(login: "ada", password: goodPassword, code: codes[0]).status == 422)
            #expect(
                try await house.browser("203.0.114.1").signIn(login: "ada", password: goodPassword, code: new[0].lowercased()).status == 303
            )
        }
    }

    @Test(arguments: Engine.available)
    func `what a stolen copy of the database holds of a session opens none`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let browser = try await house.signedIn(as: .administrator)
            let token = try #require(browser.cookies["__Host-zakrila"])
            #expect(token.utf8.count == 43)
            #expect(try await house.stored().firstRange(of: Array(token.utf8)) == nil)
            let hashes = try await house.database.read { connection in
                try connection.query("SELECT token_hash FROM sessions").map { try $0.text("token_hash") }
            }
            #expect(hashes.count == 1)
            for hash in hashes {
                let thief = house.browser("203.0.113.9")
                let headers = ["Cookie": "__Host-zakrila=" + hash]
                #expect(try await thief.get("/account", headers: headers).location == "/sign-in?next=%2Faccount")
            }
        }
    }

    @Test func `a fresh code counts for five minutes`() {
        func visitor(_ provedAt: Instant?) -> Visitor {
            Visitor(
                actor: Actor(user: .new(), organisation: .new(), regime: .gdpr, roles: []), name: "", organisation: "", session: "",
                formSecret: "", provedAt: provedAt, endsAt: Instant(milliseconds: 0), isEnrolling: false)
        }
        let now = MovingClock().now
        func before(_ seconds: Int64) -> Instant { Instant(milliseconds: now.milliseconds - seconds * 1000) }
        #expect(visitor(before(0)).hasFreshFactor(at: now) && visitor(before(300)).hasFreshFactor(at: now))
        #expect(!visitor(before(301)).hasFreshFactor(at: now) && !visitor(before(-1)).hasFreshFactor(at: now))
        #expect(!visitor(nil).hasFreshFactor(at: now))
    }

    @Test(arguments: [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
            "Edge · Windows"
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8", ""), ("", ""), ("<script>alert(1)</script>", ""),
    ])
    func `of a browser nothing finer than its kind is kept`(agent: String, words: String) {
        #expect(Device.words(agent) == words)
    }
}
