public import Core
public import Database
public import Policy
import Vault
public import Web

/// What other rooms may know and share of a record. Who may is theirs to decide.
extension CasesFeature {
    /// A record that is there and not erased.
    public struct Known: Sendable, Hashable {
        /// „Л-2026-000123“.
        public let reference: String
        /// Known to be of age.
        public let isAdult: Bool
        /// Known to be a child.
        public let isChild: Bool
    }

    /// A record by its identifier; nil where there is none or it was erased.
    public static func known(_ person: PersonID, _ connection: any Connection) throws -> Known? {
        try PersonStore.find(person, connection).flatMap {
            $0.erasedAt == nil ? Known(reference: $0.reference, isAdult: $0.ageGroup == .adult, isChild: $0.ageGroup == .child) : nil
        }
    }

    /// The addresses under which unsent forms of a record are kept.
    public static func drafts(of person: PersonID, _ connection: any Connection) throws -> [String] {
        draftPaths(of: person, in: try CaseStore.files(of: person, connection))
    }

    /// Whether the record itself says nothing of an erasure, as after a backup was restored.
    public static func isUnerased(_ person: PersonID, _ connection: any Connection) throws -> Bool {
        try PersonStore.isUnerased(person, connection)
    }

    /// Notes that a person's data are destroyed, and ends everybody's way to what is left.
    ///
    /// - Parameter user: identifier of who destroyed them.
    public static func erased(_ person: PersonID, by user: String, at now: Instant, _ connection: any Connection) throws {
        try PersonStore.erase(person, by: user, at: now, connection)
        for relation in try RelationStore.live(of: person.text, at: now, connection) {
            try RelationStore.end(relation.held, to: person.text, at: now, by: user, connection)
        }
    }

    /// Codes of the facts that can be shared, in the order in which they are shown. The words are `shared_fact.<code>`.
    public static let factCodes = ["age-group", "sex"]

    /// The facts that are known of a person, as codes.
    public static func facts(of person: PersonID, _ connection: any Connection) throws -> [(code: String, value: String)] {
        guard let found = try PersonStore.find(person, connection) else { return [] }
        return [("age-group", found.ageGroup.rawValue), ("sex", found.sex.rawValue)]
    }

    /// A fact in words.
    public static func text(_ code: String, _ value: String, _ words: Words) -> String {
        switch code {
        case "age-group": words("age_group." + value)
        case "sex": words("sex." + value)
        default: value
        }
    }

    /// The values of groups of sealed fields, each with its label, opened with an organisation's seal. Throws `VaultError` where it has none.
    public func values(
        of person: PersonID, _ groups: Set<FieldGroup>, as organisation: OrganisationID, _ words: Words, _ connection: any Connection
    ) throws -> [FieldGroup: [(label: String, text: String)]] {
        let fields = PersonField.of(groups)
        let values = try SealedPerson(vault: vault).open(fields, of: person, as: organisation, connection)
        return Dictionary(
            uniqueKeysWithValues: groups.map { group in
                let own = PersonField.of([group]).compactMap { field -> (label: String, text: String)? in
                    guard let value = values[field], !value.isEmpty else { return nil }
                    return (words("person_field." + field.rawValue), PersonWords.shown(value, field, words))
                }
                return (group, own)
            })
    }

    /// Brings the names in memory into line with what an organisation can open since it got or lost the seal of a record.
    public func sealsChanged(of person: PersonID, for organisation: OrganisationID) async throws {
        let (subject, vault) = (SealedSubject(person), vault)
        let values = try await database.read { connection -> [PersonField: String]? in
            guard try vault.holders(of: subject, connection).contains(organisation) else { return nil }
            return try SealedPerson(vault: vault).open(SealedPerson.nameFields, of: person, as: organisation, connection)
        }
        guard let values else { return names.remove(subject, of: organisation) }
        names.set(SearchableNames(subject, SealedPerson.searchable(values)), of: organisation)
    }
}
