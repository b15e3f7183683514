import Core
import Database
import Ledger
import Policy
import Web

/// The ledger for those who watch over it. To read it is an act of its own, remembered before anything is shown.
struct LedgerPages: Sendable {
    let oversight: OversightFeature

    /// Entries on a page.
    static let pageSize = 50
    /// Lines of a file at most; who needs more narrows the question.
    static let fileSize = 20_000

    private var pages: Pages { oversight.pages }

    /// A page of the ledger.
    struct LedgerPage: Encodable {
        let title: String
        let state: LedgerState
        let filter: LedgerForm
        let summary: FormErrors
        let lines: LedgerLines
        let isNothing: Bool
        let hasLines: Bool
        let hasFilter: Bool
        let all: String
        let file: FileForm
        let hasMore: Bool
        let older: String
        let isLater: Bool
        let newest: String
    }

    func ledger(_ request: WebRequest) async throws -> WebResponse { try await ledger(request, wrongCode: nil) }

    private func ledger(_ request: WebRequest, wrongCode: String?) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let query = LedgerQuery(request.query)
        // What nobody can ask is not asked: there is nothing to remember.
        let reading = query.wrong.isEmpty ? try await read(query, limit: LedgerPages.pageSize, visitor, request) : nil
        let (state, form) = try await surroundings(query, reading, visitor, request)
        let (words, home) = (pages.words(request.language), request.link("/ledger"))
        let model = LedgerPage(
            title: words("ledger_title"), state: state, filter: form,
            summary: FormErrors(query.wrong.map { ($0, words("ledger_wrong." + $0)) }),
            lines: LedgerLines(reading, oversight, request), isNothing: reading?.records.isEmpty ?? false,
            hasLines: reading?.records.isEmpty == false, hasFilter: query.isNarrow, all: home,
            file: FileForm(
                request.link("/ledger/file") + query.address(top: reading?.top),
                limit: words("ledger_csv_limit", ["n": Format(request.language).integer(LedgerPages.fileSize)]), for: visitor,
                wrong: wrongCode, words, request),
            hasMore: reading?.next != nil, older: home + query.address(top: reading?.top, before: reading?.next),
            isLater: query.before != nil, newest: home + query.address())
        return try pages.page(
            "oversight-ledger", model, title: model.title, for: request, section: "ledger", hasForm: true,
            status: query.wrong.isEmpty && wrongCode == nil ? 200 : 422)
    }

    /// The same entries as a file.
    func file(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let query = LedgerQuery(request.query)
        guard query.wrong.isEmpty else { throw WebError.badRequest }
        let words = pages.words(request.language)
        let token: String?
        switch try await oversight.stepUp.freshness(of: visitor, words, request) {
        case .fresh(let new): token = new
        case .needed(let wrong): return try await ledger(request, wrongCode: wrong.isEmpty ? words("code_needed") : wrong)
        }
        let reading = try await read(query, limit: LedgerPages.fileSize, as: .ledgerExport, visitor, request)
        let writer = oversight.writer(reading.names, mayTrace: false, request)
        let text = LedgerFile.text(reading.records.map(writer.line), writer.words)
        var answer = WebResponse.download(text, type: "text/csv; charset=utf-8", name: "ledger-\(request.today.iso).csv")
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    /// The newest signed checkpoint, for witnesses to take away. It holds a number, a hash and a signature, and nothing of anybody.
    func checkpoint(_ request: WebRequest) async throws -> WebResponse {
        let newest = try await oversight.database.read { connection in try StoredCheckpoint.newest(connection) }
        guard let newest else { throw WebError.notFound }
        return WebResponse(contentType: "text/plain; charset=utf-8", body: newest.checkpoint.note)
    }

    private func read(
        _ query: LedgerQuery, limit: Int, as act: Act = .ledgerRead, _ visitor: Visitor, _ request: WebRequest
    ) async throws -> OversightFeature.Reading {
        let decision = try await oversight.decision(act, on: query.filter.organisation, visitor, at: request.now)
        let about = query.filter.object ?? query.filter.actor ?? query.filter.organisation ?? visitor.actor.organisation.text
        let entry = oversight.entry(act.rawValue, on: about, decision, visitor, request)
        guard decision.isAllowed else {
            _ = try await oversight.remember(entry)
            throw WebError.forbidden
        }
        let scope = oversight.scope(.ledgerRead, visitor, at: request.now)
        return try await oversight.read(query, limit: limit, within: scope, as: entry, visitor, request)
    }

    /// What stands around the entries: how the ledger stands, and the form that narrows it.
    private func surroundings(
        _ query: LedgerQuery, _ reading: OversightFeature.Reading?, _ visitor: Visitor, _ request: WebRequest
    ) async throws -> (LedgerState, LedgerForm) {
        let (sources, words) = (oversight.sources, pages.words(request.language))
        return try await oversight.database.read { connection in
            let organisations = try sources.organisations(request.language, connection).filter { id, _ in
                let facts = try RelationStore.facts(of: id, at: request.now, connection)
                return Policy.decide(visitor.actor, .ledgerRead, on: facts, in: Context(now: request.now)).isAllowed
            }
            // By name only where the reader was given something of hers.
            let person = query.filter.actor.flatMap { reading?.names.people[$0] }
            let state = LedgerState(
                size: try LedgerReader.count(LedgerFilter(), connection), newest: try StoredCheckpoint.newest(connection), request, words)
            return (state, LedgerForm(query, organisations: organisations, person: person?.name, request, words))
        }
    }
}

extension LedgerLines {
    /// The lines of a reading; none where nothing was read.
    init(_ reading: OversightFeature.Reading?, _ oversight: OversightFeature, _ request: WebRequest) {
        guard let reading else {
            self.init([], isOwn: false) { $0.day }
            return
        }
        let writer = oversight.writer(reading.names, mayTrace: true, request)
        self.init(reading.records.map(writer.line), isOwn: false, day: writer.title)
    }
}
