import Core
import Documents
import Reference

/// Understands the cells of each measure and claims them in the account of the document.
struct MeasureBuilder {
    private let rows: RowReader
    private let period: Deadline.Period?
    private let nested: NestedWords
    private let actors: ActorParser
    private let budgets: BudgetParser
    private let deadlines: DeadlineParser
    private var remarks: [Remark] = []
    /// Measures by the cell that holds their budget, the first of those that share one.
    private var budgetOwners: [CellPlace: String] = [:]

    init(_ rows: RowReader, _ period: Deadline.Period?, _ nested: NestedWords, _ actors: ActorParser) {
        self.nested = nested
        self.rows = rows
        self.period = period
        self.actors = actors
        budgets = BudgetParser(actors: actors)
        deadlines = DeadlineParser(plan: period)
    }

    mutating func build(into plan: inout PlanContent, coverage: inout Coverage) {
        for place in rows.understood { coverage.claim(place, .understood) }
        for label in rows.labels { coverage.claim(label, 0..<label.scalars.count, .understood) }
        for goal in rows.goals { coverage.claim(goal, 0..<goal.scalars.count, .text) }
        let codes = MeasureCodes(rows, plan.sections)
        for (position, draft) in rows.drafts.enumerated() {
            plan.measures.append(measure(draft, codes.codes[position], &coverage))
        }
        for (position, draft) in rows.drafts.enumerated() where codes.repeated.contains(position) {
            remarks.append(
                Remark(.numberRepeated, measure: codes.codes[position], place: draft.place, quote: plan.measures[position].number ?? ""))
        }
        plan.remarks += remarks
    }

    private mutating func measure(_ draft: RowReader.Draft, _ code: String, _ coverage: inout Coverage) -> Measure {
        let (number, title) = title(draft, &coverage)
        var measure = Measure(code: code, number: number, section: draft.section, title: title)
        if title.text.isEmpty { remarks.append(Remark(.titleMissing, measure: code, place: draft.place, quote: number ?? "")) }
        measure.strategicGoal = draft.strategicGoal.flatMap { goal(rows.goals[$0]) }
        measure.operationalGoal = draft.operationalGoal.flatMap { goal(rows.goals[$0]) }
        measure.expectedResults = draft.cells[.expectedResults].flatMap { text($0, &coverage) }
        let leads = institutions(draft.cells[.leads], code, &coverage)
        measure.leads = leads.actors
        measure.partners = institutions(draft.cells[.partners], code, &coverage).actors + leads.partners
        measure.budget = budget(draft, code, &coverage)
        measure.deadline = deadline(draft.cells[.deadline], code, &coverage)
        measure.indicators = indicators(draft, measure, &coverage)
        measure.further = further(draft.extra, &coverage)
        return measure
    }

    private func title(_ draft: RowReader.Draft, _ coverage: inout Coverage) -> (String?, SourcedText) {
        let cell = draft.cells[.title] ?? LogicalCell()
        var number: String?
        var start = 0
        if let column = draft.cells[.number], let own = draft.ownNumber {
            number = own
            coverage.claim(column, 0..<column.scalars.count, .understood)
        } else if let (printed, rest) = Numbering.leading(cell.scalars), printed.contains(".") {
            number = printed
            start = rest
            coverage.claim(cell, 0..<rest, .understood)
        }
        let range = start..<cell.scalars.count
        coverage.claim(cell, range, .text)
        return (number, SourcedText(text: cell.text(range), source: cell.source(range)))
    }

    /// Goals and results; „Липсва очакван резултат“ says that there is none.
    private func goal(_ cell: LogicalCell) -> SourcedText? {
        let text = cell.text
        guard !text.isEmpty, !MissingWords.say(text) else { return nil }
        return SourcedText(text: text, source: cell.source)
    }

    private func text(_ cell: LogicalCell, _ coverage: inout Coverage) -> SourcedText? {
        coverage.claim(cell, 0..<cell.scalars.count, MissingWords.say(cell.text) ? .understood : .text)
        return goal(cell)
    }

    private func further(_ cells: [LogicalCell], _ coverage: inout Coverage) -> SourcedText? {
        for cell in cells { coverage.claim(cell, 0..<cell.scalars.count, .text) }
        let filled = cells.filter { !$0.isBlank }
        guard !filled.isEmpty else { return nil }
        let source = SourceReference(cells: filled.flatMap(\.source.cells), text: filled.map(\.source.text).joined(separator: "\n"))
        return SourcedText(text: filled.map(\.text).joined(separator: "\n"), source: source)
    }

