public import Core

/// One act that is remembered: who did or looked at what, when, and by which right. Never holds what was seen or written.
public struct LedgerEntry: Sendable, Equatable {
    /// Whether the act was allowed.
    public enum Decision: String, Sendable {
        case allow
        case deny
    }

    /// When, UTC.
    public var time: Instant
    /// Identifier of the person, or the name of a command of the machine's operator: `command:import`.
    public var actor: String
    /// Identifier of the organisation she acted for.
    public var organisation: String?
    /// The role in which she acted.
    public var role: String?
    /// What was done: `plan.accept`, `case.open`.
    public var act: String
    /// Opaque identifier of what it was done to.
    public var object: String
    /// Code of the purpose.
    public var purpose: String?
    /// Identifier of the rule that decided.
    public var rule: String?
    /// Refusals are remembered, too.
    public var decision: Decision
    /// Names of the fields unmasked, without spaces; never their values.
    public var fields: [String]
    /// Identifier of the request in the log.
    public var request: String?
    /// Whom else the act concerns: identifiers of users and organisations, codes of roles; never a person who is helped.
    public var parties: [String]

    /// An allowed act without a person behind it, unless told more.
    public init(
        time: Instant, actor: String, act: String, object: String, organisation: String? = nil, role: String? = nil, purpose: String? = nil,
        rule: String? = nil, decision: Decision = .allow, fields: [String] = [], request: String? = nil, parties: [String] = []
    ) {
        self.time = time
        self.actor = actor
        self.organisation = organisation
        self.role = role
        self.act = act
        self.object = object
        self.purpose = purpose
        self.rule = rule
        self.decision = decision
        self.fields = fields
        self.request = request
        self.parties = parties
    }
}

extension LedgerEntry {
    /// The roles of the post, each by itself.
    public var roles: [String] { (role ?? "").split(separator: " ").map(String.init) }

    /// The columns of the table that hold an entry, in the order in which they are hashed. Released entries fix it for ever; a later column
    /// stands at the end.
    static let columns = [
        "at", "actor", "organisation", "role", "act", "object", "purpose", "rule", "decision", "fields", "request", "parties",
    ]

    /// The values of ``columns``.
    var values: [String?] {
        [
            time.iso, actor, organisation, role, act, object, purpose, rule, decision.rawValue, fields.joined(separator: " "), request,
            parties.isEmpty ? nil : parties.joined(separator: " "),
        ]
    }
}
