import Access
import Activities
import Cases
import Core
import Database
import Oversight
import Signals
import Web

extension House {
    /// What the records of persons need of users and of the ledger.
    static func sources(_ access: AccessFeature, _ oversight: OversightFeature, _ database: any Database) -> CasesSources {
        CasesSources(
            colleagues: { connection, organisation, now, language in
                try access.directory(of: organisation, at: now, language, connection).map {
                    CasesSources.Colleague(actor: $0.actor, name: $0.name, organisation: $0.organisation)
                }
            }, organisations: { connection, language in try access.organisations(language, connection) }, ability: ability,
            stepUp: access.stepUp,
            looks: looks(oversight, database),
            signals: CasesSources.SignalLinks(
                reference: { try SignalsFeature.reference(of: $0, for: $1, at: $2, $3) },
                link: { try SignalsFeature.link($0, to: $1, by: $2, at: $3, request: $4, $5) }))
    }

    /// Who of those whom a query names could do what.
    static let ability = CasesSources.Ability(
        table: { AccessFeature.able(at: $0) }, may: { AccessFeature.may($0, user: $1, object: $2, at: $3) })

    /// What signals need of users, of records and of the ledger.
    static func signalSources(_ access: AccessFeature, _ oversight: OversightFeature, _ database: any Database) -> SignalSources {
        SignalSources(
            organisations: { connection, language in try access.organisations(language, connection) },
            colleagues: { connection, now, language in
                try access.directory(of: nil, at: now, language, connection).map { ($0.actor, $0.name, $0.organisation) }
            },
            name: { user, connection in try access.known([user.text], connection)[user]?.name }, stepUp: access.stepUp,
            record: { person, actor, now, connection in try CasesFeature.reference(of: person, for: actor, at: now, connection) },
            looks: { try await looks(oversight, database)($0, nil, $1) },
            screening: { id, actor, connection in
                try ActivitiesFeature.screening(id, for: actor, connection).map {
                    SignalSources.Screening(id: id, reference: $0.reference, title: $0.title, path: $0.path, takesSignals: $0.takesSignals)
                }
            })
    }

    /// Who looked at an object, from the ledger.
    private static func looks(
        _ oversight: OversightFeature, _ database: any Database
    ) -> @Sendable (String, Set<String>?, WebRequest) async throws -> any Encodable & Sendable {
        { object, organisations, request in
            let visitor = try request.signedIn()
            return try await database.read { connection in
                try oversight.looks(at: object, of: organisations, for: request, visitor, connection)
            }
        }
    }
}
