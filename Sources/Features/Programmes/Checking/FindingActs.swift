import Core
import Database
import Ledger
import Policy
import Web

/// What people do about the findings of a plan. Each act is one transaction with its entry in the ledger.
struct FindingActs: Sendable {
    let database: any Database

    /// Leaves a finding as it is, with a reason; false where somebody else did so meanwhile.
    func accept(_ named: NamedFinding, because reason: String, in plan: StoredPlan, _ request: WebRequest) async throws -> Bool {
        let entry = try request.entry(.planKeep, as: "plan.finding.accept", of: "\(plan.slug)/\(named.name)")
        let actor = try request.signedIn().actor
        let acceptance = FindingAcceptance(finding: named.name, reason: reason, organisation: actor.organisation, at: request.now)
        return try await Ledger.write(database) { connection in
            let isDone = try FindingStore.accept(acceptance, of: named.finding, in: plan.id, by: actor.user, connection)
            return (isDone, isDone ? [entry] : [])
        }
    }

    /// Opens an accepted finding again.
    func reopen(_ named: NamedFinding, in plan: StoredPlan, _ request: WebRequest) async throws {
        let entry = try request.entry(.planKeep, as: "plan.finding.reopen", of: "\(plan.slug)/\(named.name)")
        let user = try request.signedIn().actor.user
        try await Ledger.write(database) { connection in
            let isDone = try FindingStore.reopen(named.name, in: plan.id, by: user, at: request.now, connection)
            return ((), isDone ? [entry] : [])
        }
    }

    /// Lets everybody see the findings of a plan, or only those who work on it.
    func publish(_ isPublic: Bool, _ plan: StoredPlan, _ request: WebRequest) async throws {
        let act = isPublic ? "plan.findings.publish" : "plan.findings.hide"
        let entry = try request.entry(.planKeep, as: act, of: plan.slug)
        let user = try request.signedIn().actor.user
        try await Ledger.write(database) { connection in
            try FindingStore.publish(isPublic, plan, by: user, at: request.now, connection)
            return ((), [entry])
        }
    }
}
