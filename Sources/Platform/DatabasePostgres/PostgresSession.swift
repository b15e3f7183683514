import Database
import Dispatch

/// Two transactions collided: the operation may be tried again from its beginning.
struct Collision: Error {}

/// How a transaction begins.
enum TransactionKind: String {
    /// Together with the retries the same guarantee as SQLite's single writer.
    case write = "BEGIN ISOLATION LEVEL SERIALIZABLE"
    /// The same, without waiting for the server's log to be on the disk.
    case passingWrite = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = off"
    /// One consistent state for all statements.
    case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
}

/// One place of the pool: a thread of its own and, once needed, a connection on it.
///
/// Only one operation at a time may use a session; the pool sees to that.
actor PostgresSession {
    private let executor = QueueExecutor(label: "zakrila.postgres")
    private let url: String
    private var connection: PostgresConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(url: String) {
        self.url = url
    }

    /// Connects unless connected. Throws `.unavailable`.
    func connect() throws(DatabaseError) {
        if connection == nil { connection = try PostgresConnection(url: url) }
    }

    /// Ends the connection; the next operation would make a new one.
    func disconnect() {
        connection = nil
    }

    /// Runs the body as one transaction.
    ///
    /// Throws the body's error, ``Collision``, `CancellationError` or a ``DatabaseError``; then nothing was changed, except that an
    /// `.unavailable` at the very end leaves open whether the server heard the commit.
    func transaction<Result: Sendable>(
        _ kind: TransactionKind, _ interruption: Interruption, _ body: @Sendable (any Connection) throws -> Result
    ) throws -> Result {
        try Task.checkCancellation()
        let connection = try begin(kind)
        interruption.arm(connection.cancelAddress)
        defer {
            // After a cancellation the connection goes too: the server may hear of it only during the next statement.
            if interruption.disarm() || !connection.isReady { self.connection = nil }
        }
        do {
            let result = try body(connection)
            try connection.commit()
            return result
        } catch {
            connection.rollBack()
            if Task.isCancelled { throw CancellationError() }
            if connection.hasCollided { throw Collision() }
            throw error
        }
    }

    /// A server that was restarted is noticed here, before the body has run, so a new connection may simply take over.
    private func begin(_ kind: TransactionKind) throws(DatabaseError) -> PostgresConnection {
        if let connection {
            do {
                try connection.begin(kind)
                return connection
            } catch {
                self.connection = nil
            }
        }
        let fresh = try PostgresConnection(url: url)
        connection = fresh
        try fresh.begin(kind)
        return fresh
    }
}

/// Runs an actor on a serial queue, whose thread may block without holding up Swift's own.
///
/// Dispatch's own such executor is missing on Linux (swift-corelibs-libdispatch#848).
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
