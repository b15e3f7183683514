import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web
import WebAuthn

@testable import Access

func lie(_ change: (inout SoftwareKey.Lie) -> Void) -> SoftwareKey.Lie {
    var lie = SoftwareKey.Lie()
    change(&lie)
    return lie
}

extension TestHouse {
    /// The acts of the ledger with their decisions, the latest last.
    func acts(_ beginning: String) async throws -> [String] {
        try await database.read { connection in
            try connection.query("SELECT act, decision FROM ledger_entries ORDER BY position").map {
                "\(try $0.text("act")) \(try $0.text("decision"))"
            }.filter { $0.hasPrefix(beginning) }
        }
    }
}

@Suite struct SecurityKeyTests {
    @Test(arguments: Engine.available)
    func `a key is added, signs in alone, confirms, and is removed`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .analyst))
            let other = try await house.signedIn(as: .analyst, from: "203.0.113.1")
            let before = desk.copy()
            #expect(try await desk.add(key).location == "/account/keys?done=key-added")
            // Her other sessions end, and this one's token is a new one.
            #expect(try await other.get("/account").status == 303)
            #expect(try await before.get("/account").status == 303)
            let page = try await desk.get("/account/keys").body
            #expect(page.contains("на ключодържателя") && page.contains("само един ключ"))

            let browser = house.browser("203.0.113.2")
            let entered = try await browser.signIn(with: key)
            #expect(entered.status == 303 && entered.location == "/account" && entered.all("Set-Cookie").count == 1)
            #expect(try await browser.get("/account").body.contains("Гео Пробен"))
            // Signing in with the password goes on, for she need not have a key.
            try await house.browser("203.0.113.3").signIn(as: .analyst)

            house.clock.advance(minutes: 6)
            _ = try await browser.get("/account/keys")
            let id = try #require(
                try await browser.get("/account/keys").body.firstMatch(of: /name="key" value="([0-9a-f-]{36})"/)?.output.1)
            #expect(try await browser.post("/account/keys/remove", ["key": String(id), "code": ""]).status == 422)
            let proof = try await browser.proof(of: key)
            let removed = try await browser.post("/account/keys/remove", ["key": String(id), "code": proof])
            #expect(removed.location == "/account/keys?done=key-removed")
            #expect(try await house.count("SELECT id FROM security_keys") == 0)
            #expect(try await house.browser("203.0.113.4").signIn(with: key).status == 422)
            #expect(try await house.acts("factor.") == ["factor.key-add allow", "factor.key-remove allow"])
            #expect(try await house.acts("session.key") == ["session.key allow", "session.key deny"])
            #expect(try await house.acts("session.prove") == ["session.prove-key allow"])
        }
    }

    @Test(arguments: Engine.available)
    func `adding asks for a fresh factor, and for an honest answer to a question of this session`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .analyst))
            for one in [
                lie { $0.origin = "https://evil.example" }, lie { $0.party = "evil.example" }, lie { $0.flags = 0x01 },
                lie { $0.type = "webauthn.get" }, lie { $0.more = #""crossOrigin":true"# },
            ] {
                #expect(try await desk.add(key, one).status == 422)
            }
            let foreign = try await house.signedIn(as: .clerk, from: "203.0.113.5").challenge()
            #expect(try await desk.post("/account/keys", ["key": key.added(foreign)]).status == 422)
            #expect(try await desk.post("/account/keys", ["key": key.added("1.2.3")]).status == 422)
            #expect(try await desk.post("/account/keys", [:]).status == 422)
            let question = try await desk.challenge()
            house.clock.advance(minutes: 6)
            try await house.prove()
            #expect(try await desk.post("/account/keys", ["key": key.added(question)]).status == 422)
            #expect(try await house.count("SELECT id FROM security_keys") == 0)
            try await house.prove(false)
            #expect(try await desk.add(key).status == 422)
            try await house.prove()
            #expect(try await desk.add(key).status == 303)
            // Known already, to her or to another.
            #expect(try await desk.add(key).status == 422)
            #expect(try await house.signedIn(as: .clerk, from: "203.0.113.6").add(key).status == 422)
            #expect(try await house.acts("factor.").count == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `a key opens nothing for who is not its owner, here, now, once`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let key = SoftwareKey()
            try await house.signedIn(as: .analyst).add(key)
            var pages: Set<String> = []
            var headers: Set<[String]> = []
            func refused(_ what: String, _ answer: TestAnswer) {
                #expect(answer.status == 422 && answer.all("Set-Cookie").isEmpty, "\(what)")
                pages.insert(answer.bodyWithoutTokens)
                headers.insert(
                    answer.headers.filter { !["X-Request-Id", "Content-Length"].contains($0.name) }.map { "\($0.name): \($0.value)" })
            }
            var number = 0
            func browser() -> TestBrowser {
                number += 1
                return house.browser("203.0.\(number).1")
            }
            for (what, one) in [
                ("another site", lie { $0.origin = "https://evil.example" }),
                ("a site like ours", lie { $0.origin = "http://localhost:81" }),
                ("another's key", lie { $0.party = "evil.example" }), ("no finger", lie { $0.flags = 0x01 }),
                ("nobody", lie { $0.flags = 0x04 }), ("adding", lie { $0.type = "webauthn.create" }),
                ("inside another page", lie { $0.more = #""crossOrigin":true"# }),
            ] { refused(what, try await browser().signIn(with: key, one)) }
            refused("unknown", try await browser().signIn(with: SoftwareKey()))
            let plain = browser()
            _ = try await plain.get("/sign-in")
            for nonsense in ["", "x", "....", "AA.e30.AA.AA", String(repeating: "A", count: 20_000)] {
                refused("nonsense", try await plain.post("/sign-in/key", ["key": nonsense, "next": ""]))
            }
            let (mine, theirs) = (browser(), browser())
            _ = try await mine.get("/sign-in")
            _ = try await theirs.get("/sign-in")
            refused("another's question", try await mine.post("/sign-in/key", ["key": key.used(try await theirs.challenge()), "next": ""]))
            let late = try await mine.challenge()
            house.clock.advance(minutes: 6)
            refused("an old question", try await mine.post("/sign-in/key", ["key": key.used(late), "next": ""]))
            house.clock.advance(minutes: -7)
            let early = try await mine.challenge()
            house.clock.advance(minutes: -7)
            refused("a question of tomorrow", try await mine.post("/sign-in/key", ["key": key.used(early), "next": ""]))
            house.clock.advance(minutes: 14)
            let question = try await theirs.challenge()
            let double = key.double()
            refused("wrong", try await theirs.post("/sign-in/key", ["key": double.used(question, lie { $0.flags = 0 }), "next": ""]))
            refused("the question is used up", try await theirs.post("/sign-in/key", ["key": key.used(question), "next": ""]))
            let answer = try key.used(try await theirs.challenge())
            let copy = theirs.copy()
            #expect(try await theirs.post("/sign-in/key", ["key": answer, "next": "/search"]).location == "/search")
            refused("replayed", try await copy.post("/sign-in/key", ["key": answer, "next": ""]))
            try await house.accounts.disable(login: "analyst", at: house.clock.now)
            refused("disabled", try await browser().signIn(with: key))
            #expect(pages.count == 1 && headers.count == 1)
            #expect(Set(try await house.acts("session.key")) == ["session.key deny", "session.key allow"])
        }
    }

    @Test(arguments: Engine.available)
    func `a key counts for the host it was made for, whatever a request says it was sent to`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let key = SoftwareKey()
            try await house.signedIn(as: .analyst).add(key)
            // A site in the middle passes everything on under its own name, and the key is tricked into signing for it.
            let tricked = lie { ($0.party, $0.origin) = ("evil.example", "https://evil.example") }
            #expect(try await house.browser(host: "evil.example").signIn(with: key, tricked).status == 422)
            #expect(try await house.browser("203.0.113.1", host: "127.0.0.1:8080").signIn(with: key).status == 422)
            #expect(try await house.browser("203.0.113.2").signIn(with: key).status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `an answer serves once, also for two who send it at the same time`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let key = SoftwareKey()
            try await house.signedIn(as: .auditor).add(key)
            let browser = house.browser()
            _ = try await browser.get("/sign-in")
            let answer = try key.used(try await browser.challenge(), lie { $0.counter = 0 })
            let before = try await house.count("SELECT id FROM sessions")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for copy in (0..<4).map({ _ in browser.copy() }) {
                    group.addTask { try await copy.post("/sign-in/key", ["key": answer, "next": ""]).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            // The key had counted before: none of them is right, and no more than one tells of a double.
            #expect(statuses == [422, 422, 422, 422])
            #expect(try await house.acts("factor.doubled").count == 1)
            // From another network, where nobody has to wait.
            let later = house.browser("203.0.113.1")
            _ = try await later.get("/sign-in")
            let honest = try key.used(try await later.challenge(), lie { $0.counter = 9 })
            let others = try await withThrowingTaskGroup(of: Int.self) { group in
                for copy in (0..<4).map({ _ in later.copy() }) {
                    group.addTask { try await copy.post("/sign-in/key", ["key": honest, "next": ""]).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(others.sorted() == [303, 422, 422, 422])
            #expect(try await house.count("SELECT id FROM sessions") == before + 1)
        }
    }

    @Test(arguments: Engine.available)
    func `a key with a double is refused, and a detector is told`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let key = SoftwareKey()
            try await house.signedIn(as: .analyst).add(key)
            for _ in 0..<3 { #expect(try await house.browser().signIn(with: key).status == 303) }
            let desk = house.browser("203.0.113.8")
            #expect(try await desk.signIn(with: key).status == 303)
            let double = key.double()
            #expect(try await house.browser("203.0.113.7").signIn(with: double).status == 422)
            #expect(try await house.acts("factor.doubled") == ["factor.doubled deny"])
            house.clock.advance(minutes: 6)
            _ = try await desk.get("/account/recovery")
            #expect(try await desk.post("/account/recovery", ["code": try await desk.proof(of: double)]).status == 422)
            #expect(try await house.acts("factor.doubled").count == 2)
            #expect(try await desk.post("/account/recovery", ["code": try await desk.proof(of: key)]).status == 200)
        }
    }

    @Test(arguments: Engine.available)
    func `a key written into the database by hand opens nothing`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (key, own) = (SoftwareKey(), SoftwareKey())
            try await house.signedIn(as: .analyst).add(key)
            try await house.signedIn(as: .clerk, from: "203.0.113.1").add(own)
            let actors = try await house.actors()
            let (victim, writer) = (try #require(actors[.analyst]).user, try #require(actors[.clerk]).user)
            // Her own key in another's name; then its public half and its name in the place of the other's.
            try await house.database.write { connection in
                try connection.execute("UPDATE security_keys SET user_id = \(victim) WHERE user_id = \(writer)")
            }
            #expect(try await house.browser("203.0.113.2").signIn(with: own).status == 500)
            try await house.database.write { connection in
                try connection.execute("UPDATE security_keys SET user_id = \(writer) WHERE credential = \(Base64URL.text(own.id))")
                let row = try #require(try connection.first("SELECT public_key FROM security_keys WHERE user_id = \(writer)"))
                try connection.execute("DELETE FROM security_keys WHERE user_id = \(writer)")
                try connection.execute(
                    """
                    UPDATE security_keys SET public_key = \(try row.blob("public_key")), credential = \(Base64URL.text(own.id))
                    WHERE user_id = \(victim)
                    """)
            }
            #expect(try await house.browser("203.0.113.3").signIn(with: own).status == 500)
            #expect(try await house.acts("session.key") == [])
        }
    }

    @Test(arguments: Engine.available)
    func `under another root key her keys are the same`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (key, other) = (SoftwareKey(), SealingKey())
            try await house.signedIn(as: .analyst).add(key)
            let user = try #require(try await house.actors()[.analyst]).user
            try await house.database.write { connection in
                let before = try SecurityKeyStore.all(of: user, root: house.root, connection)
                try SecurityKeyStore.reseal(from: house.root, to: other, connection)
                let after = try SecurityKeyStore.all(of: user, root: other, connection)
                #expect(after.map(\.key) == before.map(\.key) && after.map(\.credential) == [Base64URL.text(key.id)])
                #expect(throws: VaultError.unknownKey) { try SecurityKeyStore.all(of: user, root: house.root, connection) }
            }
        }
    }

    @Test func `guessing with keys waits, for the key and for the network`() async throws {
        try await withHouse(.sqlite) { house in
            let key = SoftwareKey()
            try await house.signedIn(as: .analyst).add(key)
            let wrong = lie { $0.flags = 0x01 }
            for _ in 0..<5 { #expect(try await house.browser("203.0.113.1").signIn(with: key, wrong).status == 422) }
            let waiting = try await house.browser("203.0.113.1").signIn(with: key)
            #expect(waiting.status == 429 && waiting["Retry-After"] != nil)
            #expect(try await house.browser("203.0.114.1").signIn(with: key).status == 303)
            for _ in 0..<30 { _ = try await house.browser("203.0.115.1").signIn(with: SoftwareKey()) }
            #expect(try await house.browser("203.0.115.1").signIn(with: key).status == 429)
        }
    }

    @Test(arguments: Engine.available)
    func `a key confirms what asks for a fresh code, in its session, as long as a code does`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (key, desk) = (SoftwareKey(), try await house.signedIn(as: .analyst))
            try await desk.add(key)
            let colleague = try await house.signedIn(as: .clerk, from: "203.0.113.1")
            house.clock.advance(minutes: 6)
            _ = try await desk.get("/account/recovery")
            for wrong in [
                "key:", "key:x", try await desk.proof(of: SoftwareKey()), try await desk.proof(of: key, lie { $0.flags = 0x01 }),
                "key:" + (try key.used(try await colleague.challenge())), try key.used(try await desk.challenge()),
            ] {
                #expect(try await desk.post("/account/recovery", ["code": wrong]).status == 422)
            }
            house.clock.advance(minutes: 20)
            // Another's key confirms nothing of hers.
            let clerk = try await house.signedIn(as: .clerk, from: "203.0.113.2")
            house.clock.advance(minutes: 6)
            _ = try await clerk.get("/account/recovery")
            #expect(try await clerk.post("/account/recovery", ["code": try await clerk.proof(of: key)]).status == 422)
            let again = house.browser("203.0.113.3")
            #expect(try await again.signIn(with: key).status == 303)
            house.clock.advance(minutes: 6)
            _ = try await again.get("/account/recovery")
            let (before, proof) = (again.copy(), try await again.proof(of: key))
            #expect(try await again.post("/account/recovery", ["code": proof]).status == 200)
            #expect(try await before.get("/account").status == 303, "the token before opens nothing")
            #expect(try await again.post("/account/recovery", ["code": proof]).status == 422)
        }
    }

    @Test(arguments: Engine.available)
    func `every refusal of a key asks the same of the database`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (key, ended) = (SoftwareKey(), SoftwareKey())
            try await house.signedIn(as: .analyst).add(key)
            try await house.signedIn(as: .clerk, from: "203.0.113.1").add(ended)
            try await house.accounts.disable(login: "clerk", at: house.clock.now)
            let browser = house.browser()
            _ = try await browser.get("/sign-in")
            let database = CountingDatabase(house.database)
            let page = WebRequest(path: "/sign-in/key", now: house.clock.now, origin: "http://localhost", formToken: browser.token)
            let signIn = KeySignIn(database: database, root: house.root)
            let tries: [(String, String)] = [
                ("unknown", try SoftwareKey().used(try await browser.challenge())),
                ("wrong site", try key.used(try await browser.challenge(), lie { $0.origin = "https://evil.example" })),
                ("wrong question", try key.used("1.2.3")), ("disabled", try ended.used(try await browser.challenge())),
                ("nonsense", "x"), ("nothing", ""),
            ]
            var first: [String]?
            for (number, (what, text)) in tries.enumerated() {
                let attempt = SignIn.Attempt(
                    login: "", password: "", code: text, network: "203.0.\(number).1", device: "", now: house.clock.now, request: "r")
                let outcome = try await signIn(attempt, page)
                #expect(outcome == .refused, "\(what)")
                let statements = database.taken()
                #expect(statements.count > 10 && statements == first ?? statements, "\(what)")
                first = statements
            }
        }
    }
}
