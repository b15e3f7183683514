public import Database
import DatabasePostgres
import DatabaseSQLite
import Foundation

/// The database engines a test runs on: `@Test(arguments: Engine.available)`.
public enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite
    case postgres

    /// SQLite always; PostgreSQL when `ZAKRILA_TEST_POSTGRES` holds the URL of a server where schemas can be made.
    public static var available: [Engine] { serverURL == nil ? [.sqlite] : [.sqlite, .postgres] }

    /// The name shown beside a test's own.
    public var description: String { rawValue }

    fileprivate static var serverURL: String? {
        ProcessInfo.processInfo.environment["ZAKRILA_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Lends an empty database of its own to a test, with the migrations applied, and removes it afterwards even when the body throws.
@discardableResult
public func withDatabase<T>(
    _ engine: Engine, migrations: [Migration] = [], _ body: (any Database) async throws -> T
) async throws -> T {
    try await withEmptyLocation(engine) { location in
        let database = try await openDatabase(location)
        do {
            if !migrations.isEmpty { _ = try await Migrator(migrations).migrate(database) }
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

/// Opens the database at a place. Throws ``DatabaseError/unavailable(_:)``.
public func openDatabase(_ location: DatabaseLocation) async throws -> any Database {
    switch location {
    case .sqlite(let path): try SQLiteDatabase(path: path)
    case .postgres(let url): try await PostgresDatabase(url: url)
    }
}

/// Lends the place of an empty database to tests that open it themselves, perhaps several times.
@discardableResult
public func withEmptyLocation<T>(_ engine: Engine, _ body: (DatabaseLocation) async throws -> T) async throws -> T {
    switch engine {
    case .sqlite: try await withTemporaryFolder { folder in try await body(.sqlite(path: folder + "/test.sqlite")) }
    case .postgres: try await withFreshSchema { url in try await body(.postgres(url: url)) }
    }
}

/// Lends a new folder and removes it with all it holds.
@discardableResult
public func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zakrila-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

private func withFreshSchema<T>(_ body: (String) async throws -> T) async throws -> T {
    let (server, schema, url) = try await freshSchema("t_")
    do {
        let result = try await body(url)
        try await changeSchema(on: server, "DROP SCHEMA \(schema) CASCADE")
        return result
    } catch {
        try? await changeSchema(on: server, "DROP SCHEMA \(schema) CASCADE")
        throw error
    }
}

/// A schema that stays until another run of the tests, a day later or more, removes it: nothing tells a process that its last test is over.
func keptSchema() async throws -> (name: String, url: String) {
    let now = Int(Date().timeIntervalSince1970)
    let (server, name, url) = try await freshSchema("kept_\(now)_")
    let database = try await PostgresDatabase(url: server, connections: 1)
    let old = try await database.read { connection in
        try connection.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'kept\\_%'").map { try $0.text("nspname") }
    }
    await database.close()
    for schema in old {
        let made = schema.split(separator: "_").dropFirst().first.flatMap { Int($0) } ?? now
        if made < now - 86400 { try await changeSchema(on: server, "DROP SCHEMA IF EXISTS \(schema) CASCADE") }
    }
    return (name, url)
}

private func freshSchema(_ beginning: String) async throws -> (server: String, name: String, url: String) {
    guard let server = Engine.serverURL else { throw DatabaseError.unavailable("ZAKRILA_TEST_POSTGRES is not set") }
    let schema = beginning + UUID().uuidString.lowercased().filter { $0 != "-" }
    try await changeSchema(on: server, "CREATE SCHEMA \(schema)")
    return (server, schema, "\(server)\(server.contains("?") ? "&" : "?")options=-csearch_path%3D\(schema)")
}

/// Schema names can't be bound, and ``SQL`` rightly splices no text, so a function of the server runs the command.
private func changeSchema(on server: String, _ command: String) async throws {
    let database = try await PostgresDatabase(url: server, connections: 1)
    do {
        try await database.write { connection in
            try connection.execute(
                """
                CREATE FUNCTION pg_temp.run(command TEXT) RETURNS VOID LANGUAGE plpgsql
                AS 'BEGIN EXECUTE command; END'
                """)
            _ = try connection.query("SELECT pg_temp.run(\(command))")
        }
        await database.close()
    } catch {
        await database.close()
        throw error
    }
}
