import Core
import Documents
import Web

/// A plan as its document prints it: one table with the document's own columns in its own order.
struct DocumentPage: Sendable, Encodable {
    let head: PlanHead
    let columns: [String]
    let span: Int
    let sections: [Part]

    struct Part: Sendable, Encodable {
        let title: String
        let hasTitle: Bool
        let rows: [Row]
    }

    struct Row: Sendable, Encodable {
        let cells: [Cell]
    }

    struct Cell: Sendable, Encodable {
        let text: String
        let href: String
        let hasLink: Bool
        let isFirst: Bool
        let isRepeated: Bool
    }

    init(_ plan: StoredPlan, _ views: PlanViews) {
        head = PlanHead(plan, views, current: "document")
        // A plan without a column of numbers prints them before the activity: they get a column so that a row can be found.
        var fields = OfficialTable.columns(plan.content).filter { $0.field != .prose && $0.field != .section }
        if let number = fields.firstIndex(where: { $0.field == .number }) { fields.remove(at: number) }
        columns = [views.words("number")] + fields.map(\.heading)
        span = columns.count
        var parts: [Part] = []
        var previous: Measure?
        for (position, measures) in Dictionary(grouping: plan.content.measures, by: { $0.section ?? -1 }).sorted(by: { $0.key < $1.key }) {
            let title = position >= 0 ? views.section(plan.content.sections[position]) : ""
            let rows = measures.map { measure -> Row in
                defer { previous = measure }
                return DocumentPage.row(measure, fields, previous, plan, views)
            }
            parts.append(Part(title: title, hasTitle: !title.isEmpty, rows: rows))
        }
        sections = parts
    }

    private static func row(_ measure: Measure, _ fields: [PlanColumn], _ previous: Measure?, _ plan: StoredPlan, _ views: PlanViews) -> Row
    {
        let first = Cell(
            text: measure.code, href: views.href(plan.slug, measure: measure.code), hasLink: true, isFirst: true, isRepeated: false)
        return Row(
            cells: [first]
                + fields.map { column in
                    let text = text(measure, column.field, views)
                    let isGoal = column.field == .strategicGoal || column.field == .operationalGoal
                    let isRepeated = isGoal && !text.isEmpty && previous.map { self.text($0, column.field, views) == text } ?? false
                    return Cell(text: isRepeated ? "" : text, href: "", hasLink: false, isFirst: false, isRepeated: isRepeated)
                })
    }

    private static func text(_ measure: Measure, _ field: Field, _ views: PlanViews) -> String {
        switch field {
        case .strategicGoal: measure.strategicGoal?.text ?? ""
        case .operationalGoal: measure.operationalGoal?.text ?? ""
        case .title: measure.title.text
        case .expectedResults: measure.expectedResults?.text ?? ""
        case .leads: measure.leads.map { views.squeezed($0.source.text) }.joined(separator: ", ")
        case .partners: measure.partners.map { views.squeezed($0.source.text) }.joined(separator: ", ")
        case .budget: measure.budget.map { views.squeezed($0.source.text) }.joined(separator: "; ")
        case .deadline: views.squeezed(measure.deadline?.source.text ?? "")
        case .baseline: measure.indicators.compactMap { $0.baselineSource?.text }.map(views.squeezed).uniqued().joined(separator: "; ")
        case .target, .indicators:
            measure.indicators.compactMap { $0.targetSource?.text }.map(views.squeezed).uniqued().joined(separator: "; ")
        default: ""
        }
    }
}

extension Array where Element: Hashable {
    /// Each element once, at its first place.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
