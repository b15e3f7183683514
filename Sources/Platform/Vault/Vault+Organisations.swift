public import Core
public import Database

extension Vault {
    /// Makes an organisation's first key. Throws a `DatabaseError/constraint(_:)` when it has one.
    public func makeOrganisationKey(_ organisation: OrganisationID, at now: Instant = .now, _ connection: any Connection) throws {
        let key = OrganisationKey(organisation: organisation.text)
        try connection.execute(
            """
            INSERT INTO vault_organisation_keys (organisation_key_id, organisation, public_half, wrapped_half, made_at)
            VALUES (\(key.id), \(organisation), \(key.publicKey), \(try key.wrapped(with: root)), \(now))
            """)
    }

    /// Whether the database was sealed under this root key: one organisation's key opens with it, or there is none yet. To be asked before
    /// the service opens. Throws `DatabaseError`.
    public func isOwn(_ database: any Database) async throws -> Bool {
        try await database.read { connection in
            let row = try connection.first(
                """
                SELECT organisation_key_id, organisation, wrapped_half FROM vault_organisation_keys
                WHERE wrapped_half IS NOT NULL ORDER BY made_at DESC LIMIT 1
                """)
            guard let row else { return true }
            do {
                _ = try OrganisationKey(
                    organisation: try row.text("organisation"), id: try row.identifier("organisation_key_id"),
                    wrapped: try row.blob("wrapped_half"), root: root)
                return true
            } catch is VaultError {
                return false
            }
        }
    }

    /// When the key in use was made; nil where there is none.
    public func keyMadeAt(of organisation: OrganisationID, _ connection: any Connection) throws -> Instant? {
        try connection.first(
            "SELECT made_at FROM vault_organisation_keys WHERE organisation = \(organisation) AND retired_at IS NULL"
        ).flatMap { Instant(iso: try $0.text("made_at")) }
    }

    /// Whether an organisation has a key, so that something can be sealed to it.
    public func hasKey(_ organisation: OrganisationID, _ connection: any Connection) throws -> Bool {
        try currentKey(of: organisation, connection) != nil
    }

    /// Gives an organisation a new key pair. From now on persons' keys are sealed to the new one; those sealed to the old one are sealed
    /// anew by ``continueRotation(batch:at:_:)``, and the old pair is destroyed when none is left.
    ///
    /// This ends the use of the old pair. It doesn't help against somebody who holds it already: then rotate the persons' keys, too.
    /// Throws ``VaultError/unknownKey`` when there is none.
    public func replaceOrganisationKey(_ organisation: OrganisationID, at now: Instant = .now, _ connection: any Connection) throws {
        guard let old = try currentKey(of: organisation, connection) else { throw VaultError.unknownKey }
        try connection.execute("UPDATE vault_organisation_keys SET retired_at = \(now) WHERE organisation_key_id = \(old.id)")
        try makeOrganisationKey(organisation, at: now, connection)
        try record(RotationJob(kind: .organisation, holder: organisation.text, key: old.id), at: now, connection)
    }

    /// The public half of the key in use.
    func currentKey(
        of organisation: OrganisationID, _ connection: any Connection
    ) throws -> (id: Identifier<VaultKey>, publicHalf: [UInt8])? {
        try connection.first(
            """
            SELECT organisation_key_id, public_half FROM vault_organisation_keys
            WHERE organisation = \(organisation) AND retired_at IS NULL
            """
        ).map { row in (try row.identifier("organisation_key_id"), try row.blob("public_half")) }
    }

    /// Seals a person's key to the key in use. Throws ``VaultError/unknownKey`` when the organisation has none.
    func seal(
        _ key: SealingKey, of subject: SealedSubject, to organisation: OrganisationID, at now: Instant, _ connection: any Connection
    ) throws {
        guard let current = try currentKey(of: organisation, connection) else { throw VaultError.unknownKey }
        let seal = try Seal(key, of: subject.text, to: current.id, publicKey: current.publicHalf)
        try connection.execute(
            """
            INSERT INTO vault_seals (person_key_id, organisation, organisation_key_id, encapsulated, ciphertext, made_at)
            VALUES (\(key.id), \(organisation), \(current.id), \(seal.encapsulated), \(seal.ciphertext), \(now))
            """)
    }
}
