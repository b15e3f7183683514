import Core
import Ledger
import Policy
import Web

extension LedgerEntry {
    /// What somebody signed in does to a plan or to a part of it. Throws ``WebError/forbidden`` where no rule lets her.
    ///
    /// - Parameters:
    ///   - name: what it is called in the ledger; as the act unless told.
    ///   - object: plan, measure and place, as in the address.
    init(_ act: Act, as name: String? = nil, of object: String, fields: [String] = [], _ request: WebRequest) throws {
        let actor = try request.signedIn().actor
        let purpose = Policy.purposes(of: actor).first
        let decision = Policy.decide(actor, act, on: nil, in: Context(now: request.now, hasFreshFactor: true, purpose: purpose))
        guard decision.isAllowed else { throw WebError.forbidden }
        self.init(
            of: actor, at: request.now, act: name ?? act.rawValue, object: object, purpose: purpose, rule: decision.rule.rawValue,
            fields: fields, request: request.id)
    }
}
