import Core
import Database
public import Documents

extension PlanStore {
    /// The document of a plan as it was read, cell by cell; its blank cells are filled in where others follow them.
    public func document(of plan: StoredPlan) async throws -> SourceDocument {
        let cells = try await database.read { connection in
            try connection.query(
                """
                SELECT table_no, row_no, column_no, text FROM document_cells
                WHERE document_id = \(plan.document.id) ORDER BY table_no, row_no, column_no
                """
            ).map { row in
                (
                    place: CellPlace(
                        table: try row.integer("table_no"), row: try row.integer("row_no"), column: try row.integer("column_no")),
                    text: try row.text("text")
                )
            }
        }
        var blocks: [SourceDocument.Block] = []
        var tables: [(index: Int, rows: [[String]])] = []
        for (place, text) in cells {
            guard place.table > 0 else {
                blocks.append(.paragraph(row: place.row, text: text))
                continue
            }
            if tables.last?.index != place.table { tables.append((place.table, [])) }
            let last = tables.count - 1
            while tables[last].rows.count < place.row { tables[last].rows.append([]) }
            while tables[last].rows[place.row - 1].count < place.column { tables[last].rows[place.row - 1].append("") }
            tables[last].rows[place.row - 1][place.column - 1] = text
        }
        return SourceDocument(
            encoding: plan.document.encoding, blocks: blocks + tables.map { .table(.init(index: $0.index, rows: $0.rows)) })
    }
}
