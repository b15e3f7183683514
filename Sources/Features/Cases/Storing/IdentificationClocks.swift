import Calendar
import Core
import Database

/// The clocks that an identification starts. They follow from the rows that stand and from what is known of the person, and are made anew whenever
/// either changes: a correction ends none that another row still justifies, and moves none that runs.
enum IdentificationClocks {
    static let rules: Set<String> = ["child-notice", "foreigner-referral", "reflection-period"]
    /// Duties of those who identified her, which no end of the work takes away.
    static let duties: Set<String> = ["child-notice", "foreigner-referral"]

    /// Brings the clocks of one person in a case into line.
    ///
    /// - Parameter childSince: when she was found to be a child who had been taken for an adult; before that nobody could send a notice.
    static func settle(
        _ file: CaseID, _ person: PersonID, _ subject: ClockSubject, childSince: Instant?, at now: Instant, _ all: ClockRules,
        _ connection: any Connection
    ) throws {
        let rows = try standing(of: person, in: file, connection)
        let runs = try runs(of: person, in: file, connection)
        for rule in rules.sorted() {
            let own = runs.filter { $0.rule == rule }
            let first = rows.filter { row in
                row.starts(rule, for: subject, all) && !own.contains { $0.answered(row) }
            }.map { row in
                (at: rule == "child-notice" ? max(row.start, childSince ?? row.start) : row.start, object: row.id)
            }.min { $0.at < $1.at }
            let running = own.first { $0.endedAt == nil }
            if let running {
                if running.startedAt == first?.at { continue }
                try CaseClockStore.end([rule], file, person, because: "corrected", at: now, connection)
            }
            if let first { try CaseClockStore.start(rule, object: first.object, at: first.at, file, person, connection) }
        }
    }

    /// A row that stands, with when its first writing was made: a correction starts nothing later.
    private struct Standing {
        let id: String
        let level: Identification.Level
        let day: Day
        let writtenAt: Instant

        var start: Instant { day == writtenAt.dayInSofia ? writtenAt : day.startInSofia }

        func starts(_ rule: String, for subject: ClockSubject, _ all: ClockRules) -> Bool {
            var events: Set<ClockEvent> = [level.clock]
            if [.informal, .formal].contains(level), subject.isChild ?? true { events.insert(.childIdentified) }
            return events.contains { event in all.rules(startedBy: event, for: subject, on: day).contains { $0.id == rule } }
        }
    }

    /// A clock that runs or ran.
    private struct Run {
        let rule: String
        let startedAt: Instant
        let endedAt: Instant?
        let reason: String
        let notedAt: Instant?

        /// What a row asked for was done: it was there when that was noted, or tells of a day before it.
        func answered(_ row: Standing) -> Bool {
            guard let endedAt, ClockEvent(rawValue: reason) != nil else { return false }
            return row.writtenAt <= notedAt ?? endedAt || row.day <= endedAt.dayInSofia
        }
    }

    private static func standing(of person: PersonID, in file: CaseID, _ connection: any Connection) throws -> [Standing] {
        let all = try connection.query(
            """
            SELECT identification_id, level, on_day, made_at, corrects, superseded_at FROM identifications
            WHERE person_id = \(person) AND case_id = \(file)
            """
        ).map { row in
            guard let day = try row.dayOrNil("on_day") else { throw DatabaseError.decoding(column: "on_day") }
            return (
                row: Standing(
                    id: try row.text("identification_id"), level: try row.code("level"), day: day, writtenAt: try row.instant("made_at")),
                corrects: try row.textOrNil("corrects"), stands: try row.textOrNil("superseded_at") == nil
            )
        }
        let known = Dictionary(all.map { ($0.row.id, (at: $0.row.writtenAt, corrects: $0.corrects)) }) { first, _ in first }
        return all.filter(\.stands).map { one in
            var (at, corrects) = (one.row.writtenAt, one.corrects)
            while let old = corrects.flatMap({ known[$0] }) { (at, corrects) = (old.at, old.corrects) }
            return Standing(id: one.row.id, level: one.row.level, day: one.row.day, writtenAt: at)
        }
    }

    private static func runs(of person: PersonID, in file: CaseID, _ connection: any Connection) throws -> [Run] {
        try connection.query(
            """
            SELECT rule, started_at, ended_at, ended_because, noted_at FROM case_clocks
            WHERE person_id = \(person) AND case_id = \(file) AND rule IN (\(list: rules.sorted()))
            """
        ).map { row in
            Run(
                rule: try row.text("rule"), startedAt: try row.instant("started_at"),
                endedAt: try row.textOrNil("ended_at").flatMap(Instant.init(iso:)), reason: try row.textOrNil("ended_because") ?? "",
                notedAt: try row.textOrNil("noted_at").flatMap(Instant.init(iso:)))
        }
    }
}
