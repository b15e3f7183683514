import Admission
import Core
import Database
import Documents
import Ledger
import Policy
import Vault
import Web

/// Sealed files: what they are and whom they are for; their content after a code, as a file to be saved.
struct FilePages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.files
    static let fields: FormFields = ["kind", "audience", "purpose", "id"]
    /// Most bytes of a file.
    static let limit = 5_000_000

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let files: [Line]
        let isEmpty: Bool
        let needsCode: Bool
        let more: String
        let hasMore: Bool
        let mayChange: Bool
        let action: String
        let id: String
        let kinds: FormQuestion
        let audience: FormQuestion
        let wrong: String
        let isWrong: Bool

        struct Line: Encodable {
            let kind: String
            let sub: String
            let made: String
            let action: String
            let needsCode: Bool
            let code: FormField
            let isWithdrawn: Bool
            let withdraw: String
            let mayWithdraw: Bool
        }
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let cursor = request.query["before"].flatMap(FileCursor.init)
        let (all, organisations) = try await cases.database.read { connection in
            (
                try NoteStore.files(for: work, before: cursor, connection),
                work.passage.known(try cases.sources.organisations(connection, request.language), words)
            )
        }
        let files = all.prefix(NoteStore.limit)
        let kinds = CaseFile.Kind.allCases.filter { work.writable.contains($0.group) }
        // The code that was wrong stands with the file that was asked for.
        let asked = request.parameters["file"]
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let (format, needsCode) = (Format(request.language), !work.passage.visitor.hasFreshFactor(at: request.now))
        let wrong = showing.wrong.first { $0.field == "file" }.map { words($0.word) } ?? ""
        let model = Page(
            head: try await head(work, request),
            summary: FormErrors(
                showing.wrong.map { ($0.field, words($0.word)) } + (showing.code.isEmpty ? [] : [("code-" + (asked ?? ""), showing.code)])),
            files: files.map { one in
                Page.Line(
                    kind: words("file_kind." + one.kind.rawValue),
                    sub: words("audience." + one.audience.rawValue),
                    made: [format.moment(one.madeAt), organisations.first { $0.id == one.organisation }?.name].compactMap(\.self).joined(
                        separator: " · "), action: request.link(work.path + "/files/" + one.id), needsCode: needsCode,
                    code: CodeField.field(words, id: "code-" + one.id, wrong: one.id == asked ? showing.code : ""),
                    isWithdrawn: one.isWithdrawn, withdraw: request.link(work.path + "/files/" + one.id + "/withdraw"),
                    mayWithdraw: work.withdraws(one))
            }, isEmpty: files.isEmpty, needsCode: needsCode,
            more: request.link(work.path + "/files") + "?before=" + (files.last.map { FileCursor($0).text } ?? ""),
            hasMore: all.count > NoteStore.limit, mayChange: work.mayChange && !kinds.isEmpty, action: request.link(work.path + "/files"),
            id: SentForm.number(ask.form), kinds: ask.question("kind", kinds.map(\.rawValue), "file_kind."),
            audience: ask.question("audience", Audience.allCases.map(\.rawValue), "audience."), wrong: wrong, isWrong: !wrong.isEmpty)
        return try render("cases-files", model, request, showing)
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "file") { work in
            var reading = CodedForm(request.form)
            let bytes = request.form.files["file"]?.first ?? []
            let type = MediaType(of: bytes).flatMap { CaseFile.types.contains($0) ? $0 : nil }
            if bytes.isEmpty {
                reading.fault("file", "file_missing")
            } else if bytes.count > FilePages.limit {
                reading.fault("file", "file_large")
            } else if type == nil {
                reading.fault("file", "file_type")
            }
            let kind: CaseFile.Kind? = reading.one("kind", missing: "file_kind_missing")
            if let kind, !work.writable.contains(kind.group) { throw WebError.badRequest }
            let audience: Audience? = reading.one("audience", missing: "audience_missing")
            guard reading.wrong.isEmpty, let kind, let audience, let type else { return reading.wrong }
            try await cases.caseActs.keep(bytes, as: kind, type, for: audience, work)
            return []
        }
    }

    func download(_ request: WebRequest) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personUnmask, request, code: request.form["code"])
            guard let one = try await file(request, work), !one.isWithdrawn, work.passage.decision.mask.contains(one.kind.group) else {
                throw WebError.notFound
            }
            let (bytes, type) = try await cases.caseActs.content(of: one, work)
            // The name says what kind of file it is and nothing of whose.
            var answer = WebResponse.download(bytes, type: type.rawValue, name: "zakrila-\(one.kind.rawValue).\(type.ending)")
            if let token = work.passage.token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        } catch PassageProblem.code(let wrong) {
            let words = cases.pages.words(request.language)
            return try await again(request, ThreadShowing(code: wrong.isEmpty ? words("code_needed") : wrong))
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    /// The file that was asked for, where it is for her.
    private func file(_ request: WebRequest, _ work: CaseWork) async throws -> CaseFile? {
        guard let name = request.parameters["file"] else { return nil }
        let (person, file) = (work.person.id, work.file.id)
        let one = try await cases.database.read { try NoteStore.file(name, of: person, in: file, $0) }
        return one.flatMap { work.reads($0) ? $0 : nil }
    }

    /// Takes a file back: what it held is destroyed, that there was one stays.
    func withdraw(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "withdrawn") { work in
            guard let one = try await file(request, work) else { throw WebError.notFound }
            guard work.withdraws(one) else { throw WebError.forbidden }
            try await cases.caseActs.withdraw(one, work)
            return []
        }
    }
}

