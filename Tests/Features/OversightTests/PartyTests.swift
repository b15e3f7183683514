import Access
import Core
import Database
import Ledger
import Policy
import TestSupport
import Testing

@Suite struct PartyTests {
    /// Each act that gives somebody something says to whom, in the ledger and on its pages.
    @Test(arguments: Engine.available)
    func `an entry names whom else the act concerns, in the ledger, its file and who looked`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let head = try await house.signedIn(as: .supervisor)
            let worker = try await house.signedIn(as: .caseWorker)
            _ = try await worker.post("/persons/search", ["name": "Никоя Такава"])
            let added = try await worker.post("/persons/new", ["age-group": "adult", "sex": "female"])
            let address = try #require(added.location?.split(separator: "?").first.map(String.init))
            let colleague = scene.user(.supervisor)
            for part in ["/assign", "/bar"] {
                let person = scene.user(.caseWorker)
                #expect(try await head.post(address + part, ["user": part == "/assign" ? colleague : person]).status == 303, "\(part)")
                #expect(try await head.post(address + part, [("user", person), ("end", "1")]).status == 303, "\(part)")
            }
            let entries = try await scene.all().map(\.entry).filter { $0.object == address.split(separator: "/").last.map(String.init) }
            let told = entries.filter { !$0.parties.isEmpty }.map { $0.act + " " + $0.parties.joined(separator: " ") }
            #expect(
                told == [
                    "person.assign " + colleague, "person.unassign " + scene.user(.caseWorker), "person.bar " + scene.user(.caseWorker),
                    "person.unbar " + scene.user(.caseWorker),
                ])
            let name = try #require(
                try await house.database.read { connection in
                    try connection.first("SELECT name FROM users WHERE id = \(scene.user(.caseWorker))")?.text("name")
                })
            #expect(try await head.get(address + "/supervise").body.contains("Засяга: " + name))
            let auditor = try await house.signedIn(as: .auditor)
            #expect(try await auditor.get("/ledger").body.contains("Засяга: "))
            #expect(try await auditor.post("/ledger/file").body.contains(name))
        }
    }
}
