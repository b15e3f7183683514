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

    /// The identity of a measure, by its code in the plan.
    private func identity(_ house: TestHouse, _ code: String) async throws -> String {
        try await house.database.read { connection in
            try connection.first("SELECT identity FROM measures WHERE code = \(code) ORDER BY id DESC")?.text("identity") ?? code
        }
    }

    /// - Parameter seen: what the page said of the pair.
    private func decide(
        _ house: TestHouse, _ browser: TestBrowser, _ left: String, _ right: String, _ ruling: String, seen: String = ""
    ) async throws -> TestAnswer {
        let fields = [
            ("left", try await identity(house, left)), ("right", try await identity(house, right)), ("ruling", ruling), ("seen", seen),
            ("page", "1"),
        ]
        return try await browser.post(Self.compared + "/decide", fields)
    }

    private func acts(_ house: TestHouse) async throws -> [String] {
        try await house.database.read {
            try $0.query("SELECT act FROM ledger_entries WHERE act LIKE 'pair.%' ORDER BY position").map { try $0.text("act") }
        }
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
            #expect(try await decide(house, coordinator, "II.2.2", "31", "same").status == 303)
            house.clock.advance(seconds: 2)
            for (address, other) in [(measure, "/measures/31"), (Self.migration + "/measures/31", "/measures/II.2.2")] {
                let body = try await visitor.get(address).body
                #expect(body.contains("id=\"others\"") && body.contains(other) && body.contains("потвърдено"), "\(address)")
            }
            let confirmed = try await coordinator.get(Self.compared + "?show=confirmed").body
            #expect(confirmed.contains("Оттегляне на решението") && confirmed.contains("Сходство ") && confirmed.contains("Решено на "))
            // The same pair from the other plan.
            let turned = Self.migration + "/compare/programa-sreshtu-trafika-2024?show=confirmed"
            #expect(try await coordinator.get(turned).body.contains("/measures/II.2.2"))

            // An amended plan keeps what was said.
            try await house.amendPlan("Demo/programa-2024.tsv") { $0.replacing("30 юли", with: "трийсети юли") }
            house.clock.advance(seconds: 2)
            #expect(try await visitor.get(Self.migration + "/measures/31").body.contains("/measures/II.2.2"))
            #expect(try await decide(house, coordinator, "II.2.2", "31", "", seen: "same").status == 303)
            house.clock.advance(seconds: 2)
            #expect(!(try await visitor.get(measure).body.contains("id=\"others\"")))
            #expect(try await acts(house) == ["pair.same", "pair.withdraw"])
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
            #expect(try await decide(house, coordinator, "II.2.3", "32", "different").status == 303)
            #expect(try await pairs() == before - 1)
            #expect(try await pairs("?show=rejected") == 1)
            #expect(try await coordinator.get(Self.compared + "?show=rejected").body.contains("Сходство "))
            #expect(try await decide(house, coordinator, "II.2.3", "32", "", seen: "different").status == 303)
            #expect(try await pairs() == before)
            // Two measures that no rule sees as one, paired by hand.
            #expect(try await decide(house, coordinator, "I.1.1", "1", "same").status == 303)
            #expect(try await pairs("?show=confirmed") == 1)
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
            #expect(try await decide(house, browser, "II.2.2", "31", "same").status == (keeps ? 303 : 403))
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

    @Test(arguments: Engine.available)
    func `who decides on what another has decided meanwhile is told, and nothing is written`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await bringIn(house)
            let (first, second) = (try await house.signedIn(as: .coordinator), try await house.signedIn(as: .publisher))
            #expect(try await decide(house, first, "II.2.2", "31", "same").status == 303)
            let late = try await decide(house, second, "II.2.2", "31", "different")
            #expect(late.status == 409 && late.body.contains("Докато гледахте, за тази двойка беше решено друго"))
            #expect(late.body.contains("value=\"same\"") && late.body.contains("/measures/II.2.2"), "shows the pair where it is now")
            #expect(try await decide(house, second, "II.2.2", "31", "same").status == 303, "the same was said")
            #expect(try await acts(house) == ["pair.same"])
            #expect(try await decide(house, second, "II.2.2", "31", "different", seen: "same").status == 303)
            #expect(try await decide(house, first, "II.2.2", "31", "", seen: "same").status == 409)
            #expect(try await acts(house) == ["pair.same", "pair.different"])

            // A measure that an amendment has dropped, or that never was.
            #expect(try await decide(house, first, "I.1.1", "none", "same").status == 409)
            for ruling in ["maybe", "rejected"] { #expect(try await decide(house, first, "I.1.1", "1", ruling).status == 400) }
            #expect(try await decide(house, first, "I.1.1", "1", "same", seen: "maybe").status == 400)
            let withdrawn = try await decide(house, first, "II.2.2", "31", "", seen: "different")
            #expect(withdrawn.status == 303 && withdrawn.location?.contains("told=withdrawn") == true)
            #expect(try await acts(house) == ["pair.same", "pair.different", "pair.withdraw"])
        }
    }

    @Test func `two measures are chosen by hand, both of them`() async throws {
        try await withHouse(.sqlite) { house in
            try await bringIn(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            #expect(try await coordinator.get(Self.compared).body.contains("<option value=\"\">"))
            let left = try await identity(house, "I.1.1")
            let half = try await coordinator.post(
                Self.compared + "/decide", ["left": left, "right": "", "ruling": "same", "show": "confirmed"])
            #expect(half.status == 422 && half.body.contains("href=\"#right\"") && !half.body.contains("href=\"#left\""))
            #expect(half.body.contains("Изберете мярка от „"))
            #expect(half.body.contains("<option value=\"\(left)\" selected>"))
            #expect(try await acts(house).isEmpty)
            let told = try await coordinator.get(Self.compared + "?told=%3Cscript%3E")
            #expect(told.status == 200 && !told.body.contains("id=\"told\""))
            let sent = try await decide(house, coordinator, "I.1.1", "1", "same")
            #expect(sent.location?.hasSuffix("?told=same#told") == true)
        }
    }

    @Test func `against an earlier year it is told what goes on, what was dropped and what is new`() async throws {
        try await withHouse(.sqlite) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2020)
            try await bringIn(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            let compared = "/plans/programa-sreshtu-trafika-2020/compare/plan-strategiya-migratsiya-2024"
            let page = try await coordinator.get(compared).body
            #expect(["Продължават", "Отпадат", "Нови"].allSatisfy(page.contains) && !page.contains("Само в този план"))
            #expect(try await coordinator.get(compared + ".csv").body.contains("Отпадат"))

            // The same plan a few years on promises the same: only its years are others.
            let same = "/plans/programa-sreshtu-trafika-2020/compare/programa-sreshtu-trafika-2024"
            let differing = try await coordinator.get(same + "?show=differing").body
            let pairs = try await coordinator.get(same).body
            #expect(pairs.contains("Национална програма 2020") && pairs.contains("Национална програма 2024"))
            #expect(differing.components(separatedBy: "<article class=\"match\"").count < 8)
            let measure = try await coordinator.get("/plans/programa-sreshtu-trafika-2020/measures/I.1.1").body
            #expect(measure.contains("id=\"others\"") && measure.contains("Следващият план"))
            let later = try await coordinator.get("/plans/programa-sreshtu-trafika-2024/measures/I.1.1?lang=en").body
            #expect(later.contains("The previous plan") || later.contains("Предишният план"))
            // Each value is marked by its plan's year alone; the head of the table tells the whole.
            #expect(pairs.contains("data-label=\"2020\"") && pairs.contains("<th scope=\"col\">Национална програма 2020</th>"))
        }
    }
}
