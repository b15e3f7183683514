import Core
import Database
import Foundation
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

@Suite struct StoryTests {
    private let names = [("given-name", "Незабравка"), ("middle-name", "Иванова"), ("family-name", "Плантиранова")]

    @Test(arguments: Engine.available)
    func `a person is added, found, shown, changed, shared, and no longer shared`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .shelterManager, .hotlineOperator])
            let (worker, shelter, stranger) = (desks[.caseWorker]!, desks[.shelterManager]!, desks[.hotlineOperator]!)
            #expect(try await worker.find(name: "Незабравка").isEmpty)
            let address = try await worker.add(names + [("egn", "7523169263"), ("phone", "0888 123 456")])
            let page = try await worker.get(address)
            #expect(page.status == 200 && !page.body.contains("Незабравка") && !page.body.contains("7523169263"))
            let reference = try #require(page.body.firstMatch(of: /<h1>(Л-2026-[0-9]{6})<\/h1>/)).output.1

            for name in ["Незабравка Плантиранова", "nezabravka plantiranova", "Незабрафка", "Plantiranova", "плантиранова иванова"] {
                #expect(try await worker.find(name: name) == [String(reference)], "\(name)")
                #expect(try await stranger.find(name: name).isEmpty)
            }
            #expect(try await worker.find(number: "752316 9263") == [String(reference)])
            #expect(try await worker.find(number: "7523169264").isEmpty)
            #expect(try await stranger.find(number: "7523169263").isEmpty)

            let identity = try await worker.unmask(address, ["identity"], more: [("purpose", "protection")])
            #expect(identity.body.contains("Незабравка") && !identity.body.contains("0888 123 456"))
            #expect(identity.body.contains("за цел „Закрила“") || identity.body.contains("Закрила"))
            #expect(
                try await office.entries().last
                    == Office.Entry(
                        actor: office.user(.caseWorker).text, act: "person.unmask", object: String(address.dropFirst(9)),
                        role: "case-worker",
                        purpose: "protection", rule: "worker", decision: "allow",
                        fields: "given-name middle-name family-name other-names egn lnch birth citizenship document"))

            // Changed: the old value is kept sealed, and finds no longer.
            let second = egn("900101123")
            let changed = try await worker.post(address + "/change", ["given-name": "Латинка", "egn": second, "clear-phone": "1"])
            #expect(changed.location == address + "?done=changed")
            #expect(try await worker.find(name: "Незабравка").isEmpty)
            #expect(try await worker.find(number: "7523169263").isEmpty)
            #expect(try await worker.find(name: "latinka") == [String(reference)])
            #expect(try await worker.find(number: second) == [String(reference)])
            let after = try await worker.unmask(address)
            #expect(after.body.contains("Латинка") && !after.body.contains("Незабравка") && !after.body.contains("0888 123 456"))
            let person = try #require(PersonID(String(address.dropFirst(9))))
            let (root, own) = (office.house.root, try office.organisation(.caseWorker))
            let versions = try await office.house.database.read { connection in
                try Vault(root: root).versions(
                    of: PersonField.givenName.sealed(person), of: SealedSubject(person), as: own, connection)
            }
            #expect(versions.map { String(decoding: $0.bytes, as: UTF8.self) } == ["Незабравка", "Латинка"])

            // Shared.
            let receiver = try office.organisation(.shelterManager).text
            #expect(try await shelter.get(address).status == 404)
            try await office.house.share(person, with: try office.organisation(.shelterManager))
            #expect(try await shelter.get(address).status == 200)
            #expect(try await shelter.find(name: "Латинка") == [String(reference)])
            #expect(try await shelter.find(number: second) == [String(reference)])
            #expect(try await shelter.unmask(address).body.contains("Латинка"))
            #expect(try await shelter.post(address + "/export").status == 403, "copies leave from the leading organisation alone")

            // No longer shared: the open tab is worth nothing.
            #expect(try await worker.post(address + "/revoke", ["organisation": receiver]).location == address + "?done=revoked")
            let nothing = "/persons/" + PersonID.new().text
            for part in ["/unmask", "/change", "/assign", "/bar"] {
                let form = [("group", "identity"), ("given-name", "Чужда"), ("user", "x")].filter { field in
                    ["/unmask": "group", "/change": "given-name", "/assign": "user", "/bar": "user"][part] == field.0
                }
                let hidden = try await shelter.post(address + part, form)
                let absent = try await shelter.post(nothing + part, form)
                #expect(hidden.status == 404 && absent.status == 404, "\(part)")
                #expect(hidden.bodyWithoutTokens.replacing(address, with: "") == absent.bodyWithoutTokens.replacing(nothing, with: ""))
            }
            #expect(try await shelter.get(address).status == 404)
            #expect(try await shelter.post(address + "/export").status == 404)
            #expect(try await shelter.find(name: "Латинка").isEmpty)
            #expect(try await shelter.find(number: second).isEmpty)
            #expect(try await worker.unmask(address).body.contains("Латинка"))
            // The old key is no longer used, and goes when all is sealed anew.
            let keys = try await office.house.database.read { connection in
                try connection.query("SELECT retired_at FROM vault_person_keys").map { try $0.textOrNil("retired_at") == nil }
            }
            #expect(keys.count == 2 && keys.contains(true) && keys.contains(false))
            let (vault, now) = (Vault(root: root), office.house.clock.now)
            _ = try await office.house.database.write { try vault.continueRotation(batch: 200, at: now, $0) }
            #expect(try await worker.unmask(address).body.contains("Латинка"))
        }
    }

    @Test(arguments: Engine.available)
    func `an erased person is gone everywhere, and her number is never given again`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.coordinator, .dataProtectionOfficer])
            let (worker, officer) = (desks[.coordinator]!, desks[.dataProtectionOfficer]!)
            let address = try await worker.add(names + [("egn", "7523169263")])
            let reference = try #require(try await worker.find(name: "Незабравка").first)
            #expect(try await officer.get(address).status == 403, "she watches, and does not look")
            #expect(try await officer.get(address + "/supervise").status == 200)
            for decision in ["", "Решение № 5", "Незабравка", "РД-12/2026\u{7}"] {
                let refused = try await officer.post(address + "/erase", ["decision": decision])
                #expect(refused.status == (decision.contains("\u{7}") ? 400 : 422), "\(decision)")
            }
            #expect(try await worker.unmask(address).body.contains("Незабравка"))
            #expect(try await worker.post(address + "/change", [("given-name", "Черновка"), ("_draft", "keep")]).status == 204)
            #expect(try await worker.get(address + "/change").body.contains("Черновка"))
            #expect(try await officer.post(address + "/erase", ["decision": "РД-12/2026"]).location == "/persons?done=erased")
            for part in ["", "/supervise"] { #expect(try await worker.get(address + part).status == 404) }
            for part in ["/unmask", "/export", "/change"] {
                #expect(try await worker.post(address + part, part == "/unmask" ? [("group", "identity")] : []).status == 404)
            }
            #expect(try await worker.find(name: "Незабравка").isEmpty)
            #expect(try await worker.find(number: "7523169263").isEmpty)
            #expect(try await !worker.get("/persons").body.contains(reference))
            #expect(try await officer.get(address + "/supervise").status == 404)
            for table: SQL in ["vault_values", "vault_seals", "vault_person_keys", "vault_index_values", "vault_unique_values", "drafts"] {
                let rows = try await office.house.database.read { try $0.query("SELECT * FROM " + table) }
                #expect(rows.isEmpty)
            }
            let next = try await worker.add(names)
            let body = try await worker.get(next).body
            #expect(!body.contains(reference) && body.contains("Л-2026-000002"))
        }
    }

    @Test func `a backup from before does not bring an erased person back`() async throws {
        try await withOffice(.sqlite) { office in
            guard case .sqlite(let path) = office.house.location else { return }
            let worker = try await office.house.signedIn(as: .coordinator)
            let address = try await worker.add(names + [("egn", "7523169263")])
            let other = try await worker.add([("given-name", "Останала")])
            let backup = path + ".backup"
            try await office.house.database.write { try $0.execute("DELETE FROM failed_attempts") }
            try await withOpen(path) { database in
                _ = try await database.read { connection in try connection.query("SELECT 1") }
            }
            for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
                try FileManager.default.copyItem(atPath: path + ending, toPath: backup + ending)
            }
            let officer = try await office.house.signedIn(as: .dataProtectionOfficer, from: "203.0.113.5")
            try await office.prove()
            #expect(try await officer.post(address + "/erase", ["decision": "РД-12/2026"]).status == 303)
            let vault = Vault(root: office.house.root)
            let list = try await office.house.database.read { try vault.tombstones($0) }
            #expect(list.count == 1)

            try await withOpen(backup) { database in
                let risen = try await database.write { try vault.replayTombstones(list, $0) }
                #expect(risen == 1)
                let house = try TestHouse(restored: database, at: .sqlite(path: backup), of: office.house)
                let again = try await house.signedIn(as: .coordinator, from: "203.0.113.6")
                let list = try await again.get("/persons").body
                #expect(list.contains(other) && !list.contains(address))
                #expect(try await again.get(address).status == 404)
                for part in ["/unmask", "/export", "/change"] {
                    #expect(try await again.post(address + part, part == "/unmask" ? [("group", "identity")] : []).status == 404)
                }
                #expect(try await again.find(name: "Незабравка").isEmpty)
                #expect(try await again.find(number: "7523169263").isEmpty)
                #expect(try await again.find(name: "Останала").count == 1)
            }
        }
    }

    private func withOpen(_ path: String, _ body: (any Database) async throws -> Void) async throws {
        let database = try await openDatabase(.sqlite(path: path))
        do {
            try await body(database)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    @Test func `who no longer works with a person does not see what is written from then on`() async throws {
        try await withOffice(.sqlite) { office in
            let desks = try await office.desks([.supervisor, .caseWorker])
            let (head, worker) = (desks[.supervisor]!, desks[.caseWorker]!)
            let address = try await worker.add(names)
            let user = try office.user(.caseWorker).text
            #expect(try await head.post(address + "/assign", ["user": user, "end": "1"]).status == 303)
            #expect(try await head.post(address + "/change", ["given-name": "Новакова"]).status == 303)
            #expect(try await worker.unmask(address).status == 404)
            #expect(try await worker.get(address).status == 404)
            #expect(try await worker.find(name: "Новакова").isEmpty)
            #expect(try await head.post(address + "/assign", ["user": user]).status == 303)
            #expect(try await worker.unmask(address).body.contains("Новакова"))
        }
    }

    @Test func `an unsent record comes back after a new sign-in, and lies sealed meanwhile`() async throws {
        try await withOffice(.sqlite) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            #expect(try await worker.get("/persons/new").location == "/persons/search", "a search goes first")
            _ = try await worker.find(name: "Незабравка")
            office.house.clock.advance(minutes: 20)
            let late = try await worker.post("/persons/new", names + [("egn", "7523169263"), ("sex", "female")])
            #expect(late.location == "/sign-in?kept=1&next=%2Fpersons%2Fnew")
            #expect(try await office.house.stored().firstRange(of: Array("Незабравка".utf8)) == nil)
            try await worker.signIn(as: .caseWorker)
            let page = try await worker.get("/persons/new")
            #expect(page.status == 200 && page.body.contains("Незабравка") && page.body.contains("7523169263"))
            let form = try #require(
                page.forms.first { form in form.fields.contains { $0.name == "given-name" } && form.action == "/persons/new" })
            #expect(try await worker.submit(form, ["age-group": "adult"]).location?.hasSuffix("?done=added") == true)
            #expect(try await worker.get("/persons/new").location == "/persons/search", "what is sent is forgotten")
            let found = try await worker.find(name: "Незабравка")
            #expect(found == ["Л-2026-000001"])
        }
    }
}
