import Synchronization

/// Answers that serve everybody, kept until the data or the day changes.
final class PageCache: Sendable {
    struct Entry: Sendable {
        let response: WebResponse
        let tag: String
    }

    private struct State {
        var stamp = ""
        var entries: [String: Entry] = [:]
        var size = 0
    }

    private let state = Mutex(State())
    /// Bytes kept at most; when full the cache begins anew, which the commonest pages survive by being asked for again.
    private let limit: Int

    init(limit: Int = 12_000_000) {
        self.limit = limit
    }

    func entry(_ key: String, stamp: String) -> Entry? {
        state.withLock { $0.stamp == stamp ? $0.entries[key] : nil }
    }

    func keep(_ entry: Entry, _ key: String, stamp: String) {
        let size = entry.response.size
        guard size < limit / 8 else { return }
        state.withLock { state in
            if state.stamp != stamp || state.size + size > limit { state = State(stamp: stamp) }
            state.entries[key] = entry
            state.size += size
        }
    }
}
