public import Database
import Synchronization

/// A database that remembers the texts of all statements, without their values: whether two requests ask the same of it.
public final class CountingDatabase: Database {
    private let base: any Database
    private let texts = Mutex<[String]>([])

    /// - Parameter base: answers.
    public init(_ base: any Database) {
        self.base = base
    }

    /// The statements since the last time, in their order, with `begin` and `end` around each transaction.
    public func taken() -> [String] {
        texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }

    /// Of the database beneath.
    public var dialect: Dialect { base.dialect }

    /// As the database beneath, and remembers what is asked.
    public func read<Result: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Result) async throws -> Result {
        try await base.read { connection in try self.noting(connection, body) }
    }

    /// As the database beneath, and remembers what is asked.
    @discardableResult
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> Result {
        try await base.write(durability) { connection in try self.noting(connection, body) }
    }

    /// Nothing: it belongs to whoever opened it.
    public func close() async {}

    private func noting<Result>(_ connection: any Connection, _ body: (any Connection) throws -> Result) throws -> Result {
        note("begin")
        defer { note("end") }
        return try body(CountingConnection(base: connection, note: note))
    }

    private func note(_ text: String) { texts.withLock { $0.append(text) } }
}

private struct CountingConnection: Connection {
    let base: any Connection
    let note: (String) -> Void

    var dialect: Dialect { base.dialect }

    func query(_ sql: SQL) throws(DatabaseError) -> [Row] {
        note(sql.rendered(for: dialect).text)
        return try base.query(sql)
    }

    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        note(sql.rendered(for: dialect).text)
        return try base.execute(sql)
    }

    func insert(into table: StaticString, _ rows: [[SQLValue]]) throws(DatabaseError) {
        note("insert \(rows.count) into \(table)")
        try base.insert(into: table, rows)
    }
}
