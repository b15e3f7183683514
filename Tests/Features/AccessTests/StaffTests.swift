import Core
import Database
import Foundation
import Policy
import Synchronization
import TestSupport
import Testing
import Vault

@testable import Access

@Suite struct StaffTests {
    private func id(_ house: TestHouse, _ login: String) async throws -> String {
        try await house.database.read { connection in try #require(try UserStore.find(login: login, connection)).id.text }
    }

    private let newcomer: KeyValuePairs = ["name": "Нова Колежка", "login": "nova.user", "post": "експерт", "role": "analyst"]

    @Test(arguments: Engine.available)
    func `a user is added, signs in with the code of the sheet, is ended and is nobody at once`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let asked = try await administrator.submit(try await administrator.get("/staff/new").form("/staff/new"), newcomer)
            let code = try await house.givenCode()
            let user = house.browser("203.0.113.1")
            _ = try await user.activate(login: "nova.user", code: code, password: goodPassword)
            #expect(try await user.get("/account").body.contains("Нова Колежка"))

            let path = "/staff/" + (try await id(house, "nova.user"))
            #expect(asked.location == path + "?done=asked")
            let page = try await administrator.get(path)
            #expect(
                try await administrator.submit(page.form(path + "/disable"), ["reason": "suspicion"]).location == path + "?done=disabled")
            #expect(try await user.get("/account").location == "/sign-in?next=%2Faccount")
            #expect(try await user.post("/session/stay").status == 403)
            #expect(try await administrator.post(path + "/disable", ["reason": "left"]).status == 409)
            #expect(try await administrator.post(path + "/reset").status == 403)

