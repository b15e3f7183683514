import Core
import Documents
import Web

/// A cell of the document in its row, and what was understood from it.
struct SourcePage: Sendable, Encodable {
    let plan: PlanHead
    let title: String
    let said: String
    let cells: [CellView]
    let used: [Use]
    let hasUses: Bool
    let isProse: Bool
    let documentName: String

    struct CellView: Sendable, Encodable {
        let heading: String
        let text: String
        let isHit: Bool
    }

    /// A measure that took a value from the cell.
    struct Use: Sendable, Encodable {
        let code: String
        let href: String
        let hasLink: Bool
        let fields: String
    }

    /// Nil when the document has no such cell.
    ///
    /// - Parameter filled: the cells of the row with words in them.
    init?(_ stored: StoredPlan, _ place: CellPlace, _ filled: [(column: Int, text: String)], _ views: PlanViews) {
        let words = views.words
        var row = filled
        // A cell may be found fault with for being blank.
        let isBlank = !row.contains { $0.column == place.column }
        // A card has two columns, a wide table those of its heading.
        let columns = max(2, stored.content.columns.count)
        if isBlank, !row.isEmpty, (1...columns).contains(place.column) {
            row.append((place.column, words("source_blank")))
            row.sort { $0.column < $1.column }
        }
        guard let cell = row.first(where: { $0.column == place.column }) else { return nil }
        plan = PlanHead(stored, views, current: "measures")
        isProse = place.table == 0
        let heading = SourcePage.heading(place.column, stored.content.columns)
        title =
            isProse
            ? words("place_prose", ["row": String(place.row)])
            : words(
                "place_title",
                [
                    "table": String(place.table), "row": String(place.row),
                    "column": heading.isEmpty ? String(place.column) : words("quoted", ["text": heading]),
                ])
        said = cell.text
        documentName = stored.document.name
        cells = row.map { column, text in
            let name = SourcePage.heading(column, stored.content.columns)
            return CellView(
                heading: name.isEmpty ? words("column", ["n": String(column)]) : name, text: text, isHit: column == place.column)
        }
        used = stored.content.measures.compactMap { measure in
            let fields = SourcePage.fields(measure, place)
            guard !fields.isEmpty else { return nil }
            return Use(
                code: measure.code, href: views.href(stored.slug, measure: measure.code),
                hasLink: stored.status == .accepted, fields: fields.map { words("field.\($0)") }.joined(separator: ", "))
        }
        hasUses = !used.isEmpty
    }

    private static func heading(_ column: Int, _ columns: [PlanColumn]) -> String {
        columns.indices.contains(column - 1) ? columns[column - 1].heading : ""
    }

    /// The fields of a measure that come from a cell.
    private static func fields(_ measure: Measure, _ place: CellPlace) -> [String] {
        let indicators = measure.indicators.flatMap { [$0.baselineSource, $0.targetSource] }
        let sources: [(String, [SourceReference?])] = [
            ("title", [measure.title.source]), ("strategicGoal", [measure.strategicGoal?.source]),
            ("operationalGoal", [measure.operationalGoal?.source]), ("expectedResults", [measure.expectedResults?.source]),
            ("budget", measure.budget.map(\.source)), ("deadline", [measure.deadline?.source]), ("indicators", indicators),
            ("leads", measure.leads.map(\.source)), ("partners", measure.partners.map(\.source)),
        ]
        return sources.filter { $0.1.contains { $0?.cells.contains(place) ?? false } }.map(\.0)
    }
}
