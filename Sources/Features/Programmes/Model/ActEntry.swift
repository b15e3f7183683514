import Core
import Ledger
import Policy
import Web

extension WebRequest {
    /// What the ledger remembers of an act of this room.
    ///
    /// - Parameters:
    ///   - name: what the ledger calls it, where that is not the act's own name.
    ///   - object: what was acted on, as in the address: plan, measure, indicator.
    /// - Throws: ``WebError/forbidden`` where nobody of her post may.
    func entry(_ act: Act, as name: String? = nil, of object: String, fields: [String] = []) throws -> LedgerEntry {
        let actor = try signedIn().actor
        let purpose = Policy.purposes(of: actor).first
        let decision = Policy.decide(actor, act, on: nil, in: Context(now: now, hasFreshFactor: true, purpose: purpose))
        guard decision.isAllowed else { throw WebError.forbidden }
        return LedgerEntry(
            of: actor, at: now, act: name ?? act.rawValue, object: object, purpose: purpose, rule: decision.rule.rawValue, fields: fields,
            request: id)
    }
}
