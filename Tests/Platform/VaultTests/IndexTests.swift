import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct IndexPlannerTests {
    private func field(_ bits: Int, entropy: Double = 20, share: Double = 0.0001) -> IndexedField {
        IndexedField(name: "f\(bits)", bits: bits, entropy: entropy, commonestShare: share)
    }

    @Test func `lengths follow the rule of coincidences`() throws {
        // Ten thousand persons and a personal number: 7 to 12 bits, 78 to 2.4 coincidences.
        #expect(try IndexPlanner.bits(population: 10_000) == 7...12)
        #expect(IndexPlanner.coincidences(population: 10_000, [field(12)]) == 2.44140625)
        for bits in 1...16 {
            let expected: IndexPlanner.Refusal? = bits < 7 ? .tooShort : bits > 12 ? .tooLong : nil
            var refusal: IndexPlanner.Refusal?
            do { try IndexPlanner.check(population: 10_000, [field(bits)]) } catch { refusal = error }
            #expect(refusal == expected, "\(bits)")
        }
        // Bits beyond what chance is in a value count for nothing.
        #expect(IndexPlanner.coincidences(population: 1000, [field(30, entropy: 3)]) == 125)
        // Several indexes of one record count together.
        #expect(throws: IndexPlanner.Refusal.tooLong) { try IndexPlanner.check(population: 10_000, [field(7), field(6)]) }
        try IndexPlanner.check(population: 10_000, [field(5), field(4), field(3)])
    }

    @Test func `few persons, few values and common values are refused`() throws {
        #expect(throws: IndexPlanner.Refusal.populationTooSmall) { try IndexPlanner.check(population: 15, [field(2)]) }
        #expect(throws: IndexPlanner.Refusal.populationTooSmall) { try IndexPlanner.bits(population: 15) }
        try IndexPlanner.check(population: 16, [field(2)])
        // What AWS's guide and the rule forbid outright, with the shares of published statistics.
        for (name, entropy, share) in [
            ("sex", 0.6, 0.85), ("nationality", 2.5, 0.6), ("exploitation", 2.0, 0.55), ("municipality", 6.5, 0.2),
            ("first name", 8.0, 0.03),
        ] {
            let asked = IndexedField(name: name, bits: 7, entropy: entropy, commonestShare: share)
            #expect(throws: IndexPlanner.Refusal.lowEntropy(name)) { try IndexPlanner.check(population: 10_000, [asked]) }
        }
        #expect(throws: IndexPlanner.Refusal.skewed("f8")) { try IndexPlanner.check(population: 10_000, [field(8, share: 0.2)]) }
    }

    @Test func `the plan of this program is allowed from eight thousand persons to sixteen million`() throws {
        let plan = IndexPlan.standard
        #expect(Set(plan.all.map(\.name)) == Set(IndexName.allCases.map(\.rawValue)))
        for population in [8192, plan.population, 1_000_000, 16_777_216] { try IndexPlanner.check(population: population, plan.all) }
        #expect(throws: IndexPlanner.Refusal.tooLong) { try IndexPlanner.check(population: 8191, plan.all) }
    }
}

@Suite struct BlindIndexTests {
    private let root = SealingKey()

