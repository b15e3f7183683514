public import Core

/// What detectors must know that no entry says.
public struct DetectorFacts: Sendable {
    /// Whether an actor works with the person of a record: actor, then object.
    public var isWorker: @Sendable (String, String) -> Bool
    /// Whether a purpose stands for a task given by somebody else, such as answering a referral. By default every purpose does.
    public var isTask: @Sendable (String) -> Bool
    /// Records that stand for nobody.
    public var canaries: Set<String>
    /// Roles whose work goes on at night and on days off.
    public var nightRoles: Set<String>
    /// Whether nobody works on a day; by default Saturday and Sunday.
    public var isDayOff: @Sendable (Day) -> Bool

    /// Nobody works with anybody, there are no canaries; hotlines and shelters work at night.
    public init(
        isWorker: @escaping @Sendable (String, String) -> Bool = { _, _ in false },
        isTask: @escaping @Sendable (String) -> Bool = { _ in true },
        canaries: Set<String> = [], nightRoles: Set<String> = ["hotline-operator", "shelter-manager"],
        isDayOff: @escaping @Sendable (Day) -> Bool = { $0.weekday > 5 }
    ) {
        self.isWorker = isWorker
        self.isTask = isTask
        self.canaries = canaries
        self.nightRoles = nightRoles
        self.isDayOff = isDayOff
    }
}

/// The acts of the ledger that detectors tell apart, by the codes of the policy.
enum WatchedActs {
    /// A record comes before somebody's eyes or leaves the house.
    static let looks: Set = ["person.open", "person.unmask", "person.export", "person.break-glass"]
    /// Lists and searches.
    static let searches: Set = ["person.list"]
    /// Opened against the rules because a life is in danger.
    static let emergencies: Set = ["person.break-glass"]
}
