@testable import Database

/// Every row of every table by the table's name, each as its values by column.
func rows(_ database: any Database) async throws -> [String: [[String: String]]] {
    try await database.read { connection in
        let names = try connection.query(
            """
            SELECT name FROM
            \(sqlite: "(SELECT name FROM sqlite_master WHERE type = 'table')", postgres: "(SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema())")
            AS tables WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE 'pg%'
            """
        ).map { try $0.text("name") }
        var tables: [String: [[String: String]]] = [:]
        for name in names {
            var all: SQL = ""
            all.parts = [.text("SELECT * FROM \(name)")]
            tables[name] = try connection.query(all).map { row in row.columns.positions.mapValues { "\(row.values[$0])" } }
        }
        return tables
    }
}

/// The same as one text a row, without the columns that may change by reading: `table.column`.
func records(_ database: any Database, without unsteady: Set<String> = []) async throws -> [String: [String]] {
    try await rows(database).reduce(into: [:]) { records, table in
        records[table.key] = table.value.map { row in
            row.filter { !unsteady.contains(table.key + "." + $0.key) }.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
        }.sorted()
    }
}
