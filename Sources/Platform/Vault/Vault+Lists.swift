public import Core
public import Database

/// A value opened among many.
public struct OpenedValue: Sendable, Equatable {
    /// Whose it is.
    public let subject: SealedSubject
    /// Where it stands.
    public let field: SealedField
    /// What it is.
    public let bytes: [UInt8]
}

/// Some of the values that an organisation can open, and where the next ones begin.
public struct OpenedPage: Sendable {
    /// What opened.
    public internal(set) var values: [OpenedValue] = []
    /// How many values don't open, because they were changed.
    public internal(set) var damaged = 0
    /// Give this for the next page; nil when there is none.
    public internal(set) var next: Cursor?

    /// A place between two values.
    public struct Cursor: Sendable, Equatable {
        let key: String
        let value: String
    }
}

extension Vault {
    /// Opens the values of some fields for all subjects to whom an organisation has a live seal, a page at a time: to list names, or to
    /// build an index of them in memory.
    ///
    /// While a rotation goes on, a value may come twice over several pages, never not at all. Empty for an organisation without seals.
    public func openAll(
        _ fields: [String], of table: String, as organisation: OrganisationID, after cursor: OpenedPage.Cursor? = nil, limit: Int,
        _ connection: any Connection
    ) throws -> OpenedPage {
        let start = cursor ?? OpenedPage.Cursor(key: "", value: "")
        let rows = try connection.query(
            """
            SELECT v.value_id, v.subject, v.record, v.field, v.version, v.sealed, s.person_key_id, s.organisation_key_id, s.encapsulated,
                s.ciphertext, o.wrapped_half
            FROM vault_seals s JOIN vault_values v ON v.person_key_id = s.person_key_id
                JOIN vault_organisation_keys o ON o.organisation_key_id = s.organisation_key_id
            WHERE s.organisation = \(organisation) AND v.record_table = \(table) AND v.field IN (\(list: fields))
                AND v.superseded_at IS NULL AND o.wrapped_half IS NOT NULL
                AND (s.person_key_id > \(start.key) OR (s.person_key_id = \(start.key) AND v.value_id > \(start.value)))
            ORDER BY s.person_key_id, v.value_id LIMIT \(limit)
            """)
        var page = OpenedPage()
        var organisationKeys: [Identifier<VaultKey>: OrganisationKey] = [:]
        var last: SealingKey?
        for row in rows {
            let subject = try row.subject("subject")
            let seal = try Seal(row, of: subject)
            let field = SealedField(table: table, record: try row.text("record"), field: try row.text("field"))
            do {
                let own =
                    try organisationKeys[seal.organisationKey]
                    ?? OrganisationKey(
                        organisation: organisation.text, id: seal.organisationKey, wrapped: try row.blob("wrapped_half"), root: root)
                organisationKeys[seal.organisationKey] = own
                let key = try last.flatMap { $0.id == seal.key ? $0 : nil } ?? own.open(seal)
                last = key
                let bytes = try key.open(try row.blob("sealed"), for: field.place(of: subject, version: try row.integer("version")))
                page.values.append(OpenedValue(subject: subject, field: field, bytes: bytes))
            } catch is VaultError {
                page.damaged += 1
            }
        }
        if rows.count == limit, let row = rows.last {
            page.next = OpenedPage.Cursor(key: try row.text("person_key_id"), value: try row.text("value_id"))
        }
        return page
    }
}
