import Database
import Synchronization

/// A number of places handed out strictly in the order of asking.
final class Turnstile: Sendable {
    private struct Waiter {
        let number: Int
        /// Places: one for work, all for closing.
        let weight: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var free: Int
        var waiters: [Waiter] = []
        var lastNumber = 0
        var isClosed = false
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// A turnstile with that many places.
    init(capacity: Int) {
        self.capacity = capacity
        state = Mutex(State(free: capacity))
    }

    /// Takes a place; every successful call must be followed by one of ``leave()``.
    ///
    /// Throws `.busy` when none came free in time, `.unavailable` after ``close()``, and `CancellationError`.
    func enter(until deadline: ContinuousClock.Instant) async throws {
        let number: Int? = try state.withLock { state in
            guard !state.isClosed else { throw DatabaseError.unavailable("the database is closed") }
            if state.waiters.isEmpty, state.free >= 1 {
                state.free -= 1
                return nil
            }
            state.lastNumber += 1
            return state.lastNumber
        }
        guard let number else { return }
        let timer = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            dismiss(number, DatabaseError.busy)
        }
        defer { timer.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                // Cancelled before standing in line: the handler has run and will not run again.
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                line(up: Waiter(number: number, weight: 1, continuation: continuation))
            }
        } onCancel: {
            dismiss(number, CancellationError())
        }
    }

    /// Gives a place back.
    func leave() {
        let served = state.withLock { state in
            state.free += 1
            return Self.serve(&state)
        }
        for waiter in served { waiter.continuation.resume() }
    }

    /// Lets in no newcomer and returns when everybody let in before has left.
    func close() async {
        let number: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            state.lastNumber += 1
            return state.lastNumber
        }
        guard let number else { return }
        try? await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            line(up: Waiter(number: number, weight: capacity, continuation: continuation))
        }
    }

    private func line(up waiter: Waiter) {
        let served = state.withLock { state in
            state.waiters.append(waiter)
            return Self.serve(&state)
        }
        for waiter in served { waiter.continuation.resume() }
    }

    private func dismiss(_ number: Int, _ error: any Error) {
        let (dismissed, served) = state.withLock { state -> (Waiter?, [Waiter]) in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else { return (nil, []) }
            let dismissed = state.waiters.remove(at: index)
            return (dismissed, Self.serve(&state))
        }
        dismissed?.continuation.resume(throwing: error)
        for waiter in served { waiter.continuation.resume() }
    }

    private static func serve(_ state: inout State) -> [Waiter] {
        var served: [Waiter] = []
        while let first = state.waiters.first, state.free >= first.weight {
            state.free -= first.weight
            served.append(state.waiters.removeFirst())
        }
        return served
    }
}
