import Core
import Database

/// A filter in the words of SQL. Of one condition or of several that exclude one another, so that each is answered in order from one index.
struct LedgerQuestion {
    /// Each to be asked for its newest entries.
    let ordered: [SQL]

    /// Nil when nothing can fit.
    ///
    /// - Parameter scope: a condition on the column `organisation`.
    init?(_ filter: LedgerFilter, within scope: SQL? = nil, _ connection: any Connection) throws(DatabaseError) {
        var condition: SQL = "position >= 0"
        if let from = filter.from { condition = condition + " AND at >= \(from.startInSofia)" }
        if let to = filter.to { condition = condition + " AND at < \(Day(ordinal: to.ordinal + 1).startInSofia)" }
        // Of one record or one person there are few.
        if filter.from != nil || filter.to != nil, filter.object == nil, filter.actor == nil {
            // By time the entries stand almost in their order, but not quite, for clocks are set back: between these two are all.
            let bounds = try connection.first(
                "SELECT COUNT(*) AS n, MIN(position) AS low, MAX(position) AS high FROM ledger_entries WHERE \(condition)")
            guard let low = try bounds?.integerOrNil("low"), let high = try bounds?.integerOrNil("high") else { return nil }
            condition = condition + " AND position >= \(low) AND position <= \(high)"
        }
        switch filter.decision {
        case .deny: condition = condition + " AND decision = 'deny'"
        case .allow: condition = condition + " AND decision = 'allow'"
        case nil: break
        }
        if let object = filter.object { condition = condition + " AND object = \(object)" }
        if let actor = filter.actor { condition = condition + " AND actor = \(actor)" }
        if let organisation = filter.organisation { condition = condition + " AND organisation = \(organisation)" }
        if let scope { condition = condition + " AND \(scope)" }
        guard !filter.acts.isEmpty else {
            ordered = [condition]
            return
        }
        let acts = try LedgerQuestion.acts(filter.acts, connection)
        guard !acts.isEmpty else { return nil }
        let isNarrow = filter.object != nil || filter.actor != nil || filter.organisation != nil
        ordered = isNarrow ? [condition + " AND act IN (\(list: acts))"] : acts.map { condition + " AND act = \($0)" }
    }

    /// The acts in the ledger that begin in one of these ways: there are few, and the index leads from each to the next.
    private static func acts(_ beginnings: [String], _ connection: any Connection) throws(DatabaseError) -> [String] {
        var acts: [String] = []
        var last = ""
        while let act = try connection.first("SELECT MIN(act) AS act FROM ledger_entries WHERE act > \(last)")?.textOrNil("act") {
            if beginnings.contains(where: { act.utf8.starts(with: $0.utf8) }) { acts.append(act) }
            last = act
        }
        return acts
    }
}
