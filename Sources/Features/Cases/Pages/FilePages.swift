import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Sealed files: what they are and whom they are for; their content after a code, as a file to be saved.
struct FilePages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.files
    static let fields: FormFields = ["kind", "audience", "purpose"]
    /// Most bytes of a file.
    static let limit = 5_000_000

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let files: [Line]
        let isEmpty: Bool
        let needsCode: Bool
        let mayChange: Bool
        let action: String
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
        }
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (person, file) = (work.person.id, work.file.id)
        let (all, organisations) = try await cases.database.read { connection in
            (
                try NoteStore.files(of: person, in: file, connection),
                work.passage.known(try cases.sources.organisations(connection, request.language), words)
            )
        }
        let files = all.filter { work.reads($0.audience, $0.kind.group, writtenFor: $0.organisation) }
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let (format, needsCode) = (Format(request.language), !work.passage.visitor.hasFreshFactor(at: request.now))
        let wrong = showing.wrong.first { $0.field == "file" }.map { words($0.word) } ?? ""
        let model = Page(
            head: try await head(work, request),
            summary: FormErrors(
                showing.wrong.map { ($0.field, words($0.word)) } + (showing.code.isEmpty ? [] : [("code", showing.code)])),
            files: files.map { one in
                Page.Line(
                    kind: words("file_kind." + one.kind.rawValue),
                    sub: [one.type.ending.uppercased(), words("file_size", ["n": format.integer((one.size + 999) / 1000)])].joined(
                        separator: ", ") + " · " + words("audience." + one.audience.rawValue),
                    made: [format.moment(one.madeAt), organisations.first { $0.id == one.organisation }?.name].compactMap(\.self).joined(
                        separator: " · "), action: request.link(work.path + "/files/" + one.id), needsCode: needsCode,
                    code: CodeField.field(words, id: "code-" + one.id, wrong: showing.code))
            }, isEmpty: files.isEmpty, needsCode: needsCode, mayChange: work.mayChange, action: request.link(work.path + "/files"),
            kinds: ask.question(
                "kind", CaseFile.Kind.allCases.filter { work.writable.contains($0.group) }.map(\.rawValue), "file_kind."),
            audience: ask.question("audience", Audience.allCases.map(\.rawValue), "audience."), wrong: wrong, isWrong: !wrong.isEmpty)
        return try render("cases-files", model, request, showing)
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "file") { work in
            var reading = CodedForm(request.form)
            let bytes = request.form.files["file"] ?? []
            let type = CaseFile.MediaType(of: bytes)
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
            let (person, file) = (work.person.id, work.file.id)
            let all = try await cases.database.read { try NoteStore.files(of: person, in: file, $0) }
            let one = all.first { one in
                one.id == request.parameters["file"] && work.passage.decision.mask.contains(one.kind.group)
                    && work.reads(one.audience, one.kind.group, writtenFor: one.organisation)
            }
            guard let one else { throw WebError.notFound }
            let bytes = try await cases.caseActs.content(of: one, work)
            // The name says what kind of file it is and nothing of whose.
            var answer = WebResponse.download(bytes, type: one.type.rawValue, name: "zakrila-\(one.kind.rawValue).\(one.type.ending)")
            if let token = work.passage.token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        } catch PassageProblem.code(let wrong) {
            let words = cases.pages.words(request.language)
            return try await again(request, ThreadShowing(code: wrong.isEmpty ? words("code_needed") : wrong))
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }
}

extension CaseActs {
    /// Seals a file. What the sender called it is not kept.
    func keep(
        _ bytes: [UInt8], as kind: CaseFile.Kind, _ type: CaseFile.MediaType, for audience: Audience, _ work: CaseWork
    ) async throws {
        let vault = vault
        try await write(work, "file") { connection in
            let (actor, now) = (work.passage.actor, work.passage.now)
            let organisation = try work.passage.organisation(vault, connection)
            let place = SealedField(table: CaseFile.table, record: work.file.id.text, field: CaseFile.field)
            let id = try vault.putFile(
                bytes, name: "", mediaType: type.rawValue, in: place, of: work.passage.subject, as: organisation, at: now, connection)
            let one = CaseFile(
                id: id.text, kind: kind, audience: audience, type: type, size: bytes.count, organisation: actor.organisation,
                author: actor.user, madeAt: now)
            try NoteStore.add(one, work.file.id, work.person.id, connection)
            try timeline.add(work.event("file." + kind.rawValue, id.text, group: kind.group), audience: audience, connection)
        }
    }

    /// Opens a file for somebody to see, with the look in the ledger.
    func content(of one: CaseFile, _ work: CaseWork) async throws -> [UInt8] {
        let vault = vault
        return try await Ledger.write(database) { connection in
            let organisation = try work.passage.organisation(vault, connection)
            guard let id = FileID(one.id), let sealed = try vault.file(id, of: work.passage.subject, as: organisation, connection) else {
                throw WebError.notFound
            }
            return (
                try vault.content(of: sealed, connection), [work.passage.entry(.personUnmask, fields: [one.kind.group.rawValue])]
            )
        }
    }
}
