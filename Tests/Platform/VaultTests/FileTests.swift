import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct FileTests {
    private let chunk = SealedFile.chunkSize

    @Test(arguments: Engine.available)
    func `files of any size come back as they were`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, shelter) = (world.vault, world.shelter)
            let subject = try await world.subject(database)
            for size in [0, 1, 4095, 4096, 4097, chunk - 1, chunk, chunk + 1, 3 * chunk, 200_001] {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                let id = try await database.write { connection in
                    try vault.putFile(
                        bytes, name: "паспорт.pdf", mediaType: "application/pdf", in: .name(subject), of: subject, as: shelter, connection)
                }
                let (description, content, stored) = try await database.read { connection in
                    let file = try #require(try vault.file(id, of: subject, as: shelter, connection))
                    let rows = try connection.query("SELECT length(sealed) AS size FROM vault_file_chunks WHERE file_id = \(id.text)")
                    return (file.description, try vault.content(of: file, connection), try rows.map { try $0.integer("size") }.reduce(0, +))
                }
                #expect(content == bytes)
                #expect(description == FileDescription(name: "паспорт.pdf", mediaType: "application/pdf", size: size))
                let chunks = (SizeClass.padded(size) + chunk - 1) / chunk
                #expect(stored == SizeClass.padded(size) + chunks * (1 + 36 + 12 + 16))
            }
            let all = try await database.read { try vault.files(in: .name(subject), of: subject, $0) }
            let opened = try await database.read { try vault.files(in: .name(subject), of: subject, as: shelter, $0) }
            #expect(all.count == 10 && Set(all) == Set(opened.keys) && opened.allSatisfy { $0 == $1.id })
            #expect(opened.values.map(\.description.size).sorted().last == 200_001)
            #expect(try await database.read { try vault.files(in: .address(subject), of: subject, as: shelter, $0) }.isEmpty)
            await #expect(throws: VaultError.unknownKey) {
                try await database.read { _ = try vault.files(in: .name(subject), of: subject, as: world.police, $0) }
            }
            #expect(try await database.read { try vault.file(.new(), of: subject, as: shelter, $0) } == nil)
            await #expect(throws: VaultError.unknownKey) {
                try await database.read { _ = try vault.file(.new(), of: subject, as: world.police, $0) }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `chunks that were cut, swapped, added or changed don't open`(engine: Engine) async throws {
        let harms: [(String, [SQL])] = [
            ("the last is cut off", ["DELETE FROM vault_file_chunks WHERE number = 2"]),
            ("all but the first are cut off", ["DELETE FROM vault_file_chunks WHERE number > 0"]),
            ("all are gone", ["DELETE FROM vault_file_chunks"]),
            (
                "the first is cut off and the others move up",
                [
                    "DELETE FROM vault_file_chunks WHERE number = 0", "UPDATE vault_file_chunks SET number = number - 1 + 10",
                    "UPDATE vault_file_chunks SET number = number - 10",
                ]
            ),
            (
                "two are swapped",
                [
                    "UPDATE vault_file_chunks SET number = 9 WHERE number = 0", "UPDATE vault_file_chunks SET number = 0 WHERE number = 1",
                    "UPDATE vault_file_chunks SET number = 1 WHERE number = 9",
                ]
            ),
            (
                "the last stands there twice",
                ["INSERT INTO vault_file_chunks SELECT file_id, 3, sealed FROM vault_file_chunks WHERE number = 2"]
            ),
            (
                "one comes from before the last",
                ["INSERT INTO vault_file_chunks SELECT file_id, 3, sealed FROM vault_file_chunks WHERE number = 1"]
            ),
            ("one is changed", ["UPDATE vault_file_chunks SET sealed = \([UInt8](repeating: 1, count: 70)) WHERE number = 1"]),
        ]
        for (name, statements) in harms {
            try await withDatabase(engine, migrations: Vault.migrations) { database in
                let world = try await VaultWorld(database)
                let (vault, shelter) = (world.vault, world.shelter)
                let subject = try await world.subject(database)
                let size = 2 * chunk + 5
                await #expect(throws: VaultError.damaged, "\(name)") {
                    try await database.write { connection in
                        let bytes = Array(repeating: UInt8(7), count: size)
                        let id = try vault.putFile(
                            bytes, name: "a", mediaType: "b", in: .name(subject), of: subject, as: shelter, connection)
                        for statement in statements { try connection.execute(statement) }
                        let file = try #require(try vault.file(id, of: subject, as: shelter, connection))
                        _ = try vault.content(of: file, connection)
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `read chunk by chunk, a file that was cut shows at its new end`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, shelter) = (world.vault, world.shelter)
            let subject = try await world.subject(database)
            let bytes = Array(repeating: UInt8(7), count: 2 * chunk + 5)
            let file = try await database.write { connection in
                let id = try vault.putFile(bytes, name: "a", mediaType: "b", in: .name(subject), of: subject, as: shelter, connection)
                try connection.execute("DELETE FROM vault_file_chunks WHERE number = 2")
                return try #require(try vault.file(id, of: subject, as: shelter, connection))
            }
            #expect(file.chunkCount == 2)
            #expect(try await database.read { try vault.chunk(0, of: file, $0) } == Array(bytes[..<chunk]))
            await #expect(throws: VaultError.damaged) { try await database.read { _ = try vault.chunk(1, of: file, $0) } }
        }
    }

    @Test(arguments: Engine.available)
    func `neither keys, descriptions nor chunks of two files can be exchanged`(engine: Engine) async throws {
        let columns: [(String, SQL, SQL)] = [
            ("keys", "SELECT sealed_key AS bytes FROM vault_files ORDER BY file_id", "UPDATE vault_files SET sealed_key = "),
            ("descriptions", "SELECT description AS bytes FROM vault_files ORDER BY file_id", "UPDATE vault_files SET description = "),
            ("chunks", "SELECT sealed AS bytes FROM vault_file_chunks ORDER BY file_id", "UPDATE vault_file_chunks SET sealed = "),
        ]
        for (name, reading, writing) in columns {
            try await withDatabase(engine, migrations: Vault.migrations) { database in
                let world = try await VaultWorld(database)
                let (vault, shelter) = (world.vault, world.shelter)
                let subject = try await world.subject(database)
                let ids = try await database.write { connection in
                    let ids = try (0..<2).map { _ in
                        try vault.putFile([1], name: "a", mediaType: "b", in: .name(subject), of: subject, as: shelter, connection)
                    }.sorted { $0.text < $1.text }
                    let bytes = try connection.query(reading).map { try $0.blob("bytes") }
                    try connection.execute(writing + "\(bytes[1]) WHERE file_id = \(ids[0].text)")
                    try connection.execute(writing + "\(bytes[0]) WHERE file_id = \(ids[1].text)")
                    return ids
                }
                for id in ids {
                    await #expect(throws: VaultError.self, "\(name)") {
                        try await database.read { connection in
                            let file = try #require(try vault.file(id, of: subject, as: shelter, connection))
                            _ = try vault.content(of: file, connection)
                        }
                    }
                }
            }
        }
    }

    @Test func `sizes fall into few classes, and cost an eighth at most`() {
        var random = SeededGenerator(3)
        var classes: Set<Int> = []
        for _ in 0..<20_000 {
            let size = Int.random(in: 0...50_000_000, using: &random) >> Int.random(in: 0...20, using: &random)
            let padded = SizeClass.padded(size)
            #expect(padded >= size && (padded <= size + size / 8 + 1 || padded == 4096), "\(size)")
            #expect(SizeClass.padded(padded) == padded, "\(size)")
            classes.insert(padded)
        }
        #expect(classes.count <= 8 * 14 + 1)
    }
}
