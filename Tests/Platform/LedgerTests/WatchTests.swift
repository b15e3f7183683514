import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite struct WatchTests {
    private let now = Scene.at(20, 0)

    private func write(_ database: any Database, _ records: some Sequence<LedgerRecord>) async throws {
        let entries = records.map(\.entry)
        try await Ledger.write(database) { _ in ((), entries) }
    }

    private func alerts(_ database: any Database) async throws -> [Alert] {
        try await database.read { connection in try Alert.page(connection) }
    }

    private func watch(_ database: any Database, batch: Int = 5000) -> LedgerWatch {
        LedgerWatch(database, batch: batch) { _, _ in Scene.facts }
    }

    @Test(arguments: Engine.available)
    func `a stretch is one alert however often and in whatever pieces it is read`(engine: Engine) async throws {
        var scene = Scene.quietDay()
        let start = scene.records.count
        for number in 0..<60 { scene.add(Scene.at(18, number), "worker-0", "person.open", "case-0-x\(number)") }
        for batch in [1, 7, 5000] {
            try await withDatabase(engine, migrations: Ledger.migrations) { database in
                try await write(database, scene.records[..<(start + 25)])
                try await watch(database, batch: batch).run(now: now)
                try await write(database, scene.records[(start + 25)...])
                // As after a restart.
                try await watch(database, batch: batch).run(now: now)
                #expect(try await watch(database, batch: batch).run(now: now) == 0)
                let alerts = try await alerts(database)
                #expect(alerts.map(\.finding.detector) == [.manyInARow])
                #expect(alerts.first?.finding.positions == Array(start..<start + 60))
                #expect(alerts.first?.finding.ended == Scene.at(18, 59))
            }
        }
    }

    @Test(arguments: Engine.available)
    func `what goes on after somebody has looked is a new alert`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            var scene = Scene()
            for minute in 0..<5 { scene.add(Scene.at(18, minute), "worker-0", "person.open", "c", decision: .deny) }
            try await write(database, scene.records)
            #expect(try await watch(database).run(now: now) == 1)
            let first = try #require(try await alerts(database).first)
            #expect(try await database.read { connection in try Alert.waiting(connection) } == 1)
            let (own, kept, again) = try await database.write { connection in
                (
                    try Alert.review(first.id, by: "worker-0", .justified, now: now, connection),
                    try Alert.review(first.id, by: "supervisor", .inquiry, now: now, connection),
                    try Alert.review(first.id, by: "other", .justified, now: now, connection)
                )
            }
            #expect(!own && kept && !again)
            let reviewed = try await database.read { connection in try Alert.find(first.id, connection) }
            #expect(reviewed?.review == Alert.Review(reviewer: "supervisor", time: now, verdict: .inquiry))
            #expect(reviewed?.finding == first.finding)
            try await write(database, [scene.records[4]])
            #expect(try await watch(database).run(now: now) == 1)
            let waiting = try await database.read { connection in try Alert.page(isReviewed: false, connection) }
            #expect(waiting.map(\.finding.positions) == [[5]])
            #expect(try await database.read { connection in try Alert.page(isReviewed: true, connection).map(\.id) } == [first.id])
        }
    }

    @Test(arguments: Engine.available)
    func `two servers do not find the same twice`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            var scene = Scene()
            for number in 0..<12 {
                scene.add(Scene.at(18, 3 * number), "worker-\(number % 3)", "person.break-glass", "case-9-\(number)", purpose: "protection")
            }
            try await write(database, scene.records)
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try await watch(database, batch: 5).run(now: now) } }
                try await group.waitForAll()
            }
            let alerts = try await alerts(database)
            #expect(alerts.map(\.finding.positions) == (0..<12).reversed().map { [$0] })
            #expect(Set(alerts.map(\.finding.detector)) == [.emergency])
            let pages = try await database.read { connection in
                let first = try Alert.page(isReviewed: false, limit: 5, connection)
                return (first, try Alert.page(before: first.last?.id, isReviewed: false, limit: 50, connection))
            }
            #expect(pages.0 + pages.1 == alerts && pages.0.count == 5)
        }
    }

    @Test func `every detector and verdict has words in both languages`() throws {
        for language in Language.allCases {
            let file = try Ledger.strings().appendingPathComponent("\(language.rawValue).json")
            let words = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
            let keys = Detector.allCases.flatMap { ["detector.\($0.rawValue)", "detector.\($0.rawValue).why"] }
            #expect(Set(words.keys) == Set(keys + Alert.Verdict.allCases.map { "verdict.\($0.rawValue)" }))
        }
    }
}
