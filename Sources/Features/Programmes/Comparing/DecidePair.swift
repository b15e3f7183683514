import Core
import Counting
import Database
import Ledger
import Policy
import Web

/// What people say of two measures (потвърждаване, отхвърляне): one transaction with its entry in the ledger.
struct DecidePair: Sendable {
    let database: any Database

    /// Why nothing was written.
    enum Refusal: Error, Equatable {
        /// Another person has said something else since the page was made; what holds now.
        case decidedOtherwise(PairVerdict.Ruling?)
        /// A version without one of the measures was accepted since the page was made.
        case measureGone
        /// Nobody chose a measure: the names of the fields.
        case notChosen([String])
    }

    /// A measure of a plan, by its identity across versions.
    struct Side: Sendable {
        let plan: StoredPlan
        let measure: String

        var reference: MeasureReference { MeasureReference(plan: plan.id.text, measure: measure) }
    }

    /// Says that two measures are the same action, that they are not, or takes back what was said. What holds already is not written again.
    ///
    /// - Parameters:
    ///   - ruling: nil to take back.
    ///   - seen: what held when she looked.
    func decide(
        _ ruling: PairVerdict.Ruling?, _ left: Side, _ right: Side, seen: PairVerdict.Ruling?, _ request: WebRequest
    ) async throws {
        let actor = try request.signedIn().actor
        let (one, other) = (left.reference, right.reference)
        try await Ledger.write(database) { connection in
            let names = try [one, other].compactMap { try PairStore.name(of: $0, connection) }
            guard names.count == 2 else { throw Refusal.measureGone }
            let now = try PairStore.verdict(on: one, other, connection)?.ruling
            guard now != ruling else { return ((), []) }
            guard now == seen else { throw Refusal.decidedOtherwise(now) }
            if let ruling {
                let verdict = PairVerdict(
                    one: one, other: other, ruling: ruling, decidedAt: request.now, decidedBy: actor.user, organisation: actor.organisation)
                try PairStore.add(verdict, connection)
            } else {
                try PairStore.end(one, other, by: actor.user, at: request.now, connection)
            }
            let act = "pair.\(ruling?.rawValue ?? "withdraw")"
            return ((), [try request.entry(.planKeep, as: act, of: names.joined(separator: " = "))])
        }
    }
}

extension PairVerdict.Ruling {
    /// What a form says: nil, blank, for what is open. Throws for anything that is no ruling.
    static func said(_ text: String?) throws -> PairVerdict.Ruling? {
        guard let text else { return nil }
        guard let ruling = PairVerdict.Ruling(rawValue: text) else { throw WebError.badRequest }
        return ruling
    }
}
