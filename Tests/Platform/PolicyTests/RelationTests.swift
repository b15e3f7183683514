import Core
import Database
import Policy
import TestSupport
import Testing

@Suite struct RelationTests {
    private let start = Cast.now
    private func later(_ minutes: Int64) -> Instant { Instant(milliseconds: Cast.now.milliseconds + minutes * 60_000) }

    @Test(arguments: Engine.available)
    func `a relation is live from its beginning to its end, which no longer counts`(engine: Engine) async throws {
        let (start, end, held) = (start, later(60), Cast.held(.glass))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                try RelationStore.add(held, to: "record", since: start, until: end, reason: ReasonCode("life"), by: "maker", connection)
            }
            try await database.read { connection in
                for (minutes, isThere) in [(-1, false), (0, true), (59, true), (60, false)] as [(Int64, Bool)] {
                    let moment = Instant(milliseconds: start.milliseconds + minutes * 60_000)
                    let facts = try RelationStore.facts(of: "record", at: moment, connection)
                    #expect(facts.relations == (isThere ? [held] : []), "\(minutes)")
                    let actor = Cast.actor(.hotlineOperator)
                    #expect(Cast.decide(actor, .personOpen, facts).isAllowed == isThere)
                }
                #expect(try RelationStore.facts(of: "another", at: start, connection).relations.isEmpty)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `what is live already is not added again`(engine: Engine) async throws {
        let (start, soon, end) = (start, later(1), later(60))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                for (relation, until) in [(Relation.lead, nil), (.glass, end)] as [(Relation, Instant?)] {
                    let held = Cast.held(relation)
                    let first = try RelationStore.add(held, to: "record", since: start, until: until, by: "maker", connection)
                    let second = try RelationStore.add(held, to: "record", since: soon, by: "other", connection)
                    let id = try #require(RelationStore.live(of: "record", at: soon, connection).first { $0.held == held }?.id)
                    #expect(first == .added(id))
                    #expect(second == .alreadyLive(id))
                }
                // The end is no part of it.
                let again = try RelationStore.add(Cast.held(.glass), to: "record", since: end, by: "maker", connection)
                let last = try #require(RelationStore.live(of: "record", at: end, connection).first { $0.held.relation == .glass })
                #expect(again == .added(last.id))
                #expect(try RelationStore.history(of: "record", connection).count == 3)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `history stays, with who began and who ended it`(engine: Engine) async throws {
        let (start, middle, end, held) = (start, later(5), later(9), Cast.held(.worker))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                try RelationStore.add(held, to: "record", since: start, reason: ReasonCode("assigned"), by: "first", connection)
                #expect(try RelationStore.end(held, to: "record", at: middle, by: "second", connection))
                #expect(try !RelationStore.end(held, to: "record", at: end, by: "third", connection))
                try RelationStore.add(held, to: "record", since: end, by: "fourth", connection)
                try RelationStore.add(Cast.held(.lead), to: "other", since: start, by: "first", connection)
            }
            try await database.read { connection in
                let history = try RelationStore.history(of: "record", connection)
                #expect(history.map(\.since) == [start, end])
                #expect(history.map(\.until) == [middle, nil])
                #expect(history.map(\.madeBy) == ["first", "fourth"])
                #expect(history.map(\.endedBy) == ["second", nil])
                #expect(history.map(\.reason?.text) == ["assigned", nil])
                #expect(try RelationStore.live(of: "record", at: middle, connection).isEmpty)
                #expect(try RelationStore.live(of: "record", at: end, connection).map(\.held) == [held])
            }
        }
    }

    @Test(arguments: Engine.available)
    func `what has not begun is ended, too`(engine: Engine) async throws {
        let (now, future) = (start, later(60))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                try RelationStore.add(Cast.held(.receiving), to: "record", since: future, by: "maker", connection)
                #expect(try RelationStore.end(Cast.held(.receiving), to: "record", at: now, by: "ender", connection))
                #expect(try RelationStore.live(of: "record", at: future, connection).isEmpty)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `two without end never stand beside each other`(engine: Engine) async throws {
        let (now, future) = (start, later(60))
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                try RelationStore.add(Cast.held(.lead), to: "record", since: future, by: "maker", connection)
            }
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try RelationStore.add(Cast.held(.lead), to: "record", since: now, by: "maker", connection)
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a holder's objects are found by relation`(engine: Engine) async throws {
        let now = start
        try await withDatabase(engine, migrations: Policy.migrations) { database in
            try await database.write { connection in
                for object in ["b", "a"] {
                    try RelationStore.add(Cast.held(.lead), to: object, since: now, by: "maker", connection)
                    try RelationStore.add(Cast.held(.worker), to: object, since: now, by: "maker", connection)
                }
                try RelationStore.add(Cast.held(.receiving), to: "c", since: now, by: "maker", connection)
                let holder = Cast.organisation.text
                #expect(try RelationStore.live(heldBy: holder, as: [.lead], at: now, connection).map(\.object) == ["a", "b"])
                let both = try RelationStore.live(heldBy: holder, as: [.lead, .receiving], at: now, connection)
                #expect(both.map(\.object) == ["a", "b", "c"])
                #expect(try RelationStore.live(heldBy: holder, as: [], at: now, connection).isEmpty)
            }
        }
    }

    @Test func `a reason is a code and no words`() {
        for text in ["life", "asked-by-court", "art-6-1"] { #expect(ReasonCode(text)?.text == text) }
        for text in ["", "Life", "her father", "баща", String(repeating: "a", count: 41)] { #expect(ReasonCode(text) == nil) }
    }
}
