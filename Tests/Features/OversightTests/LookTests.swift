import Core
import Database
import Foundation
import Ledger
import Policy
import TestSupport
import Testing
import Web

@testable import Oversight

@Suite struct LookTests {
    private let start = MovingClock().now

    private func minutes(_ number: Int) -> Instant { Instant(milliseconds: start.milliseconds + Int64(number) * 60_000) }

    private func entry(
        _ minute: Int, _ actor: String = "a", _ act: String = "person.open", purpose: String? = "help", rule: String? = "worker",
        decision: LedgerEntry.Decision = .allow, fields: [String] = []
    ) -> LedgerEntry {
        LedgerEntry(
            time: minutes(minute), actor: actor, act: act, object: "R-42", organisation: "o", purpose: purpose, rule: rule,
            decision: decision, fields: fields)
    }

    /// The newest first, as the ledger gives them.
    private func looks(_ entries: [LedgerEntry], _ language: Language = .bg) throws -> LookLines {
        let people = ["a": "Ива", "b": "Коста"].mapValues { OversightSources.Person(name: $0, posts: ["o": "социален работник"]) }
        let names = Names(people: people, organisations: ["o": "Местна комисия"], places: [:])
        let writer = LineWriter(words: try allWords(language), names: names, link: { $0 }, mayTrace: false)
        let records = entries.enumerated().map { LedgerRecord(position: $0, entry: $1) }.reversed()
        return LookLines(Array(records), hasMore: false, writer)
    }

    @Test func `repeated looks of one person within an hour are one line`() throws {
        let told = try looks([entry(5), entry(20), entry(40), entry(66), entry(67), entry(70, "b")])
        #expect(told.lookDays.count == 1)
        #expect(told.lookDays.first?.looks.map(\.who) == ["Коста", "Ива", "Ива"])
        #expect(told.lookDays.first?.looks.map(\.times) == ["в 13:10", "2 пъти между 13:06 и 13:07", "3 пъти между 12:05 и 12:40"])
    }

    @Test func `what differs is not joined: act, purpose, rule, refusal, day`() throws {
        let entries = [
            entry(0), entry(1, "a", "person.unmask", fields: ["identity"]), entry(2, "a", "person.unmask", fields: ["contact"]),
            entry(3, purpose: "protection"), entry(4, rule: "leader"), entry(5, decision: .deny),
        ]
        let told = try looks(entries)
        let all = told.lookDays.flatMap(\.looks)
        #expect(all.count == 5)
        #expect(all.first { $0.hasUnmasked }?.unmasked == "Връзка с лицето и Самоличност")
        #expect(all.filter(\.isRefused).count == 1)
        // Ten to midnight and ten past: two days, though within an hour.
        #expect(try looks([entry(11 * 60 + 50), entry(12 * 60 + 10)]).lookDays.map(\.looks.count) == [1, 1])
    }

    @Test func `the lines hold nothing that only the ledger knows`() throws {
        let person = Identifier<Never>.new().text
        for language in Language.allCases {
            let told = try looks([entry(0, person), entry(1, "command:import"), entry(2, "stranger"), entry(3)], language)
            let text = try #require(String(bytes: JSONEncoder().encode(told), encoding: .utf8))
            for secret in [person, "R-42", "\"a\"", "⟨", "T09:"] { #expect(!text.contains(secret), "\(language): \(secret)") }
        }
        #expect(try looks([]).hasNoLooks)
    }

    @Test func `however the times lie, every look is told once`() throws {
        var generator = SeededGenerator(3)
        for _ in 0..<200 {
            let entries = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                entry(Int.random(in: 0...400, using: &generator), ["a", "b"].randomElement(using: &generator) ?? "a")
            }
            let told = try looks(entries).lookDays.flatMap(\.looks)
            let counted = told.reduce(0) { $0 + (Int($1.times.prefix { $0.isNumber }) ?? 1) }
            #expect(counted == entries.count)
        }
    }
}
