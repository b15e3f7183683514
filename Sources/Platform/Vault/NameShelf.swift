import Core
import Synchronization

/// One organisation's index and what happens to it meanwhile.
final class NameShelf: Sendable {
    private struct State {
        var index: NameIndex?
        var usedAt: Int64 = 0
        /// What changed since each build began: a build reads the database as it was.
        var builds: [Int: [SearchableNames]] = [:]
        var lastBuild = 0
    }

    private let state = Mutex(State())

    /// Nil when there is no index yet.
    func hits(for query: String, limit: Int, at now: Instant) -> [NameHit]? {
        state.withLock { state in
            state.usedAt = max(state.usedAt, now.milliseconds)
            return state.index?.hits(for: query, limit: limit)
        }
    }

    func beginBuild() -> Int {
        state.withLock { state in
            state.lastBuild += 1
            state.builds[state.lastBuild] = []
            return state.lastBuild
        }
    }

    func endBuild(_ build: Int, with names: [SearchableNames]) {
        var index = NameIndex()
        var all: [SealedSubject: [String]] = [:]
        for name in names { all[name.subject, default: []] += name.names }
        for (subject, names) in all { index.set(names, of: subject) }
        state.withLock { state in
            for change in state.builds.removeValue(forKey: build) ?? [] { index.set(change.names, of: change.subject) }
            state.index = index
        }
    }

    func dropBuild(_ build: Int) {
        state.withLock { $0.builds[build] = nil }
    }

    func change(_ names: SearchableNames) {
        state.withLock { state in
            for build in state.builds.keys { state.builds[build]?.append(names) }
            state.index?.set(names.names, of: names.subject)
        }
    }

    func isIdle(since: Int64) -> Bool {
        state.withLock { $0.usedAt <= since && $0.builds.isEmpty }
    }

    var size: Int { state.withLock { $0.index?.size ?? 0 } }
}
