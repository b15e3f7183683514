import Core
import Database

/// What an organisation's seals to one subject open: the key in use and, during a rotation, those still being replaced.
///
/// Each seal is opened once, when it is first needed: that is the costly part of opening a field.
struct KeyRing {
    /// The key with which new values are sealed.
    let current: Identifier<VaultKey>
    /// Keys that are not destroyed.
    var ids: [Identifier<VaultKey>] { locked.keys.sorted() }

    private let root: SealingKey
    private var locked: [Identifier<VaultKey>: (seal: Seal, organisation: String, wrapped: [UInt8])] = [:]
    private var opened: [Identifier<VaultKey>: SealingKey] = [:]

    /// Throws ``VaultError/unknownKey`` when the organisation has no live seal.
    init(_ vault: Vault, of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection) throws {
        let rows = try connection.query(KeyRing.seals(of: subject, to: organisation))
        var current: Identifier<VaultKey>?
        for row in rows {
            let seal = try Seal(row, of: subject)
            locked[seal.key] = (seal, organisation.text, try row.blob("wrapped_half"))
            if try row.textOrNil("retired_at") == nil { current = seal.key }
        }
        guard let current else { throw VaultError.unknownKey }
        self.current = current
        root = vault.root
    }

    /// What an organisation can open of a subject. The subject goes first, told by CROSS JOIN: left to itself SQLite goes through all seals of
    /// the organisation.
    static func seals(of subject: SealedSubject, to organisation: OrganisationID) -> SQL {
        """
        SELECT s.person_key_id, s.organisation_key_id, s.encapsulated, s.ciphertext, o.wrapped_half, k.retired_at
        FROM vault_person_keys k CROSS JOIN vault_seals s CROSS JOIN vault_organisation_keys o
        WHERE k.subject = \(subject) AND s.person_key_id = k.person_key_id AND s.organisation = \(organisation)
            AND o.organisation_key_id = s.organisation_key_id AND o.organisation = \(organisation) AND o.wrapped_half IS NOT NULL
        """
    }

    /// Opens a key. Throws ``VaultError/unknownKey`` for one that was not sealed to the organisation.
    mutating func key(_ id: Identifier<VaultKey>) throws(VaultError) -> SealingKey {
        if let key = opened[id] { return key }
        guard let (seal, organisation, wrapped) = locked[id] else { throw .unknownKey }
        let own = try OrganisationKey(organisation: organisation, id: seal.organisationKey, wrapped: wrapped, root: root)
        let key = try own.open(seal)
        opened[id] = key
        return key
    }

    /// Opens what one of the keys sealed.
    mutating func open(_ sealed: [UInt8], for place: SealedPlace) throws(VaultError) -> [UInt8] {
        try key(try SealingKey.id(of: sealed)).open(sealed, for: place)
    }
}

extension Seal {
    init(_ row: Row, of subject: SealedSubject) throws {
        self.init(
            key: try row.identifier("person_key_id"), subject: subject.text, organisationKey: try row.identifier("organisation_key_id"),
            encapsulated: try row.blob("encapsulated"), ciphertext: try row.blob("ciphertext"))
    }
}
