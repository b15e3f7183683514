import Core
import Database
import Policy
import TestSupport
import Testing

@Suite struct EmergencyOpeningTests {
    @Test(arguments: Engine.available)
    func `an emergency opening lasts an hour, bars the next one, and is judged by another`(engine: Engine) async throws {
        let start = Cast.now
        let (later, afterwards) = (
            Instant(milliseconds: start.milliseconds + 60_000), Instant(milliseconds: start.milliseconds + 3_600_000)
        )
        let reason = try #require(ReasonCode("life"))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                func decide(_ act: Act, at moment: Instant, _ roles: Role...) throws -> RuleID {
                    let actor = Actor(user: Cast.user, organisation: Cast.organisation, regime: .gdpr, roles: Set(roles))
                    let context = Context(
                        now: moment, hasFreshFactor: true, purpose: .protection,
                        hasUnreviewedGlass: try EmergencyOpening.isUnreviewed(Cast.user, at: moment, connection))
                    let facts = try RelationStore.facts(of: "record", at: moment, connection)
                    return Policy.decide(actor, act, on: facts, in: context).rule
                }
                #expect(try decide(.personBreakGlass, at: start, .hotlineOperator) == .breakGlass)
                #expect(try EmergencyOpening.begin(Cast.user, on: "record", at: start, reason: reason, connection) == afterwards)
                // A second click prolongs nothing.
                #expect(try EmergencyOpening.begin(Cast.user, on: "record", at: later, reason: reason, connection) == afterwards)
                #expect(try RelationStore.history(of: "record", connection).count == 2)
                #expect(try decide(.personUnmask, at: later, .hotlineOperator) == .emergency)
                #expect(try decide(.personUnmask, at: afterwards, .hotlineOperator) == .noRule)
                #expect(try decide(.personBreakGlass, at: afterwards, .hotlineOperator) == .glassUnreviewed)
                try RelationStore.add(Cast.held(.lead), to: "record", since: start, by: "maker", connection)
                #expect(try decide(.glassReview, at: afterwards, .supervisor) == .ownGlass)

                #expect(try EmergencyOpening.review(of: Cast.user, on: "record", at: afterwards, by: Cast.otherUser, connection))
                #expect(try !EmergencyOpening.review(of: Cast.user, on: "record", at: afterwards, by: Cast.otherUser, connection))
                #expect(try decide(.personBreakGlass, at: afterwards, .hotlineOperator) == .breakGlass)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a review ends access that is still open`(engine: Engine) async throws {
        let start = Cast.now
        let later = Instant(milliseconds: start.milliseconds + 60_000)
        let reason = try #require(ReasonCode("life"))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                try EmergencyOpening.begin(Cast.user, on: "record", at: start, reason: reason, connection)
                try EmergencyOpening.review(of: Cast.user, on: "record", at: later, by: Cast.otherUser, connection)
                #expect(try RelationStore.live(of: "record", at: later, connection).isEmpty)
            }
        }
    }
}
