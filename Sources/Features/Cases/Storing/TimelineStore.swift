import Core
import Database
import Policy

/// Something that happened, as a line of the timeline.
struct TimelineEntry: Sendable, Hashable {
    let id: Identifier<TimelineEntry>
    let person: PersonID
    let at: Instant
    let kind: String
    let organisation: OrganisationID
    /// It was corrected since.
    let isSuperseded: Bool
}

/// Where the next page of a timeline begins.
struct TimelineCursor: Sendable, Hashable {
    let at: Instant
    let id: Identifier<TimelineEntry>

    var text: String { at.iso + "_" + id.text }

    init(_ entry: TimelineEntry) {
        at = entry.at
        id = entry.id
    }

    /// Nil for what is none.
    init?(_ text: String) {
        let parts = text.split(separator: "_").map(String.init)
        guard parts.count == 2, let at = Instant(iso: parts[0]), let id = Identifier<TimelineEntry>(parts[1]) else { return nil }
        self.at = at
        self.id = id
    }
}

/// The one table of what happened, written in the transactions of what it tells of.
enum TimelineStore {
    /// - Parameter audience: for whom it is; everybody who may open the record where there is none.
    static func add(_ event: CaseEvent, in file: CaseID?, audience: Audience? = nil, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO timeline (entry_id, case_id, person_id, at, kind, object, actor, organisation_id, audience, field_group)
            VALUES (\(Identifier<TimelineEntry>.new()), \(file), \(event.person), \(event.at), \(event.kind), \(event.object),
                \(event.actor), \(event.organisation), \(audience?.rawValue), \(event.group?.rawValue))
            """)
    }

    /// What told of an object was corrected.
    static func supersede(_ object: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE timeline SET superseded_at = \(now) WHERE object = \(object) AND superseded_at IS NULL")
    }

    /// Who reads one person's lines, and what of them she may.
    struct Reader: Sendable {
        let person: PersonID
        let actor: Actor
        let isWorker: Bool
        let groups: Set<FieldGroup>

        fileprivate var condition: SQL {
            """
            (person_id = \(person) AND (field_group IS NULL OR field_group IN (\(list: groups.map(\.rawValue).sorted())))
                AND (audience IS NULL OR audience = 'all' OR organisation_id = \(actor.organisation)
                    AND (audience = 'organisation' OR \(isWorker))))
            """
        }
    }

    /// A page of a case, the latest first.
    static func page(
        of file: CaseID, _ readers: [Reader], before cursor: TimelineCursor?, limit: Int, _ connection: any Connection
    ) throws -> [TimelineEntry] {
        guard let first = readers.first else { return [] }
        let allowed = readers.dropFirst().reduce(first.condition) { $0 + " OR " + $1.condition }
        let earlier: SQL = cursor.map { "AND (at < \($0.at) OR at = \($0.at) AND entry_id < \($0.id))" } ?? ""
        return try connection.query(
            """
            SELECT entry_id, person_id, at, kind, organisation_id, superseded_at FROM timeline
            WHERE case_id = \(file) AND (\(allowed)) \(earlier) ORDER BY at DESC, entry_id DESC LIMIT \(limit)
            """
        ).map { row in
            TimelineEntry(
                id: try row.identifier("entry_id"), person: try row.identifier("person_id"), at: try row.instant("at"),
                kind: try row.text("kind"), organisation: try row.identifier("organisation_id"),
                isSuperseded: try row.textOrNil("superseded_at") != nil)
        }
    }
}
