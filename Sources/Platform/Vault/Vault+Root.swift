public import Core
public import Database

extension Vault {
    /// Brings the keys of organisations and periods under another root key, gives each organisation a new key as
    /// ``replaceOrganisationKey(_:at:_:)`` does, and returns how many there are. In the same transaction everything else that the root key
    /// sealed must follow.
    public func replaceRoot(with root: SealingKey, at now: Instant, _ connection: any Connection) throws -> Int {
        let rows = try connection.query(
            "SELECT organisation_key_id, organisation, wrapped_half, retired_at FROM vault_organisation_keys WHERE wrapped_half IS NOT NULL"
        )
        for row in rows {
            let key = try OrganisationKey(
                organisation: try row.text("organisation"), id: try row.identifier("organisation_key_id"),
                wrapped: try row.blob("wrapped_half"), root: self.root)
            try connection.execute(
                """
                UPDATE vault_organisation_keys SET wrapped_half = \(try key.wrapped(with: root)) WHERE organisation_key_id = \(key.id)
                """)
        }
        try resealPeriodKeys(with: root, connection)
        let fresh = Vault(root: root)
        let organisations = try rows.filter { try $0.textOrNil("retired_at") == nil }.map { row -> OrganisationID in
            try row.identifier("organisation")
        }
        for organisation in organisations { try fresh.replaceOrganisationKey(organisation, at: now, connection) }
        return organisations.count
    }
}
