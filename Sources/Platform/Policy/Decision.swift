/// Whether somebody may do something, and why.
public struct Decision: Sendable, Hashable {
    /// Nothing is to be done or shown where this is false.
    public let isAllowed: Bool
    /// The rule that allowed or refused.
    public let rule: RuleID
    /// How much of the record the act may touch.
    public let reach: Reach
    /// The groups of sealed fields that the act may show: what may be unmasked, what goes into a copy; for a change those that may be
    /// written, which does not yet show what they hold. Empty for acts that touch none, and where no object was named.
    public let mask: Set<FieldGroup>
    /// Refused for want of a fresh second factor alone: ask for the code, then decide again.
    public let needsFreshFactor: Bool

    static func allowed(_ rule: Rule, mask: Set<FieldGroup>) -> Decision {
        Decision(isAllowed: true, rule: rule.id, reach: rule.reach, mask: mask, needsFreshFactor: false)
    }

    static func refused(_ rule: RuleID, needsFreshFactor: Bool = false) -> Decision {
        Decision(isAllowed: false, rule: rule, reach: .record, mask: [], needsFreshFactor: needsFreshFactor)
    }
}
