public import Core
public import Database
public import Ledger
import Policy

extension DetectorFacts {
    /// What detectors must know of some entries, from the table of relations.
    ///
    /// To work with a person is to have been her worker at some time between the first and the last of these entries: who was let go just after
    /// a look, and who was given a task just before one, had a task. So had whoever was on duty in an organisation that was asked to help, and
    /// whoever opened a record in an emergency, which has a detector of its own. Throws ``DatabaseError``.
    ///
    /// - Parameters:
    ///   - canaries: records that stand for nobody.
    ///   - isDayOff: whether nobody works on a day.
    public static func of(
        _ records: [LedgerRecord], canaries: Set<String>, isDayOff: @escaping @Sendable (Day) -> Bool, _ connection: any Connection
    ) throws -> DetectorFacts {
        let times = records.map(\.entry.time)
        guard let first = times.min(), let last = times.max() else { return DetectorFacts() }
        let looked = records.filter { $0.entry.act.hasPrefix("person.") }
        var working: Set<Pair> = []
        for object in Set(looked.map(\.entry.object)) {
            for relation in try RelationStore.history(of: object, connection) {
                let isOfThatTime = relation.since <= last && (relation.until.map { $0 > first } ?? true)
                guard isOfThatTime, [.worker, .glass, .referred].contains(relation.held.relation) else { continue }
                working.insert(Pair(who: relation.held.holder, object: object))
            }
        }
        // An organisation that was asked to help gives the task to those who answer for it.
        for record in looked where record.entry.rule == RuleID.referred.rawValue {
            guard let organisation = record.entry.organisation, working.contains(Pair(who: organisation, object: record.entry.object))
            else { continue }
            working.insert(Pair(who: record.entry.actor, object: record.entry.object))
        }
        let known = working
        return DetectorFacts(isWorker: { known.contains(Pair(who: $0, object: $1)) }, canaries: canaries, isDayOff: isDayOff)
    }

    private struct Pair: Hashable {
        let who: String
        let object: String
    }
}
