import Core
import Database
import Foundation

@testable import Vault

/// A vault with organisations that have keys.
struct VaultWorld: Sendable {
    let vault = Vault(root: SealingKey())
    let shelter = OrganisationID.new()
    let police = OrganisationID.new()
    let commission = OrganisationID.new()

    var organisations: [OrganisationID] { [shelter, police, commission] }

    init(_ database: any Database) async throws {
        let world = (vault, [shelter, police, commission])
        try await database.write { connection in
            for organisation in world.1 { try world.0.makeOrganisationKey(organisation, connection) }
        }
    }

    /// A subject whom the shelter knows, with a name and an address.
    func subject(_ database: any Database, name: String = "Мария Примерова") async throws -> SealedSubject {
        let subject = SealedSubject(PersonID.new())
        let (vault, shelter) = (vault, shelter)
        try await database.write { connection in
            try vault.newSubject(subject, for: shelter, connection)
            try vault.put(
                [.name(subject): Array(name.utf8), .address(subject): Array("ул. Тиха 7".utf8)], of: subject, as: shelter, connection)
        }
        return subject
    }

    /// The name of a subject as an organisation reads it.
    func name(_ subject: SealedSubject, as organisation: OrganisationID, _ database: any Database) async throws -> String? {
        let vault = vault
        return try await database.read { connection in
            try vault.open(.name(subject), of: subject, as: organisation, connection).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Goes on with the rotations until nothing is left.
    @discardableResult
    func rotate(_ database: any Database, batch: Int = 7) async throws -> Int {
        let vault = vault
        var steps = 0
        while true {
            let step = try await database.write { connection in try vault.continueRotation(batch: batch, connection) }
            steps += 1
            if step.isDone { return steps }
        }
    }

    func grant(
        _ subject: SealedSubject, from: OrganisationID, to: OrganisationID, _ database: any Database
    ) async throws {
        let vault = vault
        try await database.write { connection in try vault.grant(subject, from: from, to: to, connection) }
    }

    func revoke(_ subject: SealedSubject, from organisation: OrganisationID, _ database: any Database) async throws {
        let vault = vault
        try await database.write { connection in try vault.revoke(subject, from: organisation, connection) }
    }
}

extension SealedField {
    static func name(_ subject: SealedSubject) -> SealedField { SealedField(table: "persons", record: subject.text, field: "name") }

    static func address(_ subject: SealedSubject) -> SealedField { SealedField(table: "persons", record: subject.text, field: "address") }
}

extension Tombstone {
    static func of(_ subject: SealedSubject, decision: String = "РД-12/2026") throws -> Tombstone {
        guard let tombstone = Tombstone(subject: subject, erasedAt: .now, decision: decision, erasedBy: "u1") else {
            throw VaultError.damaged
        }
        return tombstone
    }
}
