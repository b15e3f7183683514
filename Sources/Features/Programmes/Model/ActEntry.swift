import Core
import Ledger
import Policy
import Web

extension WebRequest {
    /// Whether somebody sees drafts, findings and comparisons.
    var readsPlans: Bool { visitor.map { Policy.mayEver($0.actor, .planRead) } ?? false }

    /// Whether somebody brings in plans, accepts findings and says which measures are one.
    var keepsPlans: Bool { visitor.map { Policy.mayEver($0.actor, .planKeep) } ?? false }

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
