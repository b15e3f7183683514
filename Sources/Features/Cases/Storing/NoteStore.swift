import Admission
import Core
import Database
import Policy

/// Reads and writes notes and files as far as they stand open: who wrote one, for whom and when. Inside a transaction that the caller holds.
enum NoteStore {
    /// How many are shown at once.
    static let limit = 50

    /// What somebody is among the readers of, as a condition on the columns `audience`, `organisation_id` and the one that names the author.
    static func isFor(_ actor: Actor, isWorker: Bool, author: SQL) -> SQL {
        """
        (audience = 'all' OR \(author) = \(actor.user)
            OR organisation_id = \(actor.organisation) AND (audience = 'organisation' OR \(isWorker)))
        """
    }

    /// Writes a note. False where the one it corrects is none of hers, or was corrected already: then nothing is written.
    static func add(
        _ note: CaseNote, _ file: CaseID, _ person: PersonID, correcting old: Identifier<CaseNote>?, _ connection: any Connection
    ) throws -> Bool {
        if let old {
            let isHers =
                try connection.execute(
                    """
                    UPDATE case_notes SET superseded_at = \(note.madeAt)
                    WHERE note_id = \(old) AND person_id = \(person) AND case_id = \(file) AND made_by = \(note.author)
                        AND superseded_at IS NULL
                    """) > 0
            guard isHers else { return false }
        }
        try connection.execute(
            """
            INSERT INTO case_notes (note_id, case_id, person_id, kind, audience, organisation_id, made_at, made_by, corrects)
            VALUES (\(note.id), \(file), \(person), \(note.kind.rawValue), \(note.audience.rawValue), \(note.organisation), \(note.madeAt),
                \(note.author), \(old))
            """)
        return true
    }

    /// Those that are for somebody, the latest first, a page at a time and one more.
    static func notes(
        for work: CaseWork, before cursor: Identifier<CaseNote>?, _ connection: any Connection
    ) throws -> [CaseNote] {
        let groups = work.groups
        let kinds = CaseNote.Kind.allCases.filter { groups.contains($0.group) }.map(\.rawValue)
        return try connection.query(
            """
            SELECT * FROM case_notes
            WHERE person_id = \(work.person.id) AND case_id = \(work.file.id) AND kind IN (\(list: kinds)) AND note_id < \(cursor?.text ?? "~")
                AND \(isFor(work.passage.actor, isWorker: work.isWorker, author: "made_by"))
            ORDER BY note_id DESC LIMIT \(limit + 1)
            """
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
            INSERT INTO case_files (file_id, case_id, person_id, kind, audience, organisation_id, made_at, made_by)
            VALUES (\(one.id), \(file), \(person), \(one.kind.rawValue), \(one.audience.rawValue), \(one.organisation), \(one.madeAt),
                \(one.author))
            """)
    }

    /// Those that are for somebody, the latest first, a page at a time and one more.
    static func files(
        for work: CaseWork, before cursor: FileCursor?, _ connection: any Connection
    ) throws -> [CaseFile] {
        let groups = work.groups
        let kinds = CaseFile.Kind.allCases.filter { groups.contains($0.group) }.map(\.rawValue)
        let earlier: SQL = cursor.map { "AND (made_at < \($0.at) OR made_at = \($0.at) AND file_id > \($0.id))" } ?? ""
        return try connection.query(
            """
            SELECT * FROM case_files
            WHERE person_id = \(work.person.id) AND case_id = \(work.file.id) AND kind IN (\(list: kinds)) \(earlier)
                AND \(isFor(work.passage.actor, isWorker: work.isWorker, author: "made_by"))
            ORDER BY made_at DESC, file_id LIMIT \(limit + 1)
            """
        ).map(file)
    }

    static func file(
        _ id: CaseFile.FileName, of person: PersonID, in file: CaseID, _ connection: any Connection
    ) throws -> CaseFile? {
        try connection.first("SELECT * FROM case_files WHERE file_id = \(id) AND person_id = \(person) AND case_id = \(file)").map(
            NoteStore.file)
    }

    private static func file(_ row: Row) throws -> CaseFile {
        CaseFile(
            id: try row.text("file_id"), kind: try row.code("kind"), audience: try row.code("audience"),
            organisation: try row.identifier("organisation_id"), author: try row.identifier("made_by"), madeAt: try row.instant("made_at"),
            isWithdrawn: try row.textOrNil("withdrawn_at") != nil)
    }

    /// False where it was taken back already.
    static func withdraw(_ id: CaseFile.FileName, by user: UserID, at now: Instant, _ connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE case_files SET withdrawn_at = \(now), withdrawn_by = \(user) WHERE file_id = \(id) AND withdrawn_at IS NULL") > 0
    }
}

/// Where the next page of files begins.
struct FileCursor: Sendable, Hashable {
    let at: Instant
    let id: CaseFile.FileName

    var text: String { at.iso + "_" + id }

    init(_ file: CaseFile) {
        at = file.madeAt
        id = file.id
    }

    /// Nil for what is none.
    init?(_ text: String) {
        let parts = text.split(separator: "_").map(String.init)
        guard parts.count == 2, let at = Instant(iso: parts[0]) else { return nil }
        self.at = at
        id = parts[1]
    }
}
