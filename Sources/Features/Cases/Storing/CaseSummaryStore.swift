import Core
import Database

/// What a list of cases tells of each, read for all of them at once.
enum CaseSummaryStore {
    /// A case in a line, by its persons.
    struct Summary: Sendable {
        var levels: [PersonID: Identification.Level] = [:]
        var risks: [PersonID: Assessment.Level] = [:]
        /// What is still to be done, the earliest first.
        var steps: [NextStep] = []

        /// What the furthest identification of any of them is. The bodies that identify stand behind each other: one that was refuted is the
        /// least.
        var level: Identification.Level? {
            [.formal, .informal, .presumed, .refuted].first { Set(levels.values).contains($0) }
        }

        /// The greatest danger that any of them is in.
        var risk: Assessment.Level? { Assessment.Level.allCases.last { Set(risks.values).contains($0) } }
    }

    /// - Parameter persons: of each case those that may be told of.
    static func summaries(of persons: [CaseID: [PersonID]], _ connection: any Connection) throws -> [CaseID: Summary] {
        guard !persons.isEmpty else { return [:] }
        let (files, all) = (persons.keys.map(\.text), persons.values.flatMap(\.self).map(\.text))
        var summaries: [CaseID: Summary] = [:]
        func told(_ row: Row) throws -> (file: CaseID, person: PersonID)? {
            let (file, person): (CaseID, PersonID) = (try row.identifier("case_id"), try row.identifier("person_id"))
            return persons[file]?.contains(person) == true ? (file, person) : nil
        }
        // The last one of each counts: in the order in which Identification.current chooses.
        for row in try connection.query(
            """
            SELECT case_id, person_id, level FROM identifications
            WHERE person_id IN (\(list: all)) AND case_id IN (\(list: files)) AND superseded_at IS NULL
            ORDER BY on_day, made_at, identification_id
            """)
        {
            if let one = try told(row) { summaries[one.file, default: Summary()].levels[one.person] = try row.code("level") }
        }
        for row in try connection.query(
            """
            SELECT case_id, person_id, level FROM assessments
            WHERE person_id IN (\(list: all)) AND case_id IN (\(list: files)) ORDER BY assessment_id
            """)
        {
            if let one = try told(row) { summaries[one.file, default: Summary()].risks[one.person] = try row.code("level") }
        }
        for row in try connection.query(
            """
            SELECT * FROM next_steps WHERE person_id IN (\(list: all)) AND case_id IN (\(list: files)) AND done_at IS NULL
            ORDER BY due_on, step_id
            """)
        {
            guard let one = try told(row), let due = try row.dayOrNil("due_on") else { continue }
            summaries[one.file, default: Summary()].steps.append(
                NextStep(
                    id: try row.identifier("step_id"), person: one.person, kind: try row.code("kind"), due: due,
                    user: try row.identifier("user_id"), organisation: try row.identifier("organisation_id")))
        }
        return summaries
    }
}
