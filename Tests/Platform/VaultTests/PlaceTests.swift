import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct PlaceTests {
    @Test(arguments: Engine.available)
    func `any two sealed values that change places stop to open`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, shelter) = (world.vault, world.shelter)
            let (first, second) = (try await world.subject(database), try await world.subject(database))
            try await database.write { connection in
                // The same words everywhere, and an older version beside the newer one.
                for subject in [first, second] {
                    for field in [SealedField.name(subject), .address(subject)] {
                        try vault.put([1, 2, 3], in: field, of: subject, as: shelter, connection)
                    }
                    try vault.put([1, 2, 3], in: .name(first), of: subject, as: shelter, connection)
                }
            }
            let ids = try await database.read { connection in
                try connection.query("SELECT value_id FROM vault_values ORDER BY value_id").map { try $0.text("value_id") }
            }
            #expect(ids.count == 10)
            for (index, one) in ids.enumerated() {
                for other in ids[(index + 1)...] {
                    let opened = try? await database.write { connection in
                        try exchange(one, other, connection)
                        let opened = try [one, other].map { id in
                            let row = try connection.first("SELECT * FROM vault_values WHERE value_id = \(id)")
                            return try row.map { row in
                                let subject = try row.subject("subject")
                                let field = SealedField(
                                    table: try row.text("record_table"), record: try row.text("record"), field: try row.text("field"))
                                var ring = try KeyRing(vault, of: subject, as: shelter, connection)
                                let place = field.place(of: subject, version: try row.integer("version"))
                                return (try? ring.open(try row.blob("sealed"), for: place)) == nil
                            } ?? false
                        }
                        try exchange(one, other, connection)
                        return opened
                    }
                    #expect(opened == [true, true], "\(one) and \(other)")
                }
            }
            // They are back in their places.
            #expect(try await database.read { try vault.open(.name(first), of: first, as: shelter, $0) } == [1, 2, 3])
        }
    }

    @Test(arguments: Engine.available)
    func `a row moved to another record, version or person does not open`(engine: Engine) async throws {
        let moves: [SQL] = [
            "UPDATE vault_values SET record = 'other'", "UPDATE vault_values SET record_table = 'other'",
            "UPDATE vault_values SET field = 'other'", "UPDATE vault_values SET version = 7",
        ]
        for move in moves {
            try await withDatabase(engine, migrations: Vault.migrations) { database in
                let world = try await VaultWorld(database)
                let (vault, shelter) = (world.vault, world.shelter)
                let subject = SealedSubject(PersonID.new())
                try await database.write { connection in
                    try vault.newSubject(subject, for: shelter, connection)
                    try vault.put([1], in: SealedField(table: "t", record: "r", field: "f"), of: subject, as: shelter, connection)
                    try connection.execute(move)
                }
                let places = ["t", "other"].flatMap { table in
                    ["r", "other"].flatMap { record in ["f", "other"].map { SealedField(table: table, record: record, field: $0) } }
                }
                await #expect(throws: VaultError.damaged) {
                    try await database.read { try vault.open(places, of: subject, as: shelter, $0) }
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a seal relabelled for another organisation or person opens nothing`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, police) = (world.vault, world.police)
            let (first, second) = (try await world.subject(database), try await world.subject(database))
            try await database.write { try $0.execute("UPDATE vault_seals SET organisation = \(police)") }
            await #expect(throws: VaultError.unknownKey) { try await world.name(first, as: police, database) }
            try await database.write { connection in
                try connection.execute(
                    """
                    UPDATE vault_seals SET organisation_key_id =
                        (SELECT organisation_key_id FROM vault_organisation_keys WHERE organisation = \(police))
                    """)
            }
            await #expect(throws: VaultError.damaged) { try await world.name(first, as: police, database) }
            try await database.write { connection in
                try connection.execute(
                    "UPDATE vault_organisation_keys SET organisation = organisation || 'x' WHERE organisation = \(police)")
                try connection.execute("UPDATE vault_organisation_keys SET organisation = \(police) WHERE organisation = \(world.shelter)")
                try connection.execute(
                    """
                    UPDATE vault_seals SET organisation_key_id =
                        (SELECT organisation_key_id FROM vault_organisation_keys WHERE organisation = \(police))
                    """)
            }
            for subject in [first, second] {
                await #expect(throws: VaultError.damaged) { try await world.name(subject, as: police, database) }
            }
            _ = vault
        }
    }
}

private func exchange(_ one: String, _ other: String, _ connection: any Connection) throws {
    let sealed = try [one, other].map { id in
        try connection.first("SELECT sealed FROM vault_values WHERE value_id = \(id)")?.blob("sealed") ?? []
    }
    try connection.execute("UPDATE vault_values SET sealed = \(sealed[1]) WHERE value_id = \(one)")
    try connection.execute("UPDATE vault_values SET sealed = \(sealed[0]) WHERE value_id = \(other)")
}
