import Core
import Database
import Policy

/// Something that happened, as a line of the timeline.
struct TimelineEntry: Sendable, Hashable {
    let id: Identifier<TimelineEntry>
    let person: PersonID
    let at: Instant
    let kind: String
    /// Nil where it came by itself.
    let organisation: OrganisationID?
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
    /// The kinds of lines that everybody who helps must know of, whatever was shared with her organisation: that there is a case, who took her for
    /// a victim, how great the danger is, and how she may be reached.
    static let known =
        ["case.opened", "case.joined", "case.left", "contact-rule"]
        + Identification.Level.allCases.map { "identification." + $0.rawValue }
        + Assessment.Level.allCases.map { "assessment." + $0.rawValue }
        + CaseClosing.Reason.allCases.map { "closed." + $0.rawValue } + CaseClosing.Return.allCases.map { "reopened." + $0.rawValue }

    /// - Parameter audience: for whom it is; everybody who may open the record where there is none, and ``CaseEvent/readers`` say no less.
    static func add(_ event: CaseEvent, in file: CaseID?, audience: Audience? = nil, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO timeline (entry_id, case_id, person_id, at, kind, object, actor, organisation_id, audience, field_group,
                readers)
            VALUES (\(Identifier<TimelineEntry>.new()), \(file), \(event.person), \(event.at), \(event.kind), \(event.object),
                \(event.actor?.text ?? ""), \(event.organisation?.text ?? ""), \(audience?.rawValue), \(event.group?.rawValue),
                \(event.readers.map { $0.map(\.text).sorted().joined(separator: " ") }))
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
        /// Of what others wrote she reads only what everybody who helps must know.
        let isLimited: Bool

        fileprivate var condition: SQL {
            let shared: SQL =
                isLimited
                ? "AND (field_group IS NOT NULL OR readers IS NOT NULL OR organisation_id = \(actor.organisation) OR kind IN (\(list: TimelineStore.known)))"
                : ""
            return """
                (person_id = \(person) AND (field_group IS NULL OR field_group IN (\(list: groups.map(\.rawValue).sorted())))
                    AND (audience IS NULL OR \(NoteStore.isFor(actor, isWorker: isWorker, author: "actor"))) \(shared)
                    AND (readers IS NULL OR readers LIKE \("%" + actor.organisation.text + "%")))
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
                kind: try row.text("kind"), organisation: OrganisationID(try row.text("organisation_id")),
                isSuperseded: try row.textOrNil("superseded_at") != nil)
        }
    }
}
