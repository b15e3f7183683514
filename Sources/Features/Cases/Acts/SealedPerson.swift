import Core
import Database
import Policy
import Vault

/// Writes and reads what is sealed about a person, together with everything she can be found by.
struct SealedPerson: Sendable {
    let vault: Vault

    /// Values by field, of those that are there.
    func open(_ fields: [PersonField], of person: PersonID, as organisation: OrganisationID, _ connection: any Connection) throws
        -> [PersonField: String]
    {
        let opened = try vault.open(fields.map { $0.sealed(person) }, of: SealedSubject(person), as: organisation, connection)
        return opened.reduce(into: [:]) { values, value in
            if let field = PersonField(rawValue: value.key.field), let text = String(validating: value.value, as: UTF8.self) {
                values[field] = text
            }
        }
    }

    /// The fields of an index, all of one group.
    static func indexed(_ index: IndexName) -> [PersonField] {
        switch index {
        case .personalNumber: [.egn, .lnch]
        case .phone: [.phone]
        case .documentNumber: [.document]
        case .eMail: [.email]
        }
    }

    /// Seals new values; an empty one takes the value away. Indexes and tokens follow in the same transaction.
    func put(
        _ values: [PersonField: String], of person: Person, as organisation: OrganisationID, at now: Instant, _ connection: any Connection
    ) throws {
        let subject = SealedSubject(person.id)
        let sealed = Dictionary(uniqueKeysWithValues: values.map { ($0.key.sealed(person.id), Array($0.key.normal($0.value).utf8)) })
        try vault.put(sealed, of: subject, as: organisation, at: now, connection)
        let all = try open(PersonField.allCases, of: person.id, as: organisation, connection).filter { !$0.value.isEmpty }
        let index = BlindIndex(vault)
        for name in IndexName.allCases {
            try index.set(SealedPerson.indexed(name).compactMap { all[$0] }, name, of: subject, at: now, connection)
        }
        try vault.setLinkage(linkage(all, person), of: subject, connection)
        // Two records with one number stay two until people decide; the second one is not told of the first.
        try vault.releaseNumbers(of: subject, connection)
        for number in numbers(all) { _ = try vault.claim(number, of: subject, connection) }
    }

    private func numbers(_ all: [PersonField: String]) -> [PersonalNumber] {
        let egn = all[.egn].flatMap { text in try? PersonalNumber.egn(typed: text) }
        let lnch = all[.lnch].flatMap { text in try? PersonalNumber.lnch(typed: text) }
        return [egn, lnch].compactMap(\.self)
    }

    private func linkage(_ all: [PersonField: String], _ person: Person) -> LinkageFacts {
        var facts = LinkageFacts()
        facts.numbers = numbers(all)
        facts.givenName = all[.givenName] ?? ""
        facts.surname = all[.familyName] ?? ""
        facts.birth = all[.birth].flatMap(Day.init(iso:)) ?? facts.numbers.lazy.compactMap(\.birth).first
        facts.citizenship = all[.citizenship] ?? ""
        facts.sex = person.sex == .unknown ? "" : person.sex.rawValue
        facts.phones = [all[.phone]].compactMap(\.self)
        return facts
    }

    /// The names that a person can be searched by.
    static func searchable(_ values: [PersonField: String]) -> [String] {
        let whole = [values[.givenName], values[.middleName], values[.familyName]].compactMap(\.self).filter { !$0.isEmpty }
        let other = (values[.otherNames] ?? "").split(separator: ";").map(String.init)
        return (whole.isEmpty ? [] : [whole.joined(separator: " ")]) + other
    }

    static let nameFields: [PersonField] = [.givenName, .middleName, .familyName, .otherNames]

    /// All names that an organisation can open, for its index in memory.
    func allNames(as organisation: OrganisationID, _ database: any Database) async throws -> [SearchableNames] {
        var cursor: OpenedPage.Cursor?
        var values: [SealedSubject: [PersonField: String]] = [:]
        repeat {
            let start = cursor
            let page = try await database.read { connection in
                try vault.openAll(
                    SealedPerson.nameFields.map(\.rawValue), of: PersonField.table, as: organisation, after: start, limit: 2000, connection)
            }
            for value in page.values {
                guard let field = PersonField(rawValue: value.field.field) else { continue }
                values[value.subject, default: [:]][field] = String(decoding: value.bytes, as: UTF8.self)
            }
            cursor = page.next
        } while cursor != nil
        return values.map { SearchableNames($0.key, SealedPerson.searchable($0.value)) }
    }
}
