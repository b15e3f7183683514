import Core
import Database
import Foundation
import Policy
import TestSupport
import Testing
import Web

/// Two plans side by side, and what people say there of a pair: the demo programme and the demo plan on migration.
@Suite struct ComparePageTests {
    private static let programme = "/plans/programa-sreshtu-trafika-2024"
    private static let migration = "/plans/plan-strategiya-migratsiya-2024"
    private static let compared = programme + "/compare/plan-strategiya-migratsiya-2024"

    private func bringIn(_ house: TestHouse) async throws {
        try await house.importPlan("Demo/programa-2024.tsv")
        try await house.importPlan("Demo/plan-migratsia-2024.tsv")
    }

    private func decide(_ browser: TestBrowser, _ left: String, _ right: String, _ ruling: String) async throws -> TestAnswer {
        try await browser.post(Self.compared + "/decide", ["left": left, "right": right, "ruling": ruling])
    }

    @Test(arguments: Engine.available)
    func `a pair is confirmed by a person and then stands on the pages of both measures`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await bringIn(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            let visitor = house.browser("203.0.113.9")
            let page = try await coordinator.get(Self.compared)
            #expect(page.status == 200)
            #expect(page.body.contains("id=\"p-") && page.body.contains("Общи мерки") && page.body.contains("еднаква сума: 30"))
            #expect(try await coordinator.get(Self.programme + "/compare").body.contains("plan-strategiya-migratsiya-2024"))

            // What nobody has looked at is not for everybody.
            let measure = Self.programme + "/measures/II.2.2"
            #expect(try await coordinator.get(measure).body.contains("Предложение, което никой още не е потвърдил"))
            #expect(!(try await visitor.get(measure).body.contains("id=\"others\"")))
            #expect(try await decide(coordinator, "II.2.2", "31", "same").status == 303)
            house.clock.advance(seconds: 2)
            for (address, other) in [(measure, "/measures/31"), (Self.migration + "/measures/31", "/measures/II.2.2")] {
                let body = try await visitor.get(address).body
                #expect(body.contains("id=\"others\"") && body.contains(other) && body.contains("потвърдено"), "\(address)")
            }
            #expect(try await coordinator.get(Self.compared + "?show=confirmed").body.contains("Оттегляне на решението"))
            // The same pair from the other plan.
            let turned = Self.migration + "/compare/programa-sreshtu-trafika-2024?show=confirmed"
            #expect(try await coordinator.get(turned).body.contains("/measures/II.2.2"))

            // An amended plan keeps what was said.
            try await house.amendPlan("Demo/programa-2024.tsv") { $0.replacing("30 юли", with: "трийсети юли") }
            house.clock.advance(seconds: 2)
            #expect(try await visitor.get(Self.migration + "/measures/31").body.contains("/measures/II.2.2"))
            #expect(try await decide(coordinator, "II.2.2", "31", "").status == 303)
            house.clock.advance(seconds: 2)
            #expect(!(try await visitor.get(measure).body.contains("id=\"others\"")))
            let acts = try await house.database.read {
                try $0.query("SELECT act FROM ledger_entries WHERE act LIKE 'pair.%' ORDER BY position").map { try $0.text("act") }
            }
            #expect(acts == ["pair.same", "pair.withdraw"])
        }
    }

    @Test(arguments: Engine.available)
    func `a rejected pair is not proposed again, and can be taken back`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await bringIn(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            func pairs(_ query: String = "") async throws -> Int {
                try await coordinator.get(Self.compared + query).body.components(separatedBy: "<article class=\"match\"").count - 1
            }
            let before = try await pairs()
            #expect(before > 5)
            #expect(try await decide(coordinator, "II.2.3", "32", "different").status == 303)
            #expect(try await pairs() == before - 1)
            #expect(try await pairs("?show=rejected") == 1)
            #expect(try await decide(coordinator, "II.2.3", "32", "").status == 303)
            #expect(try await pairs() == before)
            // Two measures that no rule sees as one, paired by hand.
            #expect(try await decide(coordinator, "I.1.1", "1", "same").status == 303)
            #expect(try await pairs("?show=confirmed") == 1)
            #expect(try await decide(coordinator, "I.1.1", "none", "same").status == 404)
            #expect(try await coordinator.get(Self.compared + "?show=left").body.contains("Най-близка в другия план"))
        }
    }

    @Test(arguments: [Role.coordinator, .publisher, .localSecretary, .reporter, .validator, .analyst, .caseWorker, .auditor])
    func `who carries out plans sees the comparison, who keeps them decides`(role: Role) async throws {
        try await withHouse(.sqlite) { house in
            try await bringIn(house)
            let browser = try await house.signedIn(as: role)
            let (may, keeps) = (![.caseWorker, .auditor].contains(role), [.coordinator, .publisher].contains(role))
            for address in [Self.programme + "/compare", Self.compared, Self.compared + ".csv"] {
                #expect(try await browser.get(address).status == (may ? 200 : 403), "\(address)")
            }
            #expect(try await browser.get(Self.programme).body.contains("/compare\"") == may)
            #expect(try await browser.get(Self.compared).body.contains("value=\"different\"") == keeps)
            #expect(try await decide(browser, "II.2.2", "31", "same").status == (keeps ? 303 : 403))
            let visitor = house.browser("203.0.113.9")
            #expect(try await visitor.get(Self.compared).status != 200)
        }
    }

    @Test func `the file has every pair and every measure that only one plan has`() async throws {
        try await withHouse(.sqlite) { house in
            try await bringIn(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            let rows = try await coordinator.get(Self.compared + ".csv").body.split(separator: "\r\n")
            #expect(rows.filter { $0.contains("предложение") }.contains { $0.contains("III.1.3") && $0.contains("33") })
            #expect(rows.contains { $0.contains("Само в този план") } && rows.contains { $0.contains("Само в другия план") })
            #expect(try await coordinator.get(Self.programme + "/compare/none").status == 404)
            #expect(try await coordinator.get(Self.programme + "/compare/programa-sreshtu-trafika-2024").status == 404)
        }
    }
}
