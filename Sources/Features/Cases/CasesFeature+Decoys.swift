public import Core
public import Database
import Ledger
import Policy
public import Vault

/// Records that stand for nobody (записи примамки): whoever goes to one looks for people, not for work.
extension CasesFeature {
    /// Plants a decoy in an organisation and gives its reference. It looks like any other record, except that nobody works with it; the ledger
    /// names it in an entry that no organisation's own officer reads. Throws ``DatabaseError`` and what the vault throws.
    ///
    /// - Parameters:
    ///   - given: a given name that nobody looks for by chance.
    ///   - family: a family name of the same kind.
    public static func plantDecoy(
        given: String, family: String, in organisation: OrganisationID, vault: Vault, at now: Instant, _ database: any Database
    ) async throws -> String {
        try await Ledger.write(database) { connection in
            let person = Person(
                id: .new(), reference: try PersonStore.nextReference(now.dayInSofia.year, connection), ageGroup: .adult, sex: .female,
                organisation: organisation, madeAt: now, erasedAt: nil)
            // Nobody made it: the column wants a user, and one of no account is none.
            try PersonStore.add(person, by: UserID.new(), connection)
            try PersonStore.addDecoy(person.id, connection)
            try vault.newSubject(SealedSubject(person.id), for: organisation, at: now, connection)
            try RelationStore.add(
                HeldRelation(.lead, organisation.text), to: person.id.text, since: now, by: decoyCommand, connection)
            try SealedPerson(vault: vault).put(
                [.givenName: given, .familyName: family], of: person, as: organisation, at: now, connection)
            return (person.reference, [LedgerEntry(time: now, actor: decoyCommand, act: "decoy.add", object: person.id.text)])
        }
    }

    /// All of them, as the ledger names records. Throws ``DatabaseError``.
    public static func decoys(_ connection: any Connection) throws -> Set<String> { try PersonStore.decoys(connection) }

    private static let decoyCommand = "command:decoy"
}
