import Core
import Database
import Policy

/// Reads and writes notes and files as far as they stand open: who wrote one, for whom and when. Inside a transaction that the caller holds.
enum NoteStore {
    static func add(
        _ note: CaseNote, _ file: CaseID, _ person: PersonID, correcting old: Identifier<CaseNote>?, _ connection: any Connection
    ) throws {
        if let old { try connection.execute("UPDATE case_notes SET superseded_at = \(note.madeAt) WHERE note_id = \(old)") }
        try connection.execute(
            """
            INSERT INTO case_notes (note_id, case_id, person_id, kind, audience, organisation_id, made_at, made_by, corrects)
            VALUES (\(note.id), \(file), \(person), \(note.kind.rawValue), \(note.audience.rawValue), \(note.organisation), \(note.madeAt),
                \(note.author), \(old))
            """)
    }

    /// The latest first. Who asks leaves out what is not for her.
    static func notes(of person: PersonID, in file: CaseID, _ connection: any Connection) throws -> [CaseNote] {
        try connection.query(
            "SELECT * FROM case_notes WHERE person_id = \(person) AND case_id = \(file) ORDER BY note_id DESC LIMIT 200"
        ).map { row in
            CaseNote(
                id: try row.identifier("note_id"), kind: try row.code("kind"), audience: try row.code("audience"),
                organisation: try row.identifier("organisation_id"), author: try row.identifier("made_by"),
                madeAt: try row.instant("made_at"), isSuperseded: try row.textOrNil("superseded_at") != nil)
        }
    }

    static func add(_ one: CaseFile, _ file: CaseID, _ person: PersonID, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO case_files (file_id, case_id, person_id, kind, audience, type, size, organisation_id, made_at, made_by)
            VALUES (\(one.id), \(file), \(person), \(one.kind.rawValue), \(one.audience.rawValue), \(one.type.rawValue), \(one.size),
                \(one.organisation), \(one.madeAt), \(one.author))
            """)
    }

    /// The latest first. Who asks leaves out what is not for her.
    static func files(of person: PersonID, in file: CaseID, _ connection: any Connection) throws -> [CaseFile] {
        try connection.query(
            "SELECT * FROM case_files WHERE person_id = \(person) AND case_id = \(file) ORDER BY made_at DESC, file_id LIMIT 200"
        ).map { row in
            CaseFile(
                id: try row.text("file_id"), kind: try row.code("kind"), audience: try row.code("audience"), type: try row.code("type"),
                size: try row.integer("size"), organisation: try row.identifier("organisation_id"),
                author: try row.identifier("made_by"), madeAt: try row.instant("made_at"))
        }
    }

    static func addEvent(
        _ event: NotedEvent, _ id: Identifier<NotedEvent>, _ file: CaseID, _ person: PersonID, by user: UserID, at now: Instant,
        _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO case_events (event_id, case_id, person_id, kind, at, organisation_id, made_at, made_by)
            VALUES (\(id), \(file), \(person), \(event.kind.rawValue), \(event.at), \(event.organisation), \(now), \(user))
            """)
    }
}
