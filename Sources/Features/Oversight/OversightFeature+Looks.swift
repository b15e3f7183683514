import Core
public import Database
import Ledger
public import Web

extension OversightFeature {
    /// Who looked at a record, changed it or was refused, the latest first: for the page of that record, which decides whether its reader may be
    /// told and remembers that she was. Throws ``DatabaseError``.
    ///
    /// - Parameters:
    ///   - object: the record's identifier, as the ledger knows it.
    ///   - limit: entries that are told at most.
    public func looks(
        at object: String, for request: WebRequest, _ visitor: Visitor, limit: Int = 500, _ connection: any Connection
    ) throws -> LookLines {
        let reader = OversightSources.Reader(actor: visitor.actor, now: request.now, language: request.language)
        let page = try LedgerReader.page(LedgerFilter(object: object), limit: limit, connection)
        let names = try Names(of: page.records, for: reader, sources, connection)
        return LookLines(page.records, hasMore: page.next != nil, writer(names, mayTrace: false, request))
    }
}
