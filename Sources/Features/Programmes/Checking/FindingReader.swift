import Core
import Database
import Policy
import Web

/// The findings of stored versions with what was accepted of them, for those who may see them.
struct FindingReader: Sendable {
    let store: PlanStore
    private let shelf = FindingShelf()

    init(_ store: PlanStore) {
        self.store = store
    }

    /// A finding as it stands.
    struct Standing: Sendable {
        let named: NamedFinding
        /// Nil while it is open.
        let acceptance: FindingAcceptance?

        var finding: PlanFinding { named.finding }
        var isOpen: Bool { acceptance == nil }
    }

    /// Whether somebody sees the findings of a version: by default only who works on plans.
    static func sees(_ plan: StoredPlan, _ request: WebRequest) -> Bool {
        request.readsPlans || plan.status == .accepted && plan.hasPublicFindings
    }

    /// What somebody sees of the reading's remarks: of faults only who sees findings, of words that the author took out only who works on plans.
    static func remarks(of plan: StoredPlan, _ request: WebRequest) -> [Remark] {
        let seesFindings = sees(plan, request)
        return plan.content.remarks.filter { remark in
            (seesFindings || PlanFinding.Code(remark.code) == nil) && (request.readsPlans || !remark.code.isTakenOut)
        }
    }

    /// All findings of a version in its order, and whether its words were looked up.
    func findings(of plan: StoredPlan) async throws -> (all: [Standing], knowsWords: Bool) {
        let check = try await shelf.check(plan, store)
        let accepted = try await store.database.read { try FindingStore.acceptances(of: plan.id, $0) }
        return (check.findings.map { Standing(named: $0, acceptance: accepted[$0.name]) }, check.knowsWords)
    }
}
