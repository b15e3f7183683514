import Access
import Cases
import Core
import Database
import Ledger
import Oversight
import Policy
import Signals
import Vault

extension House {
    /// What the room of oversight knows of others: names of users and organisations, and their pages for those who may go there.
    static func sources(_ access: AccessFeature, areKeysOptional: Bool) -> OversightSources {
        OversightSources(
            people: { identifiers, connection in
                let known = try access.known(identifiers, connection)
                return Dictionary(
                    uniqueKeysWithValues: known.map { user, found in
                        let posts = Dictionary(uniqueKeysWithValues: found.posts.map { ($0.key.text, $0.value) })
                        return (user.text, OversightSources.Person(name: found.name, posts: posts))
                    })
            },
            organisations: { language, connection in
                let names = try access.organisationNames(language, connection)
                return Dictionary(uniqueKeysWithValues: names.map { ($0.key.text, $0.value) })
            },
            places: { references, reader, connection in try places(references, reader, access, connection) },
            areKeysOptional: areKeysOptional)
    }

    private static func places(
        _ references: Set<String>, _ reader: OversightSources.Reader, _ access: AccessFeature, _ connection: any Connection
    ) throws -> [String: OversightSources.Place] {
        var places: [String: OversightSources.Place] = [:]
        for (user, found) in try access.known(references, connection) {
            let maySee = try access.maySee(found, reader.actor, at: reader.now, connection)
            places[user.text] = OversightSources.Place(text: found.name, path: maySee ? "/staff/" + user.text : nil)
        }
        let organisations = try access.organisationNames(reader.language, connection)
        // Nobody follows the links of a whole file: it has none.
        let isPage = references.count <= 200
        for reference in references where places[reference] == nil {
            guard let id = OrganisationID(reference), let name = organisations[id] else {
                guard isPage else { continue }
                if let signal = SignalID(reference),
                    let text = try SignalsFeature.reference(of: signal, for: reader.actor, at: reader.now, connection)
                {
                    places[reference] = OversightSources.Place(text: text, path: "/signals/" + reference)
                    continue
                }
                // A record of a person: its number and the page that says who looked, for those who watch over it.
                let facts = try RelationStore.facts(of: reference, at: reader.now, connection)
                let maySupervise = Policy.decide(reader.actor, .personLooks, on: facts, in: Context(now: reader.now)).isAllowed
                guard maySupervise else { continue }
                places[reference] = OversightSources.Place(
                    text: try PersonID(reference).flatMap { try CasesFeature.reference(of: $0, connection) },
                    path: "/persons/\(reference)/supervise")
                continue
            }
            let maySee = try access.maySeeStaff(of: id, reader.actor, at: reader.now, connection)
            places[reference] = OversightSources.Place(text: name, path: maySee ? "/staff?organisation=" + reference : nil)
        }
        return places
    }
}
