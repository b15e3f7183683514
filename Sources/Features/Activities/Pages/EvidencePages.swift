import Core
import Database
import Documents
import Policy
import Web

/// Files that prove an act: added on its page, opened as files to be saved, taken back.
struct EvidencePages: Sendable {
    let room: ActivitiesFeature
    static let fields = FormFields(["id", "kind", "title"], lists: ["file"])

    func add(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        guard let form = request.form["id"].flatMap(Identifier<SentEvidence>.init) else { throw WebError.badRequest }
        let words = room.pages.words(request.language)
        var wrong: [(field: String, text: String)] = []
        let files = EvidencePages.files(request.form, &wrong, words)
        let kind = request.form["kind"].flatMap(EvidenceFile.Kind.init)
        if kind == nil { wrong.append(("file-kind", words("act_file_wrong.kind"))) }
        let title = request.form.line("title") ?? ""
        if title.unicodeScalars.count > EvidenceFile.longestTitle { wrong.append(("file-title", words("act_wrong_long"))) }
        guard let kind, wrong.isEmpty else { return try await again(activity, request, wrong) }
        do {
            try await room.acts.prove(activity, with: SentEvidence(form: form, kind: kind, title: title, files: files), request)
        } catch let many as TooManyFiles {
            return try await again(activity, request, [("file", words.count("act_file_left", many.left))])
        }
        return done(activity, "file", request)
    }

    /// The files of a form with their types. Of what can't be kept it says which one it is by its place: no name is read.
    private static func files(
        _ form: FormData, _ wrong: inout [(field: String, text: String)], _ words: Words
    ) -> [(bytes: [UInt8], type: MediaType)] {
        let sent = form.files["file", default: []]
        guard sent.count > 1 || sent.first?.isEmpty == false else {
            wrong.append(("file", words("act_file_wrong.missing")))
            return []
        }
        var files: [(bytes: [UInt8], type: MediaType)] = []
        for (place, bytes) in sent.enumerated() {
            let type = bytes.count <= EvidenceFile.mostBytes ? MediaType(of: bytes) : nil
            if let type {
                files.append((bytes, type))
                continue
            }
            let problem = bytes.isEmpty ? "empty" : bytes.count > EvidenceFile.mostBytes ? "large" : "type"
            let name = sent.count > 1 ? words("act_file_number", ["n": String(place + 1)]) : words("act_file_one")
            wrong.append(("file", words("act_file_wrong." + problem, ["file": name])))
        }
        return files
    }

    func download(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.seen(request)
        let file = try await file(request, activity)
        guard file.withdrawn == nil else { throw WebError.notFound }
        let (bytes, type) = try await room.acts.content(of: file, activity, request)
        // The name says what kind of evidence it is and nothing of whom it shows.
        return .download(bytes, type: type.rawValue, name: "zakrila-\(file.kind.rawValue).\(type.ending)")
    }

    func withdraw(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        try await room.acts.withdraw(try await file(request, activity), from: activity, request)
        return done(activity, "file-withdrawn", request)
    }

    private func file(_ request: WebRequest, _ activity: Activity) async throws -> EvidenceFile {
        guard let name = request.parameters["file"],
            let file = try await room.database.read({ try EvidenceStore.file(name, of: activity.id, $0) })
        else { throw WebError.notFound }
        return file
    }

    private func again(
        _ activity: Activity, _ request: WebRequest, _ wrong: [(field: String, text: String)]
    ) async throws -> WebResponse {
        try await ActivityPages(room: room).page(activity, request, wrong: wrong)
    }

    private func done(_ activity: Activity, _ what: String, _ request: WebRequest) -> WebResponse {
        .redirect(to: request.link("/activities/" + activity.id.text) + "?done=" + what)
    }
}
