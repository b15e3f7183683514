import Core
import Database
import Policy
import Server
import TestSupport
import Testing
import Vault
import Web

@testable import Referrals

/// How a referral ends, and that nothing is left open behind it.
@Suite struct EndingTests {
    @Test(arguments: Engine.available)
    func `a withdrawn consent cuts open tabs and old links, takes the key, and leaves a duty with a receipt`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (person, consent, referral) = try await scene.sent()
            let (shelter, worker) = (try scene.shelter, try scene.worker)
            let kept = try await scene.consent(person, purpose: .legal)
            let legal = try await scene.send(person, try scene.answers(purpose: .legal, ground: Scene.resting(on: kept)))
            #expect(try await shelter.post(referral + "/answer", ["answer": "accept"]).status == 303)
            let tab = try await shelter.get(referral)
            let record = try await shelter.get(person)
            #expect(tab.status == 200 && record.status == 200 && record.body.contains("със съгласие само за: Самоличност"))
            let id = try scene.id(person)
            #expect(try await scene.holders(id).contains(scene.organisation(.shelterManager)))

            #expect(try await worker.post(consent + "/withdraw", ["way": "told"]).status == 303)
            for form in tab.forms.filter({ $0.action.hasPrefix("/referrals/") }) {
                #expect(try await shelter.submit(form).status == 404, "\(form.action)")
            }
            for form in record.forms.filter({ $0.action.hasPrefix("/persons/") }) {
                #expect(try await shelter.submit(form).status == 404, "\(form.action)")
            }
            #expect(try await scene.isAbsent(shelter.get(referral), referral, at: shelter))
            #expect(try await scene.isAbsent(shelter.get(person), person, at: shelter))
            #expect(try await scene.holders(id) == [scene.organisation(.caseWorker)])
            #expect(try await scene.holders(scene.referral(referral).id) == [scene.organisation(.caseWorker)])
            let vault = Vault(root: scene.house.root)
            let place = try scene.organisation(.shelterManager)
            await #expect(throws: VaultError.unknownKey) {
                try await scene.house.database.read { connection in
                    try vault.open(
                        SealedField(table: "persons", record: id.text, field: "given-name"), of: SealedSubject(id), as: place, connection)
                }
            }
            // The other consent stands, and what rests on it.
            #expect(try await shelter.get(legal).status == 200)

            let obligation = try await scene.obligation()
            let today = try await shelter.get("/today").body
            #expect(today.contains("потвърдете какво направихте с данните") && today.contains(obligation) && !today.contains(referral))
            #expect(try await worker.get("/today?waiting=others").body.contains("се чака потвърждение от получателя"))
            #expect(try await scene.worker.get(referral).body.contains("Чака се потвърждение"))
            let page = try await shelter.get(obligation)
            #expect(page.status == 200 && page.body.contains("Н-2026-000001"))
            for hidden in [Scene.letter, Scene.name, person, "Л-2026"] { #expect(!page.body.contains(hidden)) }
            #expect(try await scene.isAbsent(worker.get(obligation), obligation, at: worker), "it is the receiver's to answer")
            #expect(try await shelter.post(obligation + "/answer").status == 422)
            #expect(try await shelter.post(obligation + "/answer", ["answer": "kept"]).body.contains("Посочете закона"))
            #expect(try await shelter.post(obligation + "/answer", ["answer": "kept", "law": "health"]).status == 303)
            #expect(try await shelter.post(obligation + "/answer", ["answer": "deleted"]).body.contains("вече е отговорено"))
            #expect(try await worker.get(referral).body.contains("Данните остават по закон: медицинска документация"))
            #expect(try await !shelter.get("/today").body.contains("потвърдете какво направихте"))
            #expect(try await worker.post(consent + "/withdraw", ["way": "told"]).body.contains("вече е оттеглено"))
        }
    }

    @Test(arguments: Engine.available)
    func `an expired consent ends access by itself, and the next round takes the key`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let person = try await scene.person()
            let consent = try await scene.consent(person, Scene.usual, purpose: .shelter, [("expires", "20.4.2026")])
            let referral = try await scene.send(person, try scene.answers(ground: Scene.resting(on: consent)))
            #expect(try await scene.shelter.post(referral + "/answer", ["answer": "accept"]).status == 303)
            // The last day counts to its end.
            scene.house.clock.advance(
                seconds: Int((Day(2026, 4, 20)!.startInSofia.milliseconds - scene.house.clock.now.milliseconds) / 1000))
            try await scene.later(days: 0)
            scene.house.clock.advance(minutes: 23 * 60 + 59)
            try await scene.later(days: 0)
            #expect(try await scene.shelter.get(referral).status == 200)
            scene.house.clock.advance(minutes: 1)
            try await scene.later(days: 0)
            #expect(try await scene.isAbsent(scene.shelter.get(referral), referral, at: scene.shelter))
            #expect(try await scene.shelter.get(person).status == 404)
            let id = try scene.id(person)
            #expect(try await scene.holders(id).count == 2, "the key follows")
            let house = scene.house
            let rounds = try House.rounds(
                database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
            await rounds.round()
            #expect(try await scene.holders(id) == [scene.organisation(.caseWorker)])
            #expect(try await scene.referral(referral).state == .expired)
            #expect(try await scene.worker.get(referral).body.contains("Съгласието изтече; достъпът е прекратен"))
            #expect(try await scene.acts(on: id.text).last == "referral.open")
        }
    }

    @Test(arguments: Engine.available)
    func `whatever is closed, declined or taken back is over for the receiver`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (worker, shelter) = (try scene.worker, try scene.shelter)
            let (person, _, first) = try await scene.sent()
            #expect(try await worker.post(first + "/end", ["end": "take-back"]).status == 303)
            #expect(try await scene.isAbsent(shelter.get(first), first, at: shelter))
            #expect(try await shelter.post(first + "/answer", ["answer": "accept"]).status == 404)
            #expect(try await scene.holders(scene.id(person)) == [scene.organisation(.caseWorker)])

            let (other, _, second) = try await scene.sent()
            #expect(try await shelter.post(second + "/answer", ["answer": "decline"]).body.contains("Посочете причина"))
            #expect(try await shelter.post(second + "/answer", ["answer": "decline", "reason": "unsafe"]).status == 303)
            #expect(try await scene.isAbsent(shelter.get(second), second, at: shelter))
            #expect(try await scene.holders(scene.id(other)) == [scene.organisation(.caseWorker)])

            let (third, _, last) = try await scene.sent()
            #expect(try await shelter.post(last + "/answer", ["answer": "accept"]).status == 303)
            #expect(try await shelter.post(last + "/answer", ["answer": "accept"]).status == 403, "answered already")
            #expect(try await shelter.post(last + "/report", ["report": "arrived"]).status == 303)
            #expect(try await shelter.post(last + "/report", ["report": "arrived"]).status == 422)
            #expect(
                try await shelter.post(last + "/report", ["report": "feedback", "feedback": "started", "text": "Спокойна е"]).status == 303)
            #expect(try await shelter.post(last + "/accommodation", ["district": "BG-01", "address": Scene.shelterStreet]).status == 303)
            #expect(try await worker.get(last).body.contains("Спокойна е"))
            #expect(try await worker.get(third).body.contains("Настанено в област Благоевград"))
            #expect(try await shelter.post(last + "/end", ["end": "close", "close": "done"]).location == "/referrals?done=closed")
            #expect(try await scene.isAbsent(shelter.get(last), last, at: shelter))
            #expect(try await scene.isAbsent(shelter.get(third), third, at: shelter))
            #expect(try await scene.holders(scene.id(third)) == [scene.organisation(.caseWorker)])
            #expect(try await !worker.get(third).body.contains("Настанено в област"))
            #expect(try await worker.post(last + "/end", ["end": "close", "close": "done"]).status == 422)
        }
    }

    @Test(arguments: Engine.available)
    func `two referrals to one organisation end each by itself`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (person, consent, first) = try await scene.sent(SharedData(groups: [.identity]))
            let other = SharedData(groups: [.contact])
            let second = try await scene.consent(person, other, purpose: .medical)
            let medical = try await scene.send(person, try scene.answers(other, purpose: .medical, ground: Scene.resting(on: second)))
            for referral in [first, medical] {
                #expect(try await scene.shelter.post(referral + "/answer", ["answer": "accept"]).status == 303)
            }
            func seen() async throws -> [Bool] {
                let body = try await scene.shelter.post(
                    person + "/unmask", [("group", "identity"), ("group", "contact"), ("group", "address")]
                )
                .body
                return [Scene.name, Scene.phone, Scene.street].map(body.contains)
            }
            #expect(try await seen() == [true, true, false])
            #expect(try await scene.worker.post(consent + "/withdraw", ["way": "told"]).status == 303)
            #expect(try await seen() == [false, true, false])
            #expect(try await scene.shelter.get(medical).status == 200)
            #expect(try await scene.shelter.get(first).status == 404)
            #expect(try await scene.holders(scene.id(person)).count == 2)
            #expect(try await scene.worker.post(medical + "/end", ["end": "close", "close": "other"]).status == 303)
            #expect(try await scene.holders(scene.id(person)).count == 1)
            #expect(try await seen() == [false, false, false])
        }
    }

    @Test(arguments: Engine.available)
    func `ending access on the record ends the referral, and erasing her erases what was written`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager, .dataProtectionOfficer]) { scene in
            let (person, _, referral) = try await scene.sent()
            #expect(try await scene.shelter.post(referral + "/answer", ["answer": "accept"]).status == 303)
            #expect(
                try await scene.shelter.post(referral + "/accommodation", ["district": "BG-01", "address": Scene.shelterStreet]).status
                    == 303)
            let place = try scene.organisation(.shelterManager)
            #expect(try await scene.worker.post(person + "/revoke", ["organisation": place.text]).status == 303)
            #expect(try await scene.referral(referral).state == .closed)
            #expect(try await scene.worker.get(referral).body.contains("водещата организация прекрати достъпа"))
            #expect(try await scene.holders(scene.referral(referral).id).count == 1)

            let (other, _, open) = try await scene.sent()
            let officer = try scene.desk(.dataProtectionOfficer)
            // Of the leading organisation, as every commission has one.
            let (own, user) = (try scene.organisation(.caseWorker), try #require(scene.users[.dataProtectionOfficer]))
            try await scene.house.database.write { connection in
                try connection.execute(
                    """
                    UPDATE posts SET organisation_id = \(own)
                    WHERE id IN (SELECT post_id FROM holdings WHERE user_id = \(user))
                    """)
            }
            #expect(try await officer.post(other + "/erase", ["decision": "РД-1/2026"]).status == 303)
            #expect(try await scene.referral(open).state == .closed)
            #expect(try await scene.holders(scene.referral(open).id).isEmpty)
            for desk in [try scene.worker, try scene.shelter] {
                #expect(try await scene.isAbsent(desk.get(open), open, at: desk))
            }
        }
    }

    @Test(arguments: Engine.available)
    func `what was written is nowhere in the clear`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (person, consent, referral) = try await scene.sent()
            let paper = try await scene.consent(
                person, Scene.usual, purpose: .legal, [("form", "oral-witness"), ("witness", "Свидетелка Плантиранова")])
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "ask", "text": "Въпросително зрънце"])
            _ = try await scene.worker.post(referral + "/reply", ["text": "Отговорно зрънце"])
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            _ = try await scene.shelter.post(referral + "/accommodation", ["district": "BG-01", "address": Scene.shelterStreet])
            _ = try await scene.shelter.post(referral + "/report", ["report": "feedback", "feedback": "left", "text": "Обратно зрънце"])
            #expect(try await scene.worker.post(paper + "/print").body.contains("Свидетелка Плантиранова"))
            let page = try await scene.worker.get(referral).body
            for text in ["Въпросително", "Отговорно", "Обратно"] { #expect(page.contains(text + " зрънце")) }
            _ = try await scene.worker.post(consent + "/withdraw", ["way": "told"])
            let stored = String(decoding: try await scene.house.stored(), as: UTF8.self)
            let secrets = [
                Scene.letter, Scene.meeting, Scene.shelterStreet, Scene.name, "Въпросително", "Отговорно", "Обратно", "Плантиранова",
            ]
            for secret in secrets { #expect(!stored.contains(secret), "\(secret)") }
            #expect(stored.contains("referral-unanswered") == false && stored.contains("consent.withdraw"), "the store was read")
        }
    }
}
