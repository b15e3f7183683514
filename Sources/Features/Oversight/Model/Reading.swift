import Core
import Database
import Ledger
import Policy
import Web

extension OversightFeature {
    /// What somebody was given to read.
    struct Reading: Sendable {
        /// The newest first.
        let records: [LedgerRecord]
        /// Where to go on; nil at the end.
        let next: Int?
        /// Nothing from this position on is shown, on later pages and in the file neither: what is added while somebody turns pages.
        let top: Int
        let names: Names
    }

    /// Reads entries, having written first that they are read: what can't be remembered is not shown.
    ///
    /// - Parameter scope: which entries may be read at all; nil where the filter says so itself.
    func read(
        _ query: LedgerQuery, limit: Int, within scope: SQL?, as entry: LedgerEntry, _ visitor: Visitor, _ request: WebRequest
    ) async throws -> Reading {
        let size = try await remember(entry)
        let reader = OversightSources.Reader(actor: visitor.actor, now: request.now, language: request.language)
        let sources = sources
        return try await database.read { connection in
            let top = min(query.top ?? size, size)
            let page = try LedgerReader.page(
                query.filter, within: scope, before: min(query.before ?? top, top), limit: limit, connection)
            return Reading(
                records: page.records, next: page.next, top: top,
                names: try Names(of: page.records, for: reader, sources, connection))
        }
    }

    /// Writes that somebody reads, and gives the size of the ledger before that.
    func remember(_ entry: LedgerEntry) async throws -> Int {
        try await Ledger.write(database) { connection in (try LedgerReader.count(LedgerFilter(), connection), [entry]) }
    }

    /// Decides whether somebody may do an act, with a fresh code, on the entries of an organisation, hers unless another is named.
    func decision(_ act: Act, on organisation: String?, _ visitor: Visitor, at now: Instant) async throws -> Decision {
        let object = organisation ?? visitor.actor.organisation.text
        let facts = try await database.read { connection in try RelationStore.facts(of: object, at: now, connection) }
        return Policy.decide(visitor.actor, act, on: facts, in: Context(now: now, hasFreshFactor: true))
    }

    /// An entry about reading.
    func entry(_ act: String, on object: String, _ decision: Decision, _ visitor: Visitor, _ request: WebRequest) -> LedgerEntry {
        LedgerEntry(
            of: visitor.actor, at: request.now, act: act, object: object, rule: decision.rule.rawValue,
            decision: decision.isAllowed ? .allow : .deny, request: request.id)
    }

    /// Which entries somebody may read, in the words of SQL: the very rules that decide on one organisation.
    func scope(_ act: Act, _ visitor: Visitor, at now: Instant) -> SQL {
        Policy.predicate(visitor.actor, act, in: Context(now: now), object: "organisation")
    }

    func writer(_ names: Names, mayTrace: Bool, _ request: WebRequest) -> LineWriter {
        LineWriter(words: pages.words(request.language), names: names, link: { request.link($0) }, mayTrace: mayTrace)
    }
}
