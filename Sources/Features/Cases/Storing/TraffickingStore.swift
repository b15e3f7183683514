import Core
import Database
import Reference

/// Reads and writes what is known of the trafficking, inside a transaction that the caller holds.
enum TraffickingStore {
    /// Writes a version in the place of the one before, and gives its identifier.
    static func set(
        _ facts: TraffickingFacts, _ file: CaseID, _ person: PersonID, by user: UserID, for organisation: OrganisationID, at now: Instant,
        _ connection: any Connection
    ) throws -> Identifier<TraffickingFacts> {
        let id = Identifier<TraffickingFacts>.new()
        let version = try version(of: person, in: file, connection) + 1
        try connection.execute(
            """
            UPDATE trafficking_facts SET superseded_at = \(now)
            WHERE case_id = \(file) AND person_id = \(person) AND superseded_at IS NULL
            """)
        try connection.execute(
            """
            INSERT INTO trafficking_facts (facts_id, case_id, person_id, version, purpose, citizenship, began_from, began_to, began_precision,
                ended_from, ended_to, ended_precision, organisation_id, made_at, made_by)
            VALUES (\(id), \(file), \(person), \(version), \(facts.principal.rawValue), \(facts.citizenship), \(facts.began?.from),
                \(facts.began?.to), \(facts.began?.precision.rawValue), \(facts.ended?.from), \(facts.ended?.to),
                \(facts.ended?.precision.rawValue), \(organisation), \(now), \(user))
            """)
        let codes =
            facts.acts.map { ("act", $0.rawValue) } + facts.means.map { ("means", $0.rawValue) }
            + facts.purposes.map { ("purpose", $0.rawValue) }
            + facts.countries.flatMap { role, codes in codes.map { ("country-" + role.rawValue, $0) } }
        try connection.insert(
            into: "trafficking_codes (facts_id, kind, code)", codes.sorted { $0 < $1 }.map { [id.sqlValue, .text($0.0), .text($0.1)] })
        return id
    }

    /// The number of the version that stands; 0 where there is none.
    static func version(of person: PersonID, in file: CaseID, _ connection: any Connection) throws -> Int {
        let last = try connection.first(
            "SELECT max(version) AS last FROM trafficking_facts WHERE case_id = \(file) AND person_id = \(person)")
        return try last?.integerOrNil("last") ?? 0
    }

    static func facts(of persons: [PersonID], in file: CaseID, _ connection: any Connection) throws -> [PersonID: TraffickingFacts] {
        guard !persons.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT * FROM trafficking_facts
            WHERE person_id IN (\(list: persons.map(\.text))) AND case_id = \(file) AND superseded_at IS NULL
            """)
        guard !rows.isEmpty else { return [:] }
        let ids = try rows.map { try $0.text("facts_id") }
        let codes = try Dictionary(grouping: connection.query("SELECT * FROM trafficking_codes WHERE facts_id IN (\(list: ids))")) {
            try $0.text("facts_id")
        }
        return try rows.reduce(into: [:]) { facts, row in
            facts[try row.identifier("person_id")] = try read(row, codes[try row.text("facts_id")] ?? [])
        }
    }

    private static func read(_ row: Row, _ codes: [Row]) throws -> TraffickingFacts {
        let told = try Dictionary(grouping: codes.map { (kind: try $0.text("kind"), code: try $0.text("code")) }) { $0.kind }
        func coded<Code: RawRepresentable<String> & Hashable>(_ kind: String) -> Set<Code> {
            Set((told[kind] ?? []).compactMap { Code(rawValue: $0.code) })
        }
        return TraffickingFacts(
            acts: coded("act"), means: coded("means"), purposes: coded("purpose"), principal: try row.code("purpose"),
            countries: TraffickingFacts.CountryRole.allCases.reduce(into: [:]) { countries, role in
                countries[role] = Set((told["country-" + role.rawValue] ?? []).map(\.code))
            }, citizenship: try row.textOrNil("citizenship"),
            began: try date(row.dayOrNil("began_from"), row.dayOrNil("began_to"), row.textOrNil("began_precision")),
            ended: try date(row.dayOrNil("ended_from"), row.dayOrNil("ended_to"), row.textOrNil("ended_precision")))
    }

    private static func date(_ from: Day?, _ to: Day?, _ precision: String?) -> ApproximateDate? {
        guard let from, let to, let precision = precision.flatMap(ApproximateDate.Precision.init) else { return nil }
        return ApproximateDate(from: from, to: to, precision: precision)
    }
}
