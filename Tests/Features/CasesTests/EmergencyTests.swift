import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

@Suite struct EmergencyTests {
    private let unreviewed = "Предишното отваряне по спешност още не е"

    @Test(arguments: Engine.available)
    func `the door opens for an hour, with a reason and a code, and two others are told`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let roles: [Role] = [.identifyingOfficer, .supervisor, .dataProtectionOfficer, .localSecretary, .caseWorker]
            let desks = try await office.desks(roles)
            let (opener, head, officer) = (desks[.identifyingOfficer]!, desks[.supervisor]!, desks[.dataProtectionOfficer]!)
            let lead = try office.organisation(.caseWorker)
            let person = try await office.record(lead: lead, values: [.givenName: "Незабравка", .investigation: "ДП-777/2026"])
            let second = try await office.record(lead: lead)
            let address = "/persons/" + person.id.text
            #expect(try await opener.get(address).status == 404)

            func ask(_ reference: String, _ reason: String = "life-in-danger", code: String = "") async throws -> TestAnswer {
                try await opener.post("/persons/emergency", ["reference": reference, "reason": reason, "code": code])
            }
            try await office.prove(false)
            let before = try await office.position()
            #expect(try await ask(person.reference, "because").status == 422)
            #expect(try await !ask("Л-2026-000999").body.contains("Няма досие с такъв номер"), "not before a code")
            #expect(try await ask(person.reference).status == 422, "a code is missing")
            #expect(try await ask(person.reference, code: "000000").status == 422, "the code is wrong")
            #expect(try await opener.get(address).status == 404)
            let code = try await office.code(.identifyingOfficer)
            #expect(try await ask(person.reference.lowercased(), code: code).location == address + "?done=emergency")
            let opened = office.house.clock.now

            let page = try await opener.get(address)
            #expect(page.status == 200 && page.body.contains("Отворено по спешност"))
            let shown = try await opener.unmask(address, ["identity", "investigation"])
            #expect(shown.body.contains("Незабравка") && !shown.body.contains("ДП-777"))
            for part in ["/supervise"] { #expect(try await opener.get(address + part).status == 403) }
            for part in ["/export", "/change", "/revoke", "/assign", "/bar"] {
                #expect(try await opener.post(address + part).status == 403, "\(part)")
            }
            let entries = try await office.entries(from: before, object: person.id.text).filter { $0.decision == "allow" }.prefix(3)
            #expect(
                entries.map { "\($0.act) \($0.rule ?? "") \($0.purpose ?? "")" } == [
                    "person.break-glass break-glass protection", "person.open emergency protection", "person.unmask emergency protection",
                ])

            // Told: one who leads and can judge, one who watches over data; not the opener, nobody else.
            try await office.prove()
            let told = try await office.house.database.read { connection in
                try connection.query("SELECT user_id FROM emergency_told").map { try $0.text("user_id") }
            }
            let expected = [try office.user(.supervisor).text, try office.user(.dataProtectionOfficer).text]
            #expect(Set(told) == Set(expected))
            let review = address + "/review"
            #expect(try await head.get("/persons").links.contains("/persons/emergencies"))
            let list = try await head.get("/persons/emergencies")
            let form = try list.form(review)
            #expect(list.body.contains(person.reference) && list.body.contains("Никола Мислен"))
            let seen = try await officer.get("/persons/emergencies")
            #expect(seen.body.contains(person.reference) && !seen.forms.contains { $0.action == review })
            #expect(try await !desks[.localSecretary]!.get("/persons/emergencies").body.contains(person.reference))
            #expect(try await !opener.get("/persons/emergencies").body.contains(person.reference))

            // Until somebody else has judged, no other opens, and the answer is the same for every number.
            for reference in [second.reference, person.reference, "Л-2026-000999", ""] {
                let answer = try await ask(reference)
                #expect(answer.status == 422 && answer.body.contains(unreviewed), "\(reference)")
            }
            let opening = try #require(form.fields.first { $0.name == "opening" }?.value)
            #expect(try await opener.post(review, ["opening": opening, "verdict": "justified"]).status == 403)
            #expect(try await officer.post(review, ["opening": opening, "verdict": "justified"]).status == 404)

            // An hour, to the second.
            office.house.clock.advance(seconds: Int((opened.milliseconds - office.house.clock.now.milliseconds) / 1000) + 3599)
            try await office.prove()
            #expect(try await opener.get(address).status == 200)
            office.house.clock.advance(seconds: 1)
            try await office.prove()
            #expect(try await opener.get(address).status == 404)
            #expect(try await opener.unmask(address).status == 404)
            #expect(try await ask(second.reference).status == 422, "it still waits for a review")

