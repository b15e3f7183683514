/// One line of the policy: for these acts, where the condition holds, this follows.
public struct Rule: Sendable {
    /// Whether a rule allows or refuses.
    public enum Effect: Sendable {
        /// Allows, unless some rule refuses.
        case allow
        /// Refuses, whatever allows.
        case refuse
    }

    /// Its name.
    public let id: RuleID
    /// What it does.
    public let effect: Effect
    /// The acts it is about.
    public let acts: Set<Act>
    /// How much of a record it opens.
    public let reach: Reach
    /// When it applies.
    public let condition: Condition

    init(_ id: RuleID, _ effect: Effect, _ acts: Set<Act>, reach: Reach = .record, when condition: Condition) {
        self.id = id
        self.effect = effect
        self.acts = acts
        self.reach = reach
        self.condition = condition
    }
}

/// How much of a record an act may touch.
public enum Reach: String, Sendable, Codable {
    /// The record.
    case record
    /// Only what was sent with a referral that is not accepted yet.
    case sent
}
