import Core
import Documents

/// Numbers that stand against one another: target and baseline, target and expected result.
extension CheckedPlan {
    func values() -> [PlanFinding] {
        zip(plan.measures, words).flatMap { measure, words in
            words.statements.compactMap { unreached($0, measure) } + contradictions(measure, words)
        }
    }

    /// A target that wants no more than there is. Keeping what there is can be the aim; then its words say so.
    private func unreached(_ statements: MeasureWords.Statements, _ measure: Measure) -> PlanFinding? {
        let indicator = statements.indicator
        guard let baseline = indicator.baseline, let target = indicator.target, target <= baseline, CheckedPlan.canGrow(indicator),
            let from = statements.baseline, let to = statements.target, let place = cells.place(of: to.source, in: .target),
            CheckedPlan.isSame(from.words, to.words)
        else { return nil }
        let keeps = (from.words.words + to.words.words).contains { word in CheckedPlan.keeping.contains(where: word.hasPrefix) }
        guard !keeps || baseline == 0, target == baseline || !to.words.counted.isHarm, target == baseline || !from.words.counted.isHarm
        else {
            return nil
        }
        let code: PlanFinding.Code = target == baseline ? .targetEqualsBaseline : .targetBelowBaseline
        return PlanFinding(code, measure: measure.code, place: place, quote: to.source.text, detail: from.source.text)
    }

    /// A share of a hundred percent that stays is all there is to reach.
    private static func canGrow(_ indicator: Indicator) -> Bool {
        switch indicator.kind {
        case .count: true
        case .percent: indicator.baseline.map { $0 <= 100 } == true && indicator.target.map { $0 < 100 } == true
        case .milestone: false
        }
    }

    /// Stems of words that ask for no more.
    private static let keeping = ["запаз", "поддърж", "намал", "огранич", "maintain", "reduc", "keep"]

    /// Whether two statements count the same: most words of one stand in the other, or one is a number alone.
    private static func isSame(_ left: StatementWords, _ right: StatementWords) -> Bool {
        let (one, other) = (Set(left.telling), Set(right.telling))
        guard !one.isEmpty, !other.isEmpty else { return true }
        return one.intersection(other).count * 10 >= min(one.count, other.count) * 6
    }

    /// Numbers of the expected result against the targets that count the same thing.
    private func contradictions(_ measure: Measure, _ words: MeasureWords) -> [PlanFinding] {
        guard let result = measure.expectedResults, let place = result.source.cells.first else { return [] }
        let promised = Promise.all(result.text, words.result)
        guard !promised.isEmpty else { return [] }
        return words.statements.compactMap { statements in
            guard let wanted = CheckedPlan.wanted(statements.indicator), let statement = statements.target else { return nil }
            let counted = statement.words.counted.noun
            let promises = promised.filter { $0.thing == counted }
            // Of several numbers one may be this target, and the others speak of something else: „20 служители на МВР и 30 на ДАБ“.
            guard let against = promises.first, !promises.contains(where: { $0.range.overlaps(wanted) }) else { return nil }
            // „10 нови места“ is what there will be more.
            let more = wanted.lowerBound - (statements.indicator.baseline ?? 0)
            guard !promises.contains(where: { $0.range.contains(more) }) else { return nil }
            return PlanFinding(
                .resultContradictsTarget, measure: measure.code, place: place, quote: against.text, detail: statement.source.text)
        }
    }
}

extension CheckedPlan {
    /// What numbers reach the target of a count.
    private static func wanted(_ indicator: Indicator) -> ClosedRange<Double>? {
        guard indicator.kind == .count, let target = indicator.target else { return nil }
        return switch indicator.comparator {
        case .atLeast: target...Double.infinity
        case .atMost: min(0, target)...target
        case .all, nil: target...target
        }
    }
}

/// A number of something in the words of an expected result: „10-15 жени“, „Около 40 нови доброволци“.
struct Promise {
    let range: ClosedRange<Double>
    let text: String
    /// Key of what is counted.
    let thing: String

    /// - Parameter tokens: of the text.
    static func all(_ text: String, _ tokens: [Token]) -> [Promise] {
        let scalars = Array(text.unicodeScalars)
        return tokens.indices.compactMap { index in
            guard let number = tokens[index].number ?? NumberWords.value(tokens[index].text), !tokens[index].isYearLike, number >= 2 else {
                return nil
            }
            var (upper, next) = (number, index + 1)
            if next + 1 < tokens.count, tokens[next].kind == .dash, let other = tokens[next + 1].number, other > number {
                (upper, next) = (other, next + 2)
            }
            if index > 1, tokens[index - 1].kind == .dash, tokens[index - 2].number != nil { return nil }
            // What is counted stands right behind the number.
            guard next < tokens.count, tokens[next].isWord, !CountedThing.isJoint(tokens[next]) else { return nil }
            let counted = CountedThing(tokens[next...])
            guard let thing = counted.noun else { return nil }
            let before = tokens[..<index].last { $0.isWord && !Promise.counting.contains($0.text) }?.text ?? ""
            return Promise(
                range: (Promise.most.contains(before) ? 0 : number)...(Promise.least.contains(before) ? .infinity : upper),
                text: String(scalars: scalars[tokens[index].range.lowerBound..<tokens[counted.end].range.upperBound]),
                thing: thing)
        }
    }

    /// Words before a number that let it be greater, or smaller, and those that may stand between.
    private static let least: Set<String> = ["над", "поне", "минимум", "повече", "малко", "least", "over"]
    private static let most: Set<String> = ["до", "максимум", "под", "up", "most", "under"]
    private static let counting: Set<String> = ["от", "броя", "брой", "по", "to", "than"]
}
