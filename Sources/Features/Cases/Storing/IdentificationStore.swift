import Core
import Database

/// Reads and writes identifications, inside a transaction that the caller holds.
enum IdentificationStore {
    /// Writes a row; the one it corrects is superseded and stays. False where that one does not stand any more: then nothing is written.
    static func add(
        _ row: Identification, _ file: CaseID, _ person: PersonID, correcting old: Identifier<Identification>?, by user: UserID,
        _ connection: any Connection
    ) throws -> Bool {
        if let old {
            let stands =
                try connection.execute(
                    """
                    UPDATE identifications SET superseded_at = \(row.madeAt)
                    WHERE identification_id = \(old) AND person_id = \(person) AND case_id = \(file) AND superseded_at IS NULL
                    """) > 0
            guard stands else { return false }
        }
        try connection.execute(
            """
            INSERT INTO identifications (identification_id, case_id, person_id, level, body, on_day, ground, organisation_id, made_at, made_by,
                corrects)
            VALUES (\(row.id), \(file), \(person), \(row.level.rawValue), \(row.body), \(row.day), \(row.ground.rawValue),
                \(row.organisation), \(row.madeAt), \(user), \(old))
            """)
        return true
    }

    /// The rows of some persons in a case that stand, by day.
    static func rows(of persons: [PersonID], in file: CaseID, _ connection: any Connection) throws -> [PersonID: [Identification]] {
        guard !persons.isEmpty else { return [:] }
        return try connection.query(
            """
            SELECT * FROM identifications
            WHERE person_id IN (\(list: persons.map(\.text))) AND case_id = \(file) AND superseded_at IS NULL
            ORDER BY on_day, made_at, identification_id
            """
        ).reduce(into: [:]) { rows, row in
            guard let day = try row.dayOrNil("on_day") else { throw DatabaseError.decoding(column: "on_day") }
            rows[try row.identifier("person_id"), default: []].append(
                Identification(
                    id: try row.identifier("identification_id"), level: try row.code("level"), body: try row.textOrNil("body"), day: day,
                    ground: try row.code("ground"), organisation: try row.identifier("organisation_id"),
                    madeAt: try row.instant("made_at")))
        }
    }
}
