import Core
import Synchronization

/// One organisation's index and what happens to it meanwhile.
final class NameShelf: Sendable {
    private struct State {
        var index: NameIndex?
        var usedAt: Int64 = 0
        /// What changed since the build began that is under way: it reads the database as it was. Nil when there is none.
        var changes: [SearchableNames]?
        /// Those who asked meanwhile: a second build would take as long.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Nil when there is no index yet.
    func hits(for query: String, limit: Int, at now: Instant) -> [NameHit]? {
        state.withLock { state in
            state.usedAt = max(state.usedAt, now.milliseconds)
            return state.index?.hits(for: query, limit: limit)
        }
    }

    /// Whether the caller is to build. False after somebody else's build ended.
    func beginBuild() async -> Bool {
        let isFirst = state.withLock { state in
            guard state.changes == nil else { return false }
            state.changes = []
            return true
        }
        if isFirst { return true }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.changes != nil else { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        return false
    }

    func endBuild(with names: [SearchableNames]) {
        var index = NameIndex()
        var all: [SealedSubject: [String]] = [:]
        for name in names { all[name.subject, default: []] += name.names }
        for (subject, names) in all { index.set(names, of: subject) }
        end { state in
            for change in state.changes ?? [] { index.set(change.names, of: change.subject) }
            state.index = index
        }
    }

    /// One of those who wait builds in its place.
    func dropBuild() {
        end { _ in }
    }

    private func end(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            state.changes = nil
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    func change(_ names: SearchableNames) {
        state.withLock { state in
            state.changes?.append(names)
            state.index?.set(names.names, of: names.subject)
        }
    }

    func isIdle(since: Int64) -> Bool {
        state.withLock { $0.usedAt <= since && $0.changes == nil }
    }

    var size: Int { state.withLock { $0.index?.size ?? 0 } }
}
