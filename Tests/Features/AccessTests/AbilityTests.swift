import Core
import Database
import Policy
import TestSupport
import Testing

@testable import Access

@Suite struct AbilityTests {
    private static let acts: [Act] = [.personOpen, .personChange, .personAssign, .referralAnswer]

    /// Who could do an act on an object, of posts with several roles and of users with several posts, barred ones and ended ones.
    @Test(arguments: Engine.available)
    func `a query finds those able to whom each of their posts by itself would allow it`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let now = house.clock.now
            let objects: [String] = (0..<40).map { _ in PersonID.new().text }
            try await house.database.write { connection in try populate(objects, now, connection) }
            var allowed = 0
            for act in AbilityTests.acts {
                let found = try await house.database.read { connection in try listed(act, objects, now, connection) }
                let expected = try await house.database.read { connection in try decided(act, objects, now, connection) }
                #expect(found == expected, "\(act)")
                allowed += expected.count
            }
            #expect(allowed > 50, "\(allowed)")
        }
    }

    private func populate(_ objects: [String], _ now: Instant, _ connection: any Connection) throws {
        var generator = SeededGenerator(7)
        let organisations: [Organisation] = try OrganisationStore.all(connection)
        var holdings: [Holding] = []
        for place in organisations { holdings += try UserStore.holdings(in: place.id, connection) }
        let usual: [Role] = Role.allCases.filter { $0 != .administrator }
        // Everybody has a second post somewhere, mostly with two roles.
        for holding in holdings {
            let place: Organisation = try #require(organisations.randomElement(using: &generator))
            var roles: Set<Role> = []
            for _ in 0..<2 { roles.insert(try #require(usual.randomElement(using: &generator))) }
            let post = Post(id: .new(), organisation: place.id, title: "втори пост", roles: roles)
            try OrganisationStore.add(post, by: "test", at: now, connection)
            try UserStore.hold(post.id, holding.user, by: "test", at: now, connection)
        }
        let gone: Holding = try #require(holdings.last)
        try connection.execute("UPDATE holdings SET until = \(now) WHERE user_id = \(gone.user)")
        let holders: [String] = organisations.map { $0.id.text } + holdings.map { $0.user.text }
        for object in objects {
            for _ in 0..<6 {
                let relations: [Relation] = [.lead, .receiving, .worker, .barred]
                let held = HeldRelation(
                    try #require(relations.randomElement(using: &generator)), try #require(holders.randomElement(using: &generator)))
                _ = try RelationStore.add(held, to: object, since: now, by: "test", connection)
            }
        }
    }

    private func listed(_ act: Act, _ objects: [String], _ now: Instant, _ connection: any Connection) throws -> Set<[String]> {
        let rows = try connection.query(
            """
            WITH \(AccessFeature.able(at: now)) SELECT u.id, o.column1 FROM users u, (VALUES \(rows: objects.map { [.text($0)] })) o
            WHERE \(AccessFeature.may(act, user: "u.id", object: "o.column1", at: now))
            """)
        return Set(try rows.map { [try $0.text("id"), try $0.text("column1")] })
    }

    private func decided(_ act: Act, _ objects: [String], _ now: Instant, _ connection: any Connection) throws -> Set<[String]> {
        var found: Set<[String]> = []
        for place in try OrganisationStore.all(connection) {
            for holding in try UserStore.holdings(in: place.id, connection) {
                let actor = Actor(user: holding.user, organisation: place.id, regime: place.regime, roles: holding.post.roles)
                let best = Context(now: now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
                for object in objects {
                    let facts = try RelationStore.facts(of: object, at: now, connection)
                    if Policy.decide(actor, act, on: facts, in: best).isAllowed { found.insert([holding.user.text, object]) }
                }
            }
        }
        return found
    }
}
