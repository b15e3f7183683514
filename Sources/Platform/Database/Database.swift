/// A database of either engine.
///
/// The bodies run on a thread of the engine's own, never on Swift's cooperative pool, so they are plain synchronous code and a slow
/// statement can't stop the server. The connection must not leave the body.
public protocol Database: Sendable {
    /// Which SQL this engine speaks.
    var dialect: Dialect { get }

    /// Runs queries that see one consistent state and change nothing.
    func read<Result: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Result) async throws -> Result

    /// Runs statements as one transaction: all of them or, when the body throws, none.
    ///
    /// On PostgreSQL the body may run again when two transactions collide, so it must have no effect outside the database.
    /// - Parameter durability: what outlasts what, once this returns.
    @discardableResult
    func write<Result: Sendable>(
        _ durability: Durability, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> Result

    /// Ends all connections after the work under way.
    func close() async
}

extension Database {
    /// Runs statements as one transaction, which is on the disk when this returns.
    @discardableResult
    public func write<Result: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Result) async throws -> Result {
        try await write(.lasting, body)
    }
}

/// What a transaction outlasts from the moment at which it was told to be written.
public enum Durability: Sendable {
    /// The loss of power, too: it is on the disk.
    case lasting
    /// The end of the program, however sudden. When the machine itself fails the last such transactions may be gone, each whole; nothing waits
    /// for the disk, so that many of them keep nobody else waiting. For what only counts or prolongs, never for what somebody was promised.
    case passing
}

/// A connection lent to the body of ``Database/read(_:)`` or ``Database/write(_:)``.
public protocol Connection {
    /// Which SQL this engine speaks.
    var dialect: Dialect { get }

    /// All rows of a query.
    func query(_ sql: SQL) throws(DatabaseError) -> [Row]

    /// Runs a statement and gives the number of rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int

    /// Adds rows to a table in the engine's fastest way: `insert(into: "plans (id, slug)", rows)`, each row with a value for every column named.
    func insert(into table: StaticString, _ rows: [[SQLValue]]) throws(DatabaseError)
}

extension Connection {
    /// The first row of a query, if there is one.
    public func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        try query(sql).first
    }
}

/// What can go wrong in a database. Carries no text of the engine: its messages can contain the data of a row.
public enum DatabaseError: Error, Equatable, Sendable {
    /// The file or server can't be reached or is no database; the reason is in words safe to show.
    case unavailable(String)
    /// There is no room left where the data is. Nothing was written; reading goes on, and so does writing once there is room.
    case full
    /// A rule of the schema was broken; the name of the constraint where the engine tells it.
    case constraint(String)
    /// The engine refused a statement; its own code (SQLSTATE or SQLite's number).
    case statement(code: String)
    /// Another transaction stood in the way for longer than we wait.
    case busy
    /// A column is missing or holds another kind of value than asked for.
    case decoding(column: String)
    /// A value can't be stored (text with a NUL character).
    case unstorable
    /// The database was made by a newer or a different program.
    case schema(String)
}
