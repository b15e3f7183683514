import Core
import Dispatch
public import Documents
public import Spelling
import Synchronization

/// Reads a plan as a careful reader does and lists its faults (проверка на план).
///
/// A rule says nothing where it is not sure: a finding that the plan's authors would call wrong is as bad as one that is missed.
public struct PlanCheck: Sendable {
    /// In the order of the document; of the same words in one field and one rule only the first.
    public let findings: [PlanFinding]

    /// - Parameters:
    ///   - cells: all cells of the plan's document with text.
    ///   - speller: knows the words of the language; without one, misspelt and broken words are not looked for.
    public init(_ plan: PlanContent, cells: [(place: CellPlace, text: String)], speller: Speller?) {
        let checked = CheckedPlan(plan, cells)
        // Those that take longest begin first.
        let works: [@Sendable () -> [PlanFinding]] = [
            { speller.map { WordCheck(checked, $0).findings } ?? [] },
            checked.titles, checked.institutions, checked.sentences, checked.indicatorsAcross, checked.indicators,
            checked.indicatorsWithin, checked.budgets, checked.values, checked.blanks, checked.numbers, checked.fromRemarks,
        ]
        let found = PlanCheck.once(PlanCheck.together(works))
        var seen: Set<Key> = []
        let position = Dictionary(
            plan.measures.indices.map { (plan.measures[$0].code, $0) }, uniquingKeysWith: { first, _ in first })
        findings = found.map { $0.standing(in: checked.cells.field($0.place)) }.filter { seen.insert(Key($0)).inserted }
            .enumerated().map { offset, finding in
                (order: (finding.measure.flatMap { position[$0] } ?? -1, finding.place, offset), finding: finding)
            }.sorted { $0.order < $1.order }.map(\.finding)
    }

    private struct Key: Hashable {
        let code: PlanFinding.Code
        let measure: String?
        let place: CellPlace
        let field: Field?
        let quote: PrintedText

        init(_ finding: PlanFinding) {
            (code, measure, place, field) = (finding.code, finding.measure, finding.place, finding.field)
            quote = PrintedText(finding.quote)
        }
    }

    /// A misspelt word in the name of an institution is told with the name.
    private static func once(_ found: [PlanFinding]) -> [PlanFinding] {
        let names = Dictionary(grouping: found.filter { $0.code == .institutionMisspelt }, by: \.place)
        return found.filter { one in
            one.code != .wordMisspelt || !names[one.place, default: []].contains { $0.quote.contains(one.quote) }
        }
    }

    /// What each work gives, in their order; they run side by side.
    fileprivate static func together<Result: Sendable>(_ works: [@Sendable () -> [Result]]) -> [Result] {
        let results = Mutex(works.map { _ in [Result]() })
        DispatchQueue.concurrentPerform(iterations: works.count) { place in
            let found = works[place]()
            results.withLock { $0[place] = found }
        }
        return results.withLock(\.self).flatMap(\.self)
    }
}

/// A plan with its cells, as the rules see it. Each group of rules is an extension.
struct CheckedPlan {
    let plan: PlanContent
    let cells: PlanCells
    /// The words of each measure, cut into tokens once for all rules.
    let words: [MeasureWords]

    init(_ plan: PlanContent, _ cells: [(place: CellPlace, text: String)]) {
        self.plan = plan
        self.cells = PlanCells(plan, cells)
        let middle = plan.measures.count / 2
        words = PlanCheck.together(
            [0..<middle, middle..<plan.measures.count].map { half in { @Sendable in half.map { MeasureWords(plan.measures[$0]) } } })
    }

    /// Where the words of a measure begin.
    func place(_ measure: Int) -> CellPlace {
        plan.measures[measure].title.source.cells.first ?? cells.place(.title, of: measure) ?? CellPlace(table: 0, row: 1, column: 1)
    }

    /// The number of a measure as printed, its code where it has none.
    func name(_ measure: Int) -> String { plan.measures[measure].number ?? plan.measures[measure].code }

    /// What reading the plan found already.
    func fromRemarks() -> [PlanFinding] {
        let measures = Dictionary(cells.own.map { ($0.place, $0.measure) }, uniquingKeysWith: { first, _ in first })
        return plan.remarks.compactMap { remark in
            // Numbers have rules of their own.
            guard let code = PlanFinding.Code(remark.code), code != .numberRepeated else { return nil }
            // One letter away from the document's own list it is misspelt.
            if code == .institutionUnknown, nearest(remark.quote) != nil { return nil }
            let measure = remark.measure ?? measures[remark.place]?.map { plan.measures[$0].code }
            return PlanFinding(code, measure: measure, place: remark.place, quote: remark.quote, detail: remark.detail)
        }
    }
}