    private mutating func institutions(_ cell: LogicalCell?, _ code: String, _ coverage: inout Coverage) -> ActorParser.Outcome {
        guard let cell, !cell.isBlank else { return ActorParser.Outcome() }
        guard !MissingWords.say(cell.text) else {
            coverage.claim(cell, 0..<cell.scalars.count, .understood)
            return ActorParser.Outcome()
        }
        let outcome = actors.parse(cell)
        for range in outcome.understood { coverage.claim(cell, range, .understood) }
        for (quote, read, range) in outcome.misspelt {
            remarks.append(Remark(.institutionSpelling, measure: code, place: cell.place(of: range), quote: quote, detail: read))
        }
        for (quote, range) in outcome.unknown {
            remarks.append(Remark(.unknownInstitution, measure: code, place: cell.place(of: range), quote: quote))
        }
        coverage.claim(cell, 0..<cell.scalars.count, .text)
        return outcome
    }

    private mutating func budget(_ draft: RowReader.Draft, _ code: String, _ coverage: inout Coverage) -> [BudgetLine] {
        guard let cell = draft.cells[.budget], !cell.isBlank else { return [] }
        let outcome = budgets.parse(cell, unit: draft.moneyUnit)
        var lines = outcome.lines
        for range in outcome.unreadNumbers {
            remarks.append(Remark(.numberInWords, measure: code, place: cell.place(of: range), quote: cell.text(range)))
        }
        for (range, inEuro) in outcome.differing {
            let detail = Format(.bg).money(inEuro)
            remarks.append(
                Remark(.currenciesDiffer, measure: code, place: cell.place(of: range), quote: cell.text(range), detail: detail))
        }
        if let owner = budgetOwners[cell.place] {
            for index in lines.indices where lines[index].amount != nil && lines[index].sharedWith == nil {
                lines[index].sharedWith = owner
            }
        } else {
            budgetOwners[cell.place] = code
        }
        let isUnderstood = lines.allSatisfy { $0.kind != .words }
        coverage.claim(cell, 0..<cell.scalars.count, isUnderstood ? .understood : .text)
        return lines
    }

    private mutating func deadline(_ cell: LogicalCell?, _ code: String, _ coverage: inout Coverage) -> Deadline? {
        guard let cell, !cell.isBlank, let deadline = deadlines.parse(cell) else { return nil }
        coverage.claim(cell, 0..<cell.scalars.count, deadline.kind == .text ? .text : .understood)
        if deadline.kind == .text { remarks.append(Remark(.deadlineAsText, measure: code, place: cell.place, quote: cell.text)) }
        if deadline.isYearAssumed { remarks.append(Remark(.yearAssumed, measure: code, place: cell.place, quote: cell.text)) }
        if let period, isOutside(deadline, period) {
            remarks.append(Remark(.deadlineOutsidePlan, measure: code, place: cell.place, quote: cell.text))
        }
        return deadline
    }

    /// A school year begins in one year and ends in the next: a plan may have one of them alone.
    private func isOutside(_ deadline: Deadline, _ plan: Deadline.Period) -> Bool {
        let words = Folding.word(deadline.source.text)
        let isSchoolYear = words.contains("учебна") || words.contains("school year")
        return deadline.periods.contains { time in
            isSchoolYear ? time.to < plan.from || time.from > plan.to : time.from < plan.from || time.to > plan.to
        }
    }

    private mutating func indicators(_ draft: RowReader.Draft, _ measure: Measure, _ coverage: inout Coverage) -> [Indicator] {
        let names = statements(draft.cells[.indicators], &coverage)
        let baseline = (statements(draft.cells[.baseline], &coverage) ?? LogicalCell()).named(by: names)
        let target = filled(statements(draft.cells[.target], &coverage), &coverage)?.named(by: names) ?? names ?? LogicalCell()
        if let names, draft.cells[.target] != nil || draft.cells[.baseline] != nil { coverage.claim(names, 0..<names.scalars.count, .text) }
        var outcome = IndicatorParser().parse(baseline: baseline, target: target)
        for (cell, range) in outcome.understood { coverage.claim(cell, range, .understood) }
        for (cell, range) in outcome.texts { coverage.claim(cell, range, .text) }
        for (cell, range) in outcome.looseNumbers {
            remarks.append(Remark(.numberInWords, measure: measure.code, place: cell.place(of: range), quote: cell.text(range)))
        }
        for (cell, range) in outcome.stray {
            remarks.append(Remark(.notUnderstood, measure: measure.code, place: cell.place(of: range), quote: cell.text(range)))
        }
        for index in outcome.uncertain {
            let indicator = outcome.indicators[index]
            let place = (indicator.targetSource ?? indicator.baselineSource)?.cells.first ?? draft.place
            remarks.append(Remark(.pairingUncertain, measure: measure.code, place: place, quote: indicator.label))
        }
        doubtColumns(draft, measure, outcome.indicators)
        // A number alone measures the expected result.
        for index in outcome.indicators.indices where outcome.indicators[index].label.isEmpty {
            outcome.indicators[index].label = (measure.expectedResults ?? measure.title).text
        }
        return outcome.indicators
    }

