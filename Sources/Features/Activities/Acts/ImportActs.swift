import Core
import Counting
import Database
import Documents
import Ledger
import Policy
import Web

/// What is done with sheets of acts: kept, their columns told, stored, taken back.
struct ImportActs: Sendable {
    let room: ActivitiesFeature

    /// Why something can't be done with a sheet. Its words are `import_fault.<code>`.
    enum Problem: String, Error {
        case empty, large, rows, columns, binary, nothing
        /// Of office files.
        case oldWorkbook = "old-workbook"
        case locked, damaged
        /// Stored, or being stored.
        case begun
        /// The days in which it could be undone are over, or it is undone.
        case over
    }

    private var database: any Database { room.database }

    // MARK: A sheet

    /// Text of what was pasted, or else of a file that was chosen. Throws ``Problem``.
    static func text(_ pasted: String?, _ file: [UInt8]?) throws -> String {
        let pasted = pasted.map(SheetText.cleaned) ?? ""
        let text: String
        if !pasted.allSatisfy(\.isWhitespace) {
            text = pasted
        } else {
            guard let file, !file.isEmpty else { throw Problem.empty }
            guard file.count <= SheetText.mostBytes else { throw Problem.large }
            do throws(DocumentError) {
                let sheet = Spreadsheet.isOfficeFile(file) ? try ImportActs.text(Spreadsheet(file)) : try TextDecoding.decode(file).text
                text = SheetText.cleaned(sheet)
            } catch {
                throw Problem(error)
            }
        }
        guard text.utf8.count <= SheetText.mostBytes else { throw Problem.large }
        do {
            let sheet = try SheetText(text)
            guard sheet.rows.count <= SheetText.mostRows + 1 else { throw Problem.rows }
        } catch let fault as SheetFault {
            switch fault {
            case .empty: throw Problem.empty
            case .tooManyRows: throw Problem.rows
            case .tooManyColumns: throw Problem.columns
            }
        }
        return text
    }

    /// The first sheet of a workbook with anything in it, as it would be copied from there.
    private static func text(_ workbook: Spreadsheet) -> String {
        let rows = workbook.sheets.first { !$0.isBlank }?.rows ?? []
        return rows.map { row in row.map(SheetText.quoted).joined(separator: "\t") + "\n" }.joined()
    }

    /// Keeps a sheet until its columns are told, for a day.
    func keep(_ text: String, _ kind: ActivityKind, as id: ImportID, _ request: WebRequest) async throws {
        let (actor, now) = (try request.signedIn().actor, request.now)
        let sheet = KeptSheet(
            id: id, organisation: actor.organisation, user: actor.user, kind: kind, text: text, mapping: nil,
            expiresAt: Instant(milliseconds: now.milliseconds + KeptSheet.keptFor))
        let root = room.root
        try await database.write { connection in
            try ImportStore.forgetExpired(at: now, connection)
            try ImportStore.keep(sheet, root: root, connection)
        }
    }

    func keep(_ mapping: ColumnMapping, of sheet: KeptSheet) async throws {
        let root = room.root
        try await database.write { try ImportStore.keep(mapping: mapping.form.encoded, of: sheet.id, root: root, $0) }
    }

    /// What the cells of a sheet mean to an organisation.
    func lexicon(_ kind: ActivityKind, of organisation: OrganisationID) async throws -> SheetLexicon {
        let acts = try await database.read { connection in
            try kind.importFields.reduce(into: [ActivityKind: [SheetLexicon.Named]]()) { acts, field in
                guard case .act(let named) = field.reading else { return }
                acts[named] = try ActivityStore.choices(named, of: organisation, limit: 2000, connection)
            }
        }
        return SheetLexicon(
            kind, Language.allCases.map(room.pages.words), room.places, room.institutionNames.meanings(room.register), acts: acts)
    }

    /// The rows of a sheet as acts.
    func drafts(_ sheet: KeptSheet, _ mapping: ColumnMapping, today: Day) async throws -> [SheetDraft] {
        let reader = SheetReader(
            mapping, try await lexicon(sheet.kind, of: sheet.organisation), room.places, room.register, today: today)
        return reader.drafts(try SheetText(sheet.text))
    }

    static func sorting(
        _ drafts: [SheetDraft], _ kind: ActivityKind, of organisation: OrganisationID, _ connection: any Connection
    ) throws -> SheetSorting {
        let days = drafts.lazy.filter(\.isRight).map(\.facts.startsOn)
        guard let from = days.min(), let to = days.max() else { return SheetSorting(drafts, stored: [:]) }
        return SheetSorting(drafts, stored: try ImportStore.known(kind, of: organisation, from: from, to: to, connection))
    }

    // MARK: Stored

