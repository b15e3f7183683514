import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

/// Who may open what, as simple as it can be said.
private struct Model {
    var holders: [SealedSubject: Set<OrganisationID>] = [:]
    var values: [SealedSubject: [SealedField: [UInt8]]] = [:]
    var files: [SealedSubject: [FileID: [UInt8]]] = [:]
    var erased: Set<SealedSubject> = []
}

@Suite struct VaultWorldTests {
    @Test(arguments: Engine.available)
    func `whatever happens in whatever order, who has access opens everything and nobody else anything`(engine: Engine) async throws {
        for seed in UInt64(1)...(LongRun.isAsked ? 40 : 3) {
            try await withDatabase(engine, migrations: Vault.migrations) { database in
                var random = SeededGenerator(seed)
                let world = try await VaultWorld(database)
                var model = Model()
                for _ in 0..<70 {
                    try await step(&model, world, &random, database)
                    try await check(model, world, database, only: model.holders.keys.sorted().randomElement(using: &random))
                }
                try await check(model, world, database, only: nil)
                try await world.rotate(database)
                try await check(model, world, database, only: nil)
                // Nothing is left under an old key, and nothing was given up.
                let uses = try await database.read { try world.vault.keyUses(limit: 1000, $0) }
                #expect(uses.count <= model.holders.count)
                #expect(try await database.read { try world.vault.stuckRotations($0) } == 0)
            }
        }
    }

    /// One change, expected to succeed or to be refused as the model says.
    private func step(
        _ model: inout Model, _ world: VaultWorld, _ random: inout SeededGenerator, _ database: any Database
    ) async throws {
        let (vault, organisations) = (world.vault, world.organisations)
        let organisation = organisations[Int.random(in: 0..<3, using: &random)]
        let other = organisations[Int.random(in: 0..<3, using: &random)]
        let kind = Int.random(in: 0..<20, using: &random)
        let known = model.holders.keys.sorted()
        guard kind > 1, let subject = known.randomElement(using: &random) else {
            let subject = SealedSubject(PersonID.new())
            try await database.write { try vault.newSubject(subject, for: organisation, $0) }
            model.holders[subject] = [organisation]
            return
        }
        let holders = model.holders[subject] ?? []
        switch kind {
        case 2...5:
            let error = try await refusal(database) { try vault.grant(subject, from: organisation, to: other, $0) }
            #expect(error == (holders.contains(organisation) ? nil : .unknownKey))
            if error == nil { model.holders[subject]?.insert(other) }
        case 6...8:
            let error = try await refusal(database) { try vault.revoke(subject, from: organisation, $0) }
            #expect(error == (!holders.contains(organisation) ? .unknownKey : holders.count == 1 ? .lastSeal : nil))
            if error == nil { model.holders[subject]?.remove(organisation) }
        case 9...13:
            let field = [SealedField.name(subject), .address(subject)][Int.random(in: 0..<2, using: &random)]
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let error = try await refusal(database) { try vault.put(bytes, in: field, of: subject, as: organisation, $0) }
            #expect(error == (holders.contains(organisation) ? nil : .unknownKey))
            if error == nil { model.values[subject, default: [:]][field] = bytes }
        case 14:
            guard holders.contains(organisation) else { return }
            let bytes = Array(repeating: UInt8(kind), count: Int.random(in: 0..<5000, using: &random))
            let id = try await database.write { connection in
                try vault.putFile(bytes, name: "a", mediaType: "b", in: .name(subject), of: subject, as: organisation, connection)
            }
            model.files[subject, default: [:]][id] = bytes
        case 15...17:
            let batch = Int.random(in: 1...4, using: &random)
            _ = try await database.write { try vault.continueRotation(batch: batch, $0) }
        case 18: try await database.write { try vault.replaceOrganisationKey(organisation, $0) }
        default:
            let tombstone = try Tombstone.of(subject)
            try await database.write { try vault.erase(tombstone, $0) }
            model.erased.insert(subject)
            model.holders[subject] = nil
            model.values[subject] = nil
            model.files[subject] = nil
        }
    }

    /// The error that refuses a change, nil when it was made.
    private func refusal<Result: Sendable>(
        _ database: any Database, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> VaultError? {
        do {
            try await database.write(body)
            return nil
        } catch let error as VaultError {
            return error
        }
    }

    private func check(_ model: Model, _ world: VaultWorld, _ database: any Database, only: SealedSubject?) async throws {
        let vault = world.vault
        for subject in only.map({ [$0] }) ?? Array(model.holders.keys) + model.erased {
            let expected = model.values[subject] ?? [:]
            for organisation in world.organisations {
                let opened = try await database.read { connection -> [SealedField: [UInt8]]? in
                    do {
                        return try vault.open([.name(subject), .address(subject)], of: subject, as: organisation, connection)
                    } catch VaultError.unknownKey {
                        return nil
                    }
                }
                #expect(opened == (model.holders[subject]?.contains(organisation) == true ? expected : nil))
                for (id, content) in model.files[subject] ?? [:] where opened != nil {
                    let file = try await database.read { connection in
                        try vault.file(id, of: subject, as: organisation, connection).map { try vault.content(of: $0, connection) }
                    }
                    #expect(file == content)
                }
            }
        }
        for organisation in world.organisations {
            let page = try await database.read { try vault.openAll(["name"], of: "persons", as: organisation, limit: 1000, $0) }
            let mine = model.holders.filter { $0.value.contains(organisation) }.keys
            let names = Dictionary(uniqueKeysWithValues: page.values.map { ($0.subject, $0.bytes) })
            #expect(names == model.values.filter { mine.contains($0.key) }.compactMapValues { $0.first { $0.key.field == "name" }?.value })
        }
    }
}

@Suite struct ListTests {
    @Test(arguments: Engine.available)
    func `names come page by page, all of them once, the damaged ones counted`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            var subjects: [SealedSubject] = []
            for number in 0..<7 { subjects.append(try await world.subject(database, name: "Лице \(number)")) }
            let last = subjects[6]
            try await database.write { connection in
                try connection.execute("UPDATE vault_values SET sealed = \([UInt8](repeating: 1, count: 80)) WHERE subject = \(last)")
            }
            for limit in [1, 3, 14, 100] {
                var (found, damaged): ([OpenedValue], Int) = ([], 0)
                var cursor: OpenedPage.Cursor?
                repeat {
                    let start = cursor
                    let page = try await database.read {
                        try vault.openAll(["name", "address"], of: "persons", as: world.shelter, after: start, limit: limit, $0)
                    }
                    found += page.values
                    damaged += page.damaged
                    cursor = page.next
                } while cursor != nil
                #expect(found.count == 12 && Set(found.map { $0.field }).count == 12)
                #expect(Set(found.filter { $0.field.field == "name" }.map(\.bytes)) == Set((0..<6).map { Array("Лице \($0)".utf8) }))
                #expect(damaged == 2)
            }
            let nothing = try await database.read { try vault.openAll(["name"], of: "persons", as: world.police, limit: 9, $0) }
            #expect(nothing.values.isEmpty && nothing.next == nil)
        }
    }
}
