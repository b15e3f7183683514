import Core
import Database
import Policy
import Web

/// The pages on which a sheet of acts is taken over: sent, its columns told, looked through, stored, taken back.
struct ImportPages: Sendable {
    let room: ActivitiesFeature

    var pages: Pages { room.pages }
    var acts: ImportActs { ImportActs(room: room) }
    /// Fields of the first form. The text may be as long as a file.
    static let fields: FormFields = ["id", "kind", "text"]
    /// Bytes of the first form with its file.
    static let formLimit = 2 * SheetText.mostBytes + 100_000

    /// Where a sheet is sent from.
    struct ImportPage: Encodable {
        let title: String
        let list: String
        let imports: String
        let action: String
        let id: String
        let summary: FormErrors
        let kind: FormQuestion
        let typed: String
        let wrong: String
        let isWrong: Bool
    }

    /// Which column is what.
    struct ColumnsPage: Encodable {
        let title: String
        let sub: String
        let start: String
        let action: String
        let summary: FormErrors
        let hasHeading: Bool
        let columns: [Column]
        let needed: [Input]
        let hasNeeded: Bool
        let others: [Input]
        let isMoreOpen: Bool

        struct Column: Encodable {
            let heading: String
            let samples: [String]
            let select: FormQuestion
        }

        struct Input: Encodable {
            var field: [FormField] = []
            var select: [FormQuestion] = []
        }
    }

    // MARK: Sent

    func start(_ request: WebRequest) async throws -> WebResponse { try page(request, nil) }

    private func page(_ request: WebRequest, _ problem: ImportActs.Problem?) throws -> WebResponse {
        let words = pages.words(request.language)
        let wrong = problem.map { words("import_fault." + $0.rawValue) } ?? ""
        let chosen = request.form["kind"] ?? request.query["kind"]
        let typed = request.form["text"] ?? ""
        let model = ImportPage(
            title: words("import_title"), list: request.link("/activities"), imports: request.link("/activities/imports"),
            action: request.link("/activities/import"), id: request.form["id"] ?? ImportID.new().text,
            summary: FormErrors(problem == nil ? [] : [("text", wrong)]),
            kind: FormQuestion(
                "kind", label: words("acts_kind"),
                choices: ActivityKind.Group.allCases.flatMap(\.kinds).map {
                    FormChoice($0.rawValue, words("act_kind." + $0.rawValue), isChosen: chosen == $0.rawValue)
                }),
            // What was too much to take is too much to show again.
            typed: typed.utf8.count < 200_000 ? typed : "", wrong: wrong, isWrong: problem != nil)
        return try pages.page(
            "activities-import", model, title: model.title, for: request, section: "activities", hasForm: true,
            status: problem == nil ? 200 : 422)
    }

    func send(_ request: WebRequest) async throws -> WebResponse {
        guard let kind = request.form["kind"].flatMap(ActivityKind.init), let id = request.form["id"].flatMap(ImportID.init) else {
            throw WebError.badRequest
        }
        let path = request.link("/activities/import/" + id.text)
        let actor = try request.signedIn().actor
        // A double click: the sheet is there, or stored.
        let isThere = try await room.database.read { connection in
            try ImportStore.sheet(id, of: actor, root: room.root, at: request.now, connection) != nil
                || ImportStore.find(id, of: actor.organisation, connection) != nil
        }
        guard !isThere else { return .redirect(to: path) }
        do {
            let text = try ImportActs.text(request.form["text"], request.form.files["file"]?.first)
            try await acts.keep(text, kind, as: id, request)
        } catch let problem as ImportActs.Problem {
            return try page(request, problem)
        }
        return .redirect(to: path)
    }

    // MARK: Its columns

    /// The sheet of an address, for the one who sent it alone.
    func sheet(_ request: WebRequest) async throws -> KeptSheet? {
        let actor = try request.signedIn().actor
        guard let id = request.parameters["import"].flatMap(ImportID.init) else { throw WebError.notFound }
        return try await room.database.read { try ImportStore.sheet(id, of: actor, root: room.root, at: request.now, $0) }
    }

    /// The import of an address, where it is the visitor's organisation's.
    func batch(_ request: WebRequest) async throws -> ActivityImport? {
        let actor = try request.signedIn().actor
        guard let id = request.parameters["import"].flatMap(ImportID.init) else { throw WebError.notFound }
        return try await room.database.read { try ImportStore.find(id, of: actor.organisation, $0) }
    }

    func columns(_ kept: KeptSheet, _ request: WebRequest) async throws -> WebResponse {
        let (sheet, lexicon) = (try SheetText(kept.text), try await acts.lexicon(kept.kind, of: kept.organisation))
        let stored = kept.mapping.flatMap { FormData(kept: $0) }.map { ColumnMapping($0, width: sheet.width, kept.kind) }
        return try page(request, kept, sheet, stored ?? ColumnMapping(proposedFor: sheet, lexicon), lexicon, wrong: [])
    }

    func tell(_ request: WebRequest) async throws -> WebResponse {
        guard let kept = try await sheet(request) else { throw WebError.notFound }
        let sheet = try SheetText(kept.text)
        let mapping = ColumnMapping(request.form, width: sheet.width, kept.kind)
        let lexicon = try await acts.lexicon(kept.kind, of: kept.organisation)
        var wrong = mapping.faults(kept.kind)
        for field in kept.kind.importFields {
            guard let constant = mapping.constants[field.name], field.reading != .text, !lexicon.reads(constant, field.reading) else {
                continue
            }
            wrong.append((ColumnMapping.name(field), "import_constant"))
        }
        if mapping.rows(sheet).isEmpty { wrong.append(("heading", "import_only_heading")) }
        guard wrong.isEmpty else { return try page(request, kept, sheet, mapping, lexicon, wrong: wrong) }
        try await acts.keep(mapping, of: kept)
        return .redirect(to: request.link("/activities/import/\(kept.id.text)/check"))
    }

    private func page(
        _ request: WebRequest, _ kept: KeptSheet, _ sheet: SheetText, _ mapping: ColumnMapping, _ lexicon: SheetLexicon,
        wrong: [(field: String, word: String)]
    ) throws -> WebResponse {
        let words = pages.words(request.language)
        let told = Dictionary(wrong.map { ($0.field, words($0.word)) }, uniquingKeysWith: { first, _ in first })
        let maker = ImportInputs(lexicon: lexicon, mapping: mapping, told: told, places: room.places, register: room.register, words: words)
        let unfilled = kept.kind.importFields.filter { mapping.column($0) == nil }
        let needed = unfilled.filter { $0.isNeeded || $0.name == "state" || $0.name == "country" }
        let others = kept.kind.importFields.filter { !needed.contains($0) }
        let model = ColumnsPage(
            title: words("import_columns_title"),
            sub: words("act_kind." + kept.kind.rawValue) + " · " + words.count("import_rows", mapping.rows(sheet).count),
            start: request.link("/activities/import"), action: request.link("/activities/import/\(kept.id.text)/columns"),
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }), hasHeading: mapping.hasHeading,
            columns: (0..<sheet.width).map { maker.column($0, sheet) }, needed: needed.map(maker.input), hasNeeded: !needed.isEmpty,
            others: others.map(maker.input), isMoreOpen: others.contains { told[ColumnMapping.name($0)] != nil })
        return try pages.page(
            "activities-import-columns", model, title: model.title, for: request, section: "activities", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }
}
