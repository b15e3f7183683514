import Core
import Synchronization

/// The plans read last, kept whole: a stored version never changes, so there is nothing to keep in step.
final class PlanShelf: Sendable {
    private struct State {
        var plans: [String: StoredPlan] = [:]
        /// Versions by last use, the latest last.
        var order: [String] = []
        var measures = 0
    }

    private let state = Mutex(State())
    /// Measures kept at most. One takes about 6 KB.
    private let limit: Int

    init(limit: Int = 12_000) {
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

    /// Puts a plan on the shelf; those longest unread make room.
    func keep(_ plan: StoredPlan) {
        let version = plan.versionID.text
        state.withLock { state in
            guard state.plans[version] == nil else { return }
            state.plans[version] = plan
            state.order.append(version)
            state.measures += plan.content.measures.count
            while state.measures > limit, state.order.count > 1, let oldest = state.plans.removeValue(forKey: state.order.removeFirst()) {
                state.measures -= oldest.content.measures.count
            }
        }
    }
}
