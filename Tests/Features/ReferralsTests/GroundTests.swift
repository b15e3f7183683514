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

    @Test func `a child is sent on without a consent, and for one who may be a child it is said why`() async throws {
        try await withScene(.sqlite) { scene in
            func ground(_ person: String, _ shared: SharedData = Scene.usual) async throws -> String {
                try await scene.worker.post(
                    person + "/referrals/new", try scene.answers(shared, ground: []) + [("step", "ground")]
                ).body
            }
            let child = try await scene.person(ageGroup: "child")
            #expect(try await ground(child).contains("value=\"child\" checked"), "offered first")
            let referral = try await scene.send(child, try scene.answers(ground: [("ground", "child")]))
            #expect(try await scene.shelter.get(referral).status == 200)
            #expect(try await !scene.shelter.post(referral + "/unmask").body.contains(Scene.name), "not before it is accepted")
            // What she, or who represents her, agreed to goes before.
            _ = try await scene.consent(child)
            #expect(try await ground(child).contains("value=\"consent\" checked"))

            let person = try await scene.person(ageGroup: "unknown")
            let form = try await ground(person)
            #expect(!form.contains("value=\"child\" checked") && form.contains("Защо смятате лицето за дете"))
            let why = [("ground", "child")]
            let missing = try await scene.worker.post(person + "/referrals/new", try scene.answers(ground: why) + [("step", "go")])
            #expect(missing.status == 422 && missing.body.contains("Посочете защо смятате лицето за дете"))
            let told = try await scene.send(person, try scene.answers(ground: why + [("child", "documents")]))
            #expect(try await scene.worker.get(told).body.contains("така показват документи"))
            _ = try await scene.consent(person)
            #expect(try await ground(person).contains("value=\"consent\" checked"))
        }
    }

    @Test(arguments: Engine.available)
    func `what a referral rests on is judged anew when it is accepted`(engine: Engine) async throws {
        try await withScene(engine) { scene in
            let (worker, shelter) = (try scene.worker, try scene.shelter)
            let child = try await scene.person(ageGroup: "child")
            let guardian = try await scene.consent(child, Scene.usual, [("form", "guardian"), ("witness", "Майка Измислена")])
            let one = try await scene.send(child, try scene.answers(ground: [("ground", "child")]))
            let other = try await scene.send(child, try scene.answers(ground: Scene.resting(on: guardian)))
            let id = try scene.id(child)
            try await scene.house.database.write { connection in
                try connection.execute("UPDATE persons SET age_group = 'adult' WHERE person_id = \(id)")
            }
            for referral in [one, other] {
                let answer = try await shelter.post(referral + "/answer", ["answer": "accept"])
                #expect(answer.location == "/referrals?done=over")
                #expect(try await scene.isAbsent(shelter.get(referral), referral, at: shelter))
                #expect(try await worker.get(referral).body.contains("основанието вече не важи"))
            }
            #expect(try await shelter.get("/referrals?done=over").body.contains("Насочването вече няма основание"))
            #expect(try await shelter.get(child).status == 404)
            #expect(try await scene.holders(id) == [scene.organisation(.caseWorker)])
            // What somebody else agreed to for a child binds no adult.
            let again = try await worker.post(
                child + "/referrals/new", try scene.answers(ground: Scene.resting(on: guardian)) + [("step", "go")])
            #expect(again.status == 422 && again.body.contains("Това съгласие не покрива избраното"))
            #expect(try await worker.get("/today").body.contains("вече няма основание и приключи"))
        }
    }

    @Test(arguments: Engine.available)
    func `who seeks protection is made known to no authority of another State, and what one has of her ends`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager, .identifyingOfficer]) { scene in
            let (worker, embassy) = (try scene.worker, try await scene.foreign())
            let officer = try scene.desk(.identifyingOfficer)
            let person = try await scene.person()
            func ask(_ standing: Referral.Standing) async throws -> TestAnswer {
                try await worker.post(
                    person + "/referrals/new",
                    [
                        ("id", ReferralID.new().text), ("receiver", embassy.text), ("purpose", "safe-return"),
                        ("standing", standing.rawValue), ("step", "what"),
                    ])
            }
            #expect(try await ask(.citizen).status == 200)
            #expect(try await ask(.asylum).body.contains("Лицето търси закрила"))
            // Two of them know of her already: one is asked, and one has taken her in.
            let danger = [("ground", "danger"), ("danger", "threat")]
            var foreign: [String] = []
            for purpose in [ReferralPurpose.safeReturn, .legal] {
                let answers = try scene.answers(purpose: purpose, ground: danger, standing: .unknown).filter { $0.0 != "receiver" }
                foreign.append(try await scene.send(person, answers + [("receiver", embassy.text)]))
            }
            #expect(try await officer.post(foreign[1] + "/answer", ["answer": "accept"]).status == 303)
            #expect(try await officer.get(person).status == 200)

            let consent = try await scene.consent(person)
            let told = try await scene.send(person, try scene.answers(ground: Scene.resting(on: consent), standing: .asylum))
            let crossings = try await scene.house.database.read { connection in
                try connection.query("SELECT crossing FROM referrals ORDER BY referral_id").map { try $0.text("crossing") }
            }
            #expect(crossings == ["outgoing", "outgoing", "home"], "noted when it is sent")
            for referral in foreign {
                #expect(try await scene.isAbsent(officer.get(referral), referral, at: officer))
                #expect(try await officer.post(referral + "/answer", ["answer": "accept"]).status == 404)
                #expect(try await worker.get(referral).body.contains("връзката с орган на друга държава е спряна"))
            }
            #expect(try await scene.isAbsent(officer.get(person), person, at: officer))
            #expect(try await !scene.holders(scene.id(person)).contains(embassy))
            #expect(try await ask(.citizen).status == 422, "what was said once holds")

            // Whoever gets another referral of her is warned, whatever was said with that one; and the preview says so.
            let warning = "Никой не се свързва с посолство"
            let medical = try await scene.consent(person, purpose: .medical)
            let answers = try scene.answers(purpose: .medical, ground: Scene.resting(on: medical), standing: .unknown)
            let preview = try await worker.post(person + "/referrals/new", answers + [("step", "ground")]).body
            #expect(disclosures(preview).allSatisfy { $0.contains(warning) })
            let second = try await scene.send(person, answers)
            #expect(try await scene.shelter.get(second).body.contains(warning))

            // A mistake is taken back with a reason and a code, and remembered.
            #expect(try await scene.shelter.post(told + "/standing", ["reason": "mistaken"]).status == 403)
            #expect(try await worker.post(second + "/standing", ["reason": "mistaken"]).status == 422, "nothing was said with that one")
            #expect(try await worker.post(told + "/standing").body.contains("Посочете причина"))
            try await scene.prove(false)
            #expect(try await worker.post(told + "/standing", ["reason": "mistaken"]).body.contains("Въведете кода от приложението"))
            try await scene.prove()
            #expect(try await worker.post(told + "/standing", ["reason": "mistaken"]).location == told + "?done=corrected")
            #expect(try await worker.post(told + "/standing", ["reason": "mistaken"]).status == 422, "once")
            #expect(try await worker.get(told).body.contains("отбелязано е по погрешка"))
            #expect(try await scene.acts(on: scene.id(person).text).contains("referral.correct"))
            #expect(try await !scene.shelter.get(second).body.contains(warning))
            #expect(try await ask(.citizen).status == 200)
        }
    }

    @Test func `only those are offered where somebody could take her in`() async throws {
        try await withScene(.sqlite) { scene in
            let nobody = OrganisationID.new()
            let now = scene.house.clock.now
            try await scene.house.database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO organisations (id, institution, name, regime, added_at, added_by)
                    VALUES (\(nobody), '', 'Сдружение без хора', 'gdpr', \(now), 'test')
                    """)
            }
            let person = try await scene.person()
            let form = try await scene.worker.get(person + "/referrals/new").body
            #expect(form.contains("Приют „Образец“") && !form.contains("Сдружение без хора"))
            let answer = try await scene.worker.post(
                person + "/referrals/new",
                [("receiver", nobody.text), ("purpose", "social"), ("standing", "citizen"), ("step", "what")])
            #expect(answer.status == 422 && answer.body.contains("Изберете организация"))
            let consent = try await scene.worker.get(person + "/consents/new").body
            #expect(consent.contains("Приют „Образец“") && !consent.contains("Сдружение без хора"))
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
            // With a ground of her own the name of the form is what stops it.
            let id = answers.filter { $0.0 == "id" }
            let own = try scene.answers(ground: [("ground", "danger"), ("danger", "threat")]).filter { $0.0 != "id" }
            #expect(try await worker.post(other + "/referrals/new", own + id + [("step", "go")]).status == 400)
            // Back, something else, and sent again under the same name: nothing is dropped in silence.
            let changed = answers.filter { $0.0 != "letter" } + [("letter", "Друго писмо")]
            let said = try await worker.post(person + "/referrals/new", changed)
            #expect(said.status == 422 && said.body.contains("вече е изпратено с друго съдържание"))
            let fresh = try said.form(person + "/referrals/new")
            #expect(!fresh.fields.contains { $0.name == "id" && $0.value == id.first?.1 })
            let before = try await scene.house.database.read { try $0.first("SELECT count(*) AS n FROM referrals")?.integer("n") }
            #expect(before == 1)
            #expect(try await worker.submit(fresh, ["step": "go", "code": ""]).location?.hasSuffix("?done=sent") == true)
            let count = try await scene.house.database.read { try $0.first("SELECT count(*) AS n FROM referrals")?.integer("n") }
            #expect(count == 2)
        }
    }

    @Test func `a consent sent again with something else in it is not dropped in silence`() async throws {
        try await withScene(.sqlite) { scene in
            let person = try await scene.person()
            let place = try scene.organisation(.shelterManager).text
            let fields = [
                ("id", ConsentID.new().text), ("purpose", "shelter"), ("form", "oral-witness"), ("witness", "Свидетелка"),
                ("recipient", place), ("group", "identity"),
            ]
            let path = person + "/consents/new"
            let first = try await scene.worker.post(path, fields)
            #expect(try await scene.worker.post(path, fields).location == first.location)
            for other in [("group", "health"), ("witness", "Друга")] {
                let said = try await scene.worker.post(path, fields.filter { $0.0 != other.0 } + [other])
                #expect(said.status == 422 && said.body.contains("вече е записано с друго съдържание"))
                #expect(try !said.form(path).fields.contains { $0.name == "id" && $0.value == fields[0].1 })
            }
            let count = try await scene.house.database.read { try $0.first("SELECT count(*) AS n FROM consents")?.integer("n") }
            #expect(count == 1)
        }
    }

    @Test func `sending, printing and unmasking ask for a fresh code, and withdrawing as little as giving`() async throws {
        try await withScene(.sqlite) { scene in
            let (person, consent, referral) = try await scene.sent()
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            try await scene.prove(false)
            let answers = try scene.answers(ground: Scene.resting(on: consent))
            for answer in [
                try await scene.worker.post(person + "/referrals/new", answers + [("step", "go")]),
                try await scene.worker.post(person + "/referrals/new", answers + [("values", "1")]),
                try await scene.worker.post(consent + "/print"),
                try await scene.shelter.post(referral + "/unmask"),
            ] {
                #expect(answer.status == 422 && answer.body.contains("Въведете кода от приложението"), "\(answer.path)")
                #expect(!answer.body.contains(Scene.name))
            }
            #expect(try await scene.shelter.get(referral).status == 200)
            #expect(try await scene.worker.post(consent + "/withdraw", ["way": "told"]).status == 303)
        }
    }
}