    /// A cell of indicators without the words of a table within it.
    private func statements(_ cell: LogicalCell?, _ coverage: inout Coverage) -> LogicalCell? {
        guard let cell else { return nil }
        let inner = nested.ranges(in: cell)
        for range in inner { coverage.claim(cell, range, .text) }
        return cell.blanking(inner)
    }

    /// A cell with what it promises; nil for one that says that nothing is set yet.
    private func filled(_ cell: LogicalCell?, _ coverage: inout Coverage) -> LogicalCell? {
        guard let cell, MissingWords.say(cell.text) else { return cell }
        coverage.claim(cell, 0..<cell.scalars.count, .understood)
        return nil
    }

    /// Values among the expected results and none among the targets: the row's cells probably stand one column off.
    private mutating func doubtColumns(_ draft: RowReader.Draft, _ measure: Measure, _ indicators: [Indicator]) {
        guard let results = draft.cells[.expectedResults], draft.cells[.baseline] != nil else { return }
        let hasValues = IndicatorClauses(results).clauses.contains { $0.value != nil && !$0.isLeading }
        guard hasValues, indicators.contains(where: { $0.baseline != nil }), indicators.allSatisfy({ $0.target == nil }) else { return }
        remarks.append(Remark(.columnsDoubtful, measure: measure.code, place: results.place, quote: results.text))
    }
}

extension RowReader.Draft {
    /// The number in a cell of its own. Typed into a spreadsheet, „1.1“ is a number, which is shown with a decimal comma.
    fileprivate var ownNumber: String? {
        guard let cell = cells[.number], !cell.isBlank else { return nil }
        let number = PlanHeader.unquoted(cell.text)
        return number.wholeMatch(of: /\d+,\d+/) == nil ? number : number.replacing(",", with: ".")
    }
}

/// The codes by which a plan's measures are called.
struct MeasureCodes {
    private(set) var codes: [String] = []
    /// Positions of measures whose printed number stands on another one too.
    private(set) var repeated: Set<Int> = []

    init(_ rows: RowReader, _ sections: [Section]) {
        let numbers = rows.drafts.map { MeasureCodes.number($0) }
        let restarts = MeasureCodes.restarts(rows.drafts, numbers)
        var unnumbered: [String: Int] = [:]
        var seen: [String: [Int]] = [:]
        for (position, draft) in rows.drafts.enumerated() {
            var code = numbers[position] ?? ""
            if code.isEmpty {
                let goal = (draft.operationalGoal ?? draft.strategicGoal).flatMap { Numbering.leading(rows.goals[$0].text) } ?? "n"
                unnumbered[goal, default: 0] += 1
                code = "\(goal)-\(unnumbered[goal] ?? 1)"
            }
            if restarts, let section = draft.section {
                code = (sections[section].number ?? String(section + 1)) + "." + code
            }
            seen[code, default: []].append(position)
            let count = seen[code]?.count ?? 1
            codes.append(count > 1 ? "\(code)~\(count)" : code)
        }
        repeated = Set(seen.values.filter { $0.count > 1 }.flatMap { $0 })
    }

    private static func number(_ draft: RowReader.Draft) -> String? {
        if let own = draft.ownNumber { return own }
        return draft.cells[.title].flatMap { Numbering.split($0.text)?.number }
    }

    /// Whether printed numbers begin again in another section.
    private static func restarts(_ drafts: [RowReader.Draft], _ numbers: [String?]) -> Bool {
        var home: [String: Int?] = [:]
        for (draft, number) in zip(drafts, numbers) {
            guard let number else { continue }
            if let known = home[number], known != draft.section { return true }
            home[number] = draft.section
        }
        return false
    }
}
