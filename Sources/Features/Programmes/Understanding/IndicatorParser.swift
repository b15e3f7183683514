/// Understands the indicator columns of a measure.
struct IndicatorParser {
    /// Indicators, the doubts about them, and the parts of the cells that are accounted for.
    struct Outcome {
        var indicators: [Indicator] = []
        var uncertain: [Int] = []
        var looseNumbers: [(cell: LogicalCell, range: Range<Int>)] = []
        var stray: [(cell: LogicalCell, range: Range<Int>)] = []
        var understood: [(cell: LogicalCell, range: Range<Int>)] = []
        var texts: [(cell: LogicalCell, range: Range<Int>)] = []
    }

    /// Reads a baseline and a target cell. Where a plan has one column for indicators, it is the target and there is no baseline.
    func parse(baseline: LogicalCell, target: LogicalCell) -> Outcome {
        var outcome = Outcome()
        let left = statements(baseline, &outcome)
        let right = statements(target, &outcome)
        for pair in IndicatorPairing.pairs(baselines: left, targets: right) {
            // Words about the present that no target takes up are no indicator: „Центровете не отговарят на …“.
            if pair.target == nil, !right.isEmpty, let only = pair.baseline.map({ left[$0] }), only.value == nil, !isCount(only.label) {
                continue
            }
            if pair.isUncertain { outcome.uncertain.append(outcome.indicators.count) }
            let indicator = indicator(pair.baseline.map { left[$0] }, pair.target.map { right[$0] }, baseline, target)
            outcome.indicators.append(indicator)
        }
        return outcome
    }

    private func statements(_ cell: LogicalCell, _ outcome: inout Outcome) -> [IndicatorClause] {
        guard !cell.isBlank else { return [] }
        let parsed = IndicatorClauses(cell)
        outcome.looseNumbers += parsed.loose.map { (cell, $0) }
        outcome.understood += parsed.framing.map { (cell, $0) }
        outcome.texts += parsed.explanations.map { (cell, $0) }
        var kept: [IndicatorClause] = []
        for clause in parsed.clauses {
            // A number alone among statements that have their own is a slip of the author: „0 Брой обучени – 0“.
            if clause.label.isEmpty, clause.value != nil, parsed.clauses.contains(where: { !$0.label.isEmpty && $0.value != nil }) {
                outcome.stray.append((cell, clause.range))
                continue
            }
            let isRepeated = clause.value == nil && kept.contains { $0.value == nil && $0.label == clause.label }
            if isRepeated {
                outcome.texts.append((cell, clause.range))
                continue
            }
            if clause.value == nil { outcome.texts.append((cell, clause.range)) } else { outcome.understood.append((cell, clause.range)) }
            kept.append(clause)
        }
        return kept
    }

    private func indicator(_ left: IndicatorClause?, _ right: IndicatorClause?, _ baseline: LogicalCell, _ target: LogicalCell) -> Indicator
    {
        let label = label(left, right)
        var indicator = Indicator(kind: .count, label: label, unit: right?.unit ?? left?.unit, baseline: left?.value, target: right?.value)
        indicator.comparator = right?.comparator
        indicator.baselineSource = left.map { baseline.source($0.range) }
        indicator.targetSource = right.map { target.source($0.range) }
        if right?.isPercent ?? left?.isPercent ?? false {
            indicator.kind = .percent
            indicator.unit = "%"
        } else if indicator.baseline == nil, indicator.target == nil, !isCount(label) {
            indicator.kind = .milestone
        }
        return indicator
    }

    private func isCount(_ label: String) -> Bool {
        let first = label.split(separator: " ").first.map { $0.lowercased() } ?? ""
        return first.hasPrefix("брой") || first == "number"
    }

    /// The target's words, unless the baseline's say clearly more.
    private func label(_ left: IndicatorClause?, _ right: IndicatorClause?) -> String {
        guard let right, !right.label.isEmpty else { return left?.label ?? "" }
        guard let left, !left.label.isEmpty else { return right.label }
        let (before, after) = (left.label.split(separator: " ").count, right.label.split(separator: " ").count)
        return before >= 2 * after + 1 && left.value != nil ? left.label : right.label
    }
}
