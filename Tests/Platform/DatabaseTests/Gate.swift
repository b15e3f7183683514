import Dispatch

/// Holds bodies, which run on threads of the engine, until the test has gone on.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Lets through everybody waiting and everybody to come.
    func open() { semaphore.signal() }

    /// Waits until somebody has opened the gate, and holds it open for the next.
    func pass() {
        semaphore.wait()
        semaphore.signal()
    }
}
