public import Core
import Foundation

/// One act that is remembered: who did or looked at what, when, and by which right. Never holds what was seen or written.
public struct LedgerEntry: Sendable, Equatable, Codable {
    /// Whether the act was allowed.
    public enum Decision: String, Sendable, Codable {
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
    /// Names of the fields unmasked, never their values.
    public var fields: [String]
    /// Identifier of the request in the log.
    public var request: String?

    /// An allowed act without a person behind it, unless told more.
    public init(
        time: Instant, actor: String, act: String, object: String, organisation: String? = nil, role: String? = nil, purpose: String? = nil,
        rule: String? = nil, decision: Decision = .allow, fields: [String] = [], request: String? = nil
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
    }

    /// The text that is stored and hashed.
    func written() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Nil for a text that is no entry.
    init?(written text: String) {
        do {
            self = try JSONDecoder().decode(LedgerEntry.self, from: Data(text.utf8))
        } catch {
            return nil
        }
    }
}

extension LedgerEntry {
    private enum CodingKeys: String, CodingKey {
        case time, actor, organisation, role, act, object, purpose, rule, decision, fields, request
    }

    /// Reads what ``written()`` wrote. Throws when a part is missing or of another kind.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        guard let time = Instant(iso: try values.decode(String.self, forKey: .time)) else {
            throw DecodingError.dataCorruptedError(forKey: .time, in: values, debugDescription: "no moment")
        }
        self.init(
            time: time, actor: try values.decode(String.self, forKey: .actor), act: try values.decode(String.self, forKey: .act),
            object: try values.decode(String.self, forKey: .object),
            organisation: try values.decodeIfPresent(String.self, forKey: .organisation),
            role: try values.decodeIfPresent(String.self, forKey: .role),
            purpose: try values.decodeIfPresent(String.self, forKey: .purpose),
            rule: try values.decodeIfPresent(String.self, forKey: .rule), decision: try values.decode(Decision.self, forKey: .decision),
            fields: try values.decode([String].self, forKey: .fields), request: try values.decodeIfPresent(String.self, forKey: .request))
    }

    /// Keys and values; what is nil is left out.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(time.iso, forKey: .time)
        try values.encode(actor, forKey: .actor)
        try values.encodeIfPresent(organisation, forKey: .organisation)
        try values.encodeIfPresent(role, forKey: .role)
        try values.encode(act, forKey: .act)
        try values.encode(object, forKey: .object)
        try values.encodeIfPresent(purpose, forKey: .purpose)
        try values.encodeIfPresent(rule, forKey: .rule)
        try values.encode(decision, forKey: .decision)
        try values.encode(fields, forKey: .fields)
        try values.encodeIfPresent(request, forKey: .request)
    }
}
