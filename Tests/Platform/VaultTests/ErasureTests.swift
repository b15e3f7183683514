import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct ErasureTests {
    @Test(arguments: Engine.available)
    func `who was erased left nothing but a tombstone, and can't be made again`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, shelter) = (world.vault, world.shelter)
            let (subject, other) = (try await world.subject(database), try await world.subject(database))
            let tombstone = try Tombstone.of(subject)
            try await database.write { connection in
                _ = try vault.putFile([1], name: "n", mediaType: "m", in: .name(subject), of: subject, as: shelter, connection)
                try BlindIndex(vault).set(["0888 123456"], .phone, of: subject, connection)
                _ = try vault.claim(try .egn(typed: "7523169263"), of: subject, connection)
                try vault.setLinkage(LinkageFacts(), of: subject, connection)
                try vault.beginRotation(subject, connection)
                try vault.erase(tombstone, connection)
                try vault.erase(try Tombstone.of(subject, decision: "later"), connection)
            }
            for organisation in world.organisations {
                await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: organisation, database) }
            }
            #expect(try await world.name(other, as: shelter, database) == "Мария Примерова")
            let rows = try await allRows(database).filter { $0.contains(subject.text) }
            #expect(rows.count == 1)
            #expect(try await database.read { try vault.tombstones($0) } == [tombstone])
            await #expect(throws: VaultError.erased) {
                try await database.write { try vault.newSubject(subject, for: shelter, $0) }
            }
            await #expect(throws: VaultError.unknownKey) {
                try await database.write { try vault.setLinkage(LinkageFacts(), of: subject, $0) }
            }
            await #expect(throws: VaultError.unknownKey) {
                try await database.write { try BlindIndex(vault).set(["1"], .phone, of: subject, $0) }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a restored backup does not bring her back`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            let (subject, other) = (try await world.subject(database), try await world.subject(database, name: "Друга"))
            try await database.write { connection in
                try connection.execute("CREATE TABLE backup_keys AS SELECT * FROM vault_person_keys")
                try connection.execute("CREATE TABLE backup_seals AS SELECT * FROM vault_seals")
                try connection.execute("CREATE TABLE backup_values AS SELECT * FROM vault_values")
            }
            let kept = try await database.write { connection in
                try vault.erase(try Tombstone.of(subject), connection)
                return TombstoneList.text(try vault.tombstones(connection))
            }
            try await database.write { connection in
                for statement: SQL in [
                    "DELETE FROM vault_seals", "DELETE FROM vault_values", "DELETE FROM vault_person_keys", "DELETE FROM vault_tombstones",
                    "INSERT INTO vault_person_keys SELECT * FROM backup_keys", "INSERT INTO vault_seals SELECT * FROM backup_seals",
                    "INSERT INTO vault_values SELECT * FROM backup_values", "DROP TABLE backup_keys", "DROP TABLE backup_seals",
                    "DROP TABLE backup_values",
                ] { try connection.execute(statement) }
            }
            #expect(try await world.name(subject, as: world.shelter, database) == "Мария Примерова")
            let list = try TombstoneList.read(kept)
            for expected in [1, 0] {
                #expect(try await database.write { try vault.replayTombstones(list, $0) } == expected)
                await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: world.shelter, database) }
            }
            #expect(try await world.name(other, as: world.shelter, database) == "Друга")
            #expect(try await database.read { try vault.tombstones($0) } == list)
            #expect(try await allRows(database).filter { $0.contains(subject.text) }.count == 1)
        }
    }

    @Test func `nor does a copy of the file, and no trace of her keys is left in it`() async throws {
        try await withTemporaryFolder { folder in
            let (path, copy) = (folder + "/a.sqlite", folder + "/backup.sqlite")
            let database = try await openDatabase(.sqlite(path: path))
            _ = try await Migrator(Vault.migrations).migrate(database)
            let world = try await VaultWorld(database)
            let vault = world.vault
            let subject = try await world.subject(database)
            let sealed = try await database.read { connection in
                try connection.query("SELECT ciphertext AS bytes FROM vault_seals UNION ALL SELECT sealed FROM vault_values")
                    .map { Data(try $0.blob("bytes")) }
            }
            #expect(sealed.count == 3)
            await database.close()
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            let again = try await openDatabase(.sqlite(path: path))
            let list = try await again.write { connection in
                try vault.erase(try Tombstone.of(subject), connection)
                return try vault.tombstones(connection)
            }
            await again.close()
            let file = try Data(contentsOf: URL(fileURLWithPath: path))
            for bytes in sealed { #expect(file.range(of: bytes) == nil) }
            let restored = try await openDatabase(.sqlite(path: copy))
            #expect(try await world.name(subject, as: world.shelter, restored) == "Мария Примерова")
            try await restored.write { _ = try vault.replayTombstones(list, $0) }
            await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: world.shelter, restored) }
            await restored.close()
        }
    }

    @Test func `the list of tombstones is read whole or not at all`() throws {
        let stones = try (0..<3).map { number in try Tombstone.of(SealedSubject(PersonID.new()), decision: "РД-\(number)") }
        let text = TombstoneList.text(stones)
        #expect(try TombstoneList.read(text) == stones)
        #expect(try TombstoneList.read(TombstoneList.text([])) == [])
        for (broken, line) in [
            ("", 1), ("zakrila tombstones 2\n", 1), (String(text.dropLast()), 4), (String(text.dropLast(30)), 4),
            (text.replacingOccurrences(of: "РД-1", with: "РД 1"), 3), (text + "\n", 5),
        ] { #expect(throws: TombstoneList.Malformed(line: line)) { try TombstoneList.read(broken) } }
        for code in ["", "two words", "a\n", "\u{7}", String(repeating: "a", count: 101)] {
            #expect(Tombstone(subject: stones[0].subject, erasedAt: .now, decision: code, erasedBy: "u") == nil)
            #expect(Tombstone(subject: stones[0].subject, erasedAt: .now, decision: "d", erasedBy: code) == nil)
        }
    }
}
