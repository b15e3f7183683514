import Core
import Database
import Policy
import TestSupport
import Testing
import Vault

@testable import Access

/// What an attempt costs must not tell what was wrong with it. Tests measure no time: they count what takes it. The time itself is measured by
/// `Benchmarks/run sign-in`.
@Suite struct EqualWorkTests {
    private struct Work: Hashable {
        let hashes: Int
        let statements: [String]
    }

    /// Each from a network of its own, so that none is told to wait.
    private func attempt(_ number: Int, _ login: String, _ password: String, _ code: String, _ now: Instant) -> SignIn.Attempt {
        SignIn.Attempt(
            login: login, password: password, code: code, network: "203.0.\(number).1", device: "", now: now, request: "request-\(number)")
    }

    @Test(arguments: Engine.available)
    func `every refusal to sign in costs one hash and asks the same of the database`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            func right(_ role: Role) async throws -> (password: String, code: String) {
                let form = try await house.browser("192.0.2.1").demoForm(role)
                func value(_ name: String) -> String { form.fields.first { $0.name == name }?.value ?? "" }
                return (value("password"), value("code"))
            }
            let (analyst, clerk, publisher) = (try await right(.analyst), try await right(.clerk), try await right(.publisher))
            try await house.accounts.disable(login: "publisher", at: house.clock.now)
            // Her password stands in a hash of other parameters: it is made anew only where she is let in.
            let old = try outdatedHash(of: clerk.password, root: house.root)
            let user = try await house.database.read { connection in try #require(try UserStore.find(login: "clerk", connection)).id }
            try await house.database.write { connection in try CredentialStore.set(old, of: user, at: house.clock.now, connection) }
            let waiting = try await house.add("waiting.user", .analyst)
            let setting = house.browser("192.0.2.2")
            _ = try await setting.get("/activate")
            let begun = try await setting.post("/activate", ["login": "waiting.user", "code": waiting, "new-password": goodPassword])
            #expect(begun.location == "/enrol")
            _ = try await house.add("untouched.user", .analyst)

            let wrong = "не е тази парола никак"
            let tries: [(what: String, login: String, password: String, code: String)] = [
                ("unknown", "nobody.here", analyst.password, analyst.code), ("wrong password", "analyst", wrong, "000000"),
                ("wrong password, right code", "analyst", wrong, analyst.code),
                ("right password, wrong code", "analyst", analyst.password, "000000"),
                ("right password, no code", "analyst", analyst.password, ""),
                ("right password of an old hash, wrong code", "clerk", clerk.password, "000000"),
                ("disabled, all right", "publisher", publisher.password, publisher.code), ("disabled, wrong", "publisher", wrong, "000000"),
                ("being set up, right password", "waiting.user", goodPassword, "000000"),
                ("being set up, wrong password", "waiting.user", wrong, "000000"),
                ("no password yet", "untouched.user", goodPassword, "000000"), ("nothing typed", "", "", ""),
            ]
            let (database, desk) = (CountingDatabase(house.database), try PasswordDesk(root: house.root))
            let signIn = SignIn(database: database, root: house.root, desk: desk)
            var first: (what: String, work: Work)?
            for (number, one) in tries.enumerated() {
                let before = desk.computed
                let outcome = try await signIn(attempt(number, one.login, one.password, one.code, house.clock.now))
                #expect(outcome == .refused, "\(one.what)")
                let work = Work(hashes: desk.computed - before, statements: database.taken())
                #expect(work.hashes == 1 && work.statements.count > 10, "\(one.what)")
                if let first { #expect(work == first.work, "\(one.what) is not as \(first.what)") } else { first = (one.what, work) }
            }
            // What was refused has used up no code.
            for (number, one) in [("analyst", analyst), ("clerk", clerk)].enumerated() {
                let outcome = try await signIn(attempt(200 + number, one.0, one.1.password, one.1.code, house.clock.now))
                guard case .signedIn = outcome else {
                    Issue.record("\(one.0): \(outcome)")
                    continue
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `every refusal to open an account costs one hash and asks the same of the database`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let code = try await house.add("waiting.user", .analyst)
            let ended = try await house.add("ended.user", .analyst)
            try await house.accounts.disable(login: "ended.user", at: house.clock.now)
            let tries: [(what: String, login: String, code: String)] = [
                ("unknown", "nobody.here", code), ("wrong code", "waiting.user", "AAAA-AAAA-AAAA-AAAA"), ("no code", "waiting.user", ""),
                ("another's code", "analyst", code), ("disabled", "ended.user", ended), ("nothing typed", "", ""),
            ]
            let (database, desk) = (CountingDatabase(house.database), try PasswordDesk(root: house.root))
            let activation = Activation(database: database, root: house.root, desk: desk)
            var works: Set<Work> = []
            for (number, one) in tries.enumerated() {
                let before = desk.computed
                #expect(
                    try await activation.begin(attempt(number, one.login, goodPassword, one.code, house.clock.now)) == .refused,
                    "\(one.what)")
                works.insert(Work(hashes: desk.computed - before, statements: database.taken()))
                #expect(works.count == 1, "\(one.what)")
            }
            #expect(works.first?.hashes == 1)
        }
    }
}
