import Core
import Database
import Policy

/// An act as calendars show it: no note, no evidence, no numbers.
struct CalendarAct: Sendable, Hashable {
    let id: ActivityID
    let organisation: OrganisationID
    let kind: ActivityKind
    /// Only what a calendar tells is filled in.
    let facts: ActivityFacts
    let version: Int
    let changedAt: Instant
    /// Whether its page is the reader's to see.
    let isSeen: Bool
}

/// Whose calendar it is.
enum CalendarSight: Sendable {
    /// Everybody's: public acts.
    case everyone
    /// Of somebody who is signed in: what she may see, and what is public.
    case of(Actor)

    fileprivate var condition: SQL {
        switch self {
        case .everyone: "f.is_public"
        case .of(let actor): "(f.is_public OR \(ActivityStore.allowed(actor)))"
        }
    }

    fileprivate var isSeen: SQL {
        switch self {
        case .everyone: "0"
        case .of(let actor): "CASE WHEN \(ActivityStore.allowed(actor)) THEN 1 ELSE 0 END"
        }
    }
}

/// Reads acts for calendars.
enum EventStore {
    /// More than any month has.
    static let limit = 2000

    /// Acts that take place on some day of a span, the earliest first.
    ///
    /// - Parameters:
    ///   - to: the last day; nil for all that is to come.
    ///   - withCancelled: also those that will not take place, for programs that were told they would.
    static func acts(
        _ sight: CalendarSight, from: Day, to: Day?, withCancelled: Bool = false, _ connection: any Connection
    ) throws -> [CalendarAct] {
        let end: SQL = if let to { "f.starts_on <= \(to)" } else { "TRUE" }
        let state: SQL = withCancelled ? "TRUE" : "f.state <> 'cancelled'"
        return try connection.query(
            """
            SELECT a.activity_id, a.organisation_id, a.kind, f.version, f.state, f.starts_on, f.ends_on, f.is_open, f.title, f.country,
                f.district, f.town, f.is_public, f.made_at, \(sight.isSeen) AS is_seen
            FROM \(ActivityStore.current)
            WHERE f.same_as IS NULL AND f.ends_on >= \(from) AND \(end) AND \(state) AND \(sight.condition)
            ORDER BY f.starts_on, f.ends_on, a.activity_id LIMIT \(limit)
            """
        ).map(act)
    }

    /// The first and the last day that somebody's calendar knows; nil where it is empty.
    static func span(_ sight: CalendarSight, _ connection: any Connection) throws -> (first: Day, last: Day)? {
        let row = try connection.first(
            """
            SELECT MIN(f.starts_on) AS first, MAX(f.ends_on) AS last FROM \(ActivityStore.current)
            WHERE f.same_as IS NULL AND f.state <> 'cancelled' AND \(sight.condition)
            """)
        guard let row, let first = try row.dayOrNil("first"), let last = try row.dayOrNil("last") else { return nil }
        return (first, last)
    }

    /// A number that grows with every change of what the public calendar shows.
    static func revision(_ connection: any Connection) throws -> Int {
        try connection.first("SELECT number FROM activity_events WHERE id = 1")?.integer("number") ?? 0
    }

    /// Counts a change of an act that is public, or was.
    static func changed(_ activity: ActivityID, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE activity_events SET number = number + 1
            WHERE EXISTS (SELECT 1 FROM activity_facts f WHERE f.activity_id = \(activity) AND f.is_public)
            """)
    }

    /// Counts a change of many public acts at once.
    static func changed(_ connection: any Connection) throws {
        try connection.execute("UPDATE activity_events SET number = number + 1")
    }

    private static func act(_ row: Row) throws -> CalendarAct {
        guard let starts = try row.dayOrNil("starts_on"), let ends = try row.dayOrNil("ends_on") else {
            throw DatabaseError.decoding(column: "starts_on")
        }
        return CalendarAct(
            id: try row.identifier("activity_id"), organisation: try row.identifier("organisation_id"), kind: try row.code("kind"),
            facts: ActivityFacts(
                state: try row.code("state"), startsOn: starts, endsOn: ends, isOpenEnded: try row.boolean("is_open"),
                title: try row.text("title"), country: try row.textOrNil("country"), district: try row.textOrNil("district"),
                town: try row.textOrNil("town"), isPublic: try row.boolean("is_public")), version: try row.integer("version"),
            changedAt: try row.instant("made_at"), isSeen: try row.integer("is_seen") == 1)
    }
}
