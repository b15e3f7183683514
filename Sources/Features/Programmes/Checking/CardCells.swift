import Documents

/// The cells of a plan of cards: what stands beside each label, measure by measure.
struct CardCells {
    /// A cell beside the label of a field, blank or not.
    struct Value {
        let field: Field
        let place: CellPlace
        let isBlank: Bool
    }

    /// Of each measure, in the document's order.
    let values: [[Value]]
    /// Cells of labels, with the field that each names.
    let labels: [(place: CellPlace, field: Field)]
    /// Those that some label names.
    let fields: Set<Field>
    /// Of each table the measures in it, by the row that they begin in.
    private let owners: [Int: [(row: Int, measure: Int)]]

    /// - Parameters:
    ///   - starts: the row in which each measure begins.
    ///   - count: how many measures the plan has.
    init(_ rows: PrintedRows, starts: [RowPlace: Int], count: Int) {
        var values = [[Value]](repeating: [], count: count)
        var labels: [(place: CellPlace, field: Field)] = []
        var owners = Dictionary(grouping: starts) { $0.key.table }
            .mapValues { $0.map { (row: $0.key.row, measure: $0.value) }.sorted { $0.row < $1.row } }
        var last: Int?
        for table in rows.tables {
            // What a card is was decided when the plan was read.
            guard let card = CardTable(TitleRows(table)?.rest ?? table, CardTable.Setting(isAfterCard: true, isHeaded: true)) else {
                continue
            }
            // A table in which none begins goes on with the measure before; with one of its own it is another plan's.
            if owners[table.index] == nil, let last, !card.beginsActivity { owners[table.index] = [(row: 1, measure: last)] }
            guard let own = owners[table.index] else { continue }
            last = own.last?.measure
            let filled = CardCells.filled(card)
            let places = Set(filled.map(\.place))
            // „Дейност 5. Обучение“ is a label and what it names in one cell.
            let named = CardCells.named(card).filter { !places.contains($0.place) }
            labels += named
            for value in filled + CardCells.blank(named, filled) {
                if let measure = CardCells.measure(value.place.row, own) { values[measure].append(value) }
            }
        }
        self.values = values.map { $0.sorted { $0.place < $1.place } }
        self.labels = labels
        fields = Set(labels.map(\.field))
        self.owners = owners
    }

    /// The measure that a row speaks of: the last that begins in it or above. Rows over the first of a table speak of that one.
    func measure(_ row: RowPlace) -> Int? { owners[row.table].flatMap { CardCells.measure(row.row, $0) } }

    private static func measure(_ row: Int, _ owners: [(row: Int, measure: Int)]) -> Int? {
        // Thousands may stand in one table.
        var (low, high) = (0, owners.count)
        while low < high {
            let middle = (low + high) / 2
            if owners[middle].row <= row { low = middle + 1 } else { high = middle }
        }
        return owners.isEmpty ? nil : owners[max(0, low - 1)].measure
    }

    private static func named(_ card: CardTable) -> [(place: CellPlace, field: Field)] {
        card.labels.compactMap { cell in CardLabel(cell.text).map { (cell.place, $0.field) } }
    }

    /// The cells beside labels in whose rows there is nothing else.
    private static func blank(_ labels: [(place: CellPlace, field: Field)], _ filled: [Value]) -> [Value] {
        let rows = Set(filled.map { RowPlace($0.place) })
        return labels.filter { !rows.contains(RowPlace($0.place)) }.map { label in
            let beside = CellPlace(table: label.place.table, row: label.place.row, column: label.place.column + 1)
            return Value(field: label.field, place: beside, isBlank: true)
        }
    }

    private static func filled(_ card: CardTable) -> [Value] {
        var last: Field?
        return card.entries.flatMap { entry -> [Value] in
            let cell: LogicalCell
            switch entry {
            case .value(let field, let value, _): (last, cell) = (field, value)
            case .goal(let field, let value, _): (last, cell) = (field, value)
            case .activity(_, let title, _): (last, cell) = (.title, title)
            case .more(let value): cell = value
            case .section, .other, .aside: return []
            }
            guard let field = last else { return [] }
            return cell.pieces.map { Value(field: field, place: $0.place, isBlank: false) }
        }
    }
}
