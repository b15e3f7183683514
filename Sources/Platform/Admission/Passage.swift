public import Core
public import Ledger
public import Policy
public import Web

/// A visitor who may do an act on an object now, with what the decision rested on (допускане).
public struct Passage<Object: Sendable>: Sendable {
    /// Who was let through.
    public let visitor: Visitor
    /// What she was let through to.
    public let object: Object
    /// The relations of the object at this moment.
    public let facts: ObjectFacts
    /// Why, and to which sealed fields.
    public let decision: Decision
    /// What she acts for.
    public let purpose: Purpose?
    /// The moment of the request.
    public let now: Instant
    /// Name of the request in the log and the ledger.
    public let request: String
    /// The session's new token where a code was given for this act.
    public let token: String?

    /// The rights of the visitor.
    public var actor: Actor { visitor.actor }

    /// The entry that tells of an act on the object.
    ///
    /// - Parameters:
    ///   - name: what the ledger calls it where the act itself says too little.
    ///   - parties: whom else it concerns, as in ``LedgerEntry/parties``.
    public func entry(_ act: Act, as name: String? = nil, fields: [String] = [], parties: [String] = []) -> LedgerEntry {
        LedgerEntry(
            of: actor, at: now, act: name ?? act.rawValue, object: facts.id, purpose: purpose, rule: decision.rule.rawValue, fields: fields,
            request: request, parties: parties)
    }

    /// The decision on another act, as it would be with a fresh code.
    public func atBest(_ act: Act) -> Decision {
        Policy.decide(actor, act, on: facts, in: Context(now: now, hasFreshFactor: true, purpose: purpose))
    }
}

/// Why somebody is not let through.
public enum PassageProblem: Error, Sendable, Equatable {
    /// A fresh code of her second factor would do; the words say what was wrong with the one she gave, if she gave one.
    case code(wrong: String)
    /// Refused, and she may know it: she sees the object otherwise.
    case refused(RuleID)
}
