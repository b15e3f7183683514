import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct RotationTests {
    /// Counts rows under a key that is not in use.
    private func leftUnderOldKeys(_ database: any Database) async throws -> Int {
        try await database.read { connection in
            try connection.first(
                """
                SELECT (SELECT count(*) FROM vault_values v JOIN vault_person_keys k ON k.person_key_id = v.person_key_id
                        WHERE k.retired_at IS NOT NULL)
                    + (SELECT count(*) FROM vault_files f JOIN vault_person_keys k ON k.person_key_id = f.person_key_id
                        WHERE k.retired_at IS NOT NULL)
                    + (SELECT count(*) FROM vault_seals s JOIN vault_person_keys k ON k.person_key_id = s.person_key_id
                        WHERE k.retired_at IS NOT NULL) AS number
                """)?.integer("number") ?? -1
        }
    }

    @Test(arguments: Engine.available)
    func `stopped after any number of batches everything is readable, and the next program goes on`(engine: Engine) async throws {
        for stop in 0...9 {
            try await withDatabase(engine, migrations: Vault.migrations) { database in
                let world = try await VaultWorld(database)
                let (vault, shelter, police, commission) = (world.vault, world.shelter, world.police, world.commission)
                let subject = try await world.subject(database)
                try await world.grant(subject, from: shelter, to: police, database)
                try await world.grant(subject, from: shelter, to: commission, database)
                let file = try await database.write { connection in
                    for number in 1...5 { try vault.put([UInt8(number)], in: .address(subject), of: subject, as: shelter, connection) }
                    return try vault.putFile(
                        [1, 2, 3], name: "снимка.jpg", mediaType: "image/jpeg", in: .name(subject), of: subject, as: police, connection)
                }
                try await world.revoke(subject, from: police, database)
                for _ in 0..<stop { _ = try await database.write { try vault.continueRotation(batch: 1, $0) } }
                // Another program, which knows nothing but the root key and the database.
                let next = Vault(root: vault.root)
                for organisation in [shelter, commission] {
                    let (name, address, content) = try await database.read { connection in
                        let opened = try next.open([.name(subject), .address(subject)], of: subject, as: organisation, connection)
                        let content = try next.file(file, of: subject, as: organisation, connection).map {
                            try next.content(of: $0, connection)
                        }
                        return (opened[.name(subject)], opened[.address(subject)], content)
                    }
                    #expect(name == Array("Мария Примерова".utf8))
                    #expect(address == [5])
                    #expect(content == [1, 2, 3])
                }
                await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: police, database) }
                try await database.write { connection in
                    try next.put([9], in: .address(subject), of: subject, as: commission, connection)
                    try next.grant(subject, from: commission, to: police, connection)
                }
                #expect(try await world.name(subject, as: police, database) == "Мария Примерова")
                try await world.rotate(database, batch: 3)
                #expect(try await leftUnderOldKeys(database) == 0)
                for organisation in world.organisations {
                    #expect(try await world.name(subject, as: organisation, database) == "Мария Примерова")
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a batch is bounded and counted`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            let subject = try await world.subject(database)
            let nothing = try await database.write { try vault.continueRotation(batch: 10, $0) }
            #expect(nothing == RotationStep(moved: 0, damaged: 0, isDone: true))
            try await database.write { connection in
                for number in 0..<8 { try vault.put([UInt8(number)], in: .name(subject), of: subject, as: world.shelter, connection) }
                try vault.beginRotation(subject, connection)
            }
            let steps = try await database.write { connection in
                [
                    try vault.continueRotation(batch: 4, connection), try vault.continueRotation(batch: 4, connection),
                    try vault.continueRotation(batch: 4, connection),
                ]
            }
            #expect(steps.map(\.moved) == [4, 4, 2])
            #expect(steps.map(\.isDone) == [false, false, true])
            let uses = try await database.read { try vault.keyUses(limit: 5, $0) }
            #expect(uses.map(\.count) == [10])
        }
    }

    @Test(arguments: Engine.available)
    func `two revocations in a row end with one key`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            let subject = try await world.subject(database)
            try await world.grant(subject, from: world.shelter, to: world.police, database)
            try await world.grant(subject, from: world.shelter, to: world.commission, database)
            try await world.revoke(subject, from: world.police, database)
            _ = try await database.write { try vault.continueRotation(batch: 1, $0) }
            try await world.revoke(subject, from: world.commission, database)
            #expect(try await world.name(subject, as: world.shelter, database) == "Мария Примерова")
            for gone in [world.police, world.commission] {
                await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: gone, database) }
            }
            try await world.rotate(database, batch: 1)
            #expect(try await leftUnderOldKeys(database) == 0)
            #expect(try await world.name(subject, as: world.shelter, database) == "Мария Примерова")
        }
    }

    @Test(arguments: Engine.available)
    func `an organisation's new pair opens everything, and the old one is destroyed`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, shelter) = (world.vault, world.shelter)
            var subjects: [SealedSubject] = []
            for number in 0..<5 { subjects.append(try await world.subject(database, name: "Лице \(number)")) }
            try await database.write { try vault.replaceOrganisationKey(shelter, $0) }
            for step in 0...5 {
                for (number, subject) in subjects.enumerated() {
                    #expect(try await world.name(subject, as: shelter, database) == "Лице \(number)", "after \(step) steps")
                }
                _ = try await database.write { try vault.continueRotation(batch: 1, $0) }
            }
            try await world.rotate(database)
            let left = try await database.read { connection in
                try connection.query(
                    "SELECT wrapped_half IS NULL AS is_destroyed FROM vault_organisation_keys WHERE organisation = \(shelter) ORDER BY made_at, retired_at IS NULL"
                )
                .map { try $0.boolean("is_destroyed") }
            }
            #expect(left == [true, false])
            for (number, subject) in subjects.enumerated() {
                #expect(try await world.name(subject, as: shelter, database) == "Лице \(number)")
            }
            await #expect(throws: VaultError.unknownKey) {
                try await database.write { try vault.replaceOrganisationKey(.new(), $0) }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `what is damaged stays, is counted, and keeps nobody else waiting`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            let (first, second, third) = (
                try await world.subject(database), try await world.subject(database), try await world.subject(database)
            )
            try await database.write { connection in
                try connection.execute(
                    "UPDATE vault_values SET sealed = \([UInt8](repeating: 1, count: 80)) WHERE subject = \(first) AND field = 'name'")
                try connection.execute(
                    "UPDATE vault_seals SET ciphertext = \([UInt8](repeating: 1, count: 48)) WHERE person_key_id IN (SELECT person_key_id FROM vault_person_keys WHERE subject = \(second))"
                )
                for subject in [first, second, third] { try vault.beginRotation(subject, connection) }
            }
            let step = try await database.write { try vault.continueRotation(batch: 100, $0) }
            #expect(step == RotationStep(moved: 3, damaged: 2, isDone: true))
            #expect(try await database.read { try vault.stuckRotations($0) } == 2)
            #expect(try await world.name(third, as: world.shelter, database) == "Мария Примерова")
            let address = try await database.read { try vault.versions(of: .address(first), of: first, as: world.shelter, $0) }
            #expect(address.map(\.bytes) == [Array("ул. Тиха 7".utf8)])
            await #expect(throws: VaultError.damaged) { try await world.name(first, as: world.shelter, database) }
        }
    }
}
