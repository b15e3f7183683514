import Core
import Ledger
import Policy

extension LedgerEntry {
    /// What somebody did, with her organisation and the roles of her post as they are at this moment.
    init(
        of actor: Actor, at now: Instant, act: String, object: String, purpose: Purpose? = nil, rule: RuleID,
        decision: Decision = .allow, fields: [String] = [], request: String
    ) {
        self.init(
            time: now, actor: actor.user.text, act: act, object: object, organisation: actor.organisation.text,
            role: actor.roles.sorted().map(\.rawValue).joined(separator: " "), purpose: purpose?.rawValue, rule: rule.rawValue,
            decision: decision, fields: fields, request: request)
    }
}
