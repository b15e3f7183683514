import Documents

/// A row of a document's table.
struct RowPlace: Hashable {
    let table: Int
    let row: Int

    init(_ place: CellPlace) { (table, row) = (place.table, place.row) }
}

/// The cells of a document, row by row.
struct PrintedRows {
    typealias Cell = (place: CellPlace, text: String)

    private let cells: [Cell]
    private let rows: [RowPlace: Range<Int>]
    private let order: [Range<Int>]

    init(_ cells: [Cell]) {
        let cells = cells.sorted { $0.place < $1.place }
        let starts = cells.indices.filter { $0 == 0 || RowPlace(cells[$0 - 1].place) != RowPlace(cells[$0].place) }
        order = zip(starts, starts.dropFirst() + [cells.count]).map { $0..<$1 }
        rows = Dictionary(uniqueKeysWithValues: order.map { (RowPlace(cells[$0.lowerBound].place), $0) })
        self.cells = cells
    }

    /// From the first row to the last, blank cells left out.
    var lines: some Sequence<ArraySlice<Cell>> { order.lazy.map { cells[$0] } }

    /// The words of a cell, empty for a blank one.
    func text(_ place: CellPlace) -> String {
        rows[RowPlace(place)].flatMap { row in cells[row].first { $0.place == place }?.text } ?? ""
    }

    /// The tables that some of the cells stand in, blank cells at the ends of rows left out.
    var tables: [SourceDocument.Table] {
        Dictionary(grouping: lines) { $0.first?.place.table ?? 0 }.filter { $0.key > 0 }.map { index, lines in
            var rows: [[String]] = []
            for cell in lines.joined() {
                while rows.count < cell.place.row { rows.append([]) }
                while rows[cell.place.row - 1].count < cell.place.column { rows[cell.place.row - 1].append("") }
                rows[cell.place.row - 1][cell.place.column - 1] = cell.text
            }
            return SourceDocument.Table(index: index, rows: rows)
        }.sorted { $0.index < $1.index }
    }
}
