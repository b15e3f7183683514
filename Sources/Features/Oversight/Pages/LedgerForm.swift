import Core
import Ledger
import Web

/// The form that narrows the ledger.
struct LedgerForm: Sendable, Encodable {
    let action: String
    let from: String
    let to: String
    let groups: [FormChoice]
    let organisations: [FormChoice]
    let hasOrganisations: Bool
    let object: String
    let isRefused: Bool
    let actor: String
    let hasActor: Bool
    let actorName: String
    let withoutActor: String

    /// - Parameters:
    ///   - organisations: whose entries the reader may read, by identifier.
    ///   - person: the name of the user whose acts are asked for.
    init(_ query: LedgerQuery, organisations: [String: String], person: String?, _ request: WebRequest, _ words: Words) {
        action = request.link("/ledger")
        from = request.query["from"] ?? ""
        to = request.query["to"] ?? ""
        groups = ActGroup.allCases.map {
            FormChoice($0.rawValue, words("act_group." + $0.rawValue), isChosen: $0 == query.group)
        }
        let known = Collation.sorted(organisations.map { (id: $0.key, name: $0.value) }, by: \.name)
        self.organisations = known.map { FormChoice($0.id, $0.name, isChosen: $0.id == query.filter.organisation) }
        hasOrganisations = known.count > 1
        object = request.query["object"] ?? ""
        isRefused = query.filter.decision == .deny
        actor = query.filter.actor ?? ""
        hasActor = query.filter.actor != nil
        actorName = words("ledger_of_person", ["name": person ?? words("actor_unknown")])
        withoutActor = request.link("/ledger")
    }
}
