import Admission
import Core
import Database
import Policy
import Vault
import Web

/// Notes: who wrote one, for whom and when; their words after a code.
struct NotePages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.notes
    static let fields: FormFields = ["kind", "audience", "text", "corrects", "purpose", "id"]

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let notes: [Line]
        let isEmpty: Bool
        let isShown: Bool
        let reveal: Reveal
        let more: String
        let hasMore: Bool
        let mayChange: Bool
        let action: String
        let id: String
        let kinds: FormQuestion
        let audience: FormQuestion
        let text: FormField
        let corrects: FormQuestion
        let mayCorrect: Bool

        struct Line: Encodable {
            let kind: String
            let audience: String
            let made: String
            let text: String
            let hasText: Bool
            let isSuperseded: Bool
        }
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (all, organisations, names) = try await read(work, request)
        let notes = all.prefix(NoteStore.limit)
        let kinds = CaseNote.Kind.allCases.filter { work.writable.contains($0.group) }
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let format = Format(request.language)
        let own = notes.filter { $0.author == work.passage.actor.user && !$0.isSuperseded }
        let model = Page(
            head: try await head(work, request), summary: FormErrors(showing.wrong.map { ($0.field, words($0.word)) }),
            notes: notes.map { note in
                let text = showing.opened?[note.id.text]
                return Page.Line(
                    kind: words("note_kind." + note.kind.rawValue), audience: words("audience." + note.audience.rawValue),
                    made: [
                        format.moment(note.madeAt), work.passage.mayKnow(note.organisation) ? names[note.author] : nil,
                        organisations.first { $0.id == note.organisation }?.name,
                    ].compactMap(\.self).joined(separator: " · "), text: text ?? "", hasText: text != nil, isSuperseded: note.isSuperseded)
            }, isEmpty: notes.isEmpty, isShown: showing.opened != nil,
            reveal: Reveal(
                !notes.isEmpty, "/notes/show", of: NotePages.cursor(request)?.text ?? "", work, showing, request, words),
            more: request.link(work.path + "/notes") + "?before=" + (notes.last?.id.text ?? ""), hasMore: all.count > NoteStore.limit,
            mayChange: work.mayChange && !kinds.isEmpty, action: request.link(work.path + "/notes"), id: SentForm.number(ask.form),
            kinds: ask.question("kind", kinds.map(\.rawValue), "note_kind.", own: ["work"]),
            audience: ask.question("audience", Audience.allCases.map(\.rawValue), "audience."), text: ask.field("text"),
            corrects: ask.select(
                "corrects", [("", words("note_new"))] + own.map { ($0.id.text, words("note_of", ["time": format.moment($0.madeAt)])) }),
            mayCorrect: !own.isEmpty)
        return try render("cases-notes", model, request, showing)
    }

    /// Where the page begins that was asked for, or that is to be shown.
    private static func cursor(_ request: WebRequest) -> Identifier<CaseNote>? {
        (request.form["of"] ?? request.query["before"]).flatMap(Identifier<CaseNote>.init)
    }

    /// The notes that are for her, with the names of organisations and of colleagues.
    private func read(_ work: CaseWork, _ request: WebRequest) async throws -> (
        [CaseNote], [(id: OrganisationID, name: String)], [UserID: String]
    ) {
        let (cursor, words) = (NotePages.cursor(request), cases.pages.words(request.language))
        return try await cases.database.read { connection in
            let notes = try NoteStore.notes(for: work, before: cursor, connection)
            let colleagues = try cases.sources.colleagues(connection, nil, request.now, request.language)
            return (
                notes, work.passage.known(try cases.sources.organisations(connection, request.language), words),
                Dictionary(colleagues.map { ($0.actor.user, $0.name) }, uniquingKeysWith: { first, _ in first })
            )
        }
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "note") { work in
            var reading = CodedForm(request.form)
            let kind: CaseNote.Kind? = reading.one("kind", missing: "note_kind_missing")
            if let kind, !work.writable.contains(kind.group) { throw WebError.badRequest }
            let audience: Audience? = reading.one("audience", missing: "audience_missing")
            let text = reading.text("text", most: CaseNote.longest, missing: "note_text_missing")
            let old = request.form["corrects"].flatMap(Identifier<CaseNote>.init)
            if request.form["corrects"] != nil, old == nil { reading.fault("corrects", "corrects_unknown") }
            guard reading.wrong.isEmpty, let kind, let audience, let text else { return reading.wrong }
            let note = CaseNote(
                id: .new(), kind: kind, audience: audience, organisation: work.passage.actor.organisation, author: work.passage.actor.user,
                madeAt: request.now, isSuperseded: false)
            try await cases.caseActs.write(note, text, correcting: old, work)
            return []
        }
    }

    func reveal(_ request: WebRequest) async throws -> WebResponse {
        try await unmask(request) { work in
            let (notes, _, _) = try await read(work, request)
            // What was corrected is for nobody but who wrote it: it may have gone to the wrong ones.
            let readable = notes.prefix(NoteStore.limit).filter { note in
                work.passage.decision.mask.contains(note.kind.group) && (!note.isSuperseded || note.author == work.passage.actor.user)
            }
            let opened = try await cases.caseActs.unmask(
                readable.map { CaseNote.sealed($0.id) }, named: Set(readable.map(\.kind.group.rawValue)).sorted(), work)
            return Dictionary(uniqueKeysWithValues: opened.map { ($0.key.record, String(decoding: $0.value, as: UTF8.self)) })
        }
    }
}
