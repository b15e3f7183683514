import Core
import Database

/// What a list of cases tells of each, read for all of them at once.
enum CaseSummaryStore {
    /// A case in a line.
    struct Summary: Sendable {
        var level: Identification.Level?
        var risk: Assessment.Level?
        var next: (kind: NextStep.Kind, due: Day)?
    }

    /// - Parameter persons: of each case those that may be told of, the first being whose identification and risk are.
    static func summaries(of persons: [CaseID: [PersonID]], _ connection: any Connection) throws -> [CaseID: Summary] {
        guard !persons.isEmpty else { return [:] }
        let files = persons.keys.map(\.text)
        let firsts = persons.values.compactMap(\.first?.text)
        var summaries: [CaseID: Summary] = [:]
        // The last one of each counts: in the order in which Identification.current chooses.
        for row in try connection.query(
            """
            SELECT case_id, person_id, level FROM identifications
            WHERE person_id IN (\(list: firsts)) AND case_id IN (\(list: files)) AND superseded_at IS NULL
            ORDER BY on_day, made_at, identification_id
            """)
        {
            let file: CaseID = try row.identifier("case_id")
            if try persons[file]?.first == row.identifier("person_id") { summaries[file, default: Summary()].level = try row.code("level") }
        }
        for row in try connection.query(
            """
            SELECT case_id, person_id, level FROM assessments
            WHERE person_id IN (\(list: firsts)) AND case_id IN (\(list: files)) ORDER BY assessment_id
            """)
        {
            let file: CaseID = try row.identifier("case_id")
            if try persons[file]?.first == row.identifier("person_id") { summaries[file, default: Summary()].risk = try row.code("level") }
        }
        for row in try connection.query(
            """
            SELECT case_id, person_id, kind, due_on FROM next_steps
            WHERE person_id IN (\(list: persons.values.flatMap(\.self).map(\.text))) AND case_id IN (\(list: files)) AND done_at IS NULL
            ORDER BY due_on DESC, step_id DESC
            """)
        {
            let file: CaseID = try row.identifier("case_id")
            guard try persons[file]?.contains(row.identifier("person_id")) == true, let due = try row.dayOrNil("due_on") else { continue }
            summaries[file, default: Summary()].next = (try row.code("kind"), due)
        }
        return summaries
    }
}
