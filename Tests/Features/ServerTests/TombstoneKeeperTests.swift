import Core
import Database
import Foundation
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Vault

@Suite struct TombstoneKeeperTests {
    @Test(arguments: Engine.available)
    func `who was erased and comes back with a backup is erased again before anybody is served`(engine: Engine) async throws {
        try await withTemporaryFolder { folder in
            try await withHouse(engine) { house in
                let vault = Vault(root: house.root)
                let keeper = TombstoneKeeper(folder + "/tombstones", vault: vault, database: house.database)
                #expect(try await keeper.keep(now: house.clock.now) == 0)
                #expect(!FileManager.default.fileExists(atPath: folder + "/tombstones"), "nobody was erased: there is no list")
                let organisation = try #require(try await house.actors()[.caseWorker]).organisation
                let (gone, other) = (SealedSubject(PersonID.new()), SealedSubject(PersonID.new()))
                let tombstone = try #require(
                    Tombstone(subject: gone, erasedAt: house.clock.now, decision: "РД-12/2026", erasedBy: UserID.new().text))
                try await house.database.write { connection in
                    for subject in [gone, other] { try vault.newSubject(subject, for: organisation, connection) }
                    try vault.erase(tombstone, connection)
                }
                #expect(try await keeper.keep(now: house.clock.now) == 0)
                let list = try String(contentsOfFile: folder + "/tombstones", encoding: .utf8)
                #expect(try TombstoneList.read(list) == [tombstone])

                // As a backup made before would bring her back.
                try await house.database.write { connection in
                    try connection.execute("DELETE FROM vault_tombstones")
                    try vault.newSubject(gone, for: organisation, connection)
                }
                #expect(try await keeper.keep(now: house.clock.now) == 1)
                let (erased, there) = try await house.database.read { connection in
                    (try vault.holders(of: gone, connection), try vault.holders(of: other, connection))
                }
                #expect(erased.isEmpty && there == [organisation])
                let last = try await house.database.read { connection in
                    try connection.first("SELECT act, object FROM ledger_entries ORDER BY position DESC LIMIT 1")
                }
                #expect(try last?.text("act") == "person.erase" && last?.text("object") == gone.text)
                #expect(try await keeper.keep(now: house.clock.now) == 0)

                try list.dropLast(5).write(toFile: folder + "/tombstones", atomically: true, encoding: .utf8)
                await #expect(throws: TombstoneKeeper.Fault.damaged(line: 2)) { try await keeper.keep(now: house.clock.now) }
            }
        }
    }
}
