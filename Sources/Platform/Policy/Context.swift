public import Core

/// The circumstances of an act, which the caller finds out.
public struct Context: Sendable, Hashable {
    /// The moment: what ended before it gives nothing.
    public var now: Instant
    /// She gave her second factor at most five minutes ago (OWASP ASVS 5.0, 7.5.3).
    public var hasFreshFactor: Bool
    /// What she says she acts for; nil where she was not asked.
    public var purpose: Purpose?
    /// She holds a live relation ``Relation/unreviewedGlass`` to any record.
    public var hasUnreviewedGlass: Bool

    /// A moment without a code, a purpose, or an emergency behind it unless told otherwise.
    public init(now: Instant, hasFreshFactor: Bool = false, purpose: Purpose? = nil, hasUnreviewedGlass: Bool = false) {
        self.now = now
        self.hasFreshFactor = hasFreshFactor
        self.purpose = purpose
        self.hasUnreviewedGlass = hasUnreviewedGlass
    }
}

/// A relation together with the user or organisation that has it.
public struct HeldRelation: Sendable, Hashable {
    /// How the holder stands to the object.
    public let relation: Relation
    /// Identifier of a user or an organisation.
    public let holder: String

    /// Identifiers as text.
    public init(_ relation: Relation, _ holder: String) {
        self.relation = relation
        self.holder = holder
    }
}

/// What the rules look at in a record or an organisation.
public struct ObjectFacts: Sendable, Hashable {
    /// Its identifier as text.
    public let id: String
    /// Its relations that are live at the moment of the decision; see ``RelationStore/facts(of:at:_:)``.
    public let relations: [HeldRelation]
    /// Of relations that count for some groups of sealed fields only, the groups (обхват); for whatever is missing here they count for all.
    public let scopes: [HeldRelation: Set<FieldGroup>]

    /// An object and those who have to do with it.
    public init(id: String, relations: [HeldRelation], scopes: [HeldRelation: Set<FieldGroup>] = [:]) {
        self.id = id
        self.relations = relations
        self.scopes = scopes
    }

    /// The groups that an organisation's access is limited to, as by what a person consented to; nil where nothing limits it, or it has none.
    public func limit(of organisation: OrganisationID) -> Set<FieldGroup>? {
        let own = relations.filter { [.lead, .receiving].contains($0.relation) && $0.holder == organisation.text }
        let limits = own.compactMap { scopes[$0] }
        return own.isEmpty || limits.count < own.count ? nil : limits.reduce([]) { $0.union($1) }
    }
}