            // Opened again, nothing that she signed in with comes back.
            let again = try await administrator.submit(try await administrator.get(path).form(path + "/enable"))
            #expect(again.location == path + "?done=asked")
            #expect(try await administrator.post(path + "/enable").status == 403)
            #expect(try await house.browser("203.0.114.1").signIn(login: "nova.user", password: goodPassword, code: "123456").status == 422)
            let new = try await house.givenCode()
            _ = try await house.browser("203.0.115.1").activate(login: "nova.user", code: new, password: goodPassword)
        }
    }

    @Test(arguments: Engine.available)
    func `a reset ends sessions, password, second factor and recovery codes`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let user = try await house.signedIn(as: .validator, from: "203.0.113.1")
            let path = "/staff/" + (try await id(house, "validator"))
            let sheet = try await administrator.submit(try await administrator.get(path).form(path + "/reset"))
            #expect(sheet.location == path + "?done=asked")
            #expect(try await user.get("/account").status == 303)
            let code = try await house.givenCode(by: .dataProtectionOfficer)
            #expect(try await house.stored().firstRange(of: Array(code.utf8)) == nil)
            _ = try await user.activate(login: "validator", code: code, password: goodPassword)
        }
    }

    @Test func `forms say what is wrong with them, and what was typed stays`() async throws {
        try await withHouse(.sqlite) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let cases: [(KeyValuePairs<String, String>, String)] = [
                (["name": " ", "login": "nova", "post": "а", "role": "analyst"], "name-wrong"),
                (["name": "Нова", "login": "n", "post": "а", "role": "analyst"], "login-wrong"),
                (["name": "Нова", "login": "clerk", "post": "а", "role": "analyst"], "login-wrong"),
                (["name": "Нова", "login": "nova", "post": "", "role": "analyst"], "post-wrong"),
            ]
            for (fields, wrong) in cases {
                let answer = try await administrator.post("/staff/new", fields.map { ($0.key, $0.value) })
                #expect(answer.status == 422 && answer.body.contains("id=\"\(wrong)\""), "\(wrong)")
            }
            let mixed: [(String, String)] = [
                ("name", "Нова"), ("login", "nova"), ("post", "а"), ("role", "administrator"), ("role", "analyst"),
            ]
            #expect(try await administrator.post("/staff/new", mixed).status == 422)
            #expect(try await administrator.post("/staff/new", [("name", "Нова"), ("login", "nova"), ("post", "а")]).status == 422)
            #expect(try await house.count("SELECT id FROM users") == 16)
        }
    }

    @Test(arguments: Engine.available)
    func `an administrator reaches no other organisation, the one that runs the system reaches all`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let code = try await house.add("local", .administrator, organisation: "АСП")
            let local = house.browser("203.0.113.1")
            _ = try await local.activate(login: "local", code: code, password: goodPassword)
            let host = try await house.signedIn(as: .administrator)
            let (own, foreign) = (try await id(house, "child-protection-worker"), try await id(house, "analyst"))
            let nobody = UserID.new().text

            #expect(try await local.get("/staff/\(own)").status == 200)
            let hidden = try await local.get("/staff/\(foreign)")
            let none = try await local.get("/staff/\(nobody)")
            #expect(hidden.status == 404 && none.status == 404)
            #expect(hidden.bodyWithoutTokens.replacing(foreign, with: "") == none.bodyWithoutTokens.replacing(nobody, with: ""))
            for act in ["reset", "disable", "enable", "confirm", "hand-over"] {
                try await expectUnchanged(house, act) {
                    let fields =
                        ["confirm": [("post", "x")], "disable": [("reason", "left")], "hand-over": [("colleague", "x")]][act] ?? []
                    let answer = try await local.post("/staff/\(foreign)/\(act)", fields)
                    #expect(answer.status == 404, "\(act)")
                }
            }
            let organisation = try await house.database.read { connection in
                try #require(try OrganisationStore.all(of: "НКБТХ", connection).first).id.text
            }
            #expect(try await local.get("/staff?organisation=\(organisation)").status == 404)
            #expect(try await local.get("/staff/new?organisation=\(organisation)").status == 404)
            let fields = newcomer.map { ($0.key, $0.value) } + [("organisation", organisation)]
            #expect(try await local.post("/staff/new", fields).status == 404)
            #expect(try await local.get("/organisations").status == 403)
            #expect(try await local.post("/organisations/new", ["name": "Нова", "regime": "gdpr"]).status == 403)
            #expect(try await house.count("SELECT id FROM users") == 17)

            for user in [own, foreign] { #expect(try await host.get("/staff/\(user)").status == 200) }
            #expect(try await host.get("/organisations").status == 200)
            let added = try await host.post("/organisations/new", ["institution": "ДАЗД", "regime": "gdpr"])
            #expect(added.location?.hasPrefix("/staff?organisation=") == true)
            #expect(try await host.post("/organisations/new", ["institution": "ДАЗД", "regime": "gdpr"]).status == 422)
        }
    }

    @Test func `nobody ends, resets or confirms her own account, and the last administrator stays`() async throws {
        try await withHouse(.sqlite, HouseOptions(isDemo: false)) { house in
            let code = try await house.setUp()
            let ada = house.browser()
            _ = try await ada.activate(login: "ada", code: code, password: goodPassword)
            let own = "/staff/" + (try await id(house, "ada"))
            let user = try #require(UserID(String(own.dropFirst("/staff/".count))))
            let holding = try await house.database.read { connection in
                try #require(try UserStore.holdings(of: user, connection).first).id.text
            }
            try await expectUnchanged(house, "one's own account") {
                let acts: [(String, [(String, String)], Int)] = [
                    ("disable", [("reason", "left")], 409), ("reset", [], 403), ("enable", [], 403), ("confirm", [("post", holding)], 403),
                ]
                for (act, fields, status) in acts {
                    let answer = try await ada.post(own + "/" + act, fields)
                    #expect(answer.status == status, "\(act)")
                }
            }
            await #expect(throws: Accounts.Problem.lastAdministrator) {
                try await house.accounts.disable(login: "ada", at: house.clock.now)
            }
            // An administrator who never signed in, or of another organisation, can't take her place.
            let second = try await house.add("vera", .administrator)
            await #expect(throws: Accounts.Problem.lastAdministrator) {
                try await house.accounts.disable(login: "ada", at: house.clock.now)
            }
            _ = try await house.browser("203.0.113.1").activate(login: "vera", code: second, password: goodPassword)
            try await house.accounts.disable(login: "ada", at: house.clock.now)
            await #expect(throws: Accounts.Problem.lastAdministrator) {
                try await house.accounts.disable(login: "vera", at: house.clock.now)
            }
            #expect(try await ada.get("/account").status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `an access nobody confirms stops after ninety days, and one confirmed by another goes on`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let supervisor = try await house.signedIn(as: .supervisor)
            #expect(try await supervisor.get("/staff").status == 200)
            house.clock.advance(days: 80)
            try await supervisor.signIn(as: .supervisor)
            #expect(try await supervisor.get("/account").body.contains("badge warn"))
            #expect(try await supervisor.get("/staff").status == 200)

            house.clock.advance(days: 11)
            try await supervisor.signIn(as: .supervisor)
            #expect(try await supervisor.get("/account").status == 200, "she can still sign in and see why")
            #expect(try await supervisor.get("/staff").status == 403)

            let administrator = try await house.signedIn(as: .administrator, from: "203.0.113.1")
            let path = "/staff/" + (try await id(house, "supervisor"))
            let form = try await administrator.get(path).form(path + "/confirm")
            #expect(try await administrator.submit(form).location == path + "?done=confirmed")
            #expect(try await supervisor.get("/staff").status == 200)
            #expect(try await administrator.submit(form.with(["post": "none"])).status == 404)
        }
    }

    @Test(arguments: Engine.available)
    func `who leaves hands her work over first`(engine: Engine) async throws {
        let desk = WorkDesk()
        try await withHouse(engine, HouseOptions(work: desk.work)) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let (leaver, colleague) = (try await id(house, "case-worker"), try await id(house, "supervisor"))
            let stranger = try await id(house, "analyst")
            desk.give(leaver, 3)
            let path = "/staff/\(leaver)"
            let refused = try await administrator.post(path + "/disable", ["reason": "left"])
            #expect(refused.status == 409 && refused.body.contains("3 досиета"))
            await #expect(throws: Accounts.Problem.hasWork(3)) {
                try await Accounts(database: house.database, root: house.root, work: desk.work).disable(
                    login: "case-worker", at: house.clock.now)
            }
            let form = try await administrator.get(path).form(path + "/hand-over")
            #expect(try await administrator.submit(form, ["colleague": stranger]).status == 400, "work stays in its organisation")
            #expect(try await administrator.submit(form, ["colleague": leaver]).status == 400)
            #expect(try await administrator.submit(form, ["colleague": colleague]).location == path + "?done=handed")
            #expect(desk.open(colleague) == 3 && desk.open(leaver) == 0)
            #expect(try await administrator.post(path + "/disable", ["reason": "left"]).status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `who is suspected is shut out at once, and her work is handed over afterwards`(engine: Engine) async throws {
        let desk = WorkDesk()
        try await withHouse(engine, HouseOptions(work: desk.work)) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let (suspect, colleague) = (try await id(house, "case-worker"), try await id(house, "supervisor"))
            let browser = try await house.signedIn(as: .caseWorker, from: "203.0.113.1")
            desk.give(suspect, 2)
            let path = "/staff/\(suspect)"
            #expect(try await administrator.post(path + "/disable", ["reason": "suspicion"]).status == 303)
            #expect(try await browser.get("/account").status == 303)
            let form = try await administrator.get(path).form(path + "/hand-over")
            #expect(try await administrator.submit(form, ["colleague": colleague]).location == path + "?done=handed")
            #expect(desk.open(colleague) == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `an administrator alone opens no account: another gives the code, once, and neither who asked nor whose it is`(engine: Engine)
        async throws
    {
        try await withHouse(engine) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let asked = try await administrator.submit(try await administrator.get("/staff/new").form("/staff/new"), newcomer)
            let (user, address) = (try await id(house, "nova.user"), try #require(asked.location))
            let page = try await administrator.get(address)
            #expect(page.body.contains("Боян Измислен"), "who can give it is named")
            #expect(try await house.count("SELECT hash FROM activations WHERE user_id = \(user)") == 0)
            let request = try await house.database.read { connection in
                try #require(try connection.first("SELECT id FROM code_requests WHERE ended_at IS NULL")).text("id")
            }
            #expect(try await administrator.get("/staff/codes").body.contains("Нова Колежка"))
            for act in ["give", "refuse"] {
                #expect(try await administrator.post("/staff/codes/\(request)", ["answer": act]).status == 403)
                let outsider = try await house.signedIn(as: .supervisor, from: "203.0.113.9")
                #expect(try await outsider.post("/staff/codes/\(request)", ["answer": act]).status == 404, "of another organisation")
                let analyst = try await house.signedIn(as: .analyst, from: "203.0.113.8")
                #expect(try await analyst.post("/staff/codes/\(request)", ["answer": act]).status == 403)
            }
            let second = try await house.signedIn(as: .coordinator, from: "203.0.113.7")
            house.clock.advance(minutes: 6)
            let stale = try await second.post("/staff/codes/\(request)", ["answer": "give"])
            #expect(stale.status == 422 && stale.body.contains("code-\(request)-wrong"))
            let code = try await house.givenCode()
            #expect(try await second.post("/staff/codes/\(request)", ["answer": "refuse"]).status == 404, "answered already")
            _ = try await house.browser("203.0.113.6").activate(login: "nova.user", code: code, password: goodPassword)
            #expect(try await house.count("SELECT position FROM ledger_entries WHERE act = 'code.alone'") == 0)

            _ = try await administrator.post("/staff/\(user)/reset")
            let again = try await house.database.read { connection in
                try #require(try connection.first("SELECT id FROM code_requests WHERE ended_at IS NULL")).text("id")
            }
            try await second.signIn(as: .coordinator)
            #expect(try await second.post("/staff/codes/\(again)", ["answer": "refuse"]).location == "/staff/codes?done=withheld")
            #expect(try await house.count("SELECT hash FROM activations WHERE user_id = \(user) AND ended_at IS NULL") == 0)
        }
    }

    @Test func `where nobody else can give a code it is there at once, and a detector is told`() async throws {
        try await withHouse(.sqlite, HouseOptions(isDemo: false)) { house in
            let ada = house.browser()
            _ = try await ada.activate(login: "ada", code: try await house.setUp(), password: goodPassword)
            let sheet = try await ada.submit(try await ada.get("/staff/new").form("/staff/new"), newcomer)
            #expect(sheet.status == 200 && sheet["Cache-Control"] == "no-store" && sheet.body.contains("http://localhost/activate"))
            #expect(try await house.stored().firstRange(of: Array(try sheet.shownCode().utf8)) == nil)
            let user = try await id(house, "nova.user")
            #expect(try await house.count("SELECT position FROM ledger_entries WHERE act = 'code.alone' AND object = \(user)") == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `posts are added and ended, the last one not, and no administrator gets another`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let administrator = try await house.signedIn(as: .administrator)
            let user = try await id(house, "analyst")
            let path = "/staff/\(user)"
            #expect(try await administrator.post(path + "/posts", [("post", "")]).status == 422)
            let mixed = try await administrator.post(path + "/posts", [("post", "админ"), ("role", "administrator")])
            #expect(mixed.status == 409)
            #expect(
                try await administrator.post(path + "/posts", [("post", "публикуващ"), ("role", "publisher")]).location == path
                    + "?done=post-added")
            let analyst = try await house.signedIn(as: .analyst, from: "203.0.113.1")
            let account = try await analyst.get("/account")
            #expect(account.body.contains("публикуващ"))
            let form = try account.form("/account/post")
            #expect(try await analyst.submit(form).status == 303)

            let holdings = try await house.database.read { connection in
                try UserStore.holdings(of: try #require(UserID(user)), connection).map(\.id.text)
            }
            #expect(holdings.count == 2)
            for holding in holdings {
                let answer = try await administrator.post(path + "/posts/end", ["post": holding])
                #expect(answer.status == (holding == holdings.first ? 303 : 409))
            }
            #expect(try await administrator.post(path + "/posts/end", ["post": holdings[0]]).status == 404)
            let told = try await house.database.read { connection in
                try connection.query("SELECT act, parties FROM ledger_entries WHERE act LIKE 'post.%' ORDER BY position").map {
                    try $0.text("act") + " " + ($0.text("parties").split(separator: " ").last ?? "")
                }
            }
            #expect(told == ["post.add publisher", "post.end analyst"])
        }
    }

    @Test func `each of these acts is in the ledger`() async throws {
        try await withHouse(.sqlite) { house in
            let administrator = try await house.signedIn(as: .administrator)
            _ = try await administrator.submit(try await administrator.get("/staff/new").form("/staff/new"), newcomer)
            let path = "/staff/" + (try await id(house, "nova.user"))
            _ = try await administrator.post(path + "/reset")
            _ = try await administrator.post(path + "/disable", ["reason": "left"])
            _ = try await administrator.post(path + "/enable")
            _ = try await house.browser("203.0.113.1").signIn(login: "analyst", password: "x", code: "y")
            _ = try await house.signedIn(as: .analyst, from: "203.0.113.2").get("/staff")
            let acts = try await house.database.read { connection in
                try connection.query("SELECT act, decision FROM ledger_entries ORDER BY position").map {
                    try $0.text("act") + " " + $0.text("decision")
                }
            }
            let expected = [
                "session.start allow", "user.add allow", "user.reset allow", "user.disable allow", "user.enable allow",
                "session.start deny",
                "session.start allow", "staff.read deny",
            ]
            #expect(Array(acts.suffix(expected.count)) == expected)
        }
    }
}

/// Work as another room would count it.
private final class WorkDesk: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func give(_ user: String, _ count: Int) { counts.withLock { $0[user] = count } }
    func open(_ user: String) -> Int { counts.withLock { $0[user] ?? 0 } }

    var work: AccessFeature.Work {
        AccessFeature.Work(
            open: { [self] _, user, _ in open(user.text) },
            handOver: { [self] _, from, to, _, _ in
                counts.withLock { counts in
                    counts[to.first?.user.text ?? "", default: 0] += counts[from.text] ?? 0
                    counts[from.text] = nil
                }
            })
    }
}
