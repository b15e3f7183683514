import Core
import Database

/// Sees to it that no more copies are handed out of a print run than were made of it, within the transaction that writes the act: of two who
/// want the last copies the later is told that there are none.
struct PrintRuns {
    private let before: [ActivityID: Stock]

    /// Looks at the stock before an act is written: of the print run that it is, or that it hands out.
    init(of activity: Activity, as facts: ActivityFacts? = nil, _ connection: any Connection) throws {
        let printRuns = PrintRuns.touched(activity, facts ?? activity.facts)
        before = printRuns.isEmpty ? [:] : try ActivityStore.stocks(of: printRuns, connection)
    }

    /// Looks at all that many acts hand out, before they are written at once.
    init(of acts: [Activity], _ connection: any Connection) throws {
        let printRuns = Set(acts.filter { $0.kind == .distribution }.flatMap { PrintRuns.touched($0, $0.facts) })
        before = printRuns.isEmpty ? [:] : try ActivityStore.stocks(of: printRuns.sorted(), connection)
    }

    private static func touched(_ activity: Activity, _ facts: ActivityFacts) -> [ActivityID] {
        switch activity.kind {
        case .production: [activity.id]
        case .distribution: facts.codes[ActivityField.material.code, default: []].sorted().compactMap(ActivityID.init)
        default: []
        }
    }

    /// Looks again afterwards. Throws ``ActivityActs/Problem/short(_:)`` where more is handed out than there is; what was wrong already, as in
    /// what was brought from elsewhere, may get no worse.
    ///
    /// - Parameter changed: the act that was written; nil for many.
    func check(_ changed: Activity?, _ connection: any Connection) throws {
        guard !before.isEmpty else { return }
        for (id, stock) in try ActivityStore.stocks(of: Array(before.keys), connection) {
            guard stock.left < 0, stock.left < before[id]?.left ?? 0 else { continue }
            let own = changed.map { $0.kind == .distribution && $0.isCounted ? $0.facts.amounts["copies"] ?? 0 : 0 } ?? 0
            throw ActivityActs.Problem.short(
                Shortage(isOfPrintRun: changed?.kind == .production, produced: stock.produced, others: stock.distributed - own))
        }
    }
}

extension ActivityActs {
    /// Acts that fields name are one's own organisation's, and of the kind that the field is for. What an earlier version named may stay.
    static func checkNamed(
        _ facts: ActivityFacts, _ kind: ActivityKind, of organisation: OrganisationID, before: ActivityFacts?, _ connection: any Connection
    ) throws {
        for field in kind.fields {
            guard case .act(let named) = field.kind else { continue }
            let new = facts.codes[field.code, default: []].subtracting(before?.codes[field.code] ?? [])
            guard !new.isEmpty else { continue }
            let found = try ActivityStore.find(new.compactMap(ActivityID.init), connection)
            guard found.count == new.count, found.allSatisfy({ $0.kind == named && $0.organisation == organisation }) else {
                throw Problem.notOwn(field: field.name)
            }
        }
    }
}
