import Core
import Foundation
import Testing

@testable import Database

/// Every row of every table of the vault as text, bytes in hexadecimal.
func allRows(_ database: any Database) async throws -> [String] {
    try await database.read { connection in
        let tables: [SQL] = [
            "SELECT * FROM vault_organisation_keys", "SELECT * FROM vault_person_keys", "SELECT * FROM vault_seals",
            "SELECT * FROM vault_values", "SELECT * FROM vault_files", "SELECT * FROM vault_file_chunks", "SELECT * FROM vault_index_plans",
            "SELECT * FROM vault_index_values", "SELECT * FROM vault_unique_values", "SELECT * FROM vault_linkage_tokens",
            "SELECT * FROM vault_tombstones", "SELECT * FROM vault_rotations", "SELECT * FROM vault_period_keys",
        ]
        let count = try connection.first(
            """
            SELECT count(*) AS number FROM
            \(sqlite: "sqlite_master WHERE type = 'table' AND name LIKE 'vault%'", postgres: "pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'vault%'")
            """)?.integer("number")
        #expect(count == tables.count, "a table is missing in this list")
        return try tables.flatMap { try connection.query($0) }.map { row in
            row.values.map { value in
                switch value {
                case .null: ""
                case .text(let text): text
                case .integer(let number): String(number)
                case .real(let number): String(number)
                case .boolean(let flag): String(flag)
                case .blob(let bytes): hexadecimal(bytes)
                }
            }.joined(separator: "|")
        }
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
