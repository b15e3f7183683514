public import Core

/// What detectors must know that no entry says.
public struct DetectorFacts: Sendable {
    /// Whether an actor works with the person of a record, or opened it in an emergency, which has a detector of its own: actor, then object.
    public var isWorker: @Sendable (String, String) -> Bool
    /// Codes of the purposes for which people look at records they do not work with: it is their task, until there are too many
    /// (``Detector/namedTask``). Any other purpose is only what somebody says who asks for a record.
    public var tasks: Set<String>
    /// Records that stand for nobody.
    public var canaries: Set<String>
    /// Roles whose work goes on at night and on days off.
    public var nightRoles: Set<String>
    /// Whether nobody works on a day; by default Saturday and Sunday.
    public var isDayOff: @Sendable (Day) -> Bool

    /// Nobody works with anybody, there are no canaries; hotlines and shelters work at night.
    public init(
        isWorker: @escaping @Sendable (String, String) -> Bool = { _, _ in false },
        tasks: Set<String> = ["supervision", "rights-of-the-person", "audit"],
        canaries: Set<String> = [], nightRoles: Set<String> = ["hotline-operator", "shelter-manager"],
        isDayOff: @escaping @Sendable (Day) -> Bool = { $0.weekday > 5 }
    ) {
        self.isWorker = isWorker
        self.tasks = tasks
        self.canaries = canaries
        self.nightRoles = nightRoles
        self.isDayOff = isDayOff
    }
}

/// The acts of the ledger that detectors tell apart, by the codes of the policy.
enum WatchedActs {
    /// A record comes before somebody's eyes or leaves the house.
    static let looks = Set(["person.open", "person.unmask", "person.export", "person.break-glass", "consent.print"]).union(onDuty)
    /// Looks that any of those on duty may have to take: at signals, at referrals.
    static let onDuty: Set = ["signal.open", "signal.unmask", "signal.export", "referral.open", "referral.unmask"]
    /// Searches for persons, by name or number.
    static let searches: Set = ["person.search"]
    /// Opened against the rules, or told to others without a consent, because a life is in danger.
    static let emergencies: Set = ["person.break-glass", "referral.send-danger"]
}
