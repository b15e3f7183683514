import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

/// What remains to be done when somebody goes: the person out of a case, the worker out of the team, the organisation out of the record.
@Suite struct LeavingTests {
    private static let court = "Съд или разпит"
    private static let goal = "Цел в плана: Подслон"

    @Test(arguments: Engine.available)
    func `who leaves a case takes no duty with her unseen, and what was written stays to be read`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let (desk, other) = (try await worker.newCase(), try await worker.newCase())
            #expect(try await worker.post(desk.part("leave")).status == 422, "the last one")
            let second = try await worker.open(other.person, role: "child", into: desk.file)
            let user = try office.user(.caseWorker).text
            #expect(try await worker.identify(second, "formal", on: "14.4.2026", body: "ГДБОП").status == 303)
            #expect(try await worker.write(second, "Бележката остава").status == 303)
            #expect(try await worker.plan(second, [("goal-1-by", "15.4.2026")]).status == 303)
            #expect(try await worker.post(second.part("step"), ["step": "court", "due": "16.4.2026", "user": user]).status == 303)
            let page = try await worker.get(second.part("leave"))
            #expect(page.status == 200 && page.body.contains("Съд или разпит") && page.body.contains("Цел в плана"))
            let form = try page.form(second.part("leave"))
            let refused = try await worker.submit(form)
            #expect(refused.status == 422 && refused.body.contains("какво реши лицето"), "her period of reflection runs")
            #expect(try await worker.post(second.part("event"), ["event": "cooperation-declined", "on-day": "14.4.2026"]).status == 303)
            #expect(try await worker.post(second.part("event"), ["event": "referred-outside", "on-day": "14.4.2026"]).status == 303)
            #expect(try await worker.submit(form).status == 303)
            let today = try await worker.today()
            #expect(today.contains(LeavingTests.court) && !today.contains(LeavingTests.goal))
            for part in ["identification", "assessment", "plan", "notes", "files"] {
                #expect(try await worker.get(second.part(part)).status == 200, "\(part)")
            }
            #expect(try await worker.post(second.part("notes/show")).body.contains("Бележката остава"))
            #expect(try await worker.write(second, "Не вече").status == 403)
            #expect(try await worker.plan(second).status == 403)
            #expect(try await worker.get(second.part("leave")).status == 403)
            let whole = try await worker.get(second.path)
            #expect(whole.body.contains("участва до"))
            #expect(try await worker.submit(try whole.form(second.part("done"))).status == 303, "what was agreed can still be done")
            #expect(try await worker.get("/persons/" + second.person).body.contains("в които лицето вече не участва"))
        }
    }

    @Test(arguments: Engine.available)
    func `two at once don't empty a case`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let (desk, other) = (try await worker.newCase(), try await worker.newCase())
            let second = try await worker.open(other.person, role: "child", into: desk.file)
            let one = try await worker.get(desk.part("leave")).form(desk.part("leave"))
            let two = try await worker.get(second.part("leave")).form(second.part("leave"))
            async let first = worker.submit(one)
            async let last = worker.submit(two)
            #expect(try await [first.status, last.status].sorted() == [303, 422])
        }
    }

    @Test(arguments: Engine.available)
    func `a step of whoever went is the leading team's own, and can be given on`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            let (leaver, boss) = (try office.user(.caseWorker).text, try office.user(.supervisor).text)
            #expect(try await worker.post(desk.part("step"), ["step": "court", "due": "20.4.2026", "user": leaver]).status == 303)
            #expect(try await worker.plan(desk, [("goal-1-by", "20.4.2026")]).status == 303)
            #expect(try await Set(head.today()).isDisjoint(with: [LeavingTests.court, LeavingTests.goal]))
            #expect(try await head.post("/persons/\(desk.person)/assign", ["user": leaver, "end": "1"]).status == 303)
            let today = try await head.today()
            #expect(today.contains(LeavingTests.court) && today.contains(LeavingTests.goal), "before it is late")
            let page = try await head.get(desk.path)
            #expect(page.body.contains("няма кой"))
            let give = try page.form(desk.part("give"))
            #expect(try await head.submit(give.with(["user": leaver])).status == 422, "she may no longer change the record")
            #expect(try await head.submit(give.with(["user": boss])).status == 303)
            #expect(try await !head.get(desk.path).body.contains("няма кой"))
            #expect(try await head.get(desk.path).body.contains("Стъпката е прехвърлена"))
            #expect(try await head.submit(give.with(["step": Identifier<NextStep>.new().text, "user": boss])).status == 400)
        }
    }

    @Test(arguments: Engine.available)
    func `a worker who is barred or cannot sign in counts as nobody`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let review = "Оценката на риска чака преглед"
            for way in ["barred", "closed", "ended", "lapsed"] {
                let desk = try await worker.newCase()
                #expect(try await !head.today().contains(review), "\(way)")
                let user = try office.user(.caseWorker)
                let now = office.house.clock.now
                func set(_ isOn: Bool) async throws {
                    if way == "barred" { return try await office.relate(.barred, user.text, to: desk.personID, isOn: isOn) }
                    try await office.house.database.write { connection in
                        switch (way, isOn) {
                        case ("closed", true):
                            try connection.execute(
                                "INSERT INTO account_ends (id, user_id, at, ended_by, reason) VALUES ('e', \(user), \(now), 'x', 'left')")
                        case ("closed", false): try connection.execute("DELETE FROM account_ends WHERE id = 'e'")
                        case ("ended", _):
                            try connection.execute(
                                "UPDATE holdings SET until = \(isOn ? now : nil as Instant?) WHERE user_id = \(user)")
                        default:
                            let confirmed = Instant(milliseconds: now.milliseconds - (isOn ? 90 : 0) * 86_400_000)
                            try connection.execute("UPDATE holdings SET confirmed_at = \(confirmed) WHERE user_id = \(user)")
                        }
                    }
                }
                try await set(true)
                #expect(try await head.today().contains(review), "\(way)")
                try await set(false)
                #expect(try await !head.today().contains(review), "\(way)")
                #expect(try await worker.assess(desk).status == 303)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `steps of an organisation whose access ended come to the one that leads`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .childProtectionWorker])
            let (worker, other) = (desks[.caseWorker]!, desks[.childProtectionWorker]!)
            let desk = try await worker.newCase()
            let there = try office.actor(.childProtectionWorker)
            try await office.house.share(desk.personID, with: there.organisation)
            try await office.relate(.worker, there.user.text, to: desk.personID)
            #expect(try await other.post(desk.part("step"), ["step": "court", "due": "20.4.2026", "user": there.user.text]).status == 303)
            #expect(try await other.today().contains(LeavingTests.court))
            #expect(try await !worker.today().contains(LeavingTests.court))
            #expect(try await worker.post("/persons/\(desk.person)/revoke", ["organisation": there.organisation.text]).status == 303)
            #expect(try await worker.today().contains(LeavingTests.court))
            #expect(try await !other.today().contains(LeavingTests.court))
            #expect(try await worker.get(desk.path).body.contains("няма кой"))
        }
    }

    @Test(arguments: Engine.available)
    func `a leader's own steps are work that is handed over`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor, .administrator])
            let (worker, head, administrator) = (desks[.caseWorker]!, desks[.supervisor]!, desks[.administrator]!)
            let desk = try await worker.newCase()
            let (boss, colleague) = (try office.user(.supervisor).text, try office.user(.caseWorker).text)
            #expect(try await head.post(desk.part("step"), ["step": "court", "due": "16.4.2026", "user": boss]).status == 303)
            let refused = try await administrator.post("/staff/\(boss)/disable", ["reason": "left"])
            #expect(refused.status == 409)
            #expect(try await administrator.post("/staff/\(boss)/hand-over", ["colleague": colleague]).status == 303)
            #expect(try await administrator.post("/staff/\(boss)/disable", ["reason": "left"]).status == 303)
            #expect(try await worker.today().contains(LeavingTests.court))
        }
    }

    @Test(arguments: Engine.available)
    func `after the end somebody asks after each of them, and nothing that runs ends unseen`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let (desk, other) = (try await worker.newCase(), try await worker.newCase())
            _ = try await worker.open(other.person, role: "child", into: desk.file)
            #expect(try await worker.plan(desk, [("goal-1-by", "20.4.2026")]).status == 303)
            let refused = try await worker.post(desk.path + "/close", ["reason": "own-wish", "follow-up": ""])
            #expect(refused.status == 422 && refused.body.contains("Още има открити цели"))
            #expect(try await worker.post(desk.path + "/close", ["reason": "own-wish", "follow-up": "20.4.2026"]).status == 303)
            let steps = try await office.house.database.read { connection in
                try connection.query("SELECT person_id FROM next_steps WHERE kind = 'follow-up'").map { try $0.text("person_id") }
            }
            #expect(Set(steps) == [desk.person, other.person])
            // Reopened, what her identification asks for runs again from where it began.
            let third = try await worker.newCase(age: "child")
            #expect(try await worker.identify(third, "informal", on: "14.4.2026").status == 303)
            let notice = "Уведомете ДАЗД, МВР и НКБТХ за детето"
            #expect(try await worker.post(third.path + "/close", ["reason": "contact-lost", "follow-up": "20.4.2026"]).status == 422)
            #expect(try await worker.post(third.path + "/close", ["reason": "not-victim"]).status == 303)
            #expect(try await !worker.today().contains(notice))
            #expect(try await worker.post(third.path + "/close", ["reason": "by-mistake"]).status == 303)
            #expect(try await worker.today().contains(notice))
        }
    }
}
