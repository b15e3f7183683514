import Core
import Documents

/// The cells of a document as one plan in it uses them: by place, by field, by measure.
struct PlanCells {
    private let printed: PrintedRows
    private let fields: [Field]
    /// Rows of each measure, several where a page break cut it, in order.
    private let rows: [[RowPlace]]
    /// Cells that the plan's own words stand in: of its measures, its title and its list of abbreviations; in order.
    let own: [(place: CellPlace, text: String, measure: Int?)]
    /// For each of these the first one with the same words: a goal is printed beside all of its measures.
    let alike: [Int]
    /// Cells of headings.
    let headings: [CellPlace]
    /// How many columns to the right of its own each measure's cells stand; nearly always none.
    private let shifts: [Int]
    /// Nil for a plan in a wide table.
    private let cards: CardCells?

    init(_ plan: PlanContent, _ cells: [(place: CellPlace, text: String)]) {
        let printed = PrintedRows(cells)
        self.printed = printed
        fields = plan.columns.map(\.field)
        var starts: [RowPlace: Int] = [:]
        for position in plan.measures.indices {
            if let place = PlanCells.start(plan, position) { starts[RowPlace(place)] = position }
        }
        let cards = plan.columns.isEmpty ? CardCells(printed, starts: starts, count: plan.measures.count) : nil
        let labels = Set(cards?.labels.map(\.place) ?? [])
        self.cards = cards
        let tables = Set(starts.keys.map(\.table))
        let lists = Set(plan.abbreviations.map(\.short))
        func begins(_ cell: String) -> Bool {
            let text = Headings.clean(cell)
            return lists.contains { text.utf8.starts(with: $0.utf8) }
        }
        let goals = plan.measures.flatMap { ($0.strategicGoal?.source.cells ?? []) + ($0.operationalGoal?.source.cells ?? []) }
        let sums = Set(plan.remarks.filter { $0.code == .totalRow }.map { RowPlace($0.place) })
        let apart = Set(plan.title.source.cells + plan.sections.flatMap(\.source.cells) + goals.filter { $0.table == 0 })
        var (owned, own, headings): ([[RowPlace]], [(CellPlace, String, Int?)], [CellPlace]) = (
            Array(repeating: [], count: plan.measures.count), [], []
        )
        var current: Int?
        for line in printed.lines {
            guard let row = line.first.map({ RowPlace($0.place) }) else { continue }
            let words = line.map(\.text)
            let isList = starts[row] == nil && row.table > 0 && line.count >= 2 && begins(words[0])
            let isBelow = headings.last.map { $0.table == row.table && $0.row == row.row - 1 } ?? false
            if let cards, let measure = cards.measure(row) {
                headings += line.map(\.place).filter(labels.contains)
                own += line.filter { !labels.contains($0.place) }.map { ($0.place, $0.text, measure) }
            } else if tables.contains(row.table), starts[row] == nil,
                ColumnHeadings.isHeading(words) || isBelow && words.allSatisfy({ ColumnHeadings.field($0) != nil })
            {
                headings += line.map(\.place)
            } else if isList || sums.contains(row) || line.contains(where: { apart.contains($0.place) }) {
                own += line.map { ($0.place, $0.text, nil) }
            } else if tables.contains(row.table) {
                current = starts[row] ?? current
                guard let current else { continue }
                owned[current].append(row)
                own += line.map { ($0.place, $0.text, current) }
            }
        }
        // A heading printed again on the next page is the same heading.
        var seen: Set<PrintedText> = []
        own += headings.filter { seen.insert(PrintedText(printed.text($0))).inserted }.map { ($0, printed.text($0), nil) }
        (rows, self.own, self.headings) = (owned, own, headings)
        var first: [PrintedText: Int] = [:]
        first.reserveCapacity(own.count)
        alike = own.enumerated().map { position, cell in
            let text = PrintedText(cell.1)
            let earlier = first[text] ?? position
            if earlier == position { first[text] = position }
            return earlier
        }
        let fields = fields
        shifts = plan.measures.indices.map { position in
            guard let place = plan.measures[position].deadline?.source.cells.first, let column = fields.firstIndex(of: .deadline) else {
                return 0
            }
            return place.column - column - 1
        }
    }

    private static func start(_ plan: PlanContent, _ position: Int) -> CellPlace? {
        if let place = plan.measures[position].title.source.cells.first, place.table > 0 { return place }
        let measure = plan.measures[position]
        let sources = [measure.deadline?.source, measure.expectedResults?.source] + measure.leads.map(\.source)
        return sources.lazy.compactMap { $0?.cells.first }.first { $0.table > 0 }
    }

    /// The words of a cell, empty for a blank one.
    func text(_ place: CellPlace) -> String { printed.text(place) }

    /// Whether the plan's table has a column for a field.
    func has(_ field: Field) -> Bool {
        cards?.fields.contains(field) ?? fields.contains(field)
    }

    /// The heading of a field's column.
    func heading(_ field: Field) -> CellPlace? {
        if let cards { return cards.labels.first { $0.field == field }?.place }
        guard let column = fields.firstIndex(of: field) else { return nil }
        return headings.first { $0.column == column + 1 } ?? headings.last { $0.column <= column + 1 }
    }

    /// The field that the heading of a cell's column names.
    func field(_ place: CellPlace) -> Field? {
        if let cards { return cards.measure(RowPlace(place)).flatMap { cards.values[$0].first { $0.place == place }?.field } }
        return fields.indices.contains(place.column - 1) ? fields[place.column - 1] : nil
    }

    /// The cell in a field's own column that words stand in; the first of theirs where none does.
    func place(of source: SourceReference, in own: Field) -> CellPlace? {
        source.cells.first { field($0) == own } ?? source.cells.first
    }

    /// The cells of a measure in the column of a field, the blank ones left out; none where the table has no such column.
    func places(_ field: Field, of measure: Int) -> [CellPlace] {
        if let cards { return cards.values[measure].filter { $0.field == field && !$0.isBlank }.map(\.place) }
        guard let column = fields.firstIndex(of: field) else { return [] }
        return rows[measure].map { CellPlace(table: $0.table, row: $0.row, column: column + 1 + shifts[measure]) }.filter {
            !text($0).isBlank
        }
    }

    /// Where a field of a measure stands, or would stand were it not blank; nil where the table has no such column.
    func place(_ field: Field, of measure: Int) -> CellPlace? {
        if let filled = places(field, of: measure).first { return filled }
        if let cards {
            let blank = cards.values[measure].first { $0.field == field } ?? cards.values[measure].first
            return has(field) ? blank?.place : nil
        }
        guard let column = fields.firstIndex(of: field), let row = rows[measure].first else { return nil }
        return CellPlace(table: row.table, row: row.row, column: column + 1 + shifts[measure])
    }

    /// Whether a cell of a measure goes on where a page break cut the measure's earlier row. Each row of a card begins anew.
    func goesOn(_ place: CellPlace, of measure: Int) -> Bool {
        guard let first = rows[measure].first, (first.table, first.row) != (place.table, place.row) else { return false }
        guard let start = self.place(field(place) ?? .prose, of: measure) else { return false }
        return (start.table, start.row) != (place.table, place.row)
    }

    /// The words of a field of a measure, the pieces of a page break one after the other.
    func text(_ field: Field, of measure: Int) -> String {
        places(field, of: measure).map(text).joined(separator: " ")
    }
}
