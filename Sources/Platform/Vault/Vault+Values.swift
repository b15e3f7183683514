public import Core
public import Database

/// A value as it was once written.
public struct SealedVersion: Sendable, Equatable {
    /// 1 for the first, counted up with every correction.
    public let version: Int
    /// What was written.
    public let bytes: [UInt8]
    /// When, UTC, in the form of `Instant.iso`.
    public let writtenAt: String
}

extension Vault {
    /// Seals a value and gives its version. The one before is superseded, never written over.
    ///
    /// Throws ``VaultError/unknownKey`` when the organisation has no live seal.
    @discardableResult
    public func put(
        _ bytes: [UInt8], in field: SealedField, of subject: SealedSubject, as organisation: OrganisationID, at now: Instant = .now,
        _ connection: any Connection
    ) throws -> Int {
        try put([field: bytes], of: subject, as: organisation, at: now, connection)[field] ?? 0
    }

    /// The same for several values, with one opening of the subject's key.
    @discardableResult
    public func put(
        _ values: [SealedField: [UInt8]], of subject: SealedSubject, as organisation: OrganisationID, at now: Instant = .now,
        _ connection: any Connection
    ) throws -> [SealedField: Int] {
        var ring = try KeyRing(self, of: subject, as: organisation, connection)
        let key = try ring.key(ring.current)
        return try values.reduce(into: [:]) { versions, value in
            let (field, bytes) = value
            let version = try supersede(field, of: subject, at: now, connection) + 1
            let sealed = try key.seal(bytes, for: field.place(of: subject, version: version))
            try connection.execute(
                """
                INSERT INTO vault_values (value_id, subject, record_table, record, field, version, person_key_id, sealed, written_at)
                VALUES (\(Identifier<SealedField>.new()), \(subject), \(field.table), \(field.record), \(field.field), \(version), \(key.id),
                    \(sealed), \(now))
                """)
            versions[field] = version
        }
    }

    /// Opens the value of a field as it stands, nil when there is none. Throws ``VaultError/unknownKey`` when the organisation has no live
    /// seal, whether there is a value or not.
    public func open(
        _ field: SealedField, of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> [UInt8]? {
        try open([field], of: subject, as: organisation, connection)[field]
    }

    /// The same for several fields, with one opening of the subject's key; those without a value are missing in the answer.
    public func open(
        _ fields: [SealedField], of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> [SealedField: [UInt8]] {
        let wanted = Set(fields)
        var ring = try KeyRing(self, of: subject, as: organisation, connection)
        let rows = try connection.query(
            """
            SELECT record_table, record, field, version, sealed FROM vault_values
            WHERE subject = \(subject) AND superseded_at IS NULL
                AND record_table IN (\(list: Set(fields.map(\.table)).sorted())) AND record IN (\(list: Set(fields.map(\.record)).sorted()))
            """)
        return try rows.reduce(into: [:]) { opened, row in
            let field = SealedField(table: try row.text("record_table"), record: try row.text("record"), field: try row.text("field"))
            guard wanted.contains(field) else { return }
            opened[field] = try ring.open(try row.blob("sealed"), for: field.place(of: subject, version: try row.integer("version")))
        }
    }

    /// All versions of a field, oldest first.
    public func versions(
        of field: SealedField, of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> [SealedVersion] {
        var ring = try KeyRing(self, of: subject, as: organisation, connection)
        return try connection.query(
            """
            SELECT version, sealed, written_at FROM vault_values
            WHERE subject = \(subject) AND record_table = \(field.table) AND record = \(field.record) AND field = \(field.field)
            ORDER BY version
            """
        ).map { row in
            let version = try row.integer("version")
            let bytes = try ring.open(try row.blob("sealed"), for: field.place(of: subject, version: version))
            return SealedVersion(version: version, bytes: bytes, writtenAt: try row.text("written_at"))
        }
    }

    /// Marks the latest version as superseded and gives its number, 0 when there is none.
    private func supersede(_ field: SealedField, of subject: SealedSubject, at now: Instant, _ connection: any Connection) throws -> Int {
        let latest = try connection.first(
            """
            SELECT value_id, version FROM vault_values
            WHERE subject = \(subject) AND record_table = \(field.table) AND record = \(field.record) AND field = \(field.field)
            ORDER BY version DESC LIMIT 1
            """)
        guard let latest else { return 0 }
        try connection.execute("UPDATE vault_values SET superseded_at = \(now) WHERE value_id = \(try latest.text("value_id"))")
        return try latest.integer("version")
    }
}
