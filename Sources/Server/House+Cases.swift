import Access
import Cases
import Database
import Oversight
import Web

extension House {
    /// What the records of persons need of users and of the ledger.
    static func sources(_ access: AccessFeature, _ oversight: OversightFeature, _ database: any Database) -> CasesSources {
        CasesSources(
            colleagues: { connection, organisation, now, language in
                try access.directory(of: organisation, at: now, language, connection).map {
                    CasesSources.Colleague(actor: $0.actor, name: $0.name, organisation: $0.organisation)
                }
            }, organisations: { connection, language in try access.organisations(language, connection) }, stepUp: access.stepUp,
            forgetDrafts: { path, connection in try access.forgetDrafts(at: path, connection) },
            looks: { object, request in
                let visitor = try request.signedIn()
                return try await database.read { connection in try oversight.looks(at: object, for: request, visitor, connection) }
            })
    }
}
