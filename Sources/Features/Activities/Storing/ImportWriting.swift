import Core
import Counting
import Database

extension ActivityStore {
    /// Writes many new acts at once, all of one import.
    ///
    /// - Parameter reached: told how many are written so far.
    static func add(_ acts: [Activity], of batch: ImportID, _ connection: any Connection, reached: (Int) -> Void) throws {
        for start in stride(from: 0, to: acts.count, by: 500) {
            let chunk = acts[start..<min(start + 500, acts.count)]
            try connection.insert(
                into: "activities (activity_id, reference, organisation_id, kind, entered_at, entered_by, import_id)",
                chunk.map { act in
                    [
                        act.id.sqlValue, act.reference.sqlValue, act.organisation.sqlValue, act.kind.rawValue.sqlValue,
                        act.enteredAt.sqlValue, act.enteredBy.sqlValue, batch.sqlValue,
                    ]
                })
            let written = chunk.map {
                Written(facts: $0.facts, id: .new(), activity: $0.id, version: 1, at: $0.enteredAt, by: $0.enteredBy)
            }
            try add(written, connection)
            reached(start + chunk.count)
        }
    }

    /// A version of the facts about to be written.
    private struct Written {
        let facts: ActivityFacts
        let id: Identifier<ActivityFacts>
        let activity: ActivityID
        let version: Int
        let at: Instant
        let by: UserID
    }

    private static func add(_ written: [Written], _ connection: any Connection) throws {
        try connection.insert(
            into: """
                activity_facts (facts_id, activity_id, version, state, starts_on, ends_on, is_open, title, country, district, town,
                    is_public, evidence, note, same_as, made_at, made_by)
                """,
            written.map { one in
                let facts = one.facts
                return [
                    one.id.sqlValue, one.activity.sqlValue, one.version.sqlValue, facts.state.rawValue.sqlValue, facts.startsOn.sqlValue,
                    facts.endsOn.sqlValue, facts.isOpenEnded.sqlValue, facts.title.sqlValue, facts.country.sqlValue,
                    facts.district.sqlValue,
                    facts.town.sqlValue, facts.isPublic.sqlValue, facts.evidence.sqlValue, facts.note.sqlValue, facts.sameAs.sqlValue,
                    one.at.sqlValue, one.by.sqlValue,
                ]
            })
        try connection.insert(
            into: "activity_codes (facts_id, field, code)",
            written.flatMap { one in
                let codes =
                    one.facts.codes.flatMap { field, codes in codes.map { (field, $0) } } + one.facts.coOrganisers.map { (coOrganiser, $0) }
                return codes.map { [one.id.sqlValue, $0.0.sqlValue, $0.1.sqlValue] }
            })
        try connection.insert(
            into: "activity_amounts (facts_id, field, amount)",
            written.flatMap { one in one.facts.amounts.map { [one.id.sqlValue, $0.key.sqlValue, $0.value.sqlValue] } })
        try connection.insert(
            into: "activity_heads (facts_id, line, profession, sex, institution, amount)",
            written.flatMap { one in
                one.facts.heads.enumerated().map { line, head in
                    [
                        one.id.sqlValue, line.sqlValue, head.profession.sqlValue, head.sex.sqlValue, head.institution.sqlValue,
                        head.amount.sqlValue,
                    ]
                }
            })
    }

    /// Lets acts serve measures, as many pairs at once as there are.
    static func assign(
        _ pairs: [(activity: ActivityID, measure: MeasureReference)], by user: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.insert(
            into: "activity_measures (assignment_id, activity_id, plan_id, measure, made_at, made_by)",
            pairs.map { pair in
                [
                    Identifier<Assignment>.new().sqlValue, pair.activity.sqlValue, pair.measure.plan.sqlValue,
                    pair.measure.measure.sqlValue,
                    now.sqlValue, user.sqlValue,
                ]
            })
        for measure in Set(pairs.map(\.measure)) { try nextRevision(of: measure, connection) }
    }

    // MARK: Taken back

    /// Acts of an import as nobody has changed them since: of the first version, with nothing reached and nothing left to do.
    private static func untouched(_ batch: ImportID) -> SQL {
        """
        a.import_id = \(batch) AND f.version = 1 AND f.state <> 'cancelled' AND f.same_as IS NULL
            AND NOT EXISTS (SELECT 1 FROM activity_stages s WHERE s.activity_id = a.activity_id)
            AND NOT EXISTS (SELECT 1 FROM activity_tasks t WHERE t.activity_id = a.activity_id)
            AND NOT EXISTS (
                SELECT 1 FROM activity_facts g WHERE g.same_as = a.activity_id AND g.superseded_at IS NULL)
        """
    }

    /// Cancels the acts of an import that nobody has changed since, each by a version of its own, and gives their number.
    static func cancel(_ batch: ImportID, by user: UserID, at now: Instant, _ connection: any Connection) throws -> Int {
        let rows = try connection.query("SELECT a.activity_id FROM \(current) WHERE \(untouched(batch)) ORDER BY a.activity_id")
        let ids = try rows.map { row -> ActivityID in try row.identifier("activity_id") }
        for start in stride(from: 0, to: ids.count, by: 500) {
            let chunk = Array(ids[start..<min(start + 500, ids.count)])
            let acts = try find(chunk, connection)
            try connection.execute(
                """
                UPDATE activity_facts SET superseded_at = \(now)
                WHERE activity_id IN (\(list: chunk.map(\.text))) AND superseded_at IS NULL
                """)
            try add(
                acts.map { act in
                    var facts = act.facts
                    facts.state = .cancelled
                    return Written(facts: facts, id: .new(), activity: act.id, version: act.version + 1, at: now, by: user)
                }, connection)
        }
        try connection.execute(
            """
            UPDATE activity_revisions SET revision = revision + 1 WHERE EXISTS (
                SELECT 1 FROM activity_measures m JOIN activities a ON a.activity_id = m.activity_id
                WHERE a.import_id = \(batch) AND m.ended_at IS NULL AND m.plan_id = activity_revisions.plan_id
                    AND m.measure = activity_revisions.measure)
            """)
        try connection.execute(
            """
            UPDATE activity_imports SET undone_at = \(now), undone_by = \(user), undone_count = \(ids.count)
            WHERE import_id = \(batch) AND undone_at IS NULL
            """)
        return ids.count
    }

    /// Acts of an import that still stand, the latest first.
    static func standing(
        _ batch: ImportID, limit: Int, _ connection: any Connection
    ) throws -> [(id: ActivityID, reference: String, title: String)] {
        try connection.query(
            """
            SELECT a.activity_id, a.reference, f.title FROM \(current) WHERE a.import_id = \(batch) AND f.state <> 'cancelled'
            ORDER BY a.reference LIMIT \(limit)
            """
        ).map { (try $0.identifier("activity_id"), try $0.text("reference"), try $0.text("title")) }
    }
}
