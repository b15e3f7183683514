import Foundation
import GRDB
import Synchronization

public import protocol Database.Connection
public import protocol Database.Database
public import enum Database.DatabaseError
public import enum Database.Dialect
public import enum Database.Durability

/// A database in one SQLite file: one writer at a time and several readers beside it (write-ahead log), each on a thread of its own.
///
/// Knows nothing of tables. A transaction told to be written is on the disk (`synchronous = FULL`) unless it was asked to be a passing one.
public final class SQLiteDatabase: Database {
    /// Which SQL this engine speaks.
    public var dialect: Dialect { .sqlite }

    private let pool: DatabasePool
    private let isClosed = Atomic(false)

    /// Opens the file, or makes it together with the folders above it.
    ///
    /// Throws ``DatabaseError/unavailable(_:)`` with the reason, which names the path.
    public init(path: String) throws {
        try Self.prepareFolder(of: path)
        var configuration = Configuration()
        configuration.label = "zakrila.sqlite"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        // What is deleted is overwritten in the file: a destroyed key must not be found in its free pages.
        configuration.prepareDatabase { database in try database.execute(sql: "PRAGMA secure_delete = ON") }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // SQLite opens a file it may not write without a word; the first write would tell.
                try database.inTransaction(.immediate) {
                    try database.execute(sql: "CREATE TABLE IF NOT EXISTS zakrila_probe (probe)")
                    return .rollback
                }
            }
            // The first read shows whether the readers, too, can open the file.
            try pool.read { database in try database.execute(sql: "SELECT count(*) FROM sqlite_master") }
        } catch {
            throw DatabaseError.unavailable(SQLiteFailure.openingReason(error, path: path))
        }
    }

    /// Runs queries that see one consistent state and change nothing.
    ///
    /// Throws what the body throws, and `CancellationError`.
    public func read<Result: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Result) async throws -> Result {
        try refuseWhenClosed()
        return try await translating {
            try await pool.read { database in
                let connection = SQLiteConnection(database)
                let result = try body(connection)
                try connection.throwFailure()
                return result
            }
        }
    }

    /// Runs statements as one transaction.
    ///
    /// Throws what the body throws, ``DatabaseError/busy`` when another program kept the file locked for 5 seconds, and
    /// `CancellationError`.
    @discardableResult
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> Result {
        try refuseWhenClosed()
        return try await translating {
            try await pool.writeWithoutTransaction { database in
                // Said by each write for itself, before it begins, for it can't be changed within a transaction: a setting put back afterwards
                // would not be when the write was cancelled.
                try database.execute(sql: durability.setting)
                var outcome = Swift.Result<Result, any Error>.failure(CancellationError())
                try database.inTransaction(.immediate) {
                    let connection = SQLiteConnection(database)
                    outcome = .success(try body(connection))
                    try connection.throwFailure()
                    return .commit
                }
                return try outcome.get()
            }
        }
    }

    /// Ends all connections after the work under way; later operations throw ``DatabaseError/unavailable(_:)``.
    public func close() async {
        guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        await withCheckedContinuation { continuation in
            // Waits for readers and writer, which a thread of Swift's own must not do.
            DispatchQueue.global().async { [pool] in
                // GRDB closes the readers last, which may not tidy up: without this, a copy of the file alone would lack the latest
                // writes even after an orderly end.
                try? pool.barrierWriteWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
                try? pool.close()
                continuation.resume()
            }
        }
    }

    private func refuseWhenClosed() throws {
        if isClosed.load(ordering: .sequentiallyConsistent) { throw DatabaseError.unavailable("the database is closed") }
    }

    /// Errors of the engine can come from outside the body too: beginning and committing.
    private func translating<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw error is GRDB.DatabaseError ? SQLiteFailure.translate(error) : error
        }
    }

    private static func prepareFolder(of path: String) throws {
        guard !path.isEmpty, path != ":memory:", !path.hasPrefix("file:") else {
            throw DatabaseError.unavailable("“\(path)” is no path of a file")
        }
        var isFolder = ObjCBool(false)
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder.boolValue { throw DatabaseError.unavailable("“\(path)” is a folder, not a database file") }
            return
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            // Personal data will be in it: nobody else may look inside.
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DatabaseError.unavailable("the folder “\(folder)” can't be made")
        }
    }
}

extension Durability {
    /// A write-ahead log that is not waited for stays whole; the next write that is waited for takes along what stands before it.
    fileprivate var setting: String {
        switch self {
        case .lasting: "PRAGMA synchronous = FULL"
        case .passing: "PRAGMA synchronous = NORMAL"
        }
    }
}
