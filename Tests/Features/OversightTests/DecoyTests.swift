import Access
import Cases
import Core
import Database
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Vault

@Suite struct DecoyTests {
    @Test(arguments: Engine.available)
    func `whoever opens a decoy is told of, and nobody can tell it from a record`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let place = try #require(OrganisationID(scene.organisation(.supervisor)))
            let reference = try await CasesFeature.plantDecoy(
                given: "Златолика", family: "Несъществуваща", in: place, vault: Vault(root: house.root), at: house.clock.now, house.database
            )
            let head = try await house.signedIn(as: .supervisor)
            let list = try await head.get("/persons")
            #expect(list.body.contains(reference))
            let found = try await head.post("/persons/search", ["name": "златолика несъществуваща"])
            #expect(found.body.contains(reference))
            let decoy = try #require(try await house.database.read { connection in try CasesFeature.decoys(connection) }.first)
            let page = try await head.get("/persons/" + decoy)
            #expect(page.status == 200 && !page.body.contains("примамка"))

            let rounds = try House.rounds(
                database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
            await rounds.round()
            let alerts = try await house.database.read { connection in try Alert.page(connection) }
            let told = try #require(alerts.first { $0.finding.detector == .canary })
            #expect(told.finding.object == decoy && told.finding.actor == scene.user(.supervisor))
            #expect(try await house.signedIn(as: .auditor).get("/alerts").body.contains("примамка"))
        }
    }
}
