import Core
import Database
import Foundation
import Ledger
import Policy
import TestSupport
import Testing

@Suite struct LedgerPageTests {
    @Test(arguments: Engine.available)
    func `a look at the ledger is in the ledger before it is shown, and so is a refused one`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            for (role, address) in [(Role.auditor, "/ledger"), (.dataProtectionOfficer, "/ledger"), (.auditor, "/ledger/file")] {
                let browser = try await house.signedIn(as: role)
                let before = try await scene.all().count
                let page = try await address == "/ledger" ? browser.get(address) : browser.post(address)
                #expect(page.status == 200)
                #expect(page["Cache-Control"] == "no-store")
                let added = try await scene.all().dropFirst(before).map(\.entry)
                #expect(added.map(\.act) == [address == "/ledger" ? "ledger.read" : "ledger.export"])
                #expect(added.first?.actor == scene.user(role))
                #expect(added.first?.rule == (role == .auditor ? "ledger-whole" : "ledger-own"))
                #expect(added.first?.request == page["X-Request-Id"])
            }
            let worker = try await house.signedIn(as: .caseWorker)
            #expect(try await worker.get("/ledger").status == 403)
            let refusal = try #require(try await scene.all().last?.entry)
            #expect(refusal.act == "ledger.read" && refusal.decision == .deny && refusal.actor == scene.user(.caseWorker))
        }
    }

    @Test(arguments: Engine.available)
    func `what can't be remembered is not shown`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let auditor = try await house.signedIn(as: .auditor)
            let name = "Евтим Небивал"
            #expect(try await auditor.get("/ledger").body.contains("datetime="))
            try await house.database.write { connection in try connection.execute("DELETE FROM ledger_tree") }
            for address in ["/ledger", "/ledger/file", "/account/looks", "/alerts"] {
                let page = try await address == "/ledger/file" ? auditor.post(address) : auditor.get(address)
                #expect(page.status == 500, "\(address)")
                #expect(!page.body.contains("datetime=") && !page.body.contains("<table"), "\(address)")
                #expect(!page.body.contains(scene.user(.auditor)), "\(address)")
                #expect(page.body.components(separatedBy: name).count <= 2, "\(address): named once, as the visitor")
            }
        }
    }

    @Test(arguments: Engine.available)
    func `the officer reads her own organisation, by the rules and not by the address`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let (own, foreign) = (PersonID.new().text, PersonID.new().text)
            try await scene.write(scene.entry(.coordinator, "person.open", own, purpose: .supervision, rule: .leader))
            house.clock.advance(seconds: 1)
            let looked = house.clock.now.iso
            try await scene.write(scene.entry(.caseWorker, "person.open", foreign, purpose: .help, rule: .worker))
            let officer = try await house.signedIn(as: .dataProtectionOfficer)
            let auditor = try await house.signedIn(as: .auditor)
            for suffix in ["", "?object=\(own)", "?acts=records", "?actor=\(scene.user(.coordinator))"] {
                #expect(try await officer.get("/ledger" + suffix).body.contains(own), "\(suffix)")
            }
            for suffix in ["", "?object=\(foreign)", "?acts=records", "?actor=\(scene.user(.caseWorker))", "?top=999999"] {
                let pages = [try await officer.get("/ledger" + suffix), try await officer.post("/ledger/file" + suffix)]
                for page in pages { #expect(page.status == 200 && !page.body.contains(looked), "\(page.path)") }
                #expect(try await auditor.get("/ledger" + suffix).body.contains(looked), "\(suffix)")
                #expect(try await auditor.post("/ledger/file" + suffix).body.contains(looked), "\(suffix)")
            }
            let asked = "/ledger?organisation=\(scene.organisation(.caseWorker))"
            #expect(try await officer.get(asked).status == 403)
            #expect(try await scene.all().last?.entry.decision == .deny)
            #expect(try await auditor.get(asked).body.contains(foreign))
            // The form offers her nothing that she can't have.
            #expect(try await !officer.get("/ledger").body.contains("name=\"organisation\""))
            #expect(try await auditor.get("/ledger").body.contains("name=\"organisation\""))
        }
    }

    @Test(arguments: Engine.available)
    func `pages go on where the last one ended, and the file is the pages, whatever is added meanwhile`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            for _ in 0..<7 {
                house.clock.advance(seconds: 1)
                try await scene.write((0..<20).map { _ in scene.entry(.caseWorker, "person.open", PersonID.new().text, purpose: .help) })
            }
            let auditor = try await house.signedIn(as: .auditor)
            let expected = try await scene.all().map(\.entry.time.iso)
            var address: String? = "/ledger"
            var (told, file): ([String], String?) = ([], nil)
            while let asked = address {
                let page = try await auditor.get(asked)
                told += LedgerScene.moments(page)
                let offered = page.forms.first { $0.action.hasPrefix("/ledger/file") }?.action
                if file == nil { file = offered }
                #expect(offered == file)
                address = page.links.first { $0.hasPrefix("/ledger?") && $0.contains("before=") }
                house.clock.advance(seconds: 1)
                try await scene.write(scene.entry(.caseWorker, "person.open", PersonID.new().text, purpose: .help))
            }
            #expect(told == expected.reversed())
            let lines = try await auditor.post(try #require(file)).body.components(separatedBy: "\r\n").dropFirst().dropLast()
            #expect(lines.map { $0.components(separatedBy: ",")[3] } == told)
        }
    }

    @Test(arguments: Engine.available)
    func `a file tells of more records than one statement can name`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            try await scene.write((0..<20_050).map { _ in scene.entry(.caseWorker, "person.open", PersonID.new().text, purpose: .help) })
            let auditor = try await house.signedIn(as: .auditor)
            let file = try await auditor.post("/ledger/file?acts=records")
            #expect(file.status == 200)
            #expect(file.body.components(separatedBy: "\r\n").count == 20_000 + 2, "a head, as many lines as are told, a last end of line")
            #expect(file.body.contains("Ива Измислена"))
        }
    }

    @Test(arguments: Engine.available)
    func `the officer goes from a record's entry to who looked at it, and nobody else does`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let (record, now, lead) = (PersonID.new().text, house.clock.now, scene.organisation(.dataProtectionOfficer))
            try await house.database.write { connection in
                try RelationStore.add(HeldRelation(.lead, lead), to: record, since: now, by: "test", connection)
            }
            try await scene.write(scene.entry(.coordinator, "person.open", record, purpose: .supervision, rule: .leader))
            let address = "/persons/\(record)/supervise"
            #expect(try await house.signedIn(as: .dataProtectionOfficer).get("/ledger").links.contains(address))
            #expect(try await !house.signedIn(as: .auditor).get("/ledger").links.contains(address))
        }
    }

    @Test(arguments: Engine.available)
    func `every condition of the form narrows as it says`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let (first, second) = (PersonID.new().text, PersonID.new().text)
            let day = house.clock.now.dayInSofia.iso
            try await scene.write(
                scene.entry(.caseWorker, "person.open", first, purpose: .help, rule: .worker),
                scene.entry(.identifyingOfficer, "person.open", first, purpose: .identification, rule: .noRule, decision: .deny))
            house.clock.advance(days: 1)
            try await scene.write(scene.entry(.supervisor, "person.break-glass", second, purpose: .protection, rule: .breakGlass))
            let auditor = try await house.signedIn(as: .auditor)
            let cases: [(String, Int)] = [
                ("acts=records", 3), ("acts=records&from=\(day)&to=\(day)", 2), ("acts=emergencies", 1), ("object=\(first)", 2),
                ("object=\(first)&refused=1", 1), ("object=\(second)", 1), ("actor=\(scene.user(.supervisor))", 1),
                ("acts=records&organisation=\(scene.organisation(.supervisor))", 2), ("acts=plans", 0),
                ("acts=records&to=2020-01-01", 0),
            ]
            for (query, count) in cases {
                let page = try await auditor.get("/ledger?" + query)
                #expect(page.status == 200 && LedgerScene.moments(page).count == count, "\(query)")
                #expect(page.body.contains("class=\"empty\"") == (count == 0), "\(query)")
            }
        }
    }

    @Test func `what could be a name is neither asked for nor remembered`() async throws {
        try await withHouse(.sqlite) { house in
            let scene = try await LedgerScene(house)
            let auditor = try await house.signedIn(as: .auditor)
            let before = try await scene.all().count
            for query in ["object=ivanova", "object=maria-ivanova", "from=yesterday", "to=2026-02-30", "actor=me", "organisation=x"] {
                let page = try await auditor.get("/ledger?" + query)
                #expect(page.status == 422 && page.body.contains("role=\"alert\""), "\(query)")
                #expect(LedgerScene.moments(page).isEmpty, "\(query)")
                #expect(try await auditor.post("/ledger/file?" + query).status == 400)
            }
            #expect(try await auditor.get("/ledger?from=2026-05-02&to=2026-05-01").status == 422)
            #expect(try await scene.all().count == before)
        }
    }

    @Test func `one's own acts are one's own, and reading them is remembered`() async throws {
        try await withHouse(.sqlite) { house in
            let scene = try await LedgerScene(house)
            let (own, foreign) = (PersonID.new().text, PersonID.new().text)
            try await scene.write(
                scene.entry(.caseWorker, "person.open", own, purpose: .help, rule: .worker),
                scene.entry(.supervisor, "person.open", foreign, purpose: .help, rule: .worker))
            let worker = try await house.signedIn(as: .caseWorker)
            for suffix in ["", "?actor=\(scene.user(.supervisor))", "?object=\(foreign)"] {
                let page = try await worker.get("/account/looks" + suffix)
                #expect(page.status == 200)
                #expect(page.body.contains("…" + own.suffix(12)) && !page.body.contains("…" + foreign.suffix(12)), "\(suffix)")
                #expect(!page.body.contains("/ledger?"), "\(suffix): no way into the ledger")
                let last = try #require(try await scene.all().last?.entry)
                #expect(last.act == "ledger.own" && last.actor == scene.user(.caseWorker))
            }
            #expect(try await worker.get("/account/looks").body.contains("<a href=\"/account\">Моят достъп</a>"))
            let nothing = try await worker.get("/account/looks?to=2020-01-01")
            #expect(nothing.status == 200 && nothing.body.contains("class=\"empty\""))
            #expect(try await worker.get("/account/looks?from=x").status == 422)
        }
    }
}
