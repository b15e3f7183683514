public import Core

/// Which entries of the ledger are asked for. Nothing set means all.
public struct LedgerFilter: Sendable, Equatable {
    /// What was looked at or changed: "who looked at this record".
    public var object: String?
    /// Who acted: "my own looks".
    public var actor: String?
    /// For which organisation.
    public var organisation: String?
    /// How the act begins, any of these: `person.` or `person.open`; none means every act.
    public var acts: [String]
    /// The first day, in Sofia.
    public var from: Day?
    /// The last day, in Sofia.
    public var to: Day?
    /// Only what was allowed, or only what was refused.
    public var decision: LedgerEntry.Decision?

    /// All entries unless told more.
    public init(
        object: String? = nil, actor: String? = nil, organisation: String? = nil, acts: [String] = [], from: Day? = nil, to: Day? = nil,
        decision: LedgerEntry.Decision? = nil
    ) {
        self.object = object
        self.actor = actor
        self.organisation = organisation
        self.acts = acts
        self.from = from
        self.to = to
        self.decision = decision
    }

    /// Whether all entries are asked for.
    var isOpen: Bool { self == LedgerFilter() }
}

/// An entry with the place it has in the ledger for ever.
public struct LedgerRecord: Sendable, Equatable {
    /// From 0. The order of the ledger is by position: clocks can be set back, positions can't.
    public let position: Int
    /// What was remembered.
    public let entry: LedgerEntry

    /// An entry at its place.
    public init(position: Int, entry: LedgerEntry) {
        (self.position, self.entry) = (position, entry)
    }
}

/// Some entries, the newest first, and where to go on.
public struct LedgerPage: Sendable, Equatable {
    /// The newest first.
    public let records: [LedgerRecord]
    /// To be given as `before` for the entries that follow; nil when there are none.
    public let next: Int?
}
