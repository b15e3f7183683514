public import Core
public import Policy

extension LedgerEntry {
    /// What somebody did, with her organisation and the roles of her post as they are at this moment.
    ///
    /// - Parameters:
    ///   - object: what it was done to; herself unless told.
    ///   - rule: the rule that decided, a ``RuleID`` or the name of what decides where the policy does not.
    public init(
        of actor: Actor, at now: Instant, act: String, object: String? = nil, purpose: Purpose? = nil, rule: String,
        decision: Decision = .allow, fields: [String] = [], request: String?, parties: [String] = []
    ) {
        self.init(
            time: now, actor: actor.user.text, act: act, object: object ?? actor.user.text, organisation: actor.organisation.text,
            role: LedgerEntry.role(actor.roles), purpose: purpose?.rawValue, rule: rule, decision: decision, fields: fields,
            request: request, parties: parties)
    }

    /// What an entry keeps of somebody who has no rights: she sets up her account, or nobody confirmed her post.
    public static let noRole = "none"

    /// The act of somebody who got an activation code without a second person.
    public static let codeAlone = "code.alone"

    /// The act of somebody who used a security key that has a double. It is refused always.
    public static let keyDoubled = "factor.doubled"

    /// The roles of a post as an entry keeps them.
    public static func role(_ roles: Set<Role>) -> String {
        roles.isEmpty ? noRole : roles.sorted().map(\.rawValue).joined(separator: " ")
    }
}
