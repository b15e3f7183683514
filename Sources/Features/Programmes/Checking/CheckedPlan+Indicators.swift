import Core
import Documents

/// What is measured: is there an indicator, with a number to start from and one to reach, of something that is named.
extension CheckedPlan {
    func indicators() -> [PlanFinding] {
        let (targets, baselines) = (numbersStand(in: .target), numbersStand(in: .baseline))
        var found: [PlanFinding] = []
        if !targets { found += wholeColumn(.targetMissing, .target) }
        if !baselines { found += wholeColumn(.baselineMissing, .baseline) }
        let doubted = Set(plan.remarks.filter { $0.code == .columnsDoubtful }.compactMap(\.measure))
        for position in plan.measures.indices {
            if plan.measures[position].indicators.isEmpty { found.append(blank(position)) }
            let statements = words[position].statements
            let isDoubtful = isDoubtful(position, statements, doubted)
            if targets, !isDoubtful { found += missing(.targetMissing, .target, position, statements.first(where: \.lacksTarget)) }
            if baselines, !isDoubtful {
                found += missing(.baselineMissing, .baseline, position, statements.first(where: \.lacksBaseline))
            }
            // A cell that is merged over several measures holds for each of them.
            if targets, cells.has(.target), !statements.isEmpty, cells.places(.target, of: position).isEmpty,
                !statements.contains(where: { $0.target?.source.cells.contains { cells.field($0) == .target } ?? false })
            {
                found += missing(.targetMissing, .target, position, statements[0])
            }
            found += words(position, statements)
        }
        return found
    }

    private func blank(_ position: Int) -> PlanFinding {
        let place = cells.place(.target, of: position) ?? cells.place(.indicators, of: position) ?? place(position)
        return PlanFinding(.indicatorMissing, measure: plan.measures[position].code, place: place, quote: cells.text(place))
    }

    /// Whether a tenth of the indicators have a number there at least: in a column without any, each cell would be a finding.
    private func numbersStand(in field: Field) -> Bool {
        let filled = words.reduce(0) { sum, words in
            sum + words.statements.count { (field == .target ? $0.indicator.target : $0.indicator.baseline) != nil }
        }
        return filled * 10 >= words.reduce(0) { $0 + $1.statements.count }
    }

    private func wholeColumn(_ code: PlanFinding.Code, _ field: Field) -> [PlanFinding] {
        let heading = cells.heading(field) ?? cells.heading(.indicators)
        guard let heading, !words.allSatisfy(\.statements.isEmpty) else { return [] }
        return [PlanFinding(code, place: heading, quote: cells.text(heading))]
    }

    private func missing(_ code: PlanFinding.Code, _ field: Field, _ position: Int, _ statements: MeasureWords.Statements?) -> [PlanFinding]
    {
        let column = field == .target && !cells.has(.target) ? Field.indicators : field
        guard let statements, let statement = statements.either, let place = cells.place(column, of: position) else { return [] }
        let own = statement.cells.first { cells.field($0) == column }
        return [
            PlanFinding(
                code, measure: plan.measures[position].code, place: own ?? place, quote: own == nil ? cells.text(place) : statement.text,
                detail: own == nil ? statements.indicator.label : "")
        ]
    }

    /// Numbers without words, and words where a number is announced.
    private func words(_ position: Int, _ statements: [MeasureWords.Statements]) -> [PlanFinding] {
        let all = statements.compactMap(\.target) + statements.compactMap(\.baseline)
        let measure = plan.measures[position].code
        func first(_ code: PlanFinding.Code, where isFault: (StatementWords) -> Bool) -> [PlanFinding] {
            guard let one = all.first(where: { isFault($0.words) })?.source, let place = one.cells.first else { return [] }
            return [PlanFinding(code, measure: measure, place: place, quote: one.text)]
        }
        return first(.unitMissing) { $0.namesNothing } + openEnds(position)
    }

    /// Cells that end in a dash, with nothing behind it.
    private func openEnds(_ position: Int) -> [PlanFinding] {
        let places = [Field.baseline, .target, .indicators].flatMap { cells.places($0, of: position) }
        guard let place = places.first(where: { CheckedPlan.endsInDash(cells.text($0)) }) else { return [] }
        return [PlanFinding(.textForNumber, measure: plan.measures[position].code, place: place, quote: cells.text(place))]
    }

    /// Most cells end otherwise, and need no closer look.
    private static func endsInDash(_ text: String) -> Bool {
        let last = text.unicodeScalars.last { !$0.isSpace && !".;,".unicodeScalars.contains($0) }
        return last.map { !$0.isLetter && !("0"..."9").contains($0) } == true && StatementWords(text).endsInDash
    }

    /// Whether what stands in the two columns speaks of different things, or in the wrong column: then nobody can say what is missing.
    private func isDoubtful(_ position: Int, _ statements: [MeasureWords.Statements], _ doubted: Set<String>) -> Bool {
        let measure = plan.measures[position].code
        return doubted.contains(measure)
            || statements.contains { $0.indicator.baseline != nil && $0.indicator.target == nil }
                && statements.contains { $0.baseline == nil && $0.indicator.target != nil }
    }
}
