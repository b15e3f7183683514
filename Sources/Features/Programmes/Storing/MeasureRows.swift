import Core
import Database

/// A plan's measures as rows of their tables.
struct MeasureRows {
    private(set) var measures: [[SQLValue]] = []
    private(set) var actors: [[SQLValue]] = []
    private(set) var budget: [[SQLValue]] = []
    private(set) var indicators: [[SQLValue]] = []
    /// Keys, which are plain words: PostgreSQL reads them as its own list of lexemes.
    private(set) var search: [[SQLValue]] = []

    mutating func add(_ measure: Measure, _ words: MeasureSearch, version: Identifier<PlanVersion>, identity: String, position: Int) {
        let id = Identifier<Measure>.new()
        measures.append(
            [
                id.sqlValue, version.sqlValue, identity.sqlValue, position.sqlValue, measure.code.sqlValue, measure.number.sqlValue,
                measure.section.sqlValue,
            ] + sourced(measure.title) + sourced(measure.strategicGoal) + sourced(measure.operationalGoal)
                + sourced(measure.expectedResults) + sourced(measure.further) + deadline(measure.deadline))
        add(measure.leads, "lead", id)
        add(measure.partners, "partner", id)
        for (place, line) in measure.budget.enumerated() { add(line, place, id) }
        for (place, indicator) in measure.indicators.enumerated() {
            indicators.append(
                [
                    Identifier<Indicator>.new().sqlValue, id.sqlValue, place.sqlValue, indicator.kind.rawValue.sqlValue,
                    indicator.label.sqlValue, indicator.unit.sqlValue, indicator.baseline.sqlValue, indicator.target.sqlValue,
                    (indicator.comparator?.rawValue).sqlValue,
                ] + source(indicator.baselineSource) + source(indicator.targetSource))
        }
        search.append([id.sqlValue, words.title.sqlValue, words.terms.sqlValue])
    }

    private mutating func add(_ line: BudgetLine, _ place: Int, _ id: Identifier<Measure>) {
        budget.append(
            [
                id.sqlValue, place.sqlValue, line.kind.rawValue.sqlValue, line.amount.map { Int($0.minor) }.sqlValue,
                (line.amount?.currency.rawValue).sqlValue, line.isCeiling.sqlValue, line.basis.rawValue.sqlValue, line.sharedWith.sqlValue,
            ] + source(line.source))
        add(line.payers, "payer-\(place)", id)
    }

    private mutating func add(_ people: [Actor], _ role: String, _ id: Identifier<Measure>) {
        for (place, actor) in people.enumerated() {
            actors.append(
                [
                    id.sqlValue, role.sqlValue, place.sqlValue, actor.reading.rawValue.sqlValue, actor.code.sqlValue, actor.name.sqlValue,
                ] + source(actor.source))
        }
    }

    private func sourced(_ text: SourcedText?) -> [SQLValue] {
        [(text?.text).sqlValue] + source(text?.source)
    }

    private func source(_ source: SourceReference?) -> [SQLValue] {
        [source.map { SourceCells.text($0.cells) }.sqlValue, (source?.text).sqlValue]
    }

    private func deadline(_ deadline: Deadline?) -> [SQLValue] {
        guard let deadline else { return Array(repeating: .null, count: 9) }
        return [
            deadline.kind.rawValue.sqlValue, PeriodText.text(deadline.periods).sqlValue, deadline.everyMonths.sqlValue,
            deadline.durationMonths.sqlValue, deadline.isYearAssumed.sqlValue, deadline.condition.sqlValue,
        ] + source(deadline.source) + [deadline.dueOn.sqlValue]
    }
}

/// The words by which a measure is found: keys, each once, in a form that both engines' word cutters leave whole.
struct MeasureSearch: Sendable {
    /// Of its title.
    let title: String
    /// Of everything it says.
    let terms: String

    /// The words of each measure of a plan, in its order.
    static func all(_ plan: PlanContent) -> [MeasureSearch] {
        // Goals, institutions and phrases of budgets are printed beside many measures.
        var known: [String: [String]] = [:]
        func keys(_ text: String) -> [String] {
            if let keys = known[text] { return keys }
            let keys = MeasureSearch.keys(text)
            known[text] = keys
            return keys
        }
        return plan.measures.map { measure in
            MeasureSearch(
                title: list(keys(measure.title.text)), terms: list(texts(measure, in: plan).flatMap(keys)))
        }
    }

    /// Keys of everything a measure says.
    static func terms(_ measure: Measure, in plan: PlanContent) -> String { list(texts(measure, in: plan).flatMap(keys)) }

    private static func texts(_ measure: Measure, in plan: PlanContent) -> [String] {
        var texts = [measure.code, measure.title.text, measure.section.map { plan.sections[$0].title } ?? ""]
        texts += [measure.strategicGoal?.text, measure.operationalGoal?.text, measure.expectedResults?.text].compactMap { $0 }
        texts += (measure.leads + measure.partners).flatMap { [$0.name, $0.source.text] }
        texts += measure.indicators.map { "\($0.label) \($0.unit ?? "")" } + measure.budget.map(\.source.text)
        if let deadline = measure.deadline { texts.append(deadline.source.text) }
        return texts
    }

    private static func keys(_ text: String) -> [String] { SearchKey.words(text).map(whole).filter { !$0.isEmpty } }

    private static func list(_ keys: [String]) -> String { keys.uniqued().joined(separator: " ") }

    /// A key without signs at which an engine would cut it.
    static func whole(_ key: String) -> String {
        String(decoding: key.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "x") : $0 }, as: UTF8.self)
    }
}
