public import Database
import Synchronization

/// A PostgreSQL database (12 or newer), reached through libpq.
///
/// Keeps a fixed number of places, each with a thread and, once needed, a connection. Knows nothing of tables. Messages of the server
/// never leave this module, for they can quote the data of a row: errors carry SQLSTATE and the constraint's name only.
///
/// A parameter has the type the server finds from its surroundings: write `CAST(\(value) AS TEXT)` where there are none, as in
/// `SELECT \(value)` or `\(value) IS NULL`.
public final class PostgresDatabase: Database {
    /// How often a transaction that collided with another is tried again.
    private static let retries = 5
    /// How long an operation waits for its turn and for a free connection.
    private static let patience = Duration.seconds(10)

    /// Which SQL this engine speaks.
    public var dialect: Dialect { .postgres }

    private let places: Turnstile
    /// One write of this process at a time, as in SQLite. The server lets the next one begin a moment before it has put down that the last
    /// one ended; where more wait than there are processors, it would take those two for colliding.
    private let writeTurn = Turnstile(capacity: 1)
    private let idle: Mutex<[PostgresSession]>

    /// Makes the first connection; further ones are made as needed, up to the number given.
    ///
    /// The URL is in libpq's form, `postgres://user@host/database?options=…`. Throws ``DatabaseError/unavailable(_:)`` with the reason.
    public init(url: String, connections: Int = 8) async throws {
        let sessions = (0..<max(1, connections)).map { _ in PostgresSession(url: url) }
        try await sessions.last?.connect()
        places = Turnstile(capacity: sessions.count)
        idle = Mutex(sessions)
    }

    /// Runs queries that see one consistent state and change nothing.
    ///
    /// Throws what the body throws, ``DatabaseError/busy`` when no connection came free within 10 seconds, and `CancellationError`.
    public func read<Result: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Result) async throws -> Result {
        do {
            return try await transaction(.read, body)
        } catch is Collision {
            throw DatabaseError.busy
        }
    }

    /// Runs statements as one serializable transaction; the body runs again, up to five times, when it collided with another process's.
    ///
    /// Throws what the body throws, ``DatabaseError/busy`` when its turn, or then a connection, did not come within 10 seconds, or all
    /// tries collided, and `CancellationError`.
    @discardableResult
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> Result {
        for attempt in 0...Self.retries {
            try await writeTurn.enter(until: .now + Self.patience)
            do {
                defer { writeTurn.leave() }
                return try await transaction(durability == .lasting ? .write : .passingWrite, body)
            } catch is Collision {
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(2 << attempt))))
            }
        }
        throw DatabaseError.busy
    }

    /// Ends all connections after the work under way; later operations throw ``DatabaseError/unavailable(_:)``.
    public func close() async {
        await places.close()
        for session in idle.withLock({ $0 }) { await session.disconnect() }
    }

    private func transaction<Result: Sendable>(
        _ kind: TransactionKind, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> Result {
        try await places.enter(until: .now + Self.patience)
        defer { places.leave() }
        // The one used last comes first, so that a quiet server keeps few connections.
        guard let session = idle.withLock({ $0.popLast() }) else { throw DatabaseError.busy }
        defer { idle.withLock { $0.append(session) } }
        let interruption = Interruption()
        return try await withTaskCancellationHandler {
            try await session.transaction(kind, interruption, body)
        } onCancel: {
            interruption.fire()
        }
    }
}
