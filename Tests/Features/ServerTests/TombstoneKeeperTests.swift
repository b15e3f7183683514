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

    @Test func `a list that can't be read or written stops the start, and stays as it is`() async throws {
        try await withTemporaryFolder { folder in
            try await withHouse(.sqlite) { house in
                let (vault, now) = (Vault(root: house.root), house.clock.now)
                // What an older backup knows: one of those who were erased.
                let known = try #require(
                    Tombstone(subject: SealedSubject(PersonID.new()), erasedAt: now, decision: "РД-1", erasedBy: UserID.new().text))
                try await house.database.write { try vault.erase(known, $0) }
                func keeper(_ path: String) -> TombstoneKeeper { TombstoneKeeper(path, vault: vault, database: house.database) }
                let list = folder + "/tombstones"

                try Data().write(to: URL(fileURLWithPath: list))
                await #expect(throws: TombstoneKeeper.Fault.damaged(line: 1)) { try await keeper(list).start(now: now) }
                #expect(try Data(contentsOf: URL(fileURLWithPath: list)).isEmpty)
                try FileManager.default.removeItem(atPath: list)

                try FileManager.default.createDirectory(atPath: list, withIntermediateDirectories: false)
                await #expect(throws: TombstoneKeeper.Fault.unreadable) { try await keeper(list).start(now: now) }
                try FileManager.default.removeItem(atPath: list)

                // A link into a folder that is not mounted, and one that nobody can follow: neither says that nobody was erased.
                for target in ["/nowhere/tombstones", list] {
                    try FileManager.default.createSymbolicLink(atPath: list, withDestinationPath: target)
                    await #expect(throws: TombstoneKeeper.Fault.unreadable) { try await keeper(list).start(now: now) }
                    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: list) == target)
                    try FileManager.default.removeItem(atPath: list)
                }

                // No power lets anybody read or write here.
                await #expect(throws: TombstoneKeeper.Fault.unreadable) { try await keeper("/dev/null/tombstones").start(now: now) }
                await #expect(throws: TombstoneKeeper.Fault.unwritable) { try await keeper("/proc/tombstones").start(now: now) }

                #expect(try await keeper(list).start(now: now) == 0)
                #expect(try TombstoneList.read(String(contentsOfFile: list, encoding: .utf8)) == [known])
            }
        }
    }

    @Test(arguments: Engine.available)
    func `who comes back with a backup is gone from every room, as on the day she was erased`(engine: Engine) async throws {
        try await withTemporaryFolder { folder in
            try await withHouse(engine) { house in
                let worker = try await house.signedIn(as: .caseWorker)
                _ = try await worker.get("/account")
                try await house.prove()
                let person = try await worker.made(
                    "/persons/new", [("age-group", "adult"), ("sex", "female"), ("given-name", "Незабравка")])
                let actors = try await house.actors()
                let shelter = try #require(actors[.shelterManager])
                let referral = try await worker.made(
                    person + "/referrals/new",
                    [
                        ("id", Identifier<Tombstone>.new().text), ("receiver", shelter.organisation.text), ("purpose", "shelter"),
                        ("standing", "citizen"), ("group", "identity"), ("letter", "Писмо"), ("ground", "danger"), ("danger", "threat"),
                        ("step", "go"),
                    ])
                #expect(try await worker.post(person + "/change", [("given-name", "Чернова"), ("_draft", "keep")]).status == 204)
                let id = try #require(PersonID(String(person.dropFirst("/persons/".count))))
                let list = folder + "/tombstones"
                let gone = try #require(
                    Tombstone(subject: SealedSubject(id), erasedAt: house.clock.now, decision: "РД-1", erasedBy: UserID.new().text))
                try TombstoneList.text([gone]).write(toFile: list, atomically: true, encoding: .utf8)

                let keeper = TombstoneKeeper(list, vault: Vault(root: house.root), database: house.database)
                #expect(try await keeper.start(now: house.clock.now) == 1)
                let left = try await house.database.read { connection in
                    (
                        try connection.query("SELECT 1 AS n FROM drafts").count,
                        try RelationStore.live(of: id.text, at: house.clock.now, connection).map(\.held.relation),
                        try connection.first("SELECT state FROM referrals")?.text("state"),
                        try Vault(root: house.root).holders(of: SealedSubject(id), connection).count,
                        try connection.query(
                            "SELECT 1 AS n FROM vault_seals s JOIN vault_person_keys k ON k.person_key_id = s.person_key_id"
                        ).count
                    )
                }
                #expect(left.0 == 0 && left.1.isEmpty && left.2 == "closed" && left.3 == 0 && left.4 == 0)
                for path in [person, referral] { #expect(try await worker.get(path).status == 404) }
                #expect(try await keeper.start(now: house.clock.now) == 0)
            }
        }
    }
}
