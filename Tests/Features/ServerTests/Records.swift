@testable import Database

/// Every row of every table, but for the ledger: that somebody reads a record is written there, and nowhere else.
func records(_ database: any Database) async throws -> [String: [String]] {
    try await database.read { connection in
        let names = try connection.query(
            """
            SELECT name FROM
            \(sqlite: "(SELECT name FROM sqlite_master WHERE type = 'table')", postgres: "(SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema())")
            AS tables WHERE name NOT LIKE 'ledger%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'pg%'
            """
        ).map { try $0.text("name") }
        var records: [String: [String]] = [:]
        for name in names {
            var all: SQL = ""
            all.parts = [.text("SELECT * FROM \(name)")]
            records[name] = try connection.query(all).map { "\($0.values)" }.sorted()
        }
        return records
    }
}
