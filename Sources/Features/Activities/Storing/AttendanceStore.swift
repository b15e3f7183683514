import Core
import Counting
import Database
import Vault

/// Writes and reads who was at acts, inside a transaction that the caller holds: numbers of each part, and tokens that expire.
enum AttendanceStore {
    /// Writes the parts of an act, and how many were at each where there is a list, in the place of what stood there.
    static func add(
        _ draft: AttendanceDraft, as id: AttendanceID, to activity: ActivityID, by user: UserID, at now: Instant,
        _ connection: any Connection
    ) throws {
        try end(activity, at: now, connection)
        try connection.execute(
            """
            INSERT INTO activity_attendances (attendance_id, activity_id, threshold, listed, made_at, made_by)
            VALUES (\(id), \(activity), \(draft.threshold.percent), \(draft.count?.listed), \(now), \(user))
            """)
        try connection.insert(
            into: "activity_parts (attendance_id, number, title, group_name, held_on, hours, present)",
            draft.parts.enumerated().map { place, part in
                [
                    id.sqlValue, (place + 1).sqlValue, part.title.sqlValue, part.group.sqlValue, part.on.sqlValue, part.hours.sqlValue,
                    (draft.count?.present[place]).sqlValue,
                ]
            })
    }

    /// Ends what stood of an act; it stays in the history.
    static func end(_ activity: ActivityID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE activity_attendances SET superseded_at = \(now) WHERE activity_id = \(activity) AND superseded_at IS NULL")
    }

    /// What stands of some acts, by their identifiers.
    static func current(of activities: [String], _ connection: any Connection) throws -> [String: Attendance] {
        let rows = try connection.query(
            """
            SELECT attendance_id, activity_id, threshold, listed FROM activity_attendances
            WHERE activity_id IN (\(list: activities)) AND superseded_at IS NULL
            """)
        guard !rows.isEmpty else { return [:] }
        let ids = try rows.map { try $0.text("attendance_id") }
        let parts = try Dictionary(
            grouping: connection.query("SELECT * FROM activity_parts WHERE attendance_id IN (\(list: ids)) ORDER BY number")
        ) { try $0.text("attendance_id") }
        return try rows.reduce(into: [:]) { found, row in
            let id = try row.text("attendance_id")
            found[try row.text("activity_id")] = Attendance(
                id: try row.identifier("attendance_id"), threshold: AttendanceThreshold(percent: try row.integer("threshold")),
                parts: try (parts[id] ?? []).map {
                    AttendancePart(
                        title: try $0.textOrNil("title"), group: try $0.textOrNil("group_name"), on: try $0.dayOrNil("held_on"),
                        hours: try $0.integerOrNil("hours"), present: try $0.integerOrNil("present"))
                }, listed: try row.integerOrNil("listed"))
        }
    }

    // MARK: Tokens

    /// Writes the tokens of the participants of an act in the place of those that were there.
    static func set(
        _ tokens: [(token: String, cell: HeadCell)], of period: ParticipantPeriod, _ activity: ActivityID, _ connection: any Connection
    ) throws {
        try forgetTokens(of: activity, connection)
        try connection.insert(
            into: "activity_tokens (activity_id, token, period, profession, sex, institution)",
            // Not in the order of the list, which would tell whose they are to whoever has the paper.
            tokens.sorted { $0.token < $1.token }.map { token, cell in
                [
                    activity.sqlValue, token.sqlValue, period.key.period.sqlValue, (cell.profession ?? "").sqlValue,
                    (cell.sex ?? "").sqlValue, (cell.institution ?? "").sqlValue,
                ]
            })
    }

    static func forgetTokens(of activity: ActivityID, _ connection: any Connection) throws {
        try ActivityStore.changed(activity, connection)
        try connection.execute("DELETE FROM activity_tokens WHERE activity_id = \(activity)")
    }

    /// Destroys the tokens of a period; whatever measure counted by them is to be counted anew.
    static func forgetTokens(of period: ParticipantPeriod, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE activity_revisions SET revision = revision + 1 WHERE EXISTS (
                SELECT 1 FROM activity_tokens k JOIN activity_measures m ON m.activity_id = k.activity_id AND m.ended_at IS NULL
                WHERE k.period = \(period.key.period) AND m.plan_id = activity_revisions.plan_id
                    AND m.measure = activity_revisions.measure)
            """)
        try connection.execute("DELETE FROM activity_tokens WHERE period = \(period.key.period)")
    }
}
