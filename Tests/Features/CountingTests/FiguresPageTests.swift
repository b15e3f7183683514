import Core
import Counting
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Programmes

/// The figures of a whole plan, and what is agreed to at once.
@Suite struct FiguresPageTests {
    private static let plan = "/plans/programa-sreshtu-trafika-2026"
    private static let page = plan + "/figures"

    private func fact(_ name: String, _ answer: TestAnswer) throws -> String {
        let found = answer.body.firstMatch(of: try Regex("<dt>\(name)</dt><dd[^>]*>(.*?)(<small>|</dd>)").dotMatchesNewlines())
        return found?.output[1].substring.map(String.init) ?? ""
    }

    @Test(arguments: Engine.available)
    func `proposals are agreed to at once, each with an entry of its own`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let visitor = house.browser("203.0.113.9")
            let before = try await coordinator.get(Self.page)
            #expect(try [fact("Индикатори", before), fact("Броят се сами", before), fact("Останали", before)] == ["132", "0", "132"])
            #expect(before.body.contains("value=\"IV.5.1/1\" checked"))
            let open = try await visitor.get(Self.page)
            #expect(open.status == 200 && !open.body.contains("name=\"accept\""), "proposals are for whoever may bind")
            #expect(try await visitor.post(Self.page + "/accept", ["accept": "IV.5.1/1"]).status != 303)
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            #expect(try await hotline.post(Self.page + "/accept", ["accept": "IV.5.1/1"]).status == 403)

            let chosen = ["IV.5.1/1", "IV.5.1/2", "II.6.1/1", "III.11.1/1", "nothing"].map { ("accept", $0) }
            let accepted = try await coordinator.post(Self.page + "/accept", chosen)
            #expect(accepted.location == Self.page + "?accepted=3", "what nothing is proposed for is left")
            let after = try await coordinator.get(Self.page + "?accepted=3")
            #expect(after.body.contains("Приети предложения: 3."))
            #expect(try [fact("Броят се сами", after), fact("Подават се", after), fact("Останали", after)] == ["2", "1", "129"])
            #expect(!after.body.contains("value=\"IV.5.1/1\" checked") && after.body.contains("value=\"II.1.4/1\" checked"))
            #expect(try await coordinator.post(Self.page + "/accept", [:]).location == Self.page + "?accepted=0")

            let entries = try await house.database.read { connection in
                try connection.query(
                    "SELECT object FROM ledger_entries WHERE act = 'indicator.bind' AND decision = 'allow' ORDER BY object"
                )
                .map { try $0.text("object") }
            }
            #expect(entries == ["II.6.1/1", "IV.5.1/1", "IV.5.1/2"].map { "programa-sreshtu-trafika-2026/" + $0 })
        }
    }

    @Test(arguments: Engine.available)
    func `a fed figure is never called counted, and the list narrows`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await coordinator.post(Self.page + "/accept", [("accept", "IV.5.1/1"), ("accept", "II.6.1/1")])
            let fed = try await coordinator.get(Self.plan + "/measures/II.6.1/indicators/1")
            #expect(try fact("Подадено", fed) == "0" && !fed.body.contains("Преброено"))
            let shown = try await coordinator.get(Self.page + "?show=fed").body
            #expect(shown.contains("measures/II.6.1/indicators/1") && !shown.contains("measures/IV.5.1/indicators/1\">"))
            #expect(shown.contains("подадено</span>") && !shown.contains("преброено</span>"))
            let short = try await coordinator.get(Self.page + "?show=short").body
            #expect(short.contains("преброено</span>") && short.contains("class=\"gauge\"") && short.contains("0 %"))
            house.clock.advance(seconds: 2)
            let visitor = house.browser("203.0.113.9")
            #expect(try await !visitor.get(Self.page + "?show=short").body.contains("class=\"gauge\""), "shares are exact figures")
            let file = try await visitor.get(Self.plan + "/figures.csv?show=fed").body
            #expect(file.contains("II.6.1,1,") && file.contains("подадено") && !file.contains("IV.5.1"))
            #expect(try await visitor.get("/plans/nothing/figures").status == 404)
        }
    }

    @Test(arguments: Engine.available)
    func `an indicator's page proposes what its words say, with several codes of a filter`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let address = Self.plan + "/measures/III.2.1/indicators/2"
            let page = try await coordinator.get(address)
            #expect(page.body.contains("name=\"by-profession\" value=\"consul+official\""))
            let change = try await coordinator.get(address + "?metric=trainings.participants&by-profession=consul%2Bofficial")
            #expect(change.body.contains("<option value=\"consul+official\" selected>"))
            let fields = [("metric", "trainings.participants"), ("unit", "participation"), ("by-profession", "consul+official")]
            #expect(try await coordinator.post(address + "/bind", fields).status == 303)
            let bound = try await coordinator.get(address)
            #expect(bound.body.contains("<option value=\"consul+official\" selected>") && !bound.body.contains("Предложение"))
            #expect(try await coordinator.post(address + "/bind", fields.dropLast() + [("by-profession", "consul+pigeon")]).status == 400)
        }
    }

    @Test(arguments: Engine.available)
    func `measures are offered to other rooms with what their indicators count`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let shelf = OfferShelf()
            func offer(_ code: String) async throws -> ProgrammesFeature.Offer? {
                try await house.database.read { try shelf.offers($0) }.first { $0.code == code }
            }
            let first = try #require(try await offer("II.1.4"))
            #expect(first.path == Self.plan + "/measures/II.1.4" && first.from == Day(2026, 1, 1) && first.to == Day(2026, 12, 31))
            #expect(!first.institutions.isEmpty && first.questions.isEmpty)
            _ = try await coordinator.post(Self.page + "/accept", [("accept", "II.1.4/2")])
            let bound = try #require(try await offer("II.1.4"))
            #expect(bound.questions.map(\.metric) == ["materials.distributed"])
            #expect(bound.questions[0].question.measure == bound.reference)
            _ = try await coordinator.post(Self.plan + "/measures/II.1.4/indicators/2/unbind", [:])
            #expect(try await offer("II.1.4")?.questions.isEmpty == true)
        }
    }
}
