import Core
import Database

/// Reads and writes how persons may be reached, inside a transaction that the caller holds.
enum ContactRuleStore {
    static func set(
        _ rule: ContactRule, of person: PersonID, by user: UserID, for organisation: OrganisationID, at now: Instant,
        _ connection: any Connection
    ) throws -> Identifier<ContactRule> {
        let id = Identifier<ContactRule>.new()
        try connection.execute(
            "UPDATE contact_rules SET superseded_at = \(now) WHERE person_id = \(person) AND superseded_at IS NULL")
        try connection.execute(
            """
            INSERT INTO contact_rules (rule_id, person_id, ways, never, hours, organisation_id, made_at, made_by)
            VALUES (\(id), \(person), \(Codes.text(rule.ways)), \(Codes.text(rule.never)), \(rule.hours.rawValue), \(organisation), \(now),
                \(user))
            """)
        return id
    }

    /// What the rule that stands is told from others by; empty where there is none.
    static func version(of person: PersonID, _ connection: any Connection) throws -> String {
        try connection.first("SELECT rule_id FROM contact_rules WHERE person_id = \(person) AND superseded_at IS NULL")?.text("rule_id")
            ?? ""
    }

    static func rules(of persons: [PersonID], _ connection: any Connection) throws -> [PersonID: ContactRule] {
        guard !persons.isEmpty else { return [:] }
        return try connection.query(
            "SELECT * FROM contact_rules WHERE person_id IN (\(list: persons.map(\.text))) AND superseded_at IS NULL"
        ).reduce(into: [:]) { rules, row in
            rules[try row.identifier("person_id")] = ContactRule(
                ways: Codes.set(try row.text("ways")), never: Codes.set(try row.text("never")), hours: try row.code("hours"))
        }
    }
}

/// Several codes in one column, by blanks.
enum Codes {
    static func text<Code: RawRepresentable<String>>(_ codes: Set<Code>) -> String {
        codes.map(\.rawValue).sorted().joined(separator: " ")
    }

    static func set<Code: RawRepresentable<String> & Hashable>(_ text: String) -> Set<Code> {
        Set(text.split(separator: " ").compactMap { Code(rawValue: String($0)) })
    }
}
