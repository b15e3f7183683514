import CPostgreSQL
import Dispatch
import Synchronization

/// Lets the cancellation of a task stop the statement its operation is running on another thread.
///
/// One object serves one operation, so a late cancellation can't hit the statement of the next one.
final class Interruption: Sendable {
    private struct State {
        /// Address of libpq's `PGcancel`, which may be used from every thread. As a number, for pointers can't be shared.
        var target: UInt?
        var hasFired = false
    }

    /// `PQcancel` makes a connection of its own and blocks meanwhile, which Swift's cooperative threads must not.
    private static let queue = DispatchQueue(label: "zakrila.postgres.cancel")
    private let state = Mutex(State())

    /// From now on the operation can be stopped through this `PGcancel`.
    func arm(_ target: UInt?) {
        state.withLock { $0.target = target }
    }

    /// The operation is over; after this returns nothing is sent any more. True when something was.
    func disarm() -> Bool {
        state.withLock { state in
            state.target = nil
            return state.hasFired
        }
    }

    /// Stops the running statement, if there is one.
    func fire() {
        Self.queue.async { self.send() }
    }

    /// Repeats itself until the operation is over: a statement that is only just on its way to the server escapes the first time.
    private func send() {
        let isOver = state.withLock { state in
            guard let target = state.target, let handle = OpaquePointer(bitPattern: target) else { return true }
            state.hasFired = true
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(handle, &message, Int32(message.count))
            return false
        }
        if !isOver { Self.queue.asyncAfter(deadline: .now() + .milliseconds(50)) { self.send() } }
    }
}
