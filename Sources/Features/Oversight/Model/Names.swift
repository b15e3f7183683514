import Core
import Database
import Ledger

/// The names of all whom some entries tell of, read at once.
struct Names: Sendable {
    let people: [String: OversightSources.Person]
    let organisations: [String: String]
    let places: [String: OversightSources.Place]
}

extension Names {
    init(
        of records: [LedgerRecord], also others: Set<String> = [], for reader: OversightSources.Reader, _ sources: OversightSources,
        _ connection: any Connection
    ) throws {
        people = try sources.people(Set(records.flatMap { [$0.entry.actor] + $0.entry.parties }).union(others), connection)
        organisations = try sources.organisations(reader.language, connection)
        places = try sources.places(Set(records.map(\.entry.object)), reader, connection)
    }
}