extension CaseActs {
    /// Seals a file. What the sender called it is not kept.
    func keep(
        _ bytes: [UInt8], as kind: CaseFile.Kind, _ type: MediaType, for audience: Audience, _ work: CaseWork
    ) async throws {
        let vault = vault
        try await write(work, "file") { connection in
            let (actor, now) = (work.passage.actor, work.passage.now)
            let organisation = try work.passage.organisation(vault, connection)
            let place = SealedField(table: CaseFile.table, record: work.file.id.text, field: CaseFile.field)
            let id = try vault.putFile(
                bytes, name: "", mediaType: type.rawValue, in: place, of: work.passage.subject, as: organisation, at: now, connection)
            let one = CaseFile(
                id: id.text, kind: kind, audience: audience, organisation: actor.organisation, author: actor.user, madeAt: now,
                isWithdrawn: false)
            try NoteStore.add(one, work.file.id, work.person.id, connection)
            try timeline.add(work.event("file." + kind.rawValue, id.text, group: kind.group), audience: audience, connection)
        }
    }

    /// Opens a file for somebody to see, with the look in the ledger.
    func content(of one: CaseFile, _ work: CaseWork) async throws -> ([UInt8], MediaType) {
        let vault = vault
        return try await Ledger.write(database) { connection in
            let organisation = try work.passage.organisation(vault, connection)
            guard let id = FileID(one.id), let sealed = try vault.file(id, of: work.passage.subject, as: organisation, connection),
                let type = MediaType(rawValue: sealed.description.mediaType)
            else { throw WebError.notFound }
            let content = (try vault.content(of: sealed, connection), type)
            return (content, [work.passage.entry(.personUnmask, fields: [one.kind.group.rawValue, id.text])])
        }
    }

    /// Destroys what a file held. Nobody gets it back.
    func withdraw(_ one: CaseFile, _ work: CaseWork) async throws {
        let vault = vault
        try await write(work, "file") { connection in
            let (actor, now) = (work.passage.actor, work.passage.now)
            guard let id = FileID(one.id), try NoteStore.withdraw(one.id, by: actor.user, at: now, connection) else { return }
            _ = try vault.destroyFile(id, of: work.passage.subject, connection)
            try TimelineStore.supersede(one.id, at: now, connection)
            try timeline.add(work.event("file.withdrawn", one.id, group: one.kind.group), audience: one.audience, connection)
        }
    }
}
