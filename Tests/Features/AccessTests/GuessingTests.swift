import Core
import Database
import Policy
import TestSupport
import Testing
import Vault

@testable import Access

@Suite struct GuessingTests {
    private func guess(_ house: TestHouse, _ login: String, from address: String) async throws -> TestAnswer {
        try await house.browser(address).signIn(login: login, password: "не е тази парола никак", code: "000000")
    }

    @Test(arguments: Engine.available)
    func `the sixth guess at an account waits, twice as long each time, also after a restart`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            for _ in 0..<5 { #expect(try await guess(house, "clerk", from: "203.0.113.1").status == 422) }
            let first = try await guess(house, "clerk", from: "203.0.113.200")
            #expect(first.status == 429 && first["Retry-After"] == "15")
            #expect(try await guess(house, "clerk", from: "203.0.113.1")["Retry-After"] == "15", "refused guesses add nothing")

            // The counts are in the database: another server on it knows them.
            let restarted = try TestHouse(of: house)
            #expect(try await guess(restarted, "clerk", from: "203.0.113.1").status == 429)
            house.clock.advance(seconds: 15)
            #expect(try await guess(restarted, "clerk", from: "203.0.113.1").status == 422)
            #expect(try await guess(house, "clerk", from: "203.0.113.1")["Retry-After"] == "30")
            // Others, and the account from elsewhere, wait for nothing.
            #expect(try await guess(house, "auditor", from: "203.0.113.1").status == 422)
            #expect(try await guess(house, "clerk", from: "198.51.100.1").status == 422)
        }
    }

    @Test func `during a wait even the right password and code are not looked at`() async throws {
        try await withHouse(.sqlite) { house in
            for _ in 0..<5 { _ = try await guess(house, "clerk", from: "203.0.113.1") }
            let browser = house.browser("203.0.113.1")
            let form = try await browser.demoForm(.clerk)
            #expect(try await browser.submit(form).status == 429)
            // The code was not used up: it serves from another network.
            let elsewhere = house.browser("198.51.100.1")
            _ = try await elsewhere.get("/sign-in")
            #expect(try await elsewhere.submit(form.with(["_form": elsewhere.token])).status == 303)
        }
    }

    @Test func `unknown names wait as known ones do`() async throws {
        try await withHouse(.sqlite) { house in
            for _ in 0..<5 {
                _ = try await guess(house, "clerk", from: "203.0.113.1")
                _ = try await guess(house, "nobody", from: "203.0.114.1")
            }
            let known = try await guess(house, "clerk", from: "203.0.113.1")
            let unknown = try await guess(house, "nobody", from: "203.0.114.1")
            #expect(known.status == 429 && unknown.status == 429)
            #expect(known.bodyWithoutTokens.replacing("clerk", with: "") == unknown.bodyWithoutTokens.replacing("nobody", with: ""))
        }
    }

    @Test func `an account guessed at from many networks waits a minute at most`() async throws {
        try await withHouse(.sqlite) { house in
            for number in 0..<20 { #expect(try await guess(house, "clerk", from: "203.0.\(number).1").status == 422) }
            var longest = 0
            for number in 20..<30 {
                let answer = try await guess(house, "clerk", from: "203.0.\(number).1")
                let wait = try #require(Int(answer["Retry-After"] ?? ""))
                longest = max(longest, wait)
                house.clock.advance(seconds: wait)
                #expect(try await guess(house, "clerk", from: "203.0.\(number).1").status == 422)
            }
            #expect(longest == 60)
            house.clock.advance(seconds: 60)
            try await house.browser().signIn(as: .clerk)
        }
    }

    @Test(arguments: Engine.available)
    func `a network that guesses at many accounts waits, and its right sign-ins do not make others wait`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            for number in 0..<31 {
                let answer = try await guess(house, "name\(number)", from: "203.0.113.1")
                #expect(answer.status == (number < 30 ? 422 : 429))
            }
            house.clock.advance(seconds: 15)
            // Each of these comes right after the other; before, the second had to wait because of the first.
            for role in [Role.clerk, .analyst, .auditor] {
                let browser = house.browser("203.0.113.50")
                #expect(try await browser.submit(try await browser.demoForm(role)).status == 303, "\(role)")
            }
            let count = try await house.database.read { connection in
                let counters = Counters(login: "-", network: "203.0.113.1", house.root)
                return try counters.known(connection).last.flatMap { $0 }
            }
            #expect(count?.failures == 27, "each right one paid for one wrong one")
        }
    }

    @Test func `slips of an office are forgiven with time`() async throws {
        try await withHouse(.sqlite) { house in
            // Three a day for a month: nobody guesses like that.
            for number in 0..<90 {
                house.clock.advance(minutes: number % 3 == 0 ? 23 * 60 : 20)
                let answer = try await guess(house, "name\(number)", from: "203.0.113.1")
                #expect(answer.status == 422)
            }
        }
    }

    @Test func `a wrong old password counts, so that an open session is no place to guess at`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .analyst)
            let fields: KeyValuePairs = ["password": "грешна", "new-password": goodPassword, "code": "000000"]
            for _ in 0..<5 { #expect(try await browser.post("/account/password", fields).status == 422) }
            let answer = try await browser.post("/account/password", fields)
            #expect(answer.body.contains("id=\"code-wrong\"") && !answer.body.contains("id=\"password-wrong\""))
            #expect(try await browser.get("/account").status == 200)
        }
    }

    @Test func `what is counted names nobody`() async throws {
        try await withHouse(.sqlite) { house in
            _ = try await guess(house, "someone.real", from: "203.0.113.77")
            let stored = try await house.stored()
            for text in ["someone.real", "203.0.113"] { #expect(stored.firstRange(of: Array(text.utf8)) == nil) }
            #expect(try await house.count("SELECT subject FROM failed_attempts") == 3)
        }
    }

    @Test func `a storm of sign-ins beyond the queue is told to come back, and counts for nothing`() async throws {
        try await withHouse(.sqlite, HouseOptions(passwordsWaiting: 3)) { house in
            let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let one = house.browser("203.\(number).1.1")
                        _ = try await one.get("/sign-in")
                        return try await one.post(
                            "/sign-in", ["login": "storm\(number)", "password": "не е тази парола никак", "code": "000000"])
                    }
                }
                return try await group.reduce(into: [TestAnswer]()) { $0.append($1) }
            }
            let busy = answers.filter { $0.status == 503 }
            #expect(!busy.isEmpty && answers.contains { $0.status == 422 })
            #expect(answers.allSatisfy { [422, 503].contains($0.status) })
            #expect(busy.allSatisfy { $0["Retry-After"] == "5" && $0.body.contains("<h1>") })
            let counted = try await house.count("SELECT subject FROM failed_attempts")
            #expect(counted == 3 * (answers.count - busy.count))
            try await house.browser().signIn(as: .clerk)
        }
    }
}

extension Counters {
    /// The counts as they stand, in the order of the scopes.
    func known(_ connection: any Connection) throws -> [Count?] {
        try subjects.map { try SessionStore.failures($0.subject, connection) }
    }
}