    @Test(arguments: Engine.available)
    func `who has the value is among the candidates, for those with a seal only`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let (vault, shelter) = (world.vault, world.shelter)
            let indexes = BlindIndex(vault)
            var subjects: [SealedSubject] = []
            for _ in 0..<4 { subjects.append(try await world.subject(database)) }
            let all = subjects
            let before = try await database.read { try indexes.candidates("0888123450", .phone, as: shelter, $0) }
            #expect(before == [])
            try await database.write { connection in
                for (number, subject) in all.enumerated() {
                    try indexes.set(["088812345\(number)", "", "няма"], .phone, of: subject, connection)
                }
            }
            for (number, subject) in all.enumerated() {
                let found = try await database.read { try indexes.candidates("+359 88 812 345\(number)", .phone, as: shelter, $0) }
                #expect(found.contains(subject) && found == found.sorted())
                #expect(try await database.read { try indexes.candidates("088812345\(number)", .phone, as: world.police, $0) } == [])
                #expect(try await database.read { try indexes.candidates("088812345\(number)", .eMail, as: shelter, $0) } == [])
            }
            // Values of before a correction find nobody.
            try await database.write { try indexes.set([], .phone, of: all[0], $0) }
            let rows = try await database.read { connection in
                try connection.query("SELECT value FROM vault_index_values WHERE subject = \(all[0])").count
            }
            #expect(rows == 0)
        }
    }

    @Test func `hashes have the planned bits, differ by key and index, and not by how a value was typed`() {
        let indexes = BlindIndex(Vault(root: root))
        let other = BlindIndex(Vault(root: SealingKey()))
        for name in IndexName.allCases {
            let texts = (0..<400).map { name == .eMail ? "m\($0)@example.bg" : "\(7_500_000_000 + $0)" }
            let hashes = texts.compactMap { indexes.hash($0, name) }
            let bits = IndexPlan.standard.all.first { $0.name == name.rawValue }?.bits ?? 0
            #expect(hashes.count == 400 && Set(hashes) == Set(0..<(1 << bits)))
            #expect(hashes != texts.compactMap { other.hash($0, name) })
        }
        let numbers = (0..<50).map { "75231692\($0 + 10)" }
        #expect(numbers.map { indexes.hash($0, .personalNumber).map { $0 >> 3 } } != numbers.map { indexes.hash($0, .documentNumber) })
        #expect(indexes.hash("7523 169263", .personalNumber) == indexes.hash("7523169263", .personalNumber))
        #expect(indexes.hash("АВ 123456", .documentNumber) == indexes.hash("ab123456", .documentNumber))
        #expect(indexes.hash("", .personalNumber) == nil)
    }

    @Test func `hashes stay what they are, for the rows in use depend on it`() {
        // Computed with Python's hmac and hashlib.
        let key = SealingKey(id: .new(), bytes: Array(0..<32))
        let indexes = key.map { BlindIndex(Vault(root: $0)) }
        let hashes = ["7523169263", "8032056031", "7542011030"].map { indexes?.hash($0, .personalNumber) }
        #expect(hashes == [6, 1, 8])
        #expect(["0888123456", "+442079460000"].map { indexes?.hash($0, .phone) } == [4, 6])
    }

    @Test(arguments: Engine.available)
    func `a program with other lengths refuses`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database)
            let longer = IndexPlan(population: 100_000, [(.phone, bits: 4, entropy: 20, commonestShare: 0.001)])
            let (mine, other) = (BlindIndex(world.vault), BlindIndex(world.vault, plan: longer))
            try await database.write { try mine.set(["0888123456"], .phone, of: subject, $0) }
            await #expect(throws: VaultError.indexParameters("phone")) {
                try await database.write { try other.set(["0888123456"], .phone, of: subject, $0) }
            }
            await #expect(throws: VaultError.indexParameters("phone")) {
                try await database.read { _ = try other.candidates("0888123456", .phone, as: world.shelter, $0) }
            }
            try await database.write { try mine.set(["0888123457"], .phone, of: subject, $0) }
        }
    }

    @Test(arguments: Engine.available)
    func `a personal number belongs to one, and is free again when corrected or erased`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            let (first, second) = (try await world.subject(database), try await world.subject(database))
            let (number, corrected) = (try PersonalNumber.egn(typed: "7523169263"), try PersonalNumber.egn(typed: "8032056031"))
            let foreign = try PersonalNumber.lnch(typed: "7111042925")
            @Sendable func claim(_ number: PersonalNumber, _ subject: SealedSubject) async throws -> SealedSubject? {
                try await database.write { try vault.claim(number, of: subject, $0) }
            }
            #expect(try await claim(number, first) == nil)
            #expect(try await claim(number, first) == nil)
            #expect(try await claim(foreign, first) == nil)
            #expect(try await claim(number, second) == first)
            #expect(try await claim(corrected, first) == nil)
            #expect(try await claim(number, second) == nil)
            #expect(try await database.read { try vault.holder(of: foreign, $0) } == first)
            let tombstone = try Tombstone.of(first)
            try await database.write { try vault.erase(tombstone, $0) }
            #expect(try await claim(corrected, second) == nil)
            #expect(try await database.read { try vault.holder(of: number, $0) } == nil)
            await #expect(throws: VaultError.unknownKey) { try await claim(number, first) }
        }
    }
}

@Suite struct IndexPlanOfQueriesTests {
    @Test func `what stands in an index for one person is found by the person`() async throws {
        try await withDatabase(.sqlite, migrations: Vault.migrations) { database in
            let plans = try await database.read { connection in
                let asked: [SQL] = [
                    "EXPLAIN QUERY PLAN DELETE FROM vault_index_values WHERE index_name = 'egn' AND subject = 's'",
                    "EXPLAIN QUERY PLAN DELETE FROM vault_index_values WHERE subject = 's'",
                    "EXPLAIN QUERY PLAN DELETE FROM vault_unique_values WHERE index_name = 'egn' AND subject = 's'",
                ]
                return try asked.flatMap { try connection.query($0).map { try $0.text("detail") } }
            }
            #expect(plans.count == 3 && plans.allSatisfy { $0.contains("(subject=?") }, "\(plans)")
        }
    }
}
