import Core
import Database
import Ledger
import Policy
import Web

/// What people say of two measures (потвърждаване, отхвърляне): one transaction with its entry in the ledger.
struct DecidePair: Sendable {
    let database: any Database

    /// Says that two measures are the same action, or that they are not.
    func decide(_ ruling: PairVerdict.Ruling, _ left: Side, _ right: Side, _ request: WebRequest) async throws {
        let entry = try request.entry(.planKeep, as: "pair.\(ruling.rawValue)", of: DecidePair.name(left, right))
        let user = try request.signedIn().actor.user
        let verdict = PairVerdict(
            one: left.plan.reference(left.position), other: right.plan.reference(right.position), ruling: ruling, decidedAt: request.now,
            decidedBy: user)
        try await Ledger.write(database) { connection in
            try PairStore.add(verdict, connection)
            return ((), [entry])
        }
    }

    /// Takes back what was said.
    func withdraw(_ left: Side, _ right: Side, _ request: WebRequest) async throws {
        let entry = try request.entry(.planKeep, as: "pair.withdraw", of: DecidePair.name(left, right))
        let user = try request.signedIn().actor.user
        try await Ledger.write(database) { connection in
            let ended = try PairStore.end(
                left.plan.reference(left.position), right.plan.reference(right.position), by: user, at: request.now, connection)
            return ((), ended ? [entry] : [])
        }
    }

    /// A measure of a plan.
    struct Side: Sendable {
        let plan: StoredPlan
        let position: Int
    }

    private static func name(_ left: Side, _ right: Side) -> String {
        [left, right].map { "\($0.plan.slug)/\($0.plan.content.measures[$0.position].code)" }.joined(separator: " = ")
    }
}
