import Calendar
import Core
import Database
import Ledger
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

@Suite struct CaseTests {
    @Test(arguments: Engine.available)
    func `a signal that concerns several persons leads to one case`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let signal = SignalID.new().text
            let answer = try await worker.post(
                "/signals/new",
                [
                    "id": signal, "kind": "signal", "danger": "no", "child": "no", "country": "BG", "form": "sexual", "count-women": "2",
                ])
            #expect(answer.status == 303)
            var persons: [String] = []
            for name in ["Първа", "Втора"] {
                let added = try await worker.post(
                    "/persons/new", ["age-group": "adult", "sex": "female", "given-name": name, "signal": signal])
                let address = try #require(added.location?.split(separator: "?").first)
                persons.append(String(address.dropFirst("/persons/".count)))
            }
            let page = try await worker.get("/persons/" + persons[1])
            let links = page.links.filter { $0.hasPrefix("/cases/") && $0.contains("?person=") }
            #expect(links.count == 1)
            let file = try #require(links.first?.split(separator: "?").first.map(String.init))
            let whole = try await worker.get(file)
            for person in persons { #expect(whole.body.contains("/persons/" + person)) }
            #expect(whole.body.firstMatch(of: /<h1>НМН-2026-\d{6}<\/h1>/) != nil)
            // A person may have several cases, and a case may be opened without any signal.
            let second = try await worker.open(persons[0])
            #expect("/cases/" + second.file != file)
            #expect(try await worker.get("/cases").body.matches(of: /href="\/cases\/[0-9a-f-]{36}"/).count == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `a correction is a row of its own, and the clock follows it`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            // 14 April 2026.
            #expect(try await worker.identify(desk, "informal", on: "1.4.2026").status == 303)
            #expect(
                try await worker.identify(desk, "formal", on: "10.4.2026").status == 422, "an organisation that helps is no pre-trial body")
            #expect(try await worker.identify(desk, "formal", on: "15.4.2026", body: "ГДБОП").status == 422, "not before it happened")
            #expect(try await worker.identify(desk, "formal", on: "10.4.2026", body: "ГДБОП").status == 303)
            #expect(try await worker.get(desk.part("identification")).body.contains("до неделя, 10 май 2026"))
            let old = try #require(
                try await office.house.database.read {
                    try IdentificationStore.rows(of: [desk.personID], in: desk.caseID, $0)[desk.personID]
                }?.first { $0.level == .formal })
            #expect(try await worker.identify(desk, "formal", on: "8.4.2026", body: "ГДБОП", correcting: old.id.text).status == 303)
            #expect(try await worker.identify(desk, "formal", on: "7.4.2026", body: "ГДБОП", correcting: old.id.text).status == 422, "once")
            let page = try await worker.get(desk.part("identification"))
            #expect(page.body.contains("до петък, 8 май 2026") && !page.body.contains("10 май"))
            let rows = try await office.house.database.read { connection in
                try connection.query("SELECT level, on_day, organisation_id, superseded_at FROM identifications ORDER BY identification_id")
                    .map { try "\($0.text("level")) \($0.text("on_day")) \($0.textOrNil("superseded_at") == nil)" }
            }
            #expect(rows == ["informal 2026-04-01 true", "formal 2026-04-10 false", "formal 2026-04-08 true"])
            let line = try await worker.get(desk.path)
            #expect(line.body.contains("<s>Формална идентификация</s>"))
            #expect(line.body.contains("24 дни"))
        }
    }

    @Test(arguments: Engine.available)
    func `a child has no period of reflection, and three notices instead`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase(age: "child")
            #expect(try await worker.identify(desk, "formal", on: "14.4.2026", body: "ПРБ").status == 303)
            let clocks = try await office.house.database.read {
                try CaseClockStore.open(of: [desk.personID], in: desk.caseID, $0).map(\.rule)
            }
            #expect(Set(clocks) == ["child-notice", "foreigner-referral", "risk-review"])
            #expect(try await worker.today().first == "Уведомете ДАЗД, МВР и НКБТХ за детето")
            let sent = try await worker.post(desk.part("event"), ["event": "child-notices-sent", "on-day": "14.4.2026"])
            #expect(sent.status == 303)
            #expect(try await !worker.today().contains("Уведомете ДАЗД, МВР и НКБТХ за детето"))
            #expect(
                try await worker.post(desk.part("event"), ["event": "cooperation-agreed", "on-day": "14.4.2026"]).status == 400,
                "a child is not asked")
        }
    }

    @Test(arguments: Engine.available)
    func `every contact makes the assessment due, and an assessment answers it`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            let due = "Оценката на риска чака преглед"
            #expect(try await worker.today() == [due], "opening a case is a development")
            #expect(try await worker.assess(desk).status == 303)
            #expect(try await worker.today() == [])
            let contact = try await worker.post(desk.part("event"), ["event": "contact-person", "on-day": "14.4.2026"])
            #expect(contact.status == 303)
            #expect(try await worker.today() == [due])
            // Wednesday, Thursday, Friday, and the weekend passes.
            #expect(try await head.today("?waiting=others") == [])
            office.house.clock.advance(days: 7)
            try await office.prove()
            try await office.house.database.write { try $0.execute("UPDATE sessions SET ends_at = '2027-01-01T00:00:00.000Z'") }
            #expect(try await head.today("?waiting=others") == [due], "the head is told what is late")
            #expect(try await head.today() == [])
            #expect(try await worker.assess(desk, [("level", "low"), ("risk-threat-now", "yes")]).status == 422)
            #expect(try await worker.assess(desk, [("level", "high"), ("risk-threat-now", "yes")]).status == 303)
            #expect(try await worker.today() == [])
            #expect(try await worker.get(desk.path).body.contains("Оценка на риска: висок"))
        }
    }

    @Test(arguments: Engine.available)
    func `what is due runs from the day it was agreed for, until it is done`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            #expect(try await worker.assess(desk).status == 303)
            let user = try office.user(.caseWorker).text
            let step = ["step": "lawyer", "due": "16.4.2026", "user": user] as KeyValuePairs
            #expect(try await worker.post(desk.part("step"), ["step": "lawyer", "due": "13.4.2026", "user": user]).status == 422)
            #expect(try await worker.post(desk.part("step"), ["step": "follow-up", "due": "16.4.2026", "user": user]).status == 400)
            #expect(try await worker.post(desk.part("step"), step).status == 303)
            #expect(try await worker.plan(desk, [("goal-1-by", "15.4.2026")]).status == 303)
            #expect(try await worker.plan(desk, [("goal-1-by", "15.4.2026"), ("goal-1-text", "")]).status == 303, "its words are kept")
            #expect(try await worker.today() == ["Цел в плана: Подслон", "Правна помощ"])
            let page = try await worker.get(desk.path)
            #expect(try await worker.submit(try page.form(desk.part("done"))).status == 303)
            #expect(try await worker.submit(try page.form(desk.part("done"))).status == 400, "done once")
            #expect(try await worker.plan(desk, [("goal-1-state", "done")]).status == 303)
            #expect(try await worker.today() == ["Оценката на риска чака преглед"], "a step is a development")
        }
    }

    @Test(arguments: Engine.available)
    func `what somebody has to do goes with her records to a colleague`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            let (leaver, colleague, now) = (try office.user(.caseWorker), try office.actor(.supervisor), office.house.clock.now)
            let step = ["step": "court", "due": "16.4.2026", "user": leaver.text] as KeyValuePairs
            #expect(try await worker.post(desk.part("step"), step).status == 303)
            #expect(try await !head.today().contains("Съд или разпит"))
            try await office.house.database.write {
                try CasesFeature.handOver(from: leaver, to: [colleague], by: colleague.user, at: now, $0)
            }
            #expect(try await head.today().contains("Съд или разпит"))
            #expect(try await worker.today() == [])
        }
    }

    @Test(arguments: Engine.available)
    func `a closed case says why, takes nothing, and can be reopened`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .shelterManager])
            let (worker, shelter) = (desks[.caseWorker]!, desks[.shelterManager]!)
            let desk = try await worker.newCase()
            try await office.house.share(desk.personID, with: try office.organisation(.shelterManager))
            #expect(try await shelter.get(desk.path).status == 200)
            #expect(try await shelter.get(desk.path + "/close").status == 403, "who helps does not close")
            #expect(try await worker.get(desk.path + "/close").body.contains("Преглед на оценката на риска"))
            #expect(try await worker.post(desk.path + "/close").status == 422)
            #expect(try await worker.post(desk.path + "/close", ["reason": "own-wish", "follow-up": "14.4.2026"]).status == 422)
            #expect(try await worker.post(desk.path + "/close", ["reason": "own-wish", "follow-up": "20.4.2026"]).status == 303)
            #expect(try await worker.get(desk.path).body.contains("По нейно желание"))
            #expect(try await worker.assess(desk).status == 403)
            #expect(try await worker.write(desk, "Късно").status == 403)
            #expect(try await worker.today() == ["Проследяване след приключването"], "what remains is not lost")
            // Sent twice in one moment, by a double click, it is done once.
            async let once = worker.post(desk.path + "/close", ["reason": "new-danger"])
            async let again = worker.post(desk.path + "/close", ["reason": "new-danger"])
            #expect(try await [once.status, again.status].contains(303))
            let lines = try await office.house.database.read { connection in
                try connection.query("SELECT kind FROM timeline WHERE kind LIKE 'reopened.%'").count
            }
            #expect(lines == 1)
            #expect(try await worker.today().contains("Оценката на риска чака преглед"))
            let closings = try await office.house.database.read { connection in
                try connection.query("SELECT reason, reopened_because FROM case_closings").map {
                    try $0.text("reason") + " " + ($0.textOrNil("reopened_because") ?? "")
                }
            }
            #expect(closings == ["own-wish new-danger"])
        }
    }

    @Test(arguments: Engine.available)
    func `another room writes into the timeline in its own transaction`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            let (now, actor, rules) = (office.house.clock.now, try office.actor(.caseWorker), try ClockRules.builtIn())
            try await office.house.database.write { connection in
                try CasesFeature.record(
                    CaseEvent(
                        "referral.sent", of: desk.personID, at: now, object: "r-1", by: actor.user, for: actor.organisation,
                        group: .shelterAddress), rules: rules, connection)
                try CasesFeature.record(
                    CaseEvent("step.done", of: desk.personID, at: now, object: "r-2", by: actor.user, for: actor.organisation),
                    rules: rules,
                    connection)
            }
            let rows = try await office.house.database.read { connection in
                try connection.query("SELECT case_id FROM timeline WHERE object LIKE 'r-%'").map { try $0.text("case_id") }
            }
            #expect(rows == [desk.file, desk.file])
            let page = try await worker.get(desk.path)
            #expect(page.body.contains("Направена стъпка") && !page.body.contains("referral.sent"), "not of a group that she may not see")
        }
    }

    @Test(arguments: Engine.available)
    func `a timeline turns its pages without gaps`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            let actor = try office.actor(.caseWorker)
            try await office.house.database.write { connection in
                for number in 0..<100 {
                    // Many in one moment.
                    let at = Instant(milliseconds: 1_776_000_000_000 + Int64(number / 30) * 1000)
                    try TimelineStore.add(
                        CaseEvent(
                            "event.development", of: desk.personID, at: at, object: "\(number)", by: actor.user, for: actor.organisation),
                        in: desk.caseID, connection)
                }
            }
            var (path, seen, pages) = (Optional(desk.path), 0, 0)
            while let next = path, pages < 10 {
                let page = try await worker.get(next)
                seen += page.body.matches(of: /<li><time datetime/).count
                path = page.links.first { $0.hasPrefix("/cases/") && $0.contains("&before=") }
                pages += 1
            }
            #expect(seen == 101 && pages == 3)
        }
    }

    @Test(arguments: Engine.available)
    func `forty answers half filled come back after the session ended`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            let form = try await worker.get(desk.part("assessment")).form(desk.part("assessment"))
            #expect(Set(form.fields.map(\.name)).count > 40)
            office.house.clock.advance(minutes: 20)
            let half = [("risk-debt", "declined"), ("risk-pregnant", "yes"), ("need-shelter", "urgent"), ("own-view", "afraid")]
            let kept = try await worker.post(desk.part("assessment"), half)
            #expect(kept.location?.contains("kept=1") == true)
            try await worker.signIn(as: .caseWorker)
            let page = try await worker.get(desk.part("assessment"))
            for (name, value) in half { #expect(page.body.contains("name=\"\(name)\" value=\"\(value)\" checked"), "\(name)") }
            #expect(try await worker.assess(desk, half).status == 303)
            #expect(
                try await !worker.get(desk.part("assessment")).body.contains("name=\"risk-pregnant\" value=\"yes\" checked"),
                "it has served")
        }
    }
}
