import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

@Suite struct SharingTests {
    @Test(arguments: Engine.available)
    func `records opened at once have numbers of their own`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .hotlineOperator])
            let addresses = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<12 {
                    let desk = desks[number % 2 == 0 ? .caseWorker : .hotlineOperator]!
                    group.addTask { try await desk.add([("given-name", "Едновременна")]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let references = try await office.house.database.read { connection in
                try connection.query("SELECT reference FROM persons ORDER BY reference").map { try $0.text("reference") }
            }
            #expect(Set(addresses).count == 12 && references.count == 12)
            #expect(references.first == "Л-2026-000001" && references.last == "Л-2026-000012")
        }
    }

    @Test(arguments: Engine.available)
    func `what can't be shared or ended is said, and nothing changes`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let address = try await worker.add([("given-name", "Незабравка")])
            let (lead, other) = (try office.organisation(.caseWorker).text, try office.organisation(.shelterManager).text)
            func ask(_ part: String, _ organisation: String) async throws -> TestAnswer {
                try await worker.post(address + part, ["organisation": organisation])
            }
            #expect(try await ask("/revoke", lead).body.contains("Организацията води досието"))
            #expect(try await ask("/revoke", other).body.contains("Организацията няма достъп"))
            #expect(try await ask("/revoke", "").status == 422, "nobody is chosen by chance")
            for organisation in ["x", OrganisationID.new().text] { #expect(try await ask("/revoke", organisation).status == 400) }
            // There is no way in but a referral, with its ground.
            #expect(try await ask("/grant", other).status == 404)
            let person = try #require(PersonID(String(address.dropFirst(9))))
            #expect(try await office.facts(person).relations.count == 2)
            let place = try office.organisation(.shelterManager)
            try await office.house.share(person, with: place)
            let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
                for _ in 0..<3 { group.addTask { try await worker.post(address + "/revoke", ["organisation": other]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status).sorted() == [303, 422, 422])
            for answer in answers where answer.status == 422 {
                #expect(answer.body.contains("няма достъп") && answer.body.contains("<details open>"))
            }
            try await office.house.share(person, with: place)
            let vault = Vault(root: office.house.root)
            let holders = try await office.house.database.read { try vault.holders(of: SealedSubject(person), $0).map(\.text) }
            #expect(Set(holders) == [lead, other])
        }
    }

    @Test func `a referral that was not accepted is ended without a seal, and shows until then no record`() async throws {
        try await withOffice(.sqlite) { office in
            let desks = try await office.desks([.caseWorker, .hotlineOperator])
            let person = try await office.record(
                lead: try office.organisation(.caseWorker),
                [
                    HeldRelation(.worker, try office.user(.caseWorker).text),
                    HeldRelation(.referred, try office.organisation(.hotlineOperator).text),
                    HeldRelation(.shelter, try office.organisation(.shelterManager).text),
                    HeldRelation(.receiving, try office.organisation(.coordinator).text),
                ])
            let address = "/persons/" + person.id.text
            #expect(try await desks[.hotlineOperator]!.get(address).status == 404)
            let own = try await desks[.caseWorker]!.get(address).body
            #expect(own.contains("Гореща линия") && !own.contains("Дава подслон"), "where she sleeps only the shelter knows")
            let place = try office.organisation(.hotlineOperator).text
            #expect(try await desks[.caseWorker]!.post(address + "/revoke", ["organisation": place]).status == 303)
            #expect(try await desks[.hotlineOperator]!.get(address).status == 404)
        }
    }

    @Test func `who lost access while her account was closed does not come back with it`() async throws {
        try await withOffice(.sqlite) { office in
            let desks = try await office.desks([.caseWorker, .childProtectionWorker])
            let person = try await office.record(
                lead: try office.organisation(.caseWorker),
                [
                    HeldRelation(.worker, try office.user(.caseWorker).text),
                    HeldRelation(.worker, try office.user(.childProtectionWorker).text),
                    HeldRelation(.receiving, try office.organisation(.childProtectionWorker).text),
                ], sealedTo: [try office.organisation(.childProtectionWorker)])
            let (address, place) = ("/persons/" + person.id.text, try office.organisation(.childProtectionWorker).text)
            let (user, now) = (try office.user(.childProtectionWorker), office.house.clock.now)
            #expect(try await desks[.childProtectionWorker]!.get(address).status == 200)
            try await office.house.database.write { connection in
                try connection.execute(
                    "INSERT INTO account_ends (id, user_id, at, ended_by, reason) VALUES ('e', \(user), \(now), 'test', 'left')")
            }
            #expect(try await desks[.caseWorker]!.post(address + "/revoke", ["organisation": place]).status == 303)
            try await office.house.database.write { try $0.execute("DELETE FROM account_ends") }
            try await office.house.share(person.id, with: try office.organisation(.childProtectionWorker))
            #expect(try await desks[.childProtectionWorker]!.get(address).status == 404)
            #expect(try await desks[.caseWorker]!.get(address).status == 200)
        }
    }

    @Test func `a record is assigned to those who can work with it`() async throws {
        try await withOffice(.sqlite) { office in
            let desks = try await office.desks([.coordinator, .administrator])
            let coordinator = desks[.coordinator]!
            let address = try await coordinator.add([("given-name", "Незабравка")])
            let form = try await coordinator.get(address).body.split(separator: "<select id=\"user\"")[1].split(separator: "</select>")[0]
            #expect(form.contains("Боян Измислен") && !form.contains("Ада Примерова"))
            let administrator = try office.user(.administrator).text
            #expect(try await coordinator.post(address + "/assign", ["user": administrator]).status == 400)
            for part in ["/assign", "/bar"] { #expect(try await coordinator.post(address + part, ["user": ""]).status == 422, "\(part)") }
            let foreign = try office.user(.caseWorker).text
            #expect(try await coordinator.post(address + "/assign", ["user": foreign]).status == 400)
            #expect(try await desks[.administrator]!.get(address).status == 403)
        }
    }
}
