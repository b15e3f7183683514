import Core
import Documents

/// The first rows of a table where they give the title of its plan: merged over the table, or padded to its width when it was saved as text.
struct TitleRows {
    /// The title with what stands over it.
    let lines: [PlanHeader.Line]
    /// The table with blank rows in their place.
    let rest: SourceDocument.Table

    /// Nil where the table begins otherwise.
    init?(_ table: SourceDocument.Table) {
        let lead = table.rows.prefix { cells in
            guard let first = cells.first(where: { !$0.isBlank }) else { return true }
            return cells.first == first && cells.dropFirst().allSatisfy(\.isBlank) && CardHeading(first) == nil
                && Numbering.leading(first) == nil
        }
        guard lead.count < table.rows.count else { return nil }
        let lines = lead.enumerated().filter { !$0.element.allSatisfy(\.isBlank) }.map { row, cells in
            PlanHeader.Line(place: CellPlace(table: table.index, row: row + 1, column: 1), text: cells[0])
        }
        guard let last = PlanHeader.title(lines).last?.place else { return nil }
        self.lines = lines.filter { $0.place <= last }
        let blank = table.rows.prefix(last.row).map { $0.map { _ in "" } }
        rest = SourceDocument.Table(
            index: table.index, rows: blank + table.rows.dropFirst(last.row), merges: table.merges, sheet: table.sheet)
    }

    /// The tables of a document that have such rows. Those after the first give a title only with its year: a card may be headed by what it
    /// is about.
    static func all(_ document: SourceDocument) -> [Int: TitleRows] {
        var all: [Int: TitleRows] = [:]
        var isFirst = true
        for case .table(let table) in document.blocks {
            defer { isFirst = false }
            guard let rows = TitleRows(table) else { continue }
            if isFirst || rows.lines.contains(where: { PlanHeader.period($0.text) != nil }) { all[table.index] = rows }
        }
        return all
    }
}
