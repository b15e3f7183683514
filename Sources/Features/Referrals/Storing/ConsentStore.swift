import Core
import Database
import Policy

/// Reads and writes consents, inside a transaction that the caller holds. One that is withdrawn stays, with its withdrawal beside it.
enum ConsentStore {
    static func add(_ consent: Consent, by user: UserID, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO consents (consent_id, person_id, organisation_id, purpose, language, interpreter, form, explained_by, given_on,
                expires_on, made_at, made_by)
            VALUES (\(consent.id), \(consent.person), \(consent.organisation), \(consent.purpose.rawValue), \(consent.language.rawValue),
                \(consent.interpreter.rawValue), \(consent.form.rawValue), \(consent.explainedBy), \(consent.givenOn), \(consent.expiresOn),
                \(consent.madeAt), \(user))
            """)
        try connection.insert(
            into: "consent_recipients (consent_id, organisation_id)",
            consent.recipients.sorted().map { [consent.id.sqlValue, $0.sqlValue] })
        let codes =
            consent.shared.groups.map { ("group", $0.rawValue) } + consent.shared.facts.map { ("fact", $0) }
        try connection.insert(
            into: "consent_data (consent_id, kind, code)",
            codes.sorted { $0 < $1 }.map { [consent.id.sqlValue, .text($0.0), .text($0.1)] })
    }

    static func withdraw(_ consent: ConsentID, _ withdrawal: Consent.Withdrawal, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO consent_withdrawals (withdrawal_id, consent_id, way, withdrawn_on, noted_at, noted_by)
            VALUES (\(withdrawal.id), \(consent), \(withdrawal.way.rawValue), \(withdrawal.on), \(withdrawal.notedAt), \(withdrawal.notedBy))
            """)
    }

    static func find(_ id: ConsentID, _ connection: any Connection) throws -> Consent? {
        try read(connection.query("\(all) WHERE c.consent_id = \(id)"), connection).first
    }

    /// All of a person, the latest first.
    static func of(_ person: PersonID, _ connection: any Connection) throws -> [Consent] {
        try read(connection.query("\(all) WHERE c.person_id = \(person) ORDER BY c.consent_id DESC"), connection)
    }

    private static let all: SQL =
        """
        SELECT c.*, w.withdrawal_id, w.way, w.withdrawn_on, w.noted_at, w.noted_by
        FROM consents c LEFT JOIN consent_withdrawals w ON w.consent_id = c.consent_id
        """

    private static func read(_ rows: [Row], _ connection: any Connection) throws -> [Consent] {
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text("consent_id") }
        let recipients = try Dictionary(
            grouping: connection.query("SELECT * FROM consent_recipients WHERE consent_id IN (\(list: ids))")
        ) { try $0.text("consent_id") }
        let data = try Dictionary(
            grouping: connection.query("SELECT * FROM consent_data WHERE consent_id IN (\(list: ids))")
        ) { try $0.text("consent_id") }
        return try rows.map { row in
            let id = try row.text("consent_id")
            return Consent(
                id: try row.identifier("consent_id"), person: try row.identifier("person_id"),
                organisation: try row.identifier("organisation_id"), purpose: try row.code("purpose"),
                recipients: Set(try recipients[id, default: []].map { try $0.identifier("organisation_id") }),
                shared: try shared(data[id, default: []]), language: try row.code("language"), interpreter: try row.code("interpreter"),
                form: try row.code("form"), explainedBy: try row.identifier("explained_by"), givenOn: try row.day("given_on"),
                expiresOn: try row.dayOrNil("expires_on"), madeAt: try row.instant("made_at"), withdrawal: try withdrawal(row))
        }
    }

    private static func withdrawal(_ row: Row) throws -> Consent.Withdrawal? {
        guard try row.textOrNil("withdrawal_id") != nil else { return nil }
        return Consent.Withdrawal(
            id: try row.identifier("withdrawal_id"), way: try row.code("way"), on: try row.day("withdrawn_on"),
            notedAt: try row.instant("noted_at"), notedBy: try row.identifier("noted_by"))
    }

    private static func shared(_ rows: [Row]) throws -> SharedData {
        var data = SharedData()
        for row in rows {
            if try row.text("kind") == "group" { data.groups.insert(try row.code("code")) } else { data.facts.insert(try row.text("code")) }
        }
        return data
    }
}

extension Row {
    /// A day that is there. Throws `DatabaseError.decoding` for one that is not.
    func day(_ column: String) throws(DatabaseError) -> Day {
        guard let day = try dayOrNil(column) else { throw .decoding(column: column) }
        return day
    }
}
