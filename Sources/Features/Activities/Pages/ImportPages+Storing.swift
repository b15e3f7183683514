import Core
import Database
import Policy
import Web

extension ImportPages {
    /// What is to become of the rows.
    struct CheckPage: Encodable {
        let title: String
        let sub: String
        let columns: String
        let action: String
        let summary: FormErrors
        let rightCount: String
        let mayStore: Bool
        let button: String
        let samples: [Sample]
        let hasSamples: Bool
        let problems: [String]
        let hasProblems: Bool
        let problemCount: String
        let moreProblems: String
        let known: [String]
        let hasKnown: Bool
        let knownCount: String
        let moreKnown: String
        let knownBox: String

        struct Sample: Encodable {
            let row: String
            let title: String
            let when: String
            let place: String
            let measure: String
        }
    }

    /// An import under way, stored or undone.
    struct BatchPage: Encodable {
        let title: String
        let sub: String
        let imports: String
        let own: String
        let summary: FormErrors
        let isRunning: Bool
        let done: String
        let total: String
        let progress: String
        let isBrokenOff: Bool
        let isStored: Bool
        let list: String
        let mayUndo: Bool
        let undo: String
        let until: String
        let isUndone: Bool
        let undone: String
        let standing: [Act]
        let hasStanding: Bool
        let again: String
        let mayRepeat: Bool

        struct Act: Encodable {
            let href: String
            let text: String
        }
    }

    /// All imports of an organisation.
    struct ImportsPage: Encodable {
        let title: String
        let list: String
        let start: String
        let imports: [Line]
        let isEmpty: Bool

        struct Line: Encodable {
            let href: String
            let when: String
            let kind: String
            let by: String
            let count: String
            let state: String
            let stateKind: String
        }
    }

    /// Most lines of each list that a page shows.
    private static let shown = 100

    // MARK: Looked through

    func check(_ request: WebRequest) async throws -> WebResponse {
        guard let kept = try await sheet(request) else { throw WebError.notFound }
        guard let mapping = try mapping(kept) else { return .redirect(to: request.link("/activities/import/" + kept.id.text)) }
        return try await check(kept, mapping, request, nil)
    }

    private func mapping(_ kept: KeptSheet) throws -> ColumnMapping? {
        guard let form = kept.mapping.flatMap({ FormData(kept: $0) }) else { return nil }
        return ColumnMapping(form, width: try SheetText(kept.text).width, kept.kind)
    }

    private func check(
        _ kept: KeptSheet, _ mapping: ColumnMapping, _ request: WebRequest, _ problem: ImportActs.Problem?
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let sheet = try SheetText(kept.text)
        let drafts = try await acts.drafts(kept, mapping, today: request.today)
        let sorting = try await room.database.read { try ImportActs.sorting(drafts, kept.kind, of: kept.organisation, $0) }
        let headings = mapping.hasHeading ? sheet.rows.first?.cells ?? [] : []
        let problems = sorting.wrong.flatMap(\.problems)
        let lines = room.lines(words)
        func more(_ count: Int) -> String {
            count > ImportPages.shown ? words("import_more", ["n": Format(request.language).integer(count - ImportPages.shown)]) : ""
        }
        let model = CheckPage(
            title: words("import_check_title"), sub: words("act_kind." + kept.kind.rawValue),
            columns: request.link("/activities/import/" + kept.id.text), action: request.link("/activities/import/\(kept.id.text)/store"),
            summary: FormErrors(problem.map { [("known", words("import_fault." + $0.rawValue))] } ?? []),
            rightCount: words.count("import_right", sorting.right.count), mayStore: !sorting.right.isEmpty || !sorting.known.isEmpty,
            button: words.count("import_store", sorting.right.count),
            samples: sorting.right.prefix(5).map { draft in
                let activity = Activity(
                    id: .new(), reference: "", organisation: kept.organisation, kind: kept.kind, enteredAt: request.now,
                    enteredBy: kept.user,
                    facts: draft.facts, version: 1, stages: [], tasks: [], assignments: [])
                return CheckPage.Sample(
                    row: String(draft.row.number), title: draft.facts.title, when: lines.when(draft.facts), place: lines.place(draft.facts),
                    measure: lines.measure(activity))
            }, hasSamples: !sorting.right.isEmpty,
            problems: problems.prefix(ImportPages.shown).map { told($0, headings, words) }, hasProblems: !problems.isEmpty,
            problemCount: words.count("import_wrong_rows", sorting.wrong.count), moreProblems: more(problems.count),
            known: sorting.known.prefix(ImportPages.shown).map { known, reference, row in
                reference.map { words("import_known_as", ["row": String(known.row.number), "title": known.facts.title, "reference": $0]) }
                    ?? words(
                        "import_known_row",
                        ["row": String(known.row.number), "title": known.facts.title, "other": row.map(String.init) ?? ""])
            }, hasKnown: !sorting.known.isEmpty, knownCount: words.count("import_known", sorting.known.count),
            moreKnown: more(sorting.known.count), knownBox: words.count("import_with_known", sorting.known.count))
        return try pages.page(
            "activities-import-check", model, title: model.title, for: request, section: "activities", hasForm: true,
            status: problem == nil ? 200 : 422)
    }

    /// „Ред 7, колона „Брой“: „много“ не е число“.
    private func told(_ problem: SheetProblem, _ headings: [String], _ words: Words) -> String {
        let heading = problem.column.flatMap { headings.indices.contains($0) && !headings[$0].isEmpty ? headings[$0] : nil }
        let place = heading.map(SheetCell.quoted) ?? words(problem.field.label)
        return words(
            problem.cell.isEmpty ? "import_problem_empty" : "import_problem",
            [
                "row": String(problem.row), "column": place, "cell": SheetCell.quoted(problem.cell),
                "reason": words("import_wrong." + problem.reason.rawValue),
            ])
    }

