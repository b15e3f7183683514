import Core
import Database
import Ledger
import Policy
import Reference
import Server
import TestSupport
import Testing

@Suite struct DemonstrationTests {
    private static let measure = "/plans/programa-sreshtu-trafika-2024/measures/IV.5.1"

    private func count(_ statement: SQL, _ house: TestHouse) async throws -> Int {
        try await house.database.read { try $0.first(statement)?.integer("n") ?? 0 }
    }

    @Test(arguments: Engine.available)
    func `the demonstration plays a year that its programme counts by itself, and leaves something to do`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let demonstration = Demonstration(database: house.database, root: house.root, register: try InstitutionRegister.builtIn())
            // Without its programme nobody would see it count.
            #expect(try await demonstration.play(at: house.clock.now) == nil)
            #expect(try await count("SELECT count(*) AS n FROM signals", house) == 0)

            try await house.importPlan("Demo/programa-2024.tsv", year: 2024)
            let played = try #require(try await demonstration.play(at: house.clock.now, acts: 0))
            #expect(try await count("SELECT count(*) AS n FROM signals", house) == played.signals)
            #expect(try await count("SELECT count(*) AS n FROM referrals", house) == played.referrals)

            // Counted apart from what the page counts by: by the names that people use.
            let received = try await count("SELECT count(*) AS n FROM signals WHERE reference LIKE 'С-2024-%'", house)
            let processed = try await count(
                "SELECT count(DISTINCT signal_id) AS n FROM signal_outcomes WHERE decided_at LIKE '2024-%'", house)
            let referred = try await count(
                "SELECT count(DISTINCT person_id) AS n FROM referrals WHERE reference LIKE '%-2024-%'", house)
            #expect(processed < received && referred < processed && referred > 4)
            let page = try await house.browser("203.0.113.9").get(Self.measure).body
            let counted = page.matches(of: /<td[^>]*data-label="Стойност"[^>]*>(.*?)<\/td>/.dotMatchesNewlines()).map { found in
                String(found.output.1).filter(\.isNumber)
            }
            #expect(counted == [String(received), String(processed), "0", String(referred)], "nobody was helped to return")

            // Each has something before her today; nothing of the year is left over.
            for role in [Role.hotlineOperator, .caseWorker, .shelterManager] {
                let today = try await house.signedIn(as: role, from: "198.51.100.\(role.rawValue.count)").get("/today").body
                #expect(today.contains("-2026-") && !today.contains("-2024-"), "\(role)")
            }
            guard case .whole = try await LedgerVerifier(house.database).verify() else {
                Issue.record("the ledger is not whole")
                return
            }
        }
    }
}
