import Calendar
import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

/// Each duty to its end: who sees it, until when, and what ends it.
@Suite struct DutyTests {
    private static let notice = "Уведомете ДАЗД, МВР и НКБТХ за детето"
    private static let reflection = "Период за размисъл: отбележете какво решава"
    private static let review = "Оценката на риска чака преглед"
    private static let foreigner = "Ако лицето е чужденец, насочете го към подкрепа; ако не е, запишете гражданството"

    @Test(arguments: Engine.available)
    func `what ran out and was not decided pushes nothing off the list`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase(age: "child")
            #expect(try await worker.identify(desk, "informal", on: "14.4.2026").status == 303)
            let (now, person, file) = (office.house.clock.now, desk.personID, desk.caseID)
            try await office.house.database.write { connection in
                for number in 0..<250 {
                    let start = Instant(milliseconds: now.milliseconds - Int64(100 + number) * 86_400_000)
                    try CaseClockStore.start("reflection-period", object: "\(number)", at: start, file, person, connection)
                    try CaseClockStore.start("risk-review", object: "\(number)", at: start, file, person, connection)
                }
            }
            let today = try await worker.today()
            #expect(today.contains(DutyTests.notice) && today.contains(DutyTests.review) && today.contains(DutyTests.reflection))
        }
    }

    @Test(arguments: Engine.available)
    func `a period of reflection waits for a decision, whichever it is, and the head knows when it ran out`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            #expect(try await worker.identify(desk, "formal", on: "14.4.2026", body: "ГДБОП").status == 303)
            #expect(try await !head.today("?waiting=others").contains(DutyTests.reflection))
            try await office.pass(days: 60)
            #expect(try await worker.today().contains(DutyTests.reflection), "a month after its end")
            #expect(try await head.today("?waiting=others").contains(DutyTests.reflection))
            let page = try await worker.get(desk.part("identification"))
            let form = try page.form(desk.part("event"))
            #expect(form.fields.contains { $0.name == "event" } && page.body.contains("Реши да не съдейства"))
            #expect(try await worker.submit(form.with(["event": "cooperation-declined"])).status == 303)
            #expect(try await !worker.today().contains(DutyTests.reflection), "she has decided")
            #expect(try await !head.today("?waiting=others").contains(DutyTests.reflection))
        }
    }

    @Test(arguments: Engine.available)
    func `a notice is noted where its reminder leads, and stands in the strip of the case`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase(age: "child")
            #expect(try await worker.identify(desk, "informal", on: "14.4.2026").status == 303)
            #expect(try await worker.get("/today").body.contains(desk.part("identification#clocks")))
            #expect(try await worker.get(desk.path).body.contains("Уведомления за детето"))
            let form = try await worker.get(desk.part("identification")).form(desk.part("event"))
            #expect(try await worker.submit(form.with(["event": "child-notices-sent"])).status == 303)
            #expect(try await !worker.today().contains(DutyTests.notice))
            #expect(try await !worker.get(desk.path).body.contains("Уведомления за детето"))
        }
    }

    @Test(arguments: Engine.available)
    func `a case in which another organisation works is closed by nobody alone`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .childProtectionWorker])
            let (worker, other) = (desks[.caseWorker]!, desks[.childProtectionWorker]!)
            let desk = try await worker.newCase()
            try await office.house.share(desk.personID, with: try office.organisation(.childProtectionWorker))
            try await office.relate(.worker, try office.user(.childProtectionWorker).text, to: desk.personID)
            let theirs = try await other.newCase(age: "child")
            let hidden = try await other.open(theirs.person, role: "child", into: desk.file)
            #expect(try await other.identify(hidden, "informal", on: "14.4.2026").status == 303)
            let page = try await worker.get(desk.path)
            #expect(!page.body.contains(theirs.person))
            let asked = try await worker.get(desk.path + "/close")
            #expect(asked.body.contains("работи и друга организация") && !asked.body.contains(theirs.person))
            #expect(!asked.forms.contains { $0.action == desk.path + "/close" })
            #expect(try await worker.post(desk.path + "/close", ["reason": "own-wish"]).status == 422)
            #expect(try await other.today().contains(DutyTests.notice))
            #expect(try await other.write(hidden, "Продължава").status == 303)
            // Her own person goes out of it instead, and can be read from then on.
            #expect(try await worker.post(desk.part("leave")).status == 303)
            #expect(try await worker.get(desk.path).status == 200)
            #expect(try await other.today().contains(DutyTests.notice))
            #expect(try await other.post(desk.path + "/close", ["reason": "own-wish"]).status == 422, "the notice was not sent")
            #expect(try await other.post(hidden.part("event"), ["event": "child-notices-sent", "on-day": "14.4.2026"]).status == 303)
            #expect(try await other.post(hidden.part("event"), ["event": "referred-outside", "on-day": "14.4.2026"]).status == 303)
            #expect(try await other.post(desk.path + "/close", ["reason": "own-wish"]).status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `an adult who turns out to be a child is one from then on`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            #expect(try await worker.identify(desk, "formal", on: "10.4.2026", body: "ГДБОП").status == 303)
            let path = "/persons/\(desk.person)/facts"
            func clocks() async throws -> [String: String] {
                try await office.house.database.read { connection in
                    try CaseClockStore.open(of: [desk.personID], in: desk.caseID, connection).reduce(into: [:]) {
                        $0[$1.rule] = $1.startedAt.dayInSofia.iso
                    }
                }
            }
            let form = try await worker.get(path).form(path)
            #expect(try await worker.get("/persons/" + desk.person).links.contains(path))
            #expect(try await clocks().keys.sorted() == ["foreigner-referral", "reflection-period", "risk-review"])
            #expect(try await worker.submit(form.with(["age-group": nil])).status == 422)
            #expect(try await worker.submit(form.with(["age-group": "child", "citizenship": "bulgarian"])).status == 303)
            #expect(try await clocks().filter { $0.key != "risk-review" } == ["child-notice": "2026-04-14"], "nobody could know before")
            #expect(try await worker.today().contains(DutyTests.notice))
            #expect(try await worker.get(desk.path).body.contains("Поправени са основните данни"))
            let known = try await office.house.database.read { try CasesFeature.known(desk.personID, $0) }
            #expect(known?.isAdult == false, "only with her consent, or for her sake")
            let kept = try await office.house.database.read { connection in
                try connection.query("SELECT age_group, citizenship FROM person_facts").map {
                    try $0.text("age_group") + " " + $0.text("citizenship")
                }
            }
            #expect(kept == ["adult unknown"])
            #expect(try await office.entries(object: desk.person).contains { $0.act == "person.change" && $0.fields == "facts" })
            #expect(try await worker.submit(form.with(["age-group": "adult", "citizenship": "bulgarian"])).status == 303)
            #expect(try await clocks().filter { $0.key != "risk-review" } == ["reflection-period": "2026-04-10"], "an adult after all")
        }
    }

    @Test(arguments: Engine.available)
    func `a correction ends no clock that another row justifies, and moves none that runs`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            #expect(try await worker.identify(desk, "formal", on: "1.4.2026", body: "ГДБОП").status == 303)
            #expect(try await worker.identify(desk, "formal", on: "3.4.2026", body: "ПРБ").status == 303)
            func clock(_ rule: String) async throws -> String? {
                try await office.house.database.read { connection in
                    try CaseClockStore.open(of: [desk.personID], in: desk.caseID, connection).first { $0.rule == rule }?.startedAt.iso
                }
            }
            let (review, rows) = (
                try await clock("risk-review"),
                try await office.house.database.read {
                    try IdentificationStore.rows(of: [desk.personID], in: desk.caseID, $0)[desk.personID] ?? []
                }
            )
            #expect(try await clock("reflection-period")?.hasPrefix("2026-03-31T21") == true)
            let first = try #require(rows.first { $0.day.iso == "2026-04-01" })
            #expect(try await worker.identify(desk, "informal", on: "1.4.2026", correcting: first.id.text).status == 303)
            #expect(try await clock("reflection-period")?.hasPrefix("2026-04-02T21") == true, "the other body identified her, too")
            #expect(try await clock("risk-review") == review)
            #expect(try await worker.post(desk.part("event"), ["event": "cooperation-agreed", "on-day": "13.4.2026"]).status == 303)
            let second = try #require(rows.first { $0.day.iso == "2026-04-03" })
            #expect(try await worker.identify(desk, "formal", on: "2.4.2026", body: "ПРБ", correcting: second.id.text).status == 303)
            #expect(try await clock("reflection-period") == nil, "she has decided")
        }
    }

    @Test(arguments: Engine.available)
    func `a correction after the notices were sent asks for no others`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase(age: "child")
            #expect(try await worker.identify(desk, "informal", on: "14.4.2026").status == 303)
            office.house.clock.advance(minutes: 5)
            #expect(try await worker.post(desk.part("event"), ["event": "child-notices-sent", "on-day": "13.4.2026"]).status == 303)
            let row = try #require(
                try await office.house.database.read {
                    try IdentificationStore.rows(of: [desk.personID], in: desk.caseID, $0)[desk.personID]?.first
                })
            #expect(try await worker.identify(desk, "formal", on: "14.4.2026", body: "ПРБ", correcting: row.id.text).status == 303)
            #expect(try await !worker.today().contains(DutyTests.notice))
        }
    }

    @Test(arguments: Engine.available)
    func `a foreigner is referred at once, and a referral that was sent ends the term`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase(age: "child")
            #expect(try await worker.identify(desk, "informal", on: "14.4.2026").status == 303)
            #expect(try await worker.today().contains(DutyTests.foreigner), "nobody knows whether she is one")
            try await office.pass(hours: 21)
            #expect(try await head.today("?waiting=others").contains(DutyTests.foreigner))
            let receiver = try office.organisation(.shelterManager).text
            let sent = try await worker.post(
                "/persons/\(desk.person)/referrals/new",
                [
                    ("id", Identifier<CaseDesk>.new().text), ("receiver", receiver), ("purpose", "psychological"),
                    ("standing", "citizen"), ("group", "identity"), ("fact", "age-group"), ("ground", "child"), ("step", "go"),
                ])
            #expect(sent.status == 303, "\(sent.status)")
            #expect(try await !worker.today().contains(DutyTests.foreigner))
            let other = try await worker.newCase()
            #expect(try await worker.identify(other, "informal", on: "15.4.2026").status == 303)
            #expect(try await worker.today().contains(DutyTests.foreigner))
            let path = "/persons/\(other.person)/facts"
            let facts = try await worker.get(path).form(path)
            #expect(try await worker.submit(facts.with(["age-group": "adult", "citizenship": "bulgarian"])).status == 303)
            #expect(try await !worker.today().contains(DutyTests.foreigner))
        }
    }
}

extension Office {
    /// Days go by, and everybody is still signed in.
    func pass(days: Int = 0, hours: Int = 0) async throws {
        house.clock.advance(minutes: (days * 24 + hours) * 60)
        try await prove()
        try await house.database.write { try $0.execute("UPDATE sessions SET ends_at = '2027-01-01T00:00:00.000Z'") }
    }
}
