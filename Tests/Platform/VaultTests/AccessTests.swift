import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct AccessTests {
    @Test(arguments: Engine.available)
    func `who has a seal reads, who has none does not even learn what is there`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database)
            #expect(try await world.name(subject, as: world.shelter, database) == "Мария Примерова")
            await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: world.police, database) }
            await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: .new(), database) }
            let vault = world.vault
            let nothing = try await database.read { connection in
                try vault.open(SealedField(table: "persons", record: "other", field: "name"), of: subject, as: world.shelter, connection)
            }
            #expect(nothing == nil)
            await #expect(throws: VaultError.unknownKey) {
                try await database.write { connection in
                    try vault.put([1], in: .name(subject), of: subject, as: world.police, connection)
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `access is given by one who has it, and only to an organisation with a key`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database)
            await #expect(throws: VaultError.unknownKey) {
                try await world.grant(subject, from: world.police, to: world.commission, database)
            }
            await #expect(throws: VaultError.unknownKey) { try await world.grant(subject, from: world.shelter, to: .new(), database) }
            for _ in 0..<2 { try await world.grant(subject, from: world.shelter, to: world.police, database) }
            #expect(try await world.name(subject, as: world.police, database) == "Мария Примерова")
            let vault = world.vault
            let holders = try await database.read { connection in try vault.holders(of: subject, connection) }
            #expect(holders == [world.shelter, world.police].sorted())
        }
    }

    @Test(arguments: Engine.available)
    func `a correction supersedes and writes nothing over`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database, name: "Мария")
            let vault = world.vault
            let (second, versions) = try await database.write { connection in
                let second = try vault.put(Array("Марина".utf8), in: .name(subject), of: subject, as: world.shelter, connection)
                return (second, try vault.versions(of: .name(subject), of: subject, as: world.shelter, connection))
            }
            #expect(second == 2)
            #expect(versions.map { String(decoding: $0.bytes, as: UTF8.self) } == ["Мария", "Марина"])
            #expect(versions.map(\.version) == [1, 2])
            #expect(try await world.name(subject, as: world.shelter, database) == "Марина")
        }
    }

    @Test(arguments: Engine.available)
    func `a subject has one key in use and an organisation too`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database)
            let vault = world.vault
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in try vault.newSubject(subject, for: world.police, connection) }
            }
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in try vault.makeOrganisationKey(world.police, connection) }
            }
            await #expect(throws: VaultError.unknownKey) {
                try await database.write { connection in try vault.newSubject(SealedSubject(PersonID.new()), for: .new(), connection) }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `from the moment of revoking nothing opens, and a copied seal opens nothing sealed since`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database)
            await #expect(throws: VaultError.lastSeal) { try await world.revoke(subject, from: world.shelter, database) }
            await #expect(throws: VaultError.unknownKey) { try await world.revoke(subject, from: world.police, database) }
            try await world.grant(subject, from: world.shelter, to: world.police, database)
            let vault = world.vault
            let copied = try await database.read { connection in
                let ring = try KeyRing(vault, of: subject, as: world.police, connection)
                var opening = ring
                return try opening.key(ring.current)
            }
            try await world.revoke(subject, from: world.police, database)
            await #expect(throws: VaultError.unknownKey) { try await world.name(subject, as: world.police, database) }
            #expect(try await world.name(subject, as: world.shelter, database) == "Мария Примерова")
            try await database.write { connection in
                try vault.put(Array("тайна".utf8), in: .address(subject), of: subject, as: world.shelter, connection)
            }
            try await world.rotate(database)
            let rows = try await database.read { connection in
                try connection.query("SELECT record_table, record, field, version, sealed FROM vault_values")
            }
            #expect(rows.count == 3)
            for row in rows {
                let field = SealedField(table: try row.text("record_table"), record: try row.text("record"), field: try row.text("field"))
                let sealed = try row.blob("sealed")
                let place = field.place(of: subject, version: try row.integer("version"))
                #expect(throws: VaultError.unknownKey) { try copied.open(sealed, for: place) }
            }
            #expect(try await world.name(subject, as: world.shelter, database) == "Мария Примерова")
        }
    }
}
