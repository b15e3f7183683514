public import Core

/// Entries in which a detector found what somebody should look at.
public struct Finding: Sendable, Equatable {
    /// Which found it.
    public let detector: Detector
    /// Whose acts they are.
    public let actor: String
    /// The record, where it is about one.
    public let object: String?
    /// The time of the first entry.
    public let began: Instant
    /// The time of the last entry.
    public let ended: Instant
    /// Positions of the entries, ascending; at least one.
    public let positions: [Int]

    /// A finding kept before.
    init(detector: Detector, actor: String, object: String?, began: Instant, ended: Instant, positions: [Int]) {
        self.detector = detector
        self.actor = actor
        self.object = object
        self.began = began
        self.ended = ended
        self.positions = positions
    }

    /// Nil without entries.
    init?(_ detector: Detector, actor: String, object: String?, _ records: some BidirectionalCollection<LedgerRecord>) {
        guard let first = records.first, let last = records.last else { return nil }
        (self.detector, self.actor, self.object) = (detector, actor, object)
        (began, ended) = (first.entry.time, last.entry.time)
        positions = records.map(\.position)
    }
}

extension Detector {
    /// What the detector finds in a part of the ledger, given in its order. A pure function: the same entries and facts give the same.
    public func findings(
        in records: [LedgerRecord], facts: DetectorFacts, thresholds: DetectorThresholds = DetectorThresholds()
    ) -> [Finding] {
        let groups = Dictionary(grouping: records.filter { concerns($0.entry, facts, thresholds) }) { record in
            Whose(actor: record.entry.actor, object: isAboutOneRecord ? record.entry.object : nil)
        }
        let limit = limit(thresholds)
        let found = groups.flatMap { whose, records in
            Episodes.find(records, limit: limit, differing: self == .manyInARow || self == .namedTask).compactMap {
                Finding(self, actor: whose.actor, object: whose.object, records[$0])
            }
        }
        return found.sorted { ($0.positions[0], $0.actor) < ($1.positions[0], $1.actor) }
    }

    /// Whose acts are looked at together.
    private struct Whose: Hashable {
        let actor: String
        let object: String?
    }

    private var isAboutOneRecord: Bool {
        switch self {
        case .withoutTask, .emergency, .canary, .codeAlone, .keyDoubled: true
        case .manyInARow, .namedTask, .night, .searching, .refused: false
        }
    }

    private func limit(_ thresholds: DetectorThresholds) -> DetectorThresholds.Limit {
        switch self {
        case .manyInARow: thresholds.manyInARow
        case .namedTask: thresholds.namedTask
        case .searching: thresholds.searching
        case .refused: thresholds.refused
        case .withoutTask, .night, .emergency, .canary, .codeAlone, .keyDoubled: .init(1, within: thresholds.pause)
        }
    }

    private func concerns(_ entry: LedgerEntry, _ facts: DetectorFacts, _ thresholds: DetectorThresholds) -> Bool {
        let isLook = WatchedActs.looks.contains(entry.act)
        let isAllowed = entry.decision == .allow
        switch self {
        case .withoutTask:
            return isForNoWork(entry, facts) && !facts.tasks.contains(entry.purpose ?? "")
        case .namedTask: return isForNoWork(entry, facts) && facts.tasks.contains(entry.purpose ?? "")
        case .manyInARow: return isLook && isAllowed
        case .night:
            guard isLook, isAllowed, !entry.roles.contains(where: facts.nightRoles.contains) else { return false }
            let hour = entry.time.hourInSofia
            return hour >= thresholds.nightBegins || hour < thresholds.nightEnds || facts.isDayOff(entry.time.dayInSofia)
        case .searching: return WatchedActs.searches.contains(entry.act)
        case .refused: return !isAllowed
        case .emergency: return isAllowed && WatchedActs.emergencies.contains(entry.act)
        // Whoever was refused there, too, was looking for somebody.
        case .canary: return isLook && facts.canaries.contains(entry.object)
        case .codeAlone: return isAllowed && entry.act == LedgerEntry.codeAlone
        case .keyDoubled: return entry.act == LedgerEntry.keyDoubled
        }
    }

    /// Whether a person's record was opened, not in an emergency, by somebody who does not work with her. Signals and referrals belong to whoever is on duty.
    private func isForNoWork(_ entry: LedgerEntry, _ facts: DetectorFacts) -> Bool {
        WatchedActs.looks.subtracting(WatchedActs.onDuty).contains(entry.act) && entry.decision == .allow
            && !WatchedActs.emergencies.contains(entry.act) && !facts.isWorker(entry.actor, entry.object)
    }
}
