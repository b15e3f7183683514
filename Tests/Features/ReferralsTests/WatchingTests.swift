import Core
import Database
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Web

@testable import Referrals

/// What is looked at and told with referrals leaves traces by which others find it.
@Suite struct WatchingTests {
    @Test func `values in the preview are a look at the record, and the sheet with her name one as well`() async throws {
        try await withScene(.sqlite, [.caseWorker, .supervisor, .auditor]) { scene in
            let person = try await scene.person()
            let id = try scene.id(person).text
            // She answers for those who work with her, and does not work with her herself.
            let head = try scene.desk(.supervisor)
            let consent = try await scene.consent(person)
            let shown = try await head.post(
                person + "/referrals/new", try scene.answers(ground: Scene.resting(on: consent)) + [("values", "1")])
            #expect(shown.body.contains(Scene.name))
            let acts = try await scene.acts(on: id)
            #expect(acts.contains("person.unmask") && !acts.contains("referral.unmask"))
            #expect(try await head.post(consent + "/print").body.contains(Scene.name))
            let house = scene.house
            let rounds = try House.rounds(
                database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
            await rounds.round()
            let found = try await house.database.read { connection in
                try Alert.page(connection).filter { $0.finding.detector == .withoutTask && $0.finding.object == id }.map(\.finding)
            }
            let user = try #require(scene.users[.supervisor])
            #expect(found.map(\.actor) == [user.text] && found.first?.positions.count == 2, "the preview and the sheet")
        }
    }

    @Test(arguments: Engine.available)
    func `who was told without a consent is named, and somebody looks at it`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager, .auditor, .localSecretary]) { scene in
            let person = try await scene.person()
            let id = try scene.id(person).text
            _ = try await scene.send(person, try scene.answers(ground: [("ground", "danger"), ("danger", "threat")]))
            let entry = try await scene.house.database.read { connection in
                try connection.first("SELECT act, parties FROM ledger_entries WHERE object = \(id) AND act LIKE 'referral.send%'")
            }
            #expect(try entry?.text("act") == "referral.send-danger")
            #expect(try entry?.text("parties") == scene.organisation(.shelterManager).text)
            let house = scene.house
            let rounds = try House.rounds(
                database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
            await rounds.round()
            let alerts = try await scene.desk(.auditor).get("/alerts").body
            #expect(alerts.contains("Спешно отваряне или насочване"))
            // Whoever was warned can see who she is, though she opens no record: she is among those who can.
            let looks = try await scene.worker.get(person + "/supervise").body
            #expect(looks.contains("Мира Образцова") && looks.contains("насочи лицето без съгласие"))
        }
    }

    @Test(arguments: Engine.available)
    func `every act with a referral names the other side, and its list is remembered`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (person, consent, referral) = try await scene.sent()
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            _ = try await scene.shelter.post(referral + "/report", ["report": "arrived"])
            _ = try await scene.worker.post(consent + "/withdraw", ["way": "told"])
            let (id, own, other) = (
                try scene.id(person).text, try scene.organisation(.caseWorker).text, try scene.organisation(.shelterManager).text
            )
            let parties = try await scene.house.database.read { connection in
                try connection.query("SELECT act, parties FROM ledger_entries WHERE object = \(id) ORDER BY position").reduce(
                    into: [String: String]()
                ) { $0[try $1.text("act")] = try $1.textOrNil("parties") }
            }
            #expect(parties["consent.give"] == other && parties["referral.send"] == other && parties["consent.withdraw"] == other)
            #expect(parties["referral.answer"] == own && parties["referral.report"] == own)
            _ = try await scene.shelter.get("/referrals")
            #expect(try await scene.acts(on: other).last == "referral.list")
        }
    }

    @Test func `what was typed stays where something else was wrong`() async throws {
        try await withScene(.sqlite) { scene in
            let (_, _, referral) = try await scene.sent()
            let declined = try await scene.shelter.post(referral + "/answer", ["answer": "decline", "text": "Пълно е до петък"])
            #expect(declined.status == 422 && declined.body.contains("Пълно е до петък"))
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            let day = scene.house.clock.now.dayInSofia.typed
            let told = try await scene.shelter.post(
                referral + "/report", ["report": "feedback", "day": "1.1.2020", "text": "Дойде вчера", "feedback": "started"])
            #expect(told.status == 422 && told.body.contains("Дойде вчера") && told.body.contains("value=\"1.1.2020\""))
            let housed = try await scene.shelter.post(referral + "/accommodation", ["day": day, "address": Scene.shelterStreet])
            #expect(housed.status == 422 && housed.body.contains("value=\"\(day)\"") && housed.body.contains(Scene.shelterStreet))
            #expect(housed.body.ranges(of: Scene.shelterStreet).count == 1, "in its own field alone")
        }
    }
}
