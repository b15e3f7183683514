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
    ///   - organisations: identifiers of those of which the reader may know that they have to do with it; nil where she may know of all.
    ///   - limit: entries that are told at most.
    public func looks(
        at object: String, of organisations: Set<String>? = nil, for request: WebRequest, _ visitor: Visitor, limit: Int = 500,
        _ connection: any Connection
    ) throws -> LookLines {
        let reader = OversightSources.Reader(actor: visitor.actor, now: request.now, language: request.language)
        let page = try LedgerReader.page(LedgerFilter(object: object), limit: limit, connection)
        let records = organisations.map { known in page.records.compactMap { $0.told(to: known) } } ?? page.records
        let names = try Names(of: records, for: reader, sources, connection)
        return LookLines(records, hasMore: page.next != nil, writer(names, mayTrace: false, request))
    }
}

extension LedgerRecord {
    /// As it may be told to somebody who may know of some organisations alone: nil where another did it; whom else it concerned stays away.
    fileprivate func told(to known: Set<String>) -> LedgerRecord? {
        guard let organisation = entry.organisation, known.contains(organisation) else { return nil }
        var entry = entry
        entry.parties = entry.parties.filter(known.contains)
        return LedgerRecord(position: position, entry: entry)
    }
}
