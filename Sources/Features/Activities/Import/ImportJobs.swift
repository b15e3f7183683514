import Synchronization

/// Imports that this server is storing, and how far each has come. What is stored, and that it is, stands in the database alone: a transaction
/// tells nobody else of its rows before it ends.
final class ImportJobs: Sendable {
    private let running = Mutex<[ImportID: Int]>([:])

    /// Rows stored so far; nil where this server stores nothing under that name.
    func done(_ id: ImportID) -> Int? { running.withLock { $0[id] } }

    func reach(_ done: Int, _ id: ImportID) { running.withLock { $0[id] = done } }

    /// Runs work of its own that nobody waits for longer than she wants to.
    func start(_ id: ImportID, _ work: @Sendable @escaping () async -> Void) {
        reach(0, id)
        Task.detached { [self] in
            await work()
            _ = running.withLock { $0.removeValue(forKey: id) }
        }
    }

    /// Waits until it has ended, for about a second at most.
    func wait(_ id: ImportID) async throws {
        for _ in 0..<100 where done(id) != nil { try await Task.sleep(for: .milliseconds(10)) }
    }
}
