import Core
import Database
import Policy
import Server
import TestSupport
import Testing
import Web

@testable import Referrals

/// What the timeline of a case tells of referrals, and to whom.
@Suite struct TimelineTests {
    @Test(arguments: Engine.available)
    func `a referral is told in the timeline to who sent it and who received it, and to nobody else`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager, .hotlineOperator]) { scene in
            let (worker, shelter, line) = (try scene.worker, try scene.shelter, try scene.desk(.hotlineOperator))
            let person = try await scene.person()
            let opened = try await worker.post(person + "/case", ["role": "victim", "case": ""])
            let file = try #require(opened.location?.split(separator: "?").first.map(String.init))
            let everything = SharedData(groups: [.identity, .narrative], facts: ["age-group"])
            var referrals: [String] = []
            for (role, purpose) in [(Role.shelterManager, ReferralPurpose.shelter), (.hotlineOperator, .legal)] {
                let consent = try await scene.consent(person, to: [role], everything, purpose: purpose, [("expires", "20.4.2026")])
                referrals.append(
                    try await scene.send(
                        person, try scene.answers(to: role, everything, purpose: purpose, ground: Scene.resting(on: consent))))
            }
            #expect(try await shelter.post(referrals[0] + "/answer", ["answer": "accept"]).status == 303)
            #expect(try await line.post(referrals[1] + "/answer", ["answer": "ask", "text": "Тайният въпрос"]).status == 303)
            // Who works with her sees both, a receiver its own alone.
            func told(_ desk: TestBrowser) async throws -> [String: Int] {
                let page = try await desk.get(file)
                #expect(page.status == 200 && !page.body.contains("Тайният въпрос") && !page.body.contains(Scene.letter))
                let lines = page.body.matches(of: /(Насочване: [а-я ,]+|Записано е съгласие)</).map { String($0.output.1) }
                return lines.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(
                try await told(worker) == [
                    "Записано е съгласие": 2, "Насочване: изпратено": 2, "Насочване: прието": 1, "Насочване: има въпрос": 1,
                ])
            #expect(try await told(shelter) == ["Насочване: изпратено": 1, "Насочване: прието": 1])
            // The same in the part of the page that leads to them.
            let (own, received) = (try await worker.get(file).body, try await shelter.get(file).body)
            #expect(own.contains("Н-2026-000001") && own.contains("Н-2026-000002") && own.contains("Съгласия и насочвания"))
            #expect(
                received.contains("Н-2026-000001") && !received.contains("Н-2026-000002") && !received.contains("Съгласия и насочвания"))

            // A consent that ran out is nobody's act, and told all the same.
            try await scene.later(days: 8)
            let house = scene.house
            let rounds = try House.rounds(
                database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
            await rounds.round()
            #expect(try await worker.get(file).body.matches(of: /съгласието изтече, достъпът е прекратен</).count == 2)
            #expect(try await shelter.get(file).status == 404)
            let words = try await house.database.read { connection in
                try connection.query("SELECT kind, object, actor, organisation_id FROM timeline WHERE readers IS NOT NULL").map { row in
                    (try row.text("kind"), try row.text("actor"), try row.text("organisation_id"))
                }
            }
            #expect(words.filter { $0.0 == "referral.expired" }.allSatisfy { $0.1.isEmpty && $0.2.isEmpty })
            #expect(words.count == 8)
        }
    }
}
