import Dispatch
import GRDB
import Synchronization

/// Moves what stands in the write-ahead log into the database's file, on a connection and a thread of its own. SQLite would do it within some
/// writer's commit, and everybody behind her would wait for a thousand pages to be on the disk.
final class Checkpointer: Sendable {
    private struct State {
        var isDue = false
        var isClosed = false
    }

    /// How long what was written may stand in the log alone: so many writes share one checkpoint.
    private static let delay = DispatchTimeInterval.seconds(1)
    /// Frames (of a page each) from which on the log is begun anew. While others write all the time it would grow for ever: it is only begun anew
    /// when nothing in it is left to move.
    private static let mostFrames = 16_000

    private let connection: DatabaseQueue
    private let thread = DispatchQueue(label: "zakrila.checkpoint", qos: .utility)
    private let state = Mutex(State())

    /// Opens a connection to a database that is there. Throws what the engine throws.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "zakrila.checkpoint"
        configuration.busyMode = .timeout(1)
        connection = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// To be called after each write: some time later what was written is moved.
    func noteWrite() {
        let isFirst = state.withLock { state in
            guard !state.isDue, !state.isClosed else { return false }
            state.isDue = true
            return true
        }
        guard isFirst else { return }
        thread.asyncAfter(deadline: .now() + Self.delay) { [weak self] in self?.run() }
    }

    private func run() {
        let isClosed = state.withLock { state in
            state.isDue = false
            return state.isClosed
        }
        guard !isClosed else { return }
        // What can't be moved now, on a full disk or behind a long reading, is safe where it stands, and moved after the next write.
        try? connection.writeWithoutTransaction { database in
            let log = try database.checkpoint(.passive)
            if log.walFrameCount > Self.mostFrames { try database.checkpoint(.restart) }
        }
    }

    /// Ends the connection after the move under way.
    func close() {
        state.withLock { $0.isClosed = true }
        thread.sync { try? connection.close() }
    }
}
