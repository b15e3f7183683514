import Core
import Database
import Synchronization

/// What the accepted plans offer to rooms that count, kept while nothing was changed: an act that is entered asks for it each time.
final class OfferShelf: Sendable {
    private let plans = PlanShelf()
    private let known = Mutex<(state: String, offers: [ProgrammesFeature.Offer])?>(nil)

    /// The measures of all accepted plans, newest plans first, in the order of the plan.
    func offers(_ connection: any Connection) throws -> [ProgrammesFeature.Offer] {
        let state = try OfferShelf.state(connection)
        if let offers = known.withLock({ $0?.state == state ? $0?.offers : nil }) { return offers }
        let offers = try read(connection)
        known.withLock { $0 = (state, offers) }
        return offers
    }

    /// The revision, and what a transaction that did not hold would have left otherwise: whoever asks may stand in one.
    private static func state(_ connection: any Connection) throws -> String {
        let row = try connection.first(
            """
            SELECT number, (SELECT MAX(bound_at) FROM indicator_bindings) AS bound, (SELECT MAX(ended_at) FROM indicator_bindings) AS ended,
                (SELECT MAX(imported_at) FROM plan_versions) AS imported
            FROM plan_revision WHERE id = 1
            """)
        guard let row else { return "" }
        let moments = try ["bound", "ended", "imported"].map { try row.textOrNil($0) ?? "-" }
        return ([String(try row.integer("number"))] + moments).joined(separator: " ")
    }

    private func read(_ connection: any Connection) throws -> [ProgrammesFeature.Offer] {
        let versions = try connection.query(
            """
            SELECT v.id FROM plans p JOIN plan_versions v ON v.plan_id = p.id
            WHERE v.status = 'accepted' ORDER BY v.period_to DESC NULLS LAST, p.created_at, p.id
            """
        ).map { try $0.text("id") }
        return try versions.flatMap { version -> [ProgrammesFeature.Offer] in
            guard let plan = try plans.plan(version) ?? PlanStore.load("v.id = \(version)", connection) else { return [] }
            plans.keep(plan)
            return ProgrammesFeature.offers(plan, try CountingStore.bindings(of: plan.id, connection))
        }
    }
}
