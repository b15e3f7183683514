import Core
import Counting
import Database

/// Writes acts, inside a transaction that the caller holds. Nothing is overwritten: a correction is a version of its own.
enum ActivityStore {
    static func add(_ activity: Activity, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO activities (activity_id, reference, organisation_id, kind, entered_at, entered_by)
            VALUES (\(activity.id), \(activity.reference), \(activity.organisation), \(activity.kind.rawValue), \(activity.enteredAt),
                \(activity.enteredBy))
            """)
        try add(activity.facts, version: activity.version, to: activity.id, by: activity.enteredBy, at: activity.enteredAt, connection)
    }

    /// Writes a version of the facts in the place of the one before. Whatever measure the act serves is to be counted anew.
    static func add(
        _ facts: ActivityFacts, version: Int, to activity: ActivityID, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        let id = Identifier<ActivityFacts>.new()
        try connection.execute(
            "UPDATE activity_facts SET superseded_at = \(now) WHERE activity_id = \(activity) AND superseded_at IS NULL")
        try connection.execute(
            """
            INSERT INTO activity_facts (facts_id, activity_id, version, state, starts_on, ends_on, is_open, title, country, district, town,
                is_public, evidence, note, same_as, made_at, made_by)
            VALUES (\(id), \(activity), \(version), \(facts.state.rawValue), \(facts.startsOn), \(facts.endsOn), \(facts.isOpenEnded),
                \(facts.title), \(facts.country), \(facts.district), \(facts.town), \(facts.isPublic), \(facts.evidence), \(facts.note),
                \(facts.sameAs), \(now), \(user))
            """)
        let codes = facts.codes.flatMap { field, codes in codes.map { (field, $0) } } + facts.coOrganisers.map { (coOrganiser, $0) }
        try connection.insert(
            into: "activity_codes (facts_id, field, code)",
            codes.sorted { $0 < $1 }.map { [id.sqlValue, .text($0.0), .text($0.1)] })
        try connection.insert(
            into: "activity_amounts (facts_id, field, amount)",
            facts.amounts.sorted { $0.key < $1.key }.map { [id.sqlValue, .text($0.key), .integer(Int64($0.value))] })
        try connection.insert(
            into: "activity_heads (facts_id, line, profession, sex, institution, amount)",
            facts.heads.enumerated().map { line, head in
                [
                    id.sqlValue, .integer(Int64(line)), head.profession.sqlValue, head.sex.sqlValue, head.institution.sqlValue,
                    .integer(Int64(head.amount)),
                ]
            })
        try changed(activity, connection)
        try EventStore.changed(activity, connection)
    }

    /// The field under which co-organisers stand among the codes.
    static let coOrganiser = "co-organiser"

    static func reach(_ stage: ReachedStage, _ activity: ActivityID, by user: UserID, at now: Instant, _ connection: any Connection) throws
    {
        try unreach(stage.stage, activity, at: now, connection)
        try connection.execute(
            """
            INSERT INTO activity_stages (stage_id, activity_id, stage, reached_on, number, made_at, made_by)
            VALUES (\(Identifier<ReachedStage>.new()), \(activity), \(stage.stage.rawValue), \(stage.on), \(stage.number), \(now), \(user))
            """)
        try changed(activity, connection)
    }

    /// Takes back that a stage was reached; it stays in the history.
    static func unreach(_ stage: ActivityStage, _ activity: ActivityID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE activity_stages SET superseded_at = \(now)
            WHERE activity_id = \(activity) AND stage = \(stage.rawValue) AND superseded_at IS NULL
            """)
        try changed(activity, connection)
    }

    static func add(_ task: ActivityTask, to activity: ActivityID, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO activity_tasks (task_id, activity_id, text, institution, due_on, done_on, made_at, made_by)
            VALUES (\(task.id), \(activity), \(task.text), \(task.institution), \(task.dueOn), \(task.doneOn), \(now), \(user))
            """)
        try changed(activity, connection)
    }

    /// Says when a task was done; nil for not yet.
    static func finish(
        _ task: Identifier<ActivityTask>, of activity: ActivityID, on day: Day?, by user: UserID, _ connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE activity_tasks SET done_on = \(day), done_by = \(user) WHERE task_id = \(task) AND activity_id = \(activity)")
        try changed(activity, connection)
    }

    // MARK: Measures

    static func assign(
        _ activity: ActivityID, to measure: MeasureReference, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO activity_measures (assignment_id, activity_id, plan_id, measure, made_at, made_by, is_second)
            VALUES (\(Identifier<Assignment>.new()), \(activity), \(measure.plan), \(measure.measure), \(now), \(user), EXISTS (
                SELECT 1 FROM activity_measures o WHERE o.activity_id = \(activity) AND o.plan_id = \(measure.plan) AND o.ended_at IS NULL))
            ON CONFLICT DO NOTHING
            """)
        try nextRevision(of: measure, connection)
    }

    static func unassign(
        _ activity: ActivityID, from measure: MeasureReference, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE activity_measures SET ended_at = \(now), ended_by = \(user)
            WHERE activity_id = \(activity) AND plan_id = \(measure.plan) AND measure = \(measure.measure) AND ended_at IS NULL
            """)
        try nextRevision(of: measure, connection)
    }

    /// All measures that an act serves are to be counted anew.
    static func changed(_ activity: ActivityID, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE activity_revisions SET revision = revision + 1 WHERE EXISTS (
                SELECT 1 FROM activity_measures m WHERE m.activity_id = \(activity) AND m.ended_at IS NULL
                    AND m.plan_id = activity_revisions.plan_id AND m.measure = activity_revisions.measure)
            """)
    }

    static func nextRevision(of measure: MeasureReference, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO activity_revisions (plan_id, measure, revision) VALUES (\(measure.plan), \(measure.measure), 1)
            ON CONFLICT (plan_id, measure) DO UPDATE SET revision = activity_revisions.revision + 1
            """)
    }
}
