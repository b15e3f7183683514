import Foundation
import GRDB

import class Database.Columns
import protocol Database.Connection
import enum Database.DatabaseError
import enum Database.Dialect
import struct Database.Row
import struct Database.SQL
import enum Database.SQLValue

/// GRDB's connection, lent to the body of one read or write.
final class SQLiteConnection: Connection {
    /// Queries with more values have long lists in them, whose text differs with their length; GRDB would keep each for ever. The policy
    /// adds some 130 to a query of the busiest post.
    private static let keptQueryValues = 256
    /// Statements with more values are bulk inserts, whose text differs with the number of rows.
    private static let keptChangeValues = 64

    let dialect = Dialect.sqlite
    private let database: GRDB.Database
    /// The error of the statement that failed. SQLite would go on after it, PostgreSQL can't: on both, the transaction is over.
    private var failure: DatabaseError?

    init(_ database: GRDB.Database) {
        self.database = database
    }

    /// Throws the error of a failed statement even when the body swallowed it.
    func throwFailure() throws(DatabaseError) {
        if let failure { throw failure }
    }

    func query(_ sql: SQL) throws(DatabaseError) -> [Row] {
        try run(sql, keptTo: Self.keptQueryValues) { statement, arguments in
            var columns: Columns?
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
            var rows: [Row] = []
            while try cursor.next() != nil {
                // SQLite compiles a statement anew when a table has changed, but GRDB keeps the first names, and its rows trap.
                let count = statement.columnCount
                let known = try columns ?? Columns(count == statement.columnNames.count ? statement.columnNames : freshNames(statement))
                columns = known
                let values = (0..<CInt(count)).map { SQLValue(DatabaseValue(sqliteStatement: statement.sqliteStatement, index: $0)) }
                rows.append(Row(columns: known, values: values))
            }
            return rows
        }
    }

    private func freshNames(_ statement: Statement) throws -> [String] {
        try database.makeStatement(sql: statement.sql).columnNames
    }

    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        try run(sql, keptTo: Self.keptChangeValues) { statement, arguments in
            let before = database.totalChangesCount
            try statement.execute(arguments: arguments)
            // The count of the latest change stays there when a statement, such as CREATE TABLE, changes no row.
            return database.totalChangesCount == before ? 0 : database.changesCount
        }
    }

    func insert(into table: StaticString, _ rows: [[SQLValue]]) throws(DatabaseError) {
        guard let width = rows.first?.count else { return }
        let text = "INSERT INTO \(table) VALUES (" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        // One row at a time costs less than preparing a text for many.
        for row in rows {
            try run(text, row, keptTo: Self.keptChangeValues) { statement, arguments in try statement.execute(arguments: arguments) }
        }
    }

    private func run<Result>(
        _ sql: SQL, keptTo limit: Int, _ body: (Statement, StatementArguments) throws -> Result
    ) throws(DatabaseError) -> Result {
        let (text, values) = sql.rendered(for: .sqlite)
        return try run(text, values, keptTo: limit, body)
    }

    private func run<Result>(
        _ text: String, _ values: [SQLValue], keptTo limit: Int, _ body: (Statement, StatementArguments) throws -> Result
    ) throws(DatabaseError) -> Result {
        // Of GRDB's two ways to take values, the one for any value is three times as fast as the one for all of a type (7.10).
        let arguments = try values.map { value throws(DatabaseError) -> (any DatabaseValueConvertible)? in try value.databaseValue }
        if let failure { throw failure }
        do {
            let statement = try values.count <= limit ? database.cachedStatement(sql: text) : database.makeStatement(sql: text)
            return try body(statement, StatementArguments(arguments))
        } catch {
            let translated = SQLiteFailure.translate(error)
            failure = translated
            throw translated
        }
    }
}

extension SQLValue {
    init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob(Array(data))
            }
    }

    /// Throws `.unstorable` for text with a NUL, which PostgreSQL can't store and SQLite's functions cut off.
    var databaseValue: DatabaseValue {
        get throws(DatabaseError) {
            switch self {
            case .null: return .null
            case .integer(let number): return number.databaseValue
            case .real(let number): return number.databaseValue
            case .boolean(let flag): return flag.databaseValue
            case .blob(let bytes): return Data(bytes).databaseValue
            case .text(let text):
                guard !text.utf8.contains(0) else { throw .unstorable }
                return text.databaseValue
            }
        }
    }
}
