import Core
import Counting
import Database
import Policy

extension ActivityStore {
    static func find(_ id: ActivityID, _ connection: any Connection) throws -> Activity? {
        try read(connection.query("\(all) WHERE a.activity_id = \(id)"), connection).first
    }

    /// The same, where somebody may see it.
    static func find(_ id: ActivityID, seenBy actor: Actor, _ connection: any Connection) throws -> Activity? {
        try read(connection.query("\(all) WHERE a.activity_id = \(id) AND \(allowed(actor))"), connection).first
    }

    /// Those that somebody may see in a list, the latest day first, a page at a time.
    static func list(
        _ filter: ActivityFilter, _ actor: Actor, offset: Int, limit: Int, _ connection: any Connection
    ) throws -> [Activity] {
        // What counts twice is little: it is found first and sorted then, instead of going through all days for it.
        let day: SQL = filter.isTwice ? "COALESCE(f.starts_on, '')" : "f.starts_on"
        return try read(
            connection.query(
                """
                \(all) WHERE \(filter.condition) AND \(allowed(actor))
                ORDER BY \(day) DESC, a.activity_id DESC LIMIT \(limit) OFFSET \(offset)
                """), connection)
    }

    static func count(_ filter: ActivityFilter, _ actor: Actor, _ connection: any Connection) throws -> Int {
        try connection.first("SELECT COUNT(*) AS n FROM \(current) WHERE \(filter.condition) AND \(allowed(actor))")?.integer("n") ?? 0
    }

    /// Whether somebody may see an act as what it is, for a WHERE over `activities a` and `activity_facts f`: whoever keeps plans all, others
    /// those that their organisation organised, or joined.
    static func allowed(_ actor: Actor) -> SQL {
        if Policy.mayEver(actor, .activityAll) { return "TRUE" }
        guard Policy.mayEver(actor, .activityList) else { return "FALSE" }
        return """
            (a.organisation_id = \(actor.organisation) OR EXISTS (
                SELECT 1 FROM activity_codes j WHERE j.facts_id = f.facts_id AND j.field = \(coOrganiser) AND j.code = \(actor.organisation)))
            """
    }

    /// Acts of a kind of one organisation that are not cancelled, the latest first: for a field that names another act.
    static func choices(
        _ kind: ActivityKind, of organisation: OrganisationID, limit: Int, _ connection: any Connection
    ) throws -> [(id: ActivityID, reference: String, title: String)] {
        try connection.query(
            """
            SELECT a.activity_id, a.reference, f.title FROM \(current)
            WHERE a.kind = \(kind.rawValue) AND a.organisation_id = \(organisation) AND f.state <> 'cancelled' AND f.same_as IS NULL
            ORDER BY f.starts_on DESC, a.activity_id DESC LIMIT \(limit)
            """
        ).map { (try $0.identifier("activity_id"), try $0.text("reference"), try $0.text("title")) }
    }

    /// Acts alike, of whichever organisation: of the same kind, in the same days, in the same district. Two bodies that led a seminar together
    /// write it down once. What began more than a month before is another act.
    ///
    /// - Parameter own: an organisation whose acts count as other ones where they began on another day: it knows what it wrote down.
    static func alike(
        _ kind: ActivityKind, _ facts: ActivityFacts, except id: ActivityID, own: OrganisationID? = nil, limit: Int,
        _ connection: any Connection
    ) throws -> [Activity] {
        let (from, to) = (Day(ordinal: facts.startsOn.ordinal - 3), Day(ordinal: facts.endsOn.ordinal + 3))
        let other: SQL = if let own { "(a.organisation_id <> \(own) OR f.starts_on = \(facts.startsOn))" } else { "TRUE" }
        let place: SQL = if let district = facts.district { "f.district = \(district)" } else { "f.district IS NULL" }
        return try read(
            connection.query(
                """
                \(all) WHERE a.kind = \(kind.rawValue) AND a.activity_id <> \(id) AND f.state <> 'cancelled' AND f.same_as IS NULL
                    AND f.starts_on >= \(Day(ordinal: from.ordinal - 31)) AND f.starts_on <= \(to) AND f.ends_on >= \(from) AND \(place)
                    AND \(other)
                    AND COALESCE(f.country, '') = \(facts.country ?? "")
                ORDER BY f.starts_on, a.activity_id LIMIT \(limit)
                """), connection)
    }

