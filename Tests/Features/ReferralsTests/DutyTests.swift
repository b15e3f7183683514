import Core
import Database
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Vault
import Web

@testable import Referrals

/// Nothing that is due with a referral falls out of sight.
@Suite struct DutyTests {
    private func rounds(_ scene: Scene) async throws {
        let house = scene.house
        let rounds = try House.rounds(
            database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
        await rounds.round()
    }

    @Test(arguments: Engine.available)
    func `what was declined or expired waits for its sender until she knows it or sends the person on anew`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (worker, shelter) = (try scene.worker, try scene.shelter)
            let (person, _, declined) = try await scene.sent()
            #expect(try await shelter.post(declined + "/answer", ["answer": "decline", "reason": "capacity"]).status == 303)
            let due = "Насочването е отказано: намерете друга помощ"
            #expect(try await worker.get("/today").body.contains(due))
            #expect(try await !shelter.get("/today").body.contains(due))
            let page = try await worker.get(declined)
            #expect(page.body.contains("Насочването не успя") && page.body.contains(person + "/referrals/new"))
            // The same help, asked for anew, takes its place; another kind of help does not.
            let other = try await scene.consent(person, purpose: .legal)
            _ = try await scene.send(person, try scene.answers(purpose: .legal, ground: Scene.resting(on: other)))
            #expect(try await worker.get("/today").body.contains(due))
            let again = try await scene.consent(person, Scene.usual, purpose: .shelter, [("expires", "20.4.2026")])
            let expiring = try await scene.send(person, try scene.answers(ground: Scene.resting(on: again)))
            #expect(try await !worker.get("/today").body.contains(due))

            #expect(try await worker.get("/today").body.contains("Съгласието за това насочване изтича"))
            try await scene.later(days: 30)
            try await rounds(scene)
            let over = "Съгласието изтече и насочването приключи"
            #expect(try await worker.get("/today").body.contains(over))
            #expect(try await shelter.post(expiring + "/end", ["end": "noted"]).status == 404)
            #expect(try await worker.post(expiring + "/end", ["end": "noted"]).location == expiring + "?done=noted")
            #expect(try await !worker.get("/today").body.contains(over))
            #expect(try await worker.post(expiring + "/end", ["end": "noted"]).status == 422, "once")
            // What the sender ended itself needs no note.
            let (_, _, back) = try await scene.sent()
            #expect(try await worker.post(back + "/end", ["end": "take-back"]).status == 303)
            #expect(try await worker.post(back + "/end", ["end": "noted"]).status == 403)
        }
    }

    @Test(arguments: Engine.available)
    func `whoever is taken in is waited for, and who did not come is looked for by the sender`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (worker, shelter) = (try scene.worker, try scene.shelter)
            let (_, _, referral) = try await scene.sent()
            _ = try await shelter.post(referral + "/answer", ["answer": "accept"])
            #expect(try await shelter.get("/today").body.contains("Отбележете дали лицето пристигна"))
            #expect(try await worker.get("/today?waiting=others").body.contains("Още няма вест, че лицето е пристигнало"))
            try await scene.later(days: 2)
            #expect(try await shelter.get("/today").body.contains("Просрочен"))
            _ = try await shelter.post(referral + "/report", ["report": "feedback", "feedback": "not-arrived"])
            let missing = "Лицето не е пристигнало при получателя"
            #expect(try await worker.get("/today").body.contains(missing))
            #expect(try await !shelter.get("/today").body.contains("Отбележете дали лицето пристигна"))
            _ = try await shelter.post(referral + "/report", ["report": "arrived"])
            #expect(try await !worker.get("/today").body.contains(missing))
            #expect(try await shelter.get("/today").body.contains("дайте обратна връзка"))
            _ = try await shelter.post(referral + "/report", ["report": "feedback", "feedback": "started"])
            #expect(try await !shelter.get("/today").body.contains("дайте обратна връзка"))
        }
    }

    @Test(arguments: Engine.available)
    func `what she says to the receiver reaches whoever has her consent`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (worker, shelter) = (try scene.worker, try scene.shelter)
            let (_, consent, referral) = try await scene.sent()
            _ = try await shelter.post(referral + "/answer", ["answer": "accept"])
            #expect(try await shelter.post(referral + "/report", ["report": "feedback", "feedback": "withdrew"]).status == 303)
            let due = "Лицето е казало на получателя, че оттегля съгласието си"
            #expect(try await worker.get("/today").body.contains(due))
            #expect(try await worker.get(referral).body.contains("лицето каза, че оттегля съгласието си"))
            try await scene.prove(false)
            #expect(try await worker.post(consent + "/withdraw", ["way": "told"]).status == 303)
            #expect(try await !worker.get("/today").body.contains(due))
        }
    }

    @Test(arguments: Engine.available)
    func `erasing her leaves each receiver something to confirm, and a bar set later reaches it`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager]) { scene in
            let (person, consent, referral) = try await scene.sent()
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            let id = try scene.id(person)
            let (vault, now) = (Vault(root: scene.house.root), scene.house.clock.now)
            let gone = try #require(Tombstone(subject: SealedSubject(id), erasedAt: now, decision: "РД-1", erasedBy: UserID.new().text))
            _ = try await TombstoneKeeper.eraseAgain([gone], vault, at: now, scene.house.database)
            let obligation = try await scene.obligation()
            #expect(try await scene.shelter.get("/today").body.contains("Данните на лицето са заличени"))
            let page = try await scene.shelter.get(obligation)
            #expect(page.status == 200 && page.body.contains("са заличени в системата") && !page.body.contains("оттегли съгласието"))
            #expect(try await scene.shelter.post(obligation + "/answer", ["answer": "nothing"]).status == 303)
            #expect(try await !scene.shelter.get("/today").body.contains("Данните на лицето са заличени"))
            _ = consent

            let (other, paper, _) = try await scene.sent()
            #expect(try await scene.worker.post(paper + "/withdraw", ["way": "told"]).status == 303)
            let left = try await scene.house.database.read { connection in
                "/obligations/"
                    + (try connection.first("SELECT obligation_id FROM obligations ORDER BY obligation_id DESC")?.text("obligation_id")
                        ?? "")
            }
            #expect(try await scene.shelter.get(left).status == 200)
            let (barred, user) = (try scene.id(other), try #require(scene.users[.shelterManager]))
            try await scene.house.database.write { connection in
                try RelationStore.add(HeldRelation(.barred, user.text), to: barred.text, since: now, by: "test", connection)
            }
            #expect(try await scene.isAbsent(scene.shelter.get(left), left, at: scene.shelter))
            #expect(try await !scene.shelter.get("/today").body.contains("потвърдете какво направихте"))
        }
    }

    @Test(arguments: Engine.available)
    func `a referral that can't be ended keeps no other from ending`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            var referrals: [String] = []
            for _ in 0..<3 {
                let person = try await scene.person()
                let consent = try await scene.consent(person, Scene.usual, purpose: .shelter, [("expires", "20.4.2026")])
                referrals.append(try await scene.send(person, try scene.answers(ground: Scene.resting(on: consent))))
            }
            scene.house.clock.advance(days: 30)
            struct Broken: Error {}
            let first = String(referrals[0].dropFirst("/referrals/".count))
            let expiry = ReferralExpiry(
                database: scene.house.database, vault: Vault(root: scene.house.root), names: NameSearch(), users: { _, _, _ in [] },
                happened: { event, _ in if event.object == first { throw Broken() } })
            await #expect(throws: Broken.self) { try await expiry.end(at: scene.house.clock.now) }
            var states: [Referral.State] = []
            for referral in referrals { states.append(try await scene.referral(referral).state) }
            #expect(states == [.waiting, .expired, .expired])
        }
    }

    @Test(arguments: Engine.available)
    func `of each kind so many are told of that none hides another`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (person, _, referral) = try await scene.sent()
            let (mine, place, own) = (
                try await scene.referral(referral), try scene.organisation(.shelterManager), try scene.organisation(.caseWorker)
            )
            let actor = try #require(try await scene.house.actors()[.shelterManager])
            _ = person
            let context = Context(now: scene.house.clock.now, purpose: .help)
            let waiting = try await scene.house.database.read { connection in
                (
                    try ReferralStore.waiting(actor, context, isMine: true, limit: 1, connection).map(\.id),
                    try ReferralStore.waiting(actor, context, isMine: false, limit: 1, connection).map(\.id)
                )
            }
            #expect(mine.receiver == place && mine.sender == own)
            #expect(waiting.0 == [mine.id] && waiting.1.isEmpty)
        }
    }
}