    // MARK: Stored

    func store(_ request: WebRequest) async throws -> WebResponse {
        let path = request.link("/activities/import/" + (request.parameters["import"] ?? ""))
        guard let kept = try await sheet(request) else {
            // Stored already: a double click, or a reload.
            guard try await batch(request) != nil else { throw WebError.notFound }
            return .redirect(to: path)
        }
        guard let mapping = try mapping(kept) else { return .redirect(to: path) }
        let withKnown = request.form["known"] == "1"
        let drafts = try await acts.drafts(kept, mapping, today: request.today)
        let sorting = try await room.database.read { try ImportActs.sorting(drafts, kept.kind, of: kept.organisation, $0) }
        guard !sorting.chosen(withKnown: withKnown).isEmpty else { return try await check(kept, mapping, request, .nothing) }
        do {
            try await acts.store(kept, mapping, withKnown: withKnown, request)
        } catch ImportActs.Problem.begun {
            return .redirect(to: path)
        }
        guard try await batch(request)?.storedAt != nil else { return .redirect(to: path) }
        return .redirect(to: request.link("/activities") + "?import=\(kept.id.text)&done=imported")
    }

    /// An import: its columns while it is only a sheet, how far it has come while it is stored, what became of it afterwards.
    func show(_ request: WebRequest) async throws -> WebResponse {
        let kept = try await sheet(request)
        if let one = try await batch(request) { return try await page(one, request, hasSheet: kept != nil, nil) }
        guard let kept else { throw WebError.notFound }
        return try await columns(kept, request)
    }

    private func page(
        _ one: ActivityImport, _ request: WebRequest, hasSheet: Bool, _ problem: ImportActs.Problem?
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let format = Format(request.language)
        let done = room.jobs.done(one.id)
        let isBrokenOff = done == nil && one.isBrokenOff(at: request.now)
        let isRunning = one.storedAt == nil && !isBrokenOff
        let (name, undoer, standing) = try await room.database.read { connection in
            (
                try room.sources.name(one.startedBy, connection) ?? "",
                try one.undone.flatMap { try room.sources.name($0.by, connection) } ?? "",
                try one.undone == nil ? [] : ActivityStore.standing(one.id, limit: ImportPages.shown, connection)
            )
        }
        let mayChange = Policy.mayEver(try request.signedIn().actor, .activityChange)
        let last = one.storedAt.map { Day(ordinal: $0.dayInSofia.ordinal + ActivityImport.undoDays) }
        let path = "/activities/import/" + one.id.text
        let model = BatchPage(
            title: words(isRunning ? "import_running_title" : "import_one_title"),
            sub: [words("act_kind." + one.kind.rawValue), format.moment(one.startedAt), name].filter { !$0.isEmpty }.joined(
                separator: " · "),
            imports: request.link("/activities/imports"), own: request.link(path),
            summary: FormErrors(problem.map { [("undo", words("import_fault." + $0.rawValue))] } ?? []), isRunning: isRunning,
            done: String(done ?? 0), total: String(max(1, one.rows)),
            progress: words("import_progress", ["done": format.integer(done ?? 0), "total": format.integer(one.rows)]),
            isBrokenOff: isBrokenOff, isStored: one.storedAt != nil, list: request.link("/activities") + "?import=" + one.id.text,
            mayUndo: one.mayBeUndone(at: request.now) && mayChange,
            undo: request.link(path + "/undo"), until: last.map { words("import_undo_until", ["day": format.day($0)]) } ?? "",
            isUndone: one.undone != nil,
            undone: one.undone.map {
                words.count("import_undone", $0.rows) + " " + format.moment($0.at) + (undoer.isEmpty ? "" : ", " + undoer)
            } ?? words.count("import_stored", one.rows),
            standing: standing.map {
                BatchPage.Act(href: request.link("/activities/" + $0.id.text), text: "\($0.reference) · \($0.title)")
            },
            hasStanding: !standing.isEmpty, again: request.link(path + "/check"), mayRepeat: isBrokenOff && hasSheet)
        var answer = try pages.page(
            "activities-import-batch", model, title: model.title, for: request, section: "activities", hasForm: !isRunning,
            status: problem == nil ? 200 : 422)
        // Without a script: the page asks for itself again until it is stored.
        if isRunning { answer.headers.append(("Refresh", "1")) }
        return answer
    }

    // MARK: Taken back

    func undo(_ request: WebRequest) async throws -> WebResponse {
        guard let one = try await batch(request) else { throw WebError.notFound }
        do {
            try await acts.undo(one, request)
        } catch ImportActs.Problem.over {
            return try await page(one, request, hasSheet: false, .over)
        }
        return .redirect(to: request.link("/activities/import/" + one.id.text))
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let format = Format(request.language)
        let actor = try request.signedIn().actor
        let found = try await room.database.read { connection in
            try ImportStore.list(of: actor.organisation, limit: 200, connection).map {
                ($0, try room.sources.name($0.startedBy, connection) ?? "")
            }
        }
        let model = ImportsPage(
            title: words("imports_title"), list: request.link("/activities"), start: request.link("/activities/import"),
            imports: found.map { one, name in
                ImportsPage.Line(
                    href: request.link("/activities/import/" + one.id.text), when: format.moment(one.storedAt ?? one.startedAt),
                    kind: words("act_kind." + one.kind.rawValue), by: name, count: format.integer(one.rows),
                    state: words(one.undone == nil ? "import_state.stored" : "import_state.undone"),
                    stateKind: one.undone == nil ? "ok" : "none")
            }, isEmpty: found.isEmpty)
        return try pages.page("activities-imports", model, title: model.title, for: request, section: "activities")
    }
}
