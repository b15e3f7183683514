import Core
import Synchronization

/// The comparisons made last: two stored versions and what people said of them never change, so there is nothing to keep in step.
final class ComparisonShelf: Sendable {
    private struct Key: Hashable {
        let left: String
        let right: String
        let decided: PlanComparison.Decided
    }

    private struct State {
        var comparisons: [Key: PlanComparison] = [:]
        /// The oldest first.
        var order: [Key] = []
    }

    private let state = Mutex(State())
    private let limit = 128

    /// The comparison of two versions, made anew where it is not kept.
    func comparison(
        _ left: StoredPlan, _ right: StoredPlan, _ decided: PlanComparison.Decided, make: () -> PlanComparison
    ) -> PlanComparison {
        let key = Key(left: left.versionID.text, right: right.versionID.text, decided: decided)
        if let kept = state.withLock({ $0.comparisons[key] }) { return kept }
        let made = make()
        state.withLock { state in
            guard state.comparisons.updateValue(made, forKey: key) == nil else { return }
            state.order.append(key)
            if state.order.count > limit { state.comparisons[state.order.removeFirst()] = nil }
        }
        return made
    }
}
