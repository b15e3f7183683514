public import Core
public import Database

/// A relation as it is kept: from when to when somebody stood so to an object. A past one stays, so that it can be told who could see what.
public struct StoredRelation: Sendable, Hashable {
    /// Its own identifier.
    public let id: Identifier<StoredRelation>
    /// Identifier of the record or organisation.
    public let object: String
    /// How the holder stands to it, and who that is.
    public let held: HeldRelation
    /// From this moment on.
    public let since: Instant
    /// Up to this moment, which no longer counts; nil for no end.
    public let until: Instant?
    /// Why it was made.
    public let reason: ReasonCode?
    /// The groups of sealed fields for which it counts; nil for all.
    public let scope: Set<FieldGroup>?
    /// Identifier of what it rests on; nil where it stands for itself.
    public let through: String?
    /// Identifier of who made it.
    public let madeBy: String
    /// Identifier of who ended it; nil where nobody did.
    public let endedBy: String?

    init(row: Row) throws(DatabaseError) {
        id = try row.identifier("relation_id")
        object = try row.text("object")
        guard let relation = Relation(rawValue: try row.text("relation")) else { throw .decoding(column: "relation") }
        held = HeldRelation(relation, try row.text("holder"))
        let since = try row.instant("since")
        self.since = since
        let end = try row.textOrNil("until")
        until = end.flatMap(Instant.init(iso:))
        guard (end == nil) == (until == nil) else { throw .decoding(column: "until") }
        let code = try row.textOrNil("reason")
        reason = code.flatMap(ReasonCode.init)
        guard (code == nil) == (reason == nil) else { throw .decoding(column: "reason") }
        var groups: Set<FieldGroup>?
        if let text = try row.textOrNil("scope") {
            let codes = text.split(separator: " ")
            groups = Set(codes.compactMap { FieldGroup(rawValue: String($0)) })
            guard groups?.count == codes.count else { throw .decoding(column: "scope") }
        }
        scope = groups
        through = try row.textOrNil("through")
        madeBy = try row.text("made_by")
        endedBy = try row.textOrNil("ended_by")
    }

    static func text(_ scope: Set<FieldGroup>) -> String { scope.map(\.rawValue).sorted().joined(separator: " ") }
}

/// A reason from a closed list of the room that gives it. Never free text: the table must hold no words about persons.
public struct ReasonCode: Sendable, Hashable, SQLBindable {
    /// Small Latin letters, digits and hyphens.
    public let text: String

    /// Nil unless the text is 1 to 40 small Latin letters, digits or hyphens.
    public init?(_ text: String) {
        let isCode = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isCode, (1...40).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// Its text.
    public var sqlValue: SQLValue { .text(text) }
}
