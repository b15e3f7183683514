import Core
import Database
import Foundation
import Policy
import TestSupport
import Testing

@Suite struct PredicateTests {
    @Test(arguments: Engine.available)
    func `in random worlds a list holds what would be allowed, no more and no less`(engine: Engine) async throws {
        let count = engine == .sqlite || LongRun.isAsked ? 100_000 : 5_000
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            var allowed = 0
            for start in stride(from: 0, to: count, by: 5_000) {
                allowed += try await database.write { connection in
                    var generator = SeededGenerator(UInt64(start))
                    let worlds = (start..<start + 5_000).compactMap { RandomWorld($0, &generator) }
                    try RandomWorld.insert(worlds, connection)
                    var allowed = 0
                    for world in worlds {
                        let (listed, decided) = (try world.listed(connection), world.decided)
                        if listed != decided { Issue.record("world \(world.number): \(world.actor.roles) \(world.act)") }
                        allowed += decided.count
                        guard world.number % 20 == 0 else { continue }
                        for (stored, known) in try world.decisions(connection) where stored != known {
                            Issue.record("world \(world.number): \(stored.mask), not \(known.mask)")
                        }
                    }
                    return allowed
                }
            }
            // Worlds in which nothing or everything is allowed would prove nothing.
            #expect((count / 10...count).contains(allowed), "\(allowed)")
        }
    }

    @Test(arguments: Engine.available)
    func `whoever a query names may what would be decided of her`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            let allowed = try await database.write { connection in
                var generator = SeededGenerator(99)
                let worlds = (0..<3_000).compactMap { RandomWorld($0, &generator) }
                try RandomWorld.insert(worlds, connection)
                var allowed = 0
                for world in worlds {
                    guard let (listed, decided) = try world.listedAsRow(connection) else { continue }
                    if listed != decided { Issue.record("world \(world.number): \(world.actor.roles) \(world.act)") }
                    allowed += decided.count
                }
                return allowed
            }
            #expect(allowed > 500, "\(allowed)")
        }
    }

    @Test func `what is known before the list is made is not asked of the database`() {
        let statement = Policy.predicate(
            Cast.actor(.analyst), .personList, in: Context(now: Cast.now), object: "p.person_id"
        ).rendered(for: .sqlite)
        #expect(statement.text == "FALSE")
        let auditor = Policy.predicate(Cast.actor(.auditor), .ledgerRead, in: Context(now: Cast.now), object: "e.organisation")
        #expect(auditor.rendered(for: .sqlite).text == "TRUE")
    }

    @Test func `what a wider rule allows is not asked again for a narrower one`() {
        let purpose = Policy.purposes(of: Cast.actor(.supervisor)).first
        let statement = Policy.predicate(
            Cast.actor(.supervisor), .personChange, in: Context(now: Cast.now, purpose: purpose), object: "p.person_id"
        ).rendered(for: .sqlite)
        // That nobody barred her, and that her organisation is involved; whether she works with the person herself is all one.
        #expect(statement.text.components(separatedBy: "FROM relations").count - 1 == 2, "\(statement.text)")
    }
}
