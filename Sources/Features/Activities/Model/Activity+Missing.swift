import Core

extension Activity {
    /// What is still to be written down of an act that took place, so that it counts for what it was (какво липсва).
    enum Missing: String, CaseIterable, Sendable {
        /// Its day is past, and nobody has said whether it took place.
        case outcome
        /// It took place and nothing proves it.
        case evidence
        /// Heads are counted in acts of its kind, and there are none.
        case heads
        /// Heads were counted, and nobody said how.
        case method
        /// No measure that it serves.
        case measure
        /// A mission report is due.
        case report
    }

    /// Of the kinds that wait for it, in the order in which to mend it.
    func missing(on today: Day) -> [Missing] {
        guard facts.sameAs == nil else { return [] }
        if facts.state == .planned, kind.span != .open, facts.endsOn < today { return [.outcome] }
        guard facts.state == .done else { return [] }
        var missing: [Missing] = []
        if kind.heads != .none, facts.heads.isEmpty { missing.append(.heads) }
        if kind.fields.contains(.method), !facts.heads.isEmpty, facts.codes[ActivityField.method.code] == nil { missing.append(.method) }
        if facts.evidence == nil, fileCount == 0 { missing.append(.evidence) }
        if assignments.isEmpty { missing.append(.measure) }
        if kind.stages.contains(.reportDelivered), !stages.contains(where: { $0.stage == .reportDelivered }) { missing.append(.report) }
        return missing
    }
}
