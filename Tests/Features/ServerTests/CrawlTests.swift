import Core
import Database
import Foundation
import Ledger
import Policy
import TestSupport
import Testing
import Web

@Suite struct CrawlTests {
    /// What may be different after a page was read, and why. Of everything else not a row may be.
    private static let mayGrow = [
        "ledger_entries": "a look at a record, a signal, an alert, the ledger is remembered before the page leaves",
        "ledger_tree": "the hash over all entries",
    ]
    private static let mayMove: Set = [
        // When somebody was seen last: after fifteen minutes of nothing her session ends.
        "sessions.seen_at"
    ]
    /// Acts that are looks.
    private static let looks: Set = [
        "activity.evidence", "alerts.read", "case.list", "consent.open", "glass.list", "ledger.own", "ledger.read", "obligation.open",
        "person.list",
        "metric.read", "person.looks", "person.open", "referral.list", "referral.open", "signal.list", "signal.open",
        "staff.read",
    ]
    /// Addresses that no page of these visitors leads to: asked for by programs.
    private static let unlinked = ["/healthz", "/schemas/plan.schema.json"]

    @Test(arguments: Engine.available)
    func `no page of a house full of work changes what is stored, whoever reads it`(engine: Engine) async throws {
        try await withFilledHouse(engine) { filled in
            let house = filled.house
            var patterns: Set<String> = []
            let first = try await records(house.database)
            #expect(CrawlTests.filledTables.filter { first[$0]?.isEmpty ?? true } == [], "nothing to change there")
            for (number, role) in Role.allCases.enumerated() {
                let browser = try #require(filled.desks[role])
                let doors = ["/", "/account", "/sign-in", "/demo"] + filled.doors[role, default: []] + CrawlTests.unlinked
                for language in number % 4 == 0 ? ["", "/en"] : [""] {
                    try await expectSteady(house, "\(role)") {
                        let pages = try await Crawler(browser: browser, language: language).pages(from: doors)
                        #expect(pages.count > 15, "\(role)")
                        for page in pages {
                            if !CrawlTests.unlinked.contains(page.path), page.path != "/ledger/checkpoint" { expectPrivate(page, role) }
                            if let pattern = house.pattern(of: page.path, language: language) { patterns.insert(pattern) }
                        }
                    }
                }
            }
            try await expectSteady(house, "newcomer") {
                let answer = try await filled.newcomer.get("/enrol")
                #expect(answer.status == 200)
            }
            try await expectSteady(house, "nobody") {
                for page in try await Crawler(browser: house.browser()).pages(from: [
                    "/", "/plans", "/sign-in", "/activate", "/session/ended",
                ]) {
                    if let pattern = house.pattern(of: page.path) { patterns.insert(pattern) }
                }
            }
            let all = Set(house.site.routes.filter { !$0.isUnsafe }.map(\.pattern))
            #expect(all.subtracting(patterns) == ["/enrol"], "addresses that nobody read")
        }
    }

    /// Tables that hold something before anybody reads: otherwise nothing could be seen to change.
    private static let filledTables = [
        "account_ends", "activations", "activities", "activity_facts", "activity_files", "activity_measures", "activity_tasks", "alerts",
        "drafts",
        "emergency_openings", "emergency_told", "failed_attempts", "finding_acceptances", "ledger_checkpoints",
        "organisations", "persons", "relations", "security_keys", "sessions", "signal_cases", "signal_facts", "signal_outcomes",
        "signal_passes", "signals",
        "vault_seals", "vault_values",
    ]

    private func expectSteady(_ house: TestHouse, _ who: String, _ read: () async throws -> Void) async throws {
        let before = try await records(house.database, without: CrawlTests.mayMove)
        // What is written now must not look like what was written then.
        house.clock.advance(seconds: 30)
        let entries = try await house.database.read { try LedgerReader.count(LedgerFilter(), $0) }
        try await read()
        let after = try await records(house.database, without: CrawlTests.mayMove)
        #expect(Set(after.keys) == Set(before.keys), "\(who)")
        let changed = before.filter { CrawlTests.mayGrow[$0.key] == nil && after[$0.key] != $0.value }.keys.sorted()
        #expect(changed == [], "\(who)")
        // What was in the ledger stays, and what came to it are looks.
        #expect(Set(before["ledger_entries"] ?? []).isSubset(of: after["ledger_entries"] ?? []), "\(who)")
        let new = try await house.database.read { try LedgerReader.entries(from: entries, limit: 10_000, $0).map(\.entry.act) }
        #expect(Set(new).subtracting(CrawlTests.looks) == [], "\(who)")
    }

    private func expectPrivate(_ page: TestAnswer, _ role: Role) {
        #expect([200, 303].contains(page.status), "\(role), \(page.path): \(page.status)")
        #expect(page["Cache-Control"] == "no-store", "\(role), \(page.path)")
        #expect(page["X-Robots-Tag"]?.hasPrefix("noindex") == true, "\(role), \(page.path)")
        #expect(page["ETag"] == nil, "\(role), \(page.path)")
        #expect(!page.body.contains("⟨"), "\(role), \(page.path)")
        // A title stands in the history of the browser and in the list of windows.
        let title = page.body.firstMatch(of: /<title>(.*?)<\/title>/).map { String($0.output.1) } ?? ""
        for name in ["Примерова", "Измислен", "Небивал", "Пробн"] { #expect(!title.contains(name), "\(role), \(page.path): \(title)") }
    }
}