            #expect(
                try await head.post(review, ["opening": opening, "verdict": "unjustified"]).location == "/persons/emergencies?done=reviewed"
            )
            #expect(try await head.post(review, ["opening": opening, "verdict": "justified"]).status == 404)
            let last = try #require(try await office.entries(object: person.id.text).last { $0.decision == "allow" })
            #expect(last.act == "glass.review" && last.actor == expected[0])

            // The next one ends with its review.
            #expect(try await ask(second.reference).status == 303)
            let again = "/persons/" + second.id.text
            #expect(try await opener.get(again).status == 200)
            let next = try await head.get("/persons/emergencies").form(again + "/review")
            let secondOpening = try #require(next.fields.first { $0.name == "opening" }?.value)
            #expect(try await head.post(again + "/review", ["opening": secondOpening, "verdict": "justified"]).status == 303)
            #expect(try await opener.get(again).status == 404)
        }
    }

    @Test func `without a right code the door does not tell which numbers are there`() async throws {
        try await withOffice(.sqlite) { office in
            let opener = try await office.house.signedIn(as: .hotlineOperator)
            let person = try await office.record(lead: try office.organisation(.caseWorker))
            try await office.prove(false)
            for code in ["", "000000"] {
                var answers: Set<String> = []
                for reference in [person.reference, "Л-2026-000999"] {
                    let answer = try await opener.post("/persons/emergency", ["reference": reference, "reason": "missing", "code": code])
                    #expect(answer.status == 422)
                    answers.insert(answer.bodyWithoutTokens.replacing(reference, with: "N"))
                }
                #expect(answers.count == 1, "code „\(code)“")
            }
            let right = try await opener.post(
                "/persons/emergency", ["reference": "Л-2026-000999", "reason": "missing", "code": try await office.code(.hotlineOperator)])
            #expect(right.status == 422 && right.body.contains("Няма досие") && !right.all("Set-Cookie").isEmpty)
            #expect(try await opener.get("/persons").status == 200, "the new token is hers")
        }
    }

    @Test(arguments: Engine.available)
    func `two tabs at once open one record`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let opener = try await office.house.signedIn(as: .hotlineOperator)
            let lead = try office.organisation(.caseWorker)
            let persons = [try await office.record(lead: lead), try await office.record(lead: lead), try await office.record(lead: lead)]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for person in persons {
                    group.addTask {
                        try await opener.post("/persons/emergency", ["reference": person.reference, "reason": "missing"]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [303, 422, 422])
            let rows = try await office.house.database.read { try $0.query("SELECT * FROM emergency_openings") }
            #expect(rows.count == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `who is barred is barred in an emergency, too, and is told of none`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor, .localSecretary, .coordinator, .hotlineOperator])
            let (worker, secretary) = (desks[.caseWorker]!, desks[.localSecretary]!)
            let address = try await worker.add([("given-name", "Незабравка")])
            let reference = try #require(try await worker.find(name: "Незабравка").first)
            let person = try #require(PersonID(String(address.dropFirst(9))))
            for role in [Role.caseWorker, .supervisor] {
                let user = try office.user(role).text
                #expect(try await secretary.post(address + "/bar", ["user": user]).location == address + "?done=barred")
                let desk = desks[role]!
                for part in ["", "/supervise"] { #expect(try await desk.get(address + part).status == 404, "\(role)") }
                for part in ["/export", "/change", "/assign", "/bar"] {
                    #expect(
                        try await desk.post(address + part).status
                            == (part == "/assign" || part == "/bar" ? (role == .supervisor ? 404 : 403) : 404), "\(role) \(part)")
                }
                #expect(try await desk.find(name: "Незабравка").isEmpty)
                #expect(try await !desk.get("/persons").body.contains(reference))
                let door = try await desk.post("/persons/emergency", ["reference": reference, "reason": "missing"])
                let none = try await desk.post("/persons/emergency", ["reference": "Л-2026-000999", "reason": "missing"])
                #expect(door.status == 422)
                #expect(
                    door.bodyWithoutTokens.replacing(reference, with: "N") == none.bodyWithoutTokens.replacing("Л-2026-000999", with: "N"))
            }
            let who = try await secretary.get(address + "/supervise").body
            #expect(who.contains("Злата Небивала</th>") && !who.contains("Коста Примеров</th>") && !who.contains("Ива Измислена</th>"))
            let own = try office.user(.localSecretary).text
            #expect(try await secretary.post(address + "/bar", ["user": own]).status == 400, "nobody bars herself")
            let foreign = try office.user(.coordinator).text
            #expect(try await secretary.post(address + "/bar", ["user": foreign]).status == 400)

            // The only one who could judge is barred: she is not told of it either.
            #expect(
                try await desks[.hotlineOperator]!.post("/persons/emergency", ["reference": reference, "reason": "missing"]).status == 303)
            let told = try await office.house.database.read { connection in
                try connection.query("SELECT user_id FROM emergency_told").map { try $0.text("user_id") }
            }
            let barred = try office.user(.supervisor).text
            let auditor = try office.user(.auditor).text
            #expect(told.count == 3 && !told.contains(barred) && told.contains(auditor))
            let judge = try await office.house.signedIn(as: .auditor, from: "203.0.113.12")
            let review = address + "/review"
            let opening = try #require(
                try await judge.get("/persons/emergencies").form(review).fields.first { $0.name == "opening" }?.value)
            #expect(try await judge.get(address).status == 403)
            #expect(try await judge.post(review, ["opening": opening, "verdict": "justified"]).status == 303)
            #expect(try await office.entries(object: person.text).last?.role == "auditor")
            #expect(try await !desks[.supervisor]!.get("/persons/emergencies").body.contains(reference))
            #expect(try await secretary.post(address + "/bar", ["user": barred, "end": "1"]).status == 303)
            #expect(try await desks[.supervisor]!.get(address).status == 200)
            let facts = try await office.facts(person)
            #expect(facts.relations.filter { $0.relation == .barred }.count == 1)
        }
    }

    @Test func `an opening of somebody who was erased waits for nobody`() async throws {
        try await withOffice(.sqlite) { office in
            let desks = try await office.desks([.coordinator, .hotlineOperator, .dataProtectionOfficer])
            let person = try await office.record(lead: try office.organisation(.coordinator))
            let opener = desks[.hotlineOperator]!
            #expect(try await opener.post("/persons/emergency", ["reference": person.reference, "reason": "missing"]).status == 303)
            #expect(try await desks[.coordinator]!.get("/persons").links.contains("/persons/emergencies"))
            let address = "/persons/" + person.id.text
            #expect(try await desks[.dataProtectionOfficer]!.post(address + "/erase", ["decision": "5"]).status == 303)
            #expect(try await !desks[.coordinator]!.get("/persons").body.contains("note bad"))
            #expect(try await opener.get(address).status == 404)
        }
    }

    @Test func `who can see a record is who gets it`() async throws {
        try await withOffice(.sqlite) { office in
            let desks = try await office.desks(Role.allCases)
            let names = try await office.house.database.read { connection in
                try connection.query("SELECT login, name FROM users").reduce(into: [String: String]()) {
                    $0[try $1.text("login")] = try $1.text("name")
                }
            }
            func user(_ role: Role, _ relation: Relation) throws -> HeldRelation { HeldRelation(relation, try office.user(role).text) }
            func place(_ role: Role, _ relation: Relation) throws -> HeldRelation {
                HeldRelation(relation, try office.organisation(role).text)
            }
            let worlds: [[HeldRelation]] = [
                [], [try user(.caseWorker, .worker)],
                [try user(.caseWorker, .worker), try place(.shelterManager, .receiving), try place(.hotlineOperator, .referred)],
                [try place(.identifyingOfficer, .receiving), try user(.identifyingOfficer, .worker), try user(.supervisor, .barred)],
                [
                    try user(.hotlineOperator, .glass), try user(.childProtectionWorker, .worker), try place(.clerk, .receiving),
                    try user(.clerk, .worker),
                ],
                [try place(.coordinator, .receiving), try user(.administrator, .worker), try user(.auditor, .glass)],
            ]
            for relations in worlds {
                let person = try await office.record(lead: try office.organisation(.localSecretary), relations)
                let address = "/persons/" + person.id.text
                var able: Set<String> = []
                for (role, desk) in desks where try await desk.get(address).status == 200 { able.insert(names[role.rawValue] ?? "") }
                let page = try await desks[.localSecretary]!.get(address + "/supervise").body
                let listed = page.matches(of: /<tr><th scope="row">([^<]+)<\/th><td data-label="Организация">/).map { String($0.output.1) }
                #expect(Set(listed) == able && listed.count == able.count, "\(relations)")
                #expect(!able.isEmpty)
            }
        }
    }
}
