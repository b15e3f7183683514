public import Documents
public import Spelling

/// Reads a plan as a careful reader does and lists its faults (проверка на план).
///
/// A rule says nothing where it is not sure: a finding that the plan's authors would call wrong is as bad as one that is missed.
public struct PlanCheck: Sendable {
    /// In the order of the document; of one cell and one rule only the first.
    public let findings: [PlanFinding]

    /// - Parameters:
    ///   - cells: all cells of the plan's document with text.
    ///   - speller: knows the words of the language; without one, misspelt and broken words are not looked for.
    public init(_ plan: PlanContent, cells: [(place: CellPlace, text: String)], speller: Speller?) {
        let checked = CheckedPlan(plan: plan, cells: PlanCells(plan, cells))
        var found = checked.fromRemarks() + checked.numbers() + checked.institutions() + checked.indicators() + checked.values()
        found += checked.budgets() + checked.blanks() + checked.repetitions() + checked.sentences()
        if let speller { found += WordCheck(checked, speller).findings }
        var seen: Set<Key> = []
        let position = Dictionary(plan.measures.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        findings = found.filter { seen.insert(Key(code: $0.code, measure: $0.measure, place: $0.place)).inserted }
            .enumerated().sorted { left, right in
                let one = (left.element.measure.flatMap { position[$0] } ?? -1, left.element.place, left.offset)
                let other = (right.element.measure.flatMap { position[$0] } ?? -1, right.element.place, right.offset)
                return one < other
            }.map(\.element)
    }

    private struct Key: Hashable {
        let code: PlanFinding.Code
        let measure: String?
        let place: CellPlace
    }
}

/// A plan with its cells, as the rules see it. Each group of rules is an extension.
struct CheckedPlan {
    let plan: PlanContent
    let cells: PlanCells

    /// Where the words of a measure begin.
    func place(_ measure: Int) -> CellPlace {
        plan.measures[measure].title.source.cells.first ?? cells.place(.title, of: measure) ?? CellPlace(table: 0, row: 1, column: 1)
    }

    /// The number of a measure as printed, its code where it has none.
    func name(_ measure: Int) -> String { plan.measures[measure].number ?? plan.measures[measure].code }

    /// What reading the plan found already.
    func fromRemarks() -> [PlanFinding] {
        plan.remarks.compactMap { remark in
            let code: PlanFinding.Code? =
                switch remark.code {
                case .deadlineOutsidePlan: .deadlineOutsidePlan
                case .countDiffers: .countDiffers
                // One letter away from the document's own list it is misspelt.
                case .unknownInstitution: nearest(remark.quote) == nil ? .institutionUnknown : nil
                case .institutionSpelling: .institutionMisspelt
                case .columnsDoubtful, .rowShifted: .columnsShifted
                case .titleMissing: .titleMissing
                default: nil
                }
            guard let code else { return nil }
            let measure = remark.measure ?? cells.own.first { $0.place == remark.place }?.measure.map { plan.measures[$0].code }
            return PlanFinding(code, measure: measure, place: remark.place, quote: remark.quote, detail: remark.detail)
        }
    }
}
