import Core
import Documents

/// What is measured: is there an indicator, with a number to start from and one to reach, of something that is named.
extension CheckedPlan {
    func indicators() -> [PlanFinding] {
        let (targets, baselines) = (numbersStand(in: .target), numbersStand(in: .baseline))
        var found: [PlanFinding] = []
        if !targets { found += wholeColumn(.targetMissing, .target) }
        if !baselines { found += wholeColumn(.baselineMissing, .baseline) }
        for (position, measure) in plan.measures.enumerated() {
            if measure.indicators.isEmpty { found.append(blank(position)) }
            let statements = measure.indicators.map(Statements.init)
            let isDoubtful = isDoubtful(position, statements)
            if targets, !isDoubtful { found += missing(.targetMissing, .target, position, statements.first { $0.lacksTarget }?.either) }
            if baselines, !isDoubtful {
                found += missing(.baselineMissing, .baseline, position, statements.first { $0.lacksBaseline }?.either)
            }
            if targets, cells.has(.target), !statements.isEmpty, cells.places(.target, of: position).isEmpty {
                found += missing(.targetMissing, .target, position, statements[0].either)
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
        let all = plan.measures.flatMap(\.indicators)
        let filled = all.count { (field == .target ? $0.target : $0.baseline) != nil }
        return filled * 10 >= all.count
    }

    private func wholeColumn(_ code: PlanFinding.Code, _ field: Field) -> [PlanFinding] {
        let heading = cells.heading(field) ?? cells.heading(.indicators)
        guard let heading, !plan.measures.allSatisfy(\.indicators.isEmpty) else { return [] }
        return [PlanFinding(code, place: heading, quote: cells.text(heading))]
    }

    private func missing(_ code: PlanFinding.Code, _ field: Field, _ position: Int, _ statement: SourceReference?) -> [PlanFinding] {
        guard let statement, let place = cells.place(field, of: position) else { return [] }
        let own = statement.cells.first { cells.field($0) == field || field == .target && cells.field($0) == .indicators }
        return [
            PlanFinding(
                code, measure: plan.measures[position].code, place: own ?? place, quote: own == nil ? cells.text(place) : statement.text,
                detail: own == nil ? statement.text : "")
        ]
    }

    /// Numbers without words, and words where a number is announced.
    private func words(_ position: Int, _ statements: [Statements]) -> [PlanFinding] {
        let all = statements.compactMap(\.target) + statements.compactMap(\.baseline)
        let measure = plan.measures[position].code
        func first(_ code: PlanFinding.Code, where isFault: (StatementWords) -> Bool) -> [PlanFinding] {
            guard let one = all.first(where: { isFault(StatementWords($0.text)) }), let place = one.cells.first else { return [] }
            return [PlanFinding(code, measure: measure, place: place, quote: one.text)]
        }
        return first(.unitMissing) { $0.namesNothing } + openEnds(position)
    }

    /// Cells that end in a dash, with nothing behind it.
    private func openEnds(_ position: Int) -> [PlanFinding] {
        let places = cells.places(.baseline, of: position) + cells.places(.target, of: position)
        guard let place = places.first(where: { StatementWords(cells.text($0)).endsInDash }) else { return [] }
        return [PlanFinding(.textForNumber, measure: plan.measures[position].code, place: place, quote: cells.text(place))]
    }

    /// Whether what stands in the two columns speaks of different things, or in the wrong column: then nobody can say what is missing.
    private func isDoubtful(_ position: Int, _ statements: [Statements]) -> Bool {
        let measure = plan.measures[position].code
        return plan.remarks.contains { $0.code == .columnsDoubtful && $0.measure == measure }
            || statements.contains { $0.indicator.baseline != nil && $0.indicator.target == nil }
                && statements.contains { $0.baseline == nil && $0.indicator.target != nil }
    }

    /// The statements of an indicator in the two columns.
    private struct Statements {
        let indicator: Indicator
        let baseline: SourceReference?
        let target: SourceReference?

        init(_ indicator: Indicator) {
            self.indicator = indicator
            (baseline, target) = (indicator.baselineSource, indicator.targetSource)
        }

        /// The words that ask for a number: of the column where it is due, else of the other.
        var either: SourceReference? { target ?? baseline }

        var lacksTarget: Bool {
            guard indicator.target == nil, indicator.comparator != .all else { return false }
            let words = either.map { StatementWords($0.text) }
            return words?.asksNumber == true && words?.endsInDash == false
        }

        var lacksBaseline: Bool {
            guard indicator.baseline == nil, baseline.map({ StatementWords($0.text).endsInDash }) != true else { return false }
            return indicator.kind == .count && indicator.target != nil || target.map { StatementWords($0.text).asksNumber } ?? false
        }
    }
}

/// A statement of an indicator, by its words: „Брой обучени служители – 60“.
struct StatementWords {
    private let tokens: [Token]

    init(_ text: String) {
        tokens = Tokenizer.tokens(Array(text.unicodeScalars))
    }

    /// Its words without numbers, folded.
    var words: [String] { tokens.filter(\.isWord).map(\.text) }

    /// It begins like a count: „Брой …“, „Процент …“.
    var asksNumber: Bool {
        words.first.map { ["брой", "броя", "процент", "дял", "number", "share", "percentage"].contains($0) } ?? false
    }

    /// A dash and nothing behind it.
    var endsInDash: Bool {
        guard words.count > 1 else { return false }
        let signs: [Token.Kind] = [.stop, .semicolon, .comma, .newline]
        return tokens.last { !signs.contains($0.kind) }?.kind == .dash && !tokens.contains { $0.number != nil }
    }

    /// A number, and no word that says of what: „0“, „Брой проведени – 5“.
    var namesNothing: Bool {
        guard tokens.contains(where: { $0.number != nil }), !tokens.contains(where: { $0.kind == .percent }) else { return false }
        return words.allSatisfy(StatementWords.empty.contains)
    }

    /// Words that name nothing by themselves. „Обучени“ are persons, so it is none of them.
    private static let empty: Set<String> = [
        "брой", "броя", "бр", "и", "общо", "проведени", "извършени", "осъществени", "организирани", "изготвени", "подготвени", "number",
        "total", "held", "prepared",
    ]
}