    /// The versions of an act, the latest first: when and by whom.
    static func versions(of id: ActivityID, _ connection: any Connection) throws -> [(version: Int, at: Instant, by: UserID)] {
        try connection.query("SELECT version, made_at, made_by FROM activity_facts WHERE activity_id = \(id) ORDER BY version DESC").map {
            (try $0.integer("version"), try $0.instant("made_at"), try $0.identifier("made_by"))
        }
    }

    /// Acts that somebody's organisation still has something to write of: planned and past their day.
    static func pastPlanned(
        of organisation: OrganisationID, before today: Day, limit: Int, _ connection: any Connection
    ) throws -> [Activity] {
        try read(
            connection.query(
                """
                \(all) WHERE a.organisation_id = \(organisation) AND f.state = 'planned' AND f.ends_on < \(today) AND f.same_as IS NULL
                ORDER BY f.ends_on, a.activity_id LIMIT \(limit)
                """), connection)
    }

    /// Acts of a kind that took place and have not reached a stage.
    static func without(
        _ stage: ActivityStage, _ kinds: [ActivityKind], of organisation: OrganisationID, limit: Int, _ connection: any Connection
    ) throws -> [Activity] {
        try read(
            connection.query(
                """
                \(all) WHERE a.organisation_id = \(organisation) AND a.kind IN (\(list: kinds.map(\.rawValue))) AND f.state = 'done'
                    AND f.same_as IS NULL AND NOT EXISTS (
                        SELECT 1 FROM activity_stages s WHERE s.activity_id = a.activity_id AND s.stage = \(stage.rawValue)
                            AND s.superseded_at IS NULL)
                ORDER BY f.ends_on, a.activity_id LIMIT \(limit)
                """), connection)
    }

    /// Acts with a task that is not done yet, of an organisation: left to itself, or to follow up with others.
    static func withOpenTasks(of organisation: OrganisationID, limit: Int, _ connection: any Connection) throws -> [Activity] {
        try read(
            connection.query(
                """
                \(all) WHERE a.organisation_id = \(organisation) AND f.state = 'done' AND f.same_as IS NULL AND EXISTS (
                    SELECT 1 FROM activity_tasks t WHERE t.activity_id = a.activity_id AND t.done_on IS NULL)
                ORDER BY f.ends_on, a.activity_id LIMIT \(limit)
                """), connection)
    }

    /// Acts of some that figures count, with their organisations; for whoever assigns them to measures.
    static func find(_ ids: [ActivityID], _ connection: any Connection) throws -> [Activity] {
        guard !ids.isEmpty else { return [] }
        return try read(connection.query("\(all) WHERE a.activity_id IN (\(list: ids.map(\.text)))"), connection)
    }

    static let current: SQL =
        "activities a JOIN activity_facts f ON f.activity_id = a.activity_id AND f.superseded_at IS NULL"

    static let all: SQL =
        """
        SELECT a.*, f.facts_id, f.version, f.state, f.starts_on, f.ends_on, f.is_open, f.title, f.country, f.district, f.town, f.is_public,
            f.evidence, f.note, f.same_as,
            (SELECT COUNT(*) FROM activity_files w WHERE w.activity_id = a.activity_id AND w.withdrawn_at IS NULL) AS file_count
        FROM \(current)
        """

