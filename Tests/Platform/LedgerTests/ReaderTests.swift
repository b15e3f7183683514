import Core
import Database
import TestSupport
import Testing

@testable import Ledger

@Suite struct ReaderTests {
    /// Entries of a fortnight, in their order, now and then with a clock that was set back.
    private static func entries(_ count: Int, _ generator: inout SeededGenerator) -> [LedgerEntry] {
        var time: Int64 = 1_800_000_000_000
        return (0..<count).map { number in
            time += Int64.random(in: 0...6_000_000, using: &generator)
            if number % 61 == 60 { time -= 90_000_000 }
            return LedgerEntry(
                time: Instant(milliseconds: time), actor: "actor-\(Int.random(in: 0..<5, using: &generator))",
                act: ["person.open", "person.openly", "person.unmask", "plan.accept", "zone"].randomElement(using: &generator) ?? "",
                object: "object-\(Int.random(in: 0..<9, using: &generator))",
                organisation: [nil, "org-1", "org-2"].randomElement(using: &generator) ?? nil, role: "case-worker",
                decision: Int.random(in: 0..<6, using: &generator) == 0 ? .deny : .allow, fields: number % 3 == 0 ? ["name", "phone"] : [])
        }
    }

    /// The plain definition of a filter.
    private func fits(_ entry: LedgerEntry, _ filter: LedgerFilter) -> Bool {
        (filter.object.map { $0 == entry.object } ?? true) && (filter.actor.map { $0 == entry.actor } ?? true)
            && (filter.organisation.map { $0 == entry.organisation } ?? true)
            && (filter.acts.isEmpty || filter.acts.contains { entry.act.hasPrefix($0) })
            && (filter.from.map { entry.time.dayInSofia >= $0 } ?? true) && (filter.to.map { entry.time.dayInSofia <= $0 } ?? true)
            && (filter.decision.map { $0 == entry.decision } ?? true)
    }

    @Test(arguments: Engine.available)
    func `any filter gives what its definition gives, the newest first, page by page`(engine: Engine) async throws {
        var generator = SeededGenerator(11)
        let entries = Self.entries(300, &generator)
        let days = entries.map(\.time.dayInSofia)
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await Ledger.write(database) { _ in ((), entries) }
            for _ in 0..<120 {
                var filter = LedgerFilter()
                if Int.random(in: 0..<4, using: &generator) == 0 { filter.object = "object-\(Int.random(in: 0..<10, using: &generator))" }
                if Int.random(in: 0..<4, using: &generator) == 0 { filter.actor = "actor-\(Int.random(in: 0..<5, using: &generator))" }
                if Int.random(in: 0..<4, using: &generator) == 0 { filter.organisation = "org-1" }
                if Bool.random(using: &generator) {
                    filter.acts = ["person.", "person.open", "p", "plan.accept", "nothing", ""].filter { _ in
                        Int.random(in: 0..<3, using: &generator) == 0
                    }
                }
                if Int.random(in: 0..<3, using: &generator) == 0 { filter.from = days.randomElement(using: &generator) }
                if Int.random(in: 0..<3, using: &generator) == 0 { filter.to = days.randomElement(using: &generator) }
                if Int.random(in: 0..<3, using: &generator) == 0 { filter.decision = Bool.random(using: &generator) ? .deny : .allow }
                let asked = filter
                let isOwn = Int.random(in: 0..<3, using: &generator) == 0
                let expected = entries.enumerated().filter { fits($1, asked) && (!isOwn || $1.organisation == "org-2") }.map {
                    LedgerRecord(position: $0, entry: $1)
                }
                let (read, count) = try await database.read { connection in
                    var (read, next): ([LedgerRecord], Int?) = ([], nil)
                    repeat {
                        let page = try LedgerReader.page(
                            asked, within: isOwn ? "(organisation = \("org-2"))" : nil, before: next, limit: 37, connection)
                        read += page.records
                        next = page.next
                    } while next != nil
                    return (read, try LedgerReader.count(asked, connection))
                }
                #expect(read == expected.reversed(), "\(asked)")
                if !isOwn { #expect(count == expected.count, "\(asked)") }
            }
        }
    }

    @Test func `every question is answered from an index`() async throws {
        var generator = SeededGenerator(5)
        let entries = Self.entries(100, &generator)
        let day = entries[50].time.dayInSofia
        let filters = [
            LedgerFilter(), LedgerFilter(object: "object-1"), LedgerFilter(actor: "actor-1"), LedgerFilter(organisation: "org-1"),
            LedgerFilter(acts: ["person."]), LedgerFilter(from: day, to: day), LedgerFilter(decision: .deny),
            LedgerFilter(object: "object-1", acts: ["person.open"], from: day, decision: .allow),
        ]
        try await withDatabase(.sqlite, migrations: Ledger.migrations) { database in
            try await Ledger.write(database) { _ in ((), entries) }
            for filter in filters {
                let plans = try await database.read { connection in
                    try (LedgerQuestion(filter, connection)?.ordered ?? []).map { condition in
                        try connection.query(
                            "EXPLAIN QUERY PLAN SELECT purpose FROM ledger_entries WHERE \(condition) AND position < 90 ORDER BY position DESC LIMIT 50"
                        ).map { row in try row.text("detail") }.joined(separator: "; ")
                    }
                }
                #expect(!plans.isEmpty)
                for plan in plans {
                    #expect(plan.contains("SEARCH ledger_entries USING INDEX") && !plan.contains("TEMP B-TREE"), "\(filter): \(plan)")
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `clocks set back a day or forward a year change neither the order nor the proof`(engine: Engine) async throws {
        let (day, year): (Int64, Int64) = (86_400_000, 365 * 86_400_000)
        let jumps: [Int64] = [0, 1, -day, -day + 1, 2, year, year + 1, 3]
        let entries = jumps.enumerated().map { number, jump in
            LedgerEntry(time: Instant(milliseconds: 1_800_000_000_000 + jump), actor: "a", act: "person.open", object: "\(number)")
        }
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            for entry in entries { try await Ledger.write(database) { _ in ((), [entry]) } }
            let read = try await database.read { connection in try LedgerReader.page(LedgerFilter(), connection).records }
            #expect(read.map(\.entry) == entries.reversed())
            guard case .whole(8, _) = try await LedgerVerifier(database, batch: 3).verify() else {
                Issue.record("not whole")
                return
            }
            let before = try await database.read { connection in
                try LedgerReader.page(LedgerFilter(to: entries[2].time.dayInSofia), connection).records.map(\.position)
            }
            #expect(before == [3, 2])
        }
    }
}
