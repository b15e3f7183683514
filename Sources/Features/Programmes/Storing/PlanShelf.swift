import Core
import Synchronization

/// The plans read last, kept whole: a stored version never changes, so there is nothing to keep in step.
final class PlanShelf: Sendable {
    private struct State {
        var plans: [String: StoredPlan] = [:]
        /// Versions by last use, the latest last.
        var order: [String] = []
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int = 24) {
        self.limit = limit
    }

    /// The plan of a version, if it is on the shelf.
    func plan(_ version: String) -> StoredPlan? {
        state.withLock { state in
            guard let plan = state.plans[version] else { return nil }
            state.order.removeAll { $0 == version }
            state.order.append(version)
            return plan
        }
    }

    /// Puts a plan on the shelf; the one longest unread makes room.
    func keep(_ plan: StoredPlan) {
        let version = plan.versionID.text
        state.withLock { state in
            state.plans[version] = plan
            state.order.removeAll { $0 == version }
            state.order.append(version)
            if state.order.count > limit { state.plans[state.order.removeFirst()] = nil }
        }
    }
}