    /// Begins to store the right rows of a sheet, and waits for about a second. Sent twice it is stored once. Throws ``Problem/begun``.
    func store(_ sheet: KeptSheet, _ drafts: [SheetDraft], withKnown: Bool, _ request: WebRequest) async throws {
        let (actor, now) = (try request.signedIn().actor, request.now)
        let entry = try entry(.activityAdd, sheet.id, request)
        let begun = ActivityImport(
            id: sheet.id, organisation: actor.organisation, kind: sheet.kind, rows: drafts.count,
            startedAt: now, startedBy: actor.user, failedAt: nil, storedAt: nil, undone: nil)
        guard try await database.write({ try ImportStore.begin(begun, $0) }) else { throw Problem.begun }
        room.jobs.start(sheet.id) {
            do {
                try await write(sheet, drafts, withKnown: withKnown, by: actor, at: now, entry)
            } catch {
                // Nothing of it is there. Where even this can't be written the page tells it by the time that has passed.
                _ = try? await database.write { try ImportStore.fail(sheet.id, at: now, $0) }
            }
        }
        try await room.jobs.wait(sheet.id)
    }

    private func write(
        _ sheet: KeptSheet, _ drafts: [SheetDraft], withKnown: Bool, by actor: Actor, at now: Instant, _ entry: LedgerEntry
    ) async throws {
        let (sources, jobs) = (room.sources, room.jobs)
        try await Ledger.write(database) { connection in
            let sorting = try ImportActs.sorting(drafts, sheet.kind, of: actor.organisation, connection)
            let chosen = sorting.chosen(withKnown: withKnown)
            guard !chosen.isEmpty else { throw Problem.nothing }
            guard try ImportStore.end(sheet.id, rows: chosen.count, at: now, connection) else { throw Problem.begun }
            let references = try ImportActs.references(chosen.map(\.facts.startsOn.year), connection)
            let acts = zip(chosen, references).map { draft, reference in
                Activity(
                    id: .new(), reference: reference, organisation: actor.organisation, kind: sheet.kind, enteredAt: now,
                    enteredBy: actor.user, facts: draft.facts, version: 1, stages: [], tasks: [], assignments: [])
            }
            let stocks = try PrintRuns(of: acts, connection)
            try ActivityStore.add(acts, of: sheet.id, connection) { jobs.reach($0, sheet.id) }
            try stocks.check(nil, connection)
            try sources.fitting(connection).assign(imported: acts, of: sheet.id, by: actor.user, at: now, connection)
            try ImportStore.forget(sheet.id, connection)
            return ((), [entry])
        }
    }

    /// A reference for each of some years, in their order.
    private static func references(_ years: [Int], _ connection: any Connection) throws -> [String] {
        var left = try Dictionary(grouping: years) { $0 }.sorted { $0.key < $1.key }.reduce(into: [Int: ArraySlice<String>]()) {
            left, year in
            left[year.key] = try ReferenceNumber.next(year.value.count, "Д", kind: "activity", year: year.key, connection)[...]
        }
        return years.map { left[$0]?.popFirst() ?? "" }
    }

    // MARK: Taken back

    /// Cancels all that nobody has changed since. Throws ``Problem/over``.
    func undo(_ one: ActivityImport, _ request: WebRequest) async throws {
        let (actor, now) = (try request.signedIn().actor, request.now)
        let entry = try entry(.activityChange, one.id, request)
        try await Ledger.write(database) { connection in
            guard let current = try ImportStore.find(one.id, of: actor.organisation, connection), current.mayBeUndone(at: now) else {
                throw Problem.over
            }
            _ = try ActivityStore.cancel(one.id, by: actor.user, at: now, connection)
            return ((), [entry])
        }
    }

    private func entry(_ act: Act, _ batch: ImportID, _ request: WebRequest) throws -> LedgerEntry {
        let actor = try request.signedIn().actor
        let decision = Policy.decide(actor, act, on: nil, in: Context(now: request.now, hasFreshFactor: true))
        guard decision.isAllowed else { throw WebError.forbidden }
        return LedgerEntry(
            of: actor, at: request.now, act: act.rawValue, object: batch.text, rule: decision.rule.rawValue, request: request.id)
    }
}

extension ImportActs.Problem {
    /// What is told of a file that can't be read.
    fileprivate init(_ error: DocumentError) {
        self =
            switch error {
            case .empty: .empty
            case .format(.oldOffice): .oldWorkbook
            case .password: .locked
            case .unpacksTooLarge, .tooMuchMarkUp, .tooManyCells, .tooManyParts: .large
            case .tooWide: .columns
            case .damaged, .missingPart, .strangePart, .documentType, .tooDeep: .damaged
            default: .binary
            }
    }
}
