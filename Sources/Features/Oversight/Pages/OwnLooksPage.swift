import Core
import Ledger
import Policy
import Web

/// What somebody did herself, for herself. That she read it is remembered, too, as `ledger.own`: the list tells with whom she works, and a
/// stranger at her open session leaves a trace. No detector takes that for a look at a record.
struct OwnLooksPage: Sendable {
    let oversight: OversightFeature

    /// The page of one's own acts.
    struct OwnPage: Encodable {
        let title: String
        let action: String
        let from: String
        let to: String
        let summary: FormErrors
        let lines: LedgerLines
        let isNothing: Bool
        let account: String
        let hasMore: Bool
        let older: String
        let isLater: Bool
        let newest: String
    }

    func looks(_ request: WebRequest) async throws -> WebResponse {
        let (visitor, words) = (try request.signedIn(), oversight.pages.words(request.language))
        let (home, user) = (request.link("/account/looks"), visitor.actor.user.text)
        let query = LedgerQuery(request.query, of: user)
        let entry = LedgerEntry(
            of: visitor.actor, at: request.now, act: "ledger.own", rule: "own-account", request: request.id)
        let reading =
            query.wrong.isEmpty
            ? try await oversight.read(query, limit: LedgerPages.pageSize, within: nil, as: entry, visitor, request) : nil
        let writer = reading.map { oversight.writer($0.names, mayTrace: false, request) }
        let lines = reading?.records.compactMap { writer?.line($0) } ?? []
        let model = OwnPage(
            title: words("own_title"), action: home, from: request.query["from"] ?? "", to: request.query["to"] ?? "",
            summary: FormErrors(query.wrong.map { ($0, words("ledger_wrong." + $0)) }),
            lines: LedgerLines(lines, isOwn: true) { line in writer?.title(line) ?? line.day },
            isNothing: reading?.records.isEmpty ?? false,
            account: request.link("/account"), hasMore: reading?.next != nil,
            older: home + query.address(top: reading?.top, before: reading?.next), isLater: query.before != nil,
            newest: home + query.address())
        return try oversight.pages.page(
            "oversight-own", model, title: model.title, for: request, section: "account", status: query.wrong.isEmpty ? 200 : 422)
    }
}

extension LedgerQuery {
    /// The days asked for, of one person's acts alone.
    init(_ query: FormData, of user: String) {
        self.init(FormData(query.pairs.filter { ["from", "to", "before", "top"].contains($0.name) }))
        filter.actor = user
    }
}