    static func read(_ rows: [Row], _ connection: any Connection) throws -> [Activity] {
        guard !rows.isEmpty else { return [] }
        let (facts, acts) = (try rows.map { try $0.text("facts_id") }, try rows.map { try $0.text("activity_id") })
        func of(_ column: String, _ sql: SQL) throws -> [String: [Row]] {
            try Dictionary(grouping: connection.query(sql)) { try $0.text(column) }
        }
        let codes = try of("facts_id", "SELECT * FROM activity_codes WHERE facts_id IN (\(list: facts))")
        let amounts = try of("facts_id", "SELECT * FROM activity_amounts WHERE facts_id IN (\(list: facts))")
        let heads = try of("facts_id", "SELECT * FROM activity_heads WHERE facts_id IN (\(list: facts)) ORDER BY line")
        let stages = try of(
            "activity_id",
            "SELECT * FROM activity_stages WHERE activity_id IN (\(list: acts)) AND superseded_at IS NULL ORDER BY reached_on")
        let tasks = try of(
            "activity_id", "SELECT * FROM activity_tasks WHERE activity_id IN (\(list: acts)) ORDER BY due_on, task_id")
        let measures = try of(
            "activity_id",
            "SELECT * FROM activity_measures WHERE activity_id IN (\(list: acts)) AND ended_at IS NULL ORDER BY made_at, measure")
        let attendances = try AttendanceStore.current(of: acts, connection)
        return try rows.map { row in
            let (id, act) = (try row.text("facts_id"), try row.text("activity_id"))
            return Activity(
                id: try row.identifier("activity_id"), reference: try row.text("reference"),
                organisation: try row.identifier("organisation_id"), kind: try row.code("kind"), enteredAt: try row.instant("entered_at"),
                enteredBy: try row.identifier("entered_by"),
                facts: try self.facts(row, codes[id] ?? [], amounts[id] ?? [], heads[id] ?? []), version: try row.integer("version"),
                stages: try (stages[act] ?? []).map {
                    ReachedStage(stage: try $0.code("stage"), on: try day($0, "reached_on"), number: try $0.textOrNil("number"))
                },
                tasks: try (tasks[act] ?? []).map {
                    ActivityTask(
                        id: try $0.identifier("task_id"), text: try $0.text("text"), institution: try $0.textOrNil("institution"),
                        dueOn: try $0.dayOrNil("due_on"), doneOn: try $0.dayOrNil("done_on"))
                },
                assignments: try (measures[act] ?? []).map {
                    Assignment(
                        measure: MeasureReference(plan: try $0.text("plan_id"), measure: try $0.text("measure")),
                        at: try $0.instant("made_at"))
                }, attendance: attendances[act], fileCount: try row.integer("file_count"))
        }
    }

    private static func facts(_ row: Row, _ codes: [Row], _ amounts: [Row], _ heads: [Row]) throws -> ActivityFacts {
        var coded = try Dictionary(grouping: codes) { try $0.text("field") }.mapValues { Set(try $0.map { try $0.text("code") }) }
        let coOrganisers = coded.removeValue(forKey: coOrganiser) ?? []
        return ActivityFacts(
            state: try row.code("state"), startsOn: try day(row, "starts_on"), endsOn: try day(row, "ends_on"),
            isOpenEnded: try row.boolean("is_open"), title: try row.text("title"), country: try row.textOrNil("country"),
            district: try row.textOrNil("district"), town: try row.textOrNil("town"), isPublic: try row.boolean("is_public"),
            evidence: try row.textOrNil("evidence"), note: try row.textOrNil("note"), codes: coded,
            amounts: try Dictionary(uniqueKeysWithValues: amounts.map { (try $0.text("field"), try $0.integer("amount")) }),
            heads: try heads.map {
                HeadCount(
                    profession: try $0.textOrNil("profession"), sex: try $0.textOrNil("sex"), institution: try $0.textOrNil("institution"),
                    amount: try $0.integer("amount"))
            }, coOrganisers: coOrganisers, sameAs: try row.textOrNil("same_as").flatMap(ActivityID.init))
    }

    private static func day(_ row: Row, _ column: String) throws -> Day {
        guard let day = try row.dayOrNil(column) else { throw DatabaseError.decoding(column: column) }
        return day
    }
}
