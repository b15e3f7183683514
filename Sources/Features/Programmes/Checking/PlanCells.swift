import Documents

/// The cells of a document as one plan in it uses them: by place, by field, by measure.
struct PlanCells {
    private let texts: [CellPlace: String]
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

    private struct RowPlace: Hashable {
        let table: Int
        let row: Int
    }

    init(_ plan: PlanContent, _ cells: [(place: CellPlace, text: String)]) {
        let texts = Dictionary(cells.map { ($0.place, $0.text) }, uniquingKeysWith: { first, _ in first })
        self.texts = texts
        fields = plan.columns.map(\.field)
        let byRow = Dictionary(grouping: cells) { RowPlace(table: $0.place.table, row: $0.place.row) }
        var starts: [RowPlace: Int] = [:]
        for (position, measure) in plan.measures.enumerated() {
            if let place = PlanCells.start(measure) { starts[RowPlace(table: place.table, row: place.row)] = position }
        }
        let tables = Set(starts.keys.map(\.table))
        let lists = Set(plan.abbreviations.map(\.short))
        func begins(_ cell: String) -> Bool {
            let text = Headings.clean(cell)
            return lists.contains { text.utf8.starts(with: $0.utf8) }
        }
        let apart = Set(plan.title.source.cells + plan.sections.flatMap(\.source.cells))
        var (owned, own, headings): ([[RowPlace]], [(CellPlace, String, Int?)], [CellPlace]) = (plan.measures.map { _ in [] }, [], [])
        var current: Int?
        for row in byRow.keys.sorted(by: { ($0.table, $0.row) < ($1.table, $1.row) }) {
            let line = byRow[row, default: []]
            let words = line.map(\.text)
            let isList = starts[row] == nil && row.table > 0 && line.count >= 2 && begins(words[0])
            let isBelow = headings.last.map { $0.table == row.table && $0.row == row.row - 1 } ?? false
            if tables.contains(row.table), starts[row] == nil,
                ColumnHeadings.isHeading(words) || isBelow && words.allSatisfy({ ColumnHeadings.field($0) != nil })
            {
                headings += line.map(\.place)
            } else if isList || line.contains(where: { apart.contains($0.place) }) {
                own += line.map { ($0.place, $0.text, nil) }
            } else if tables.contains(row.table) {
                current = starts[row] ?? current
                guard let current else { continue }
                owned[current].append(row)
                own += line.map { ($0.place, $0.text, current) }
            }
        }
        // A heading printed again on the next page is the same heading.
        var seen: Set<String> = []
        own += headings.filter { seen.insert(texts[$0, default: ""]).inserted }.map { ($0, texts[$0, default: ""], nil) }
        (rows, self.own, self.headings) = (owned, own, headings)
        var first: [String: Int] = [:]
        alike = own.enumerated().map { position, cell in
            let earlier = first[cell.1] ?? position
            if earlier == position { first[cell.1] = position }
            return earlier
        }
        let fields = fields
        shifts = plan.measures.map { measure in
            guard let place = measure.deadline?.source.cells.first, let column = fields.firstIndex(of: .deadline) else { return 0 }
            return place.column - column - 1
        }
    }

    private static func start(_ measure: Measure) -> CellPlace? {
        let sources = [measure.title.source, measure.deadline?.source, measure.expectedResults?.source] + measure.leads.map(\.source)
        return sources.lazy.compactMap { $0?.cells.first }.first { $0.table > 0 }
    }

    /// The words of a cell, empty for a blank one.
    func text(_ place: CellPlace) -> String { texts[place] ?? "" }

    /// Whether the plan's table has a column for a field.
    func has(_ field: Field) -> Bool { fields.contains(field) }

    /// The heading of a field's column.
    func heading(_ field: Field) -> CellPlace? {
        guard let column = fields.firstIndex(of: field) else { return nil }
        return headings.first { $0.column == column + 1 } ?? headings.last { $0.column <= column + 1 }
    }

    /// The field that the heading of a cell's column names.
    func field(_ place: CellPlace) -> Field? { fields.indices.contains(place.column - 1) ? fields[place.column - 1] : nil }

    /// The cells of a measure in the column of a field, the blank ones left out; none where the table has no such column.
    func places(_ field: Field, of measure: Int) -> [CellPlace] {
        guard let column = fields.firstIndex(of: field) else { return [] }
        return rows[measure].map { CellPlace(table: $0.table, row: $0.row, column: column + 1 + shifts[measure]) }.filter {
            !text($0).isBlank
        }
    }

    /// Where a field of a measure stands, or would stand were it not blank; nil where the table has no such column.
    func place(_ field: Field, of measure: Int) -> CellPlace? {
        if let filled = places(field, of: measure).first { return filled }
        guard let column = fields.firstIndex(of: field), let row = rows[measure].first else { return nil }
        return CellPlace(table: row.table, row: row.row, column: column + 1 + shifts[measure])
    }

    /// The words of a field of a measure, the pieces of a page break one after the other.
    func text(_ field: Field, of measure: Int) -> String {
        places(field, of: measure).map(text).joined(separator: " ")
    }
}
