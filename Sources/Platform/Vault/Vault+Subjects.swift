public import Core
public import Database

extension Vault {
    /// Gives a subject a key and seals it to the organisation that has her data.
    ///
    /// Throws ``VaultError/erased`` for one that was erased, ``VaultError/unknownKey`` when the organisation has no key, and a
    /// `DatabaseError/constraint(_:)` when she has a key.
    public func newSubject(
        _ subject: SealedSubject, for organisation: OrganisationID, at now: Instant = .now, _ connection: any Connection
    ) throws {
        guard try connection.first("SELECT 1 AS found FROM vault_tombstones WHERE subject = \(subject)") == nil else {
            throw VaultError.erased
        }
        try makeKey(of: subject, for: [organisation], at: now, connection)
    }

    /// Gives an organisation what another one has: all that is sealed about a subject. Nothing changes when it has that already.
    ///
    /// Throws ``VaultError/unknownKey`` when `from` has no live seal or `to` no key.
    public func grant(
        _ subject: SealedSubject, from: OrganisationID, to organisation: OrganisationID, at now: Instant = .now,
        _ connection: any Connection
    ) throws {
        var ring = try KeyRing(self, of: subject, as: from, connection)
        let held = Set(try keys(of: subject, sealedTo: organisation, connection))
        for id in ring.ids where !held.contains(id) {
            try seal(try ring.key(id), of: subject, to: organisation, at: now, connection)
        }
    }

    /// Takes an organisation's access away, at once and for what it copied, too: its seals are destroyed and the subject gets a new key,
    /// under which everything is sealed anew by ``continueRotation(batch:at:_:)``.
    ///
    /// Throws ``VaultError/unknownKey`` when the organisation has no live seal and ``VaultError/lastSeal`` when nobody else has one.
    public func revoke(
        _ subject: SealedSubject, from organisation: OrganisationID, at now: Instant = .now, _ connection: any Connection
    ) throws {
        let holders = try holders(of: subject, connection)
        guard holders.contains(organisation) else { throw VaultError.unknownKey }
        guard holders.count > 1 else { throw VaultError.lastSeal }
        try connection.execute(
            """
            DELETE FROM vault_seals WHERE organisation = \(organisation)
                AND person_key_id IN (SELECT person_key_id FROM vault_person_keys WHERE subject = \(subject))
            """)
        try beginRotation(subject, at: now, connection)
    }

    /// The organisations with a live seal, in the order of their identifiers. Empty for a subject that is unknown or was erased.
    public func holders(of subject: SealedSubject, _ connection: any Connection) throws -> [OrganisationID] {
        try connection.query(
            """
            SELECT s.organisation FROM vault_person_keys k JOIN vault_seals s ON s.person_key_id = k.person_key_id
            WHERE k.subject = \(subject) AND k.retired_at IS NULL ORDER BY s.organisation
            """
        ).map { row in try row.identifier("organisation") }
    }

    /// Makes the key in use of a subject who has none.
    func makeKey(of subject: SealedSubject, for organisations: [OrganisationID], at now: Instant, _ connection: any Connection) throws {
        let key = SealingKey()
        try connection.execute(
            "INSERT INTO vault_person_keys (person_key_id, subject, made_at) VALUES (\(key.id), \(subject), \(now))")
        for organisation in organisations { try seal(key, of: subject, to: organisation, at: now, connection) }
    }

    private func keys(
        of subject: SealedSubject, sealedTo organisation: OrganisationID, _ connection: any Connection
    ) throws -> [Identifier<VaultKey>] {
        try connection.query(
            """
            SELECT s.person_key_id FROM vault_person_keys k CROSS JOIN vault_seals s
            WHERE k.subject = \(subject) AND s.person_key_id = k.person_key_id AND s.organisation = \(organisation)
            """
        ).map { row in try row.identifier("person_key_id") }
    }
}
