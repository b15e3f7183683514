import Core
import Synchronization

/// The revision of the data, asked at most once a second.
final class RevisionMemory: Sendable {
    private let state = Mutex<(checked: Int64, revision: Int)>((.min, 0))

    func revision(_ now: Instant, _ ask: @Sendable () async throws -> Int) async throws -> Int {
        let second = now.milliseconds / 1000
        if let known = state.withLock({ $0.checked == second ? $0.revision : nil }) { return known }
        let fresh = try await ask()
        state.withLock { $0 = (second, fresh) }
        return fresh
    }
}

/// Counts the pages being made.
final class Turnstile: Sendable {
    private let inside = Mutex(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func enter() -> Bool {
        inside.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        inside.withLock { $0 -= 1 }
    }
}
