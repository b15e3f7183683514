import Core
import Documents

/// Finds what a plan's author wrote in each column of a measure's row; halves that a page break cut are joined again.
struct AuthorsRow {
    private let columns: [PlanColumn]
    /// Whether the document has these columns: in cards, what stands beside a value is its label.
    private let areAuthors: Bool
    private let texts: [CellPlace: String]
    private let join: PageBreakJoin
    /// Rows by the measure whose they are: a cell that is merged over several measures stands in the row of the first.
    private var owners: [RowPlace: String] = [:]

    /// - Parameter measures: of the plan, in its order.
    init(_ columns: [PlanColumn], areAuthors: Bool, _ document: SourceDocument, _ measures: [Measure]) {
        self.columns = columns
        self.areAuthors = areAuthors
        texts = Dictionary(document.cells.map { ($0.place, $0.text) }, uniquingKeysWith: { first, _ in first })
        join = PageBreakJoin(document)
        for measure in measures {
            for place in claims(measure).joined() where owners[RowPlace(place)] == nil { owners[RowPlace(place)] = measure.code }
        }
    }

    /// The columns in which a measure says what stands in the row of another, merged over both.
    func inherited(by measure: Measure) -> Set<Int> {
        let claims = claims(measure)
        return Set(claims.indices.filter { column in claims[column].contains { owners[RowPlace($0)] != measure.code } })
    }

    /// The cells from which a measure has what it says in each column.
    func cells(of measure: Measure) -> [[CellPlace]] { claims(measure) }

    /// The words by which the author named a goal over the rows for which it holds.
    func heading(of goal: SourcedText?, _ field: Field) -> String? {
        let text = goal?.source.cells.first.flatMap { texts[$0] }.map { Headings.clean($0) }
        return text.flatMap { CardHeading($0)?.goal == field ? $0 : nil }
    }

    /// The text of each column, blank where the author left it so. Goals and sections hold for many rows: theirs is not looked for, but
    /// where the author wrote that there is none.
    func texts(of measure: Measure) -> [String] {
        let claims = claims(measure)
        var places = claims.map { Set($0) }
        let claimed = Set(claims.flatMap { $0 })
        for row in areAuthors ? Set(claimed.map { CellPlace(table: $0.table, row: $0.row, column: 0) }) : [] {
            guard owners[RowPlace(row)] == measure.code, let shift = shift(of: row, claims) else { continue }
            for column in columns.indices where column >= shift {
                let place = CellPlace(table: row.table, row: row.row, column: column - shift + 1)
                if !claimed.contains(place), texts[place] != nil { places[column].insert(place) }
            }
        }
        var row = places.map(joined)
        if let number = columns.firstIndex(where: { $0.field == .number }), row[number].isBlank { row[number] = measure.number ?? "" }
        if !areAuthors, let further = columns.firstIndex(where: { $0.field == .prose }) { row[further] = measure.further?.text ?? "" }
        return row
    }

    /// The cells of the values of each column, each cell once: partners that the author named among the leads stay there.
    private func claims(_ measure: Measure) -> [[CellPlace]] {
        let fields: [(Field, [SourceReference?])] = [
            (.title, [measure.title.source]), (.expectedResults, [measure.expectedResults?.source]),
            (.deadline, [measure.deadline?.source]), (.budget, measure.budget.map(\.source)), (.leads, measure.leads.map(\.source)),
            (.partners, measure.partners.map(\.source)), (.baseline, measure.indicators.map(\.baselineSource)),
            (.target, measure.indicators.map(\.targetSource)), (.indicators, measure.indicators.map(\.targetSource)),
        ]
        var claims: [[CellPlace]] = Array(repeating: [], count: columns.count)
        var taken: Set<CellPlace> = []
        for (field, sources) in fields {
            guard let column = columns.firstIndex(where: { $0.field == field }) else { continue }
            claims[column] = sources.flatMap { $0?.cells ?? [] }.filter { taken.insert($0).inserted }
        }
        return claims
    }

    /// How many columns to the left a row stands: 0 as a rule. Nil where its columns stand in another order than the plan's.
    private func shift(of row: CellPlace, _ claims: [[CellPlace]]) -> Int? {
        let offsets = Set(
            claims.enumerated().flatMap { column, places in
                places.filter { $0.table == row.table && $0.row == row.row }.map { column + 1 - $0.column }
            })
        if offsets == [0] { return 0 }
        // In a row that was read in spite of a shift the title stands in the first column, the others closer to it.
        let title = columns.firstIndex { $0.field == .title } ?? 0
        let others = offsets.subtracting([title])
        guard others.count <= 1, let shift = others.first ?? offsets.first, (1...max(1, title)).contains(shift) else { return nil }
        return shift
    }

    private func joined(_ places: Set<CellPlace>) -> String {
        var cell = LogicalCell()
        for place in places.sorted() {
            // What may be cut at the seam was told when the document was read.
            if let text = texts[place] { _ = join.append(text, at: place, to: &cell) }
        }
        return String(scalars: cell.scalars)
    }
}
