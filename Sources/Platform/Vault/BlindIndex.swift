public import Core
import Crypto
public import Database
import Foundation

/// Finds persons by a number without opening all: a few bits of a keyed hash, the same for many (HMAC-SHA256, a key for each index, derived
/// from the root key). Whoever is found is a candidate until her field was opened and compared.
public struct BlindIndex: Sendable {
    private let root: SealingKey
    private let plan: IndexPlan

    /// The indexes of persons under the vault's root key.
    public init(_ vault: Vault, plan: IndexPlan = .standard) {
        root = vault.root
        self.plan = plan
    }

    /// Writes the values of one index for a subject in the place of those written before; values that can't be one are left out.
    ///
    /// Throws ``VaultError/unknownKey`` for a subject without a key and ``VaultError/indexParameters(_:)`` when the rows that are there
    /// were written by another plan.
    public func set(_ texts: [String], _ index: IndexName, of subject: SealedSubject, at now: Instant = .now, _ connection: any Connection)
        throws
    {
        try subject.requireKey(connection)
        if try !isAdopted(index, connection) {
            try connection.execute(
                """
                INSERT INTO vault_index_plans (index_name, parameters, adopted_at)
                VALUES (\(index.rawValue), \(plan.parameters(of: index)), \(now))
                """)
        }
        try connection.execute("DELETE FROM vault_index_values WHERE index_name = \(index.rawValue) AND subject = \(subject)")
        for value in Set(texts.compactMap { hash($0, index) }) {
            try connection.execute(
                "INSERT INTO vault_index_values (index_name, value, subject) VALUES (\(index.rawValue), \(value), \(subject))")
        }
    }

    /// Those who may have a value, among the persons to whom the organisation has a live seal; the caller opens the field and compares.
    ///
    /// Throws ``VaultError/indexParameters(_:)``.
    public func candidates(
        _ text: String, _ index: IndexName, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> [SealedSubject] {
        guard try isAdopted(index, connection), let value = hash(text, index) else { return [] }
        return try connection.query(BlindIndex.subjects(index, value, organisation)).map { row in try row.subject("subject") }
    }

    /// From the index to the seals, in this order (see ``KeyRing/seals(of:to:)``).
    static func subjects(_ index: IndexName, _ value: Int, _ organisation: OrganisationID) -> SQL {
        """
        SELECT i.subject FROM vault_index_values i CROSS JOIN vault_person_keys k CROSS JOIN vault_seals s
        WHERE i.index_name = \(index.rawValue) AND i.value = \(value) AND k.subject = i.subject AND k.retired_at IS NULL
            AND s.person_key_id = k.person_key_id AND s.organisation = \(organisation)
        ORDER BY i.subject
        """
    }

    /// The first bits of the keyed hash; nil for what can't be a value.
    func hash(_ text: String, _ index: IndexName) -> Int? {
        guard let normal = index.normal(text), let bits = plan.fields[index]?.bits else { return nil }
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(normal.utf8), using: root.derived(for: "blind index 1 persons \(index.rawValue)"))
        return code.prefix(4).reduce(0) { $0 << 8 | Int($1) } >> (32 - bits)
    }

    /// Whether there are rows, all by this plan. Throws ``VaultError/indexParameters(_:)``.
    private func isAdopted(_ index: IndexName, _ connection: any Connection) throws -> Bool {
        let row = try connection.first("SELECT parameters FROM vault_index_plans WHERE index_name = \(index.rawValue)")
        guard let row else { return false }
        guard try row.text("parameters") == plan.parameters(of: index) else { throw VaultError.indexParameters(index.rawValue) }
        return true
    }
}

extension SealedSubject {
    /// Throws ``VaultError/unknownKey`` when there is no key in use: nothing may be written of somebody who was erased.
    func requireKey(_ connection: any Connection) throws {
        let row = try connection.first("SELECT 1 AS found FROM vault_person_keys WHERE subject = \(self) AND retired_at IS NULL")
        guard row != nil else { throw VaultError.unknownKey }
    }
}
