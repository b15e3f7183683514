import Core
import Database

/// Reads and writes assessments, inside a transaction that the caller holds.
enum AssessmentStore {
    static func add(
        _ assessment: Assessment, _ file: CaseID, _ person: PersonID, by user: UserID, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO assessments (assessment_id, case_id, person_id, level, own_view, manner, hidden, organisation_id, made_at, made_by)
            VALUES (\(assessment.id), \(file), \(person), \(assessment.level.rawValue), \(assessment.ownView.rawValue),
                \(assessment.manner.rawValue), \(Codes.text(assessment.hidden)), \(assessment.organisation), \(assessment.madeAt), \(user))
            """)
        try connection.insert(
            into: "assessment_answers (assessment_id, question, answer)",
            assessment.answers.sorted { $0.key < $1.key }.map { [assessment.id.sqlValue, .text($0.key), .text($0.value)] })
    }

    /// The latest of each of some persons in a case.
    static func latest(of persons: [PersonID], in file: CaseID, _ connection: any Connection) throws -> [PersonID: Assessment] {
        guard !persons.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT a.* FROM assessments a
            WHERE a.person_id IN (\(list: persons.map(\.text))) AND a.case_id = \(file) AND NOT EXISTS (
                SELECT 1 FROM assessments b
                WHERE b.person_id = a.person_id AND b.case_id = a.case_id AND b.assessment_id > a.assessment_id)
            """)
        return try zip(rows, read(rows, connection)).reduce(into: [:]) { $0[try $1.0.identifier("person_id")] = $1.1 }
    }

    /// All of a person in a case, the latest first.
    static func all(of person: PersonID, in file: CaseID, _ connection: any Connection) throws -> [Assessment] {
        let rows = try connection.query(
            "SELECT * FROM assessments WHERE person_id = \(person) AND case_id = \(file) ORDER BY assessment_id DESC LIMIT 200")
        return try read(rows, connection)
    }

    private static func read(_ rows: [Row], _ connection: any Connection) throws -> [Assessment] {
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text("assessment_id") }
        let answers = try Dictionary(
            grouping: connection.query("SELECT * FROM assessment_answers WHERE assessment_id IN (\(list: ids))")
        ) { try $0.text("assessment_id") }
        return try rows.map { row in
            let own = answers[try row.text("assessment_id")] ?? []
            return Assessment(
                id: try row.identifier("assessment_id"), level: try row.code("level"), ownView: try row.code("own_view"),
                manner: try row.code("manner"),
                answers: try own.reduce(into: [:]) { $0[try $1.text("question")] = try $1.text("answer") },
                hidden: Codes.set(try row.text("hidden")), organisation: try row.identifier("organisation_id"),
                madeAt: try row.instant("made_at"))
        }
    }
}
