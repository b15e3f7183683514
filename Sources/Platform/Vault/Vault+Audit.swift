public import Core
public import Database

/// How much is sealed with one key of a person. Nonces are random: a key stays far below 2³² uses (NIST SP 800-38D, 8.3).
public struct KeyUse: Sendable, Equatable {
    /// The key.
    public let key: Identifier<VaultKey>
    /// Values and keys of files sealed with it, superseded ones among them.
    public let count: Int
}

extension Vault {
    /// The keys most used, at most `limit`; those without any use are left out.
    public func keyUses(limit: Int, _ connection: any Connection) throws -> [KeyUse] {
        try connection.query(
            """
            SELECT person_key_id, count(*) AS number FROM
                (SELECT person_key_id FROM vault_values UNION ALL SELECT person_key_id FROM vault_files) AS uses
            GROUP BY person_key_id ORDER BY number DESC, person_key_id LIMIT \(limit)
            """
        ).map { row in KeyUse(key: try row.identifier("person_key_id"), count: try row.integer("number")) }
    }
}
