import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Referrals

/// On what grounds a person may be sent on, and what each opens.
@Suite struct GroundTests {
    @Test(arguments: Engine.available)
    func `without a consent that covers it an adult is not sent on, and the receiver is not told`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (worker, person) = (try scene.worker, try await scene.person())
            let path = person + "/referrals/new"
            func refused(_ answers: [(String, String)], _ word: String, _ comment: Comment) async throws {
                let answer = try await worker.post(path, answers + [("step", "go")])
                #expect(answer.status == 422 && answer.body.contains(word), comment)
            }
            let lacking = "Това съгласие не покрива избраното"
            try await refused(try scene.answers(ground: [("ground", "consent")]), "Изберете съгласие", "none")
            try await refused(try scene.answers(ground: [("ground", "child")]), "Лицето е пълнолетно", "no child")
            let other = try await scene.consent(person, to: [.hotlineOperator])
            try await refused(try scene.answers(ground: Scene.resting(on: other)), lacking, "another receiver")
            let less = try await scene.consent(person, SharedData(groups: [.identity]))
            try await refused(try scene.answers(ground: Scene.resting(on: less)), lacking, "more than she agreed to")
            let legal = try await scene.consent(person, purpose: .legal)
            try await refused(try scene.answers(ground: Scene.resting(on: legal)), lacking, "another purpose")
            let stranger = try await scene.person()
            let others = try await scene.consent(stranger)
            try await refused(try scene.answers(ground: Scene.resting(on: others)), lacking, "somebody else's")
            let late = try await scene.consent(person, Scene.usual, purpose: .shelter, [("expires", "20.4.2026")])
            try await scene.later(days: 30)
            _ = try await worker.get("/account")
            try await refused(try scene.answers(ground: Scene.resting(on: late)), lacking, "expired")
            let withdrawn = try await scene.consent(person)
            #expect(try await worker.post(withdrawn + "/withdraw", ["way": "phone"]).status == 303)
            try await refused(try scene.answers(ground: Scene.resting(on: withdrawn)), lacking, "withdrawn")
            let count = try await scene.house.database.read { try $0.first("SELECT count(*) AS n FROM referrals")?.integer("n") }
            #expect(count == 0)
            #expect(try await !scene.shelter.get("/referrals").body.contains("Н-2026"))
            #expect(try await scene.holders(scene.id(person)) == [scene.organisation(.caseWorker)])
        }
    }

    @Test(arguments: Engine.available)
    func `a danger to life is told at once, identity too, and declining closes it again`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager, .hotlineOperator]) { scene in
            let person = try await scene.person()
            let shared = SharedData(groups: [.identity, .narrative], facts: [])
            let missing = try await scene.worker.post(
                person + "/referrals/new",
                try scene.answers(to: .hotlineOperator, shared, ground: [("ground", "danger")]) + [("step", "go")])
            #expect(missing.status == 422 && missing.body.contains("каква е опасността"))
            let referral = try await scene.send(
                person, try scene.answers(to: .hotlineOperator, shared, ground: [("ground", "danger"), ("danger", "threat")]))
            let line = try scene.desk(.hotlineOperator)
            let page = try await line.get(referral).body
            #expect(page.contains("заплаха от експлоататорите") && page.contains(Scene.meeting) && !page.contains(Scene.name))
            let shown = try await line.post(referral + "/unmask").body
            #expect(shown.contains(Scene.name))
            #expect(try await line.get(person).status == 404, "the record opens with acceptance alone")
            #expect(try await scene.holders(scene.id(person)).contains(scene.organisation(.hotlineOperator)))
            #expect(try await line.get("/today").body.contains("Отговорете на насочването"))
            let declined = try await line.post(referral + "/answer", ["answer": "decline", "reason": "capacity", "text": "Пълно е"])
            #expect(declined.location == "/referrals?done=declined")
            #expect(try await scene.isAbsent(line.get(referral), referral, at: line))
            #expect(try await scene.holders(scene.id(person)) == [scene.organisation(.caseWorker)])
            let own = try await scene.worker.get(referral).body
            #expect(own.contains("Отказано: няма свободно място") && own.contains("Пълно е"))
        }
    }

    @Test func `a child is sent on without a consent`() async throws {
        try await withScene(.sqlite) { scene in
            for ageGroup in ["child", "unknown"] {
                let person = try await scene.person(ageGroup: ageGroup)
                let form = try await scene.worker.post(
                    person + "/referrals/new", try scene.answers(ground: []) + [("step", "ground")])
                #expect(form.body.contains("value=\"child\" checked"), "offered first")
                let referral = try await scene.send(person, try scene.answers(ground: [("ground", "child")]))
                #expect(try await scene.shelter.get(referral).status == 200)
                #expect(try await !scene.shelter.post(referral + "/unmask").body.contains(Scene.name), "not before it is accepted")
            }
        }
    }

    @Test func `who seeks protection is made known to no authority of another State`() async throws {
        try await withScene(.sqlite) { scene in
            let (embassy, now, vault) = (OrganisationID.new(), scene.house.clock.now, Vault(root: scene.house.root))
            try await scene.house.database.write { connection in
                try vault.makeOrganisationKey(embassy, at: now, connection)
                try connection.execute(
                    """
                    INSERT INTO organisations (id, institution, name, regime, added_at, added_by)
                    VALUES (\(embassy), 'ФМТСВ', 'Чужд орган', 'gdpr', \(now), 'test')
                    """)
            }
            let person = try await scene.person()
            func ask(_ standing: Referral.Standing) async throws -> TestAnswer {
                try await scene.worker.post(
                    person + "/referrals/new",
                    [
                        ("id", ReferralID.new().text), ("receiver", embassy.text), ("purpose", "safe-return"),
                        ("standing", standing.rawValue),
                        ("step", "what"),
                    ])
            }
            #expect(try await ask(.citizen).status == 200)
            #expect(try await ask(.asylum).body.contains("Лицето търси закрила"))
            let consent = try await scene.consent(person)
            _ = try await scene.send(person, try scene.answers(ground: Scene.resting(on: consent), standing: .asylum))
            let again = try await ask(.citizen)
            #expect(again.status == 422 && again.body.contains("Лицето търси закрила"), "what was said once holds")
        }
    }

    @Test(arguments: Engine.available)
    func `a form sent twice is one referral, and nobody takes another's`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let person = try await scene.person()
            let consent = try await scene.consent(person)
            let answers = try scene.answers(ground: Scene.resting(on: consent)) + [("step", "go")]
            let worker = try scene.worker
            let locations = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<3 {
                    let browser = worker.copy()
                    group.addTask { try await browser.post(person + "/referrals/new", answers).location }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(locations.count == 1)
            let other = try await scene.person()
            #expect(try await worker.post(other + "/referrals/new", answers).status == 422, "the consent is of somebody else")
            let count = try await scene.house.database.read { try $0.first("SELECT count(*) AS n FROM referrals")?.integer("n") }
            #expect(count == 1)
        }
    }

    @Test func `sending, withdrawing, printing and unmasking ask for a fresh code`() async throws {
        try await withScene(.sqlite) { scene in
            let (person, consent, referral) = try await scene.sent()
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            try await scene.prove(false)
            let answers = try scene.answers(ground: Scene.resting(on: consent))
            for answer in [
                try await scene.worker.post(person + "/referrals/new", answers + [("step", "go")]),
                try await scene.worker.post(person + "/referrals/new", answers + [("values", "1")]),
                try await scene.worker.post(consent + "/withdraw", ["way": "told"]), try await scene.worker.post(consent + "/print"),
                try await scene.shelter.post(referral + "/unmask"),
            ] {
                #expect(answer.status == 422 && answer.body.contains("Въведете кода от приложението"), "\(answer.path)")
                #expect(!answer.body.contains(Scene.name))
            }
            #expect(try await scene.shelter.get(referral).status == 200)
        }
    }
}
