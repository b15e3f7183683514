import Core
import Database
import Policy
import Programmes
import Reference
import TestSupport
import Testing
import Web

/// What the check finds in a plan, on its page: who sees it, and what people do about it.
@Suite struct FindingPagesTests {
    private static let plan = "/plans/programa-sreshtu-trafika-2026"
    private static let page = plan + "/findings"
    private static let file = "Demo/programa-2024.tsv"

    /// Brings in a version with its text changed as a draft.
    private func draft(_ house: TestHouse, _ change: (String) -> String) async throws {
        let text = change(String(decoding: try Seeds.file(Self.file), as: UTF8.self).replacing("2024", with: "2026"))
        let document = try DocumentReader(InstitutionRegister.builtIn()).read(Array(text.utf8))
        _ = try await ImportPlans(database: house.database)(document, name: "plan.tsv", options: .init(asDraft: true))
    }

    private func heading(_ answer: TestAnswer) -> String { answer.body.firstMatch(of: /<h1>(.*?)<\/h1>/).map { String($0.output.1) } ?? "" }

    /// The form of a measure's first open finding of a rule.
    private func form(_ measure: String, rule: String, _ browser: TestBrowser, version: String = "") async throws -> PageForm {
        let page = try await browser.get(Self.page + "?measure=\(measure)&rule=\(rule)" + version)
        return try #require(page.forms.first { $0.action.hasSuffix("/findings/accept") }, "\(page.status)")
    }

    /// How many findings a page names under a heading of the facts at its top.
    private func count(_ name: String, _ answer: TestAnswer) throws -> Int {
        let found = answer.body.firstMatch(of: try Regex("<dt><a [^>]*>\(name)</a></dt><dd>([0-9]+)"))
        return found?.output[1].substring.flatMap { Int($0) } ?? -1
    }

    @Test(arguments: Engine.available)
    func `findings are seen by those who work on plans, and by nobody else until they are published`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan(Self.file, year: 2026)
            let visitor = house.browser("203.0.113.9")
            let addresses = [Self.page, Self.page + ".csv", Self.page + "?version=1", Self.plan + "/source/2.3.5?version=1"]
            let nothing = try await visitor.get("/plans/nothing")
            for address in addresses {
                let answer = try await visitor.get(address)
                #expect(answer.status == 404 && heading(answer) == heading(nothing), "\(address): as if there were no such plan")
            }
            #expect(try await !visitor.get(Self.plan).body.contains("/findings"))
            // What the reading found fault with is no secret door to them.
            for address in ["/remarks", "/measures/II.4.2", ".json", "/measures/II.4.2.json"] {
                let answer = try await visitor.get(Self.plan + address)
                #expect(answer.status == 200 && !answer.body.contains("deadlineOutsidePlan") && !answer.body.contains("Срок извън плана"))
            }
            for (place, role) in Role.allCases.enumerated() {
                let desk = try await house.signedIn(as: role, from: "198.51.\(place).1")
                let sees = [.coordinator, .publisher, .localSecretary, .reporter, .validator, .analyst].contains(role)
                let keeps = [.coordinator, .publisher].contains(role)
                for address in addresses { #expect(try await desk.get(address).status == (sees ? 200 : 404), "\(role), \(address)") }
                let (page, plan) = (try await desk.get(Self.page), try await desk.get(Self.plan))
                #expect(plan.body.contains("href=\"\(Self.page)\"") == sees, "\(role)")
                #expect(page.forms.contains { $0.action.hasSuffix("/accept") } == keeps, "\(role)")
                #expect(try await desk.get(Self.plan + "/measures/II.4.2").body.contains("id=\"findings\"") == sees, "\(role)")
            }

            // Whoever confirms it lets everybody see them, whoever hides them does so at once.
            let publisher = try await house.signedIn(as: .publisher)
            _ = try await publisher.get(Self.page)
            #expect(try await publisher.post(Self.page + "/public", ["public": "1"]).status == 422)
            #expect(try await visitor.get(Self.page).status == 404)
            #expect(
                try await publisher.post(Self.page + "/public", ["public": "1", "sure": "1"]).location == Self.page + "?done=published")
            house.clock.advance(seconds: 2)
            let open = try await visitor.get(Self.page)
            #expect(
                open.status == 200 && open.body.contains("Срокът излиза извън годините на плана.")
                    && open.forms.allSatisfy { $0.action.hasSuffix("/search") })
            #expect(!open.body.contains("Редакции на плана"), "versions are for those who make them")
            #expect(try await visitor.get(Self.plan).body.contains("href=\"\(Self.page)\""))
            #expect(try await visitor.get(Self.page + "?version=1").status == 404)
            #expect(try await publisher.post(Self.page + "/public", ["public": "0"]).location == Self.page + "?done=hidden")
            house.clock.advance(seconds: 2)
            #expect(try await visitor.get(Self.page).status == 404)
            let acts = try await ledger(house)
            #expect(acts == ["plan.findings.publish", "plan.findings.hide"])
        }
    }

    @Test(arguments: Engine.available)
    func `findings are published of a version, not of what comes after it`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await draft(house) { $0 }
            let (visitor, publisher) = (house.browser("203.0.113.9"), try await house.signedIn(as: .publisher))
            _ = try await publisher.get(Self.page)
            #expect(try await publisher.post(Self.page + "/public", ["public": "1", "sure": "1"]).status == 404, "a draft has no public")
            try await house.importPlan(Self.file, year: 2026)
            _ = try await publisher.get(Self.page)
            #expect(try await publisher.post(Self.page + "/public", ["public": "1", "sure": "1"]).status == 303)
            house.clock.advance(seconds: 2)
            #expect(try await visitor.get(Self.page).status == 200)
            try await house.amendPlan(Self.file, year: 2026) { $0.replacing("40 нови доброволци", with: "45 нови доброволци") }
            house.clock.advance(seconds: 2)
            #expect(try await visitor.get(Self.page).status == 404)
            #expect(try await publisher.get(Self.page + "?version=1").body.contains("Предишна редакция"))
        }
    }

    private func ledger(_ house: TestHouse) async throws -> [String] {
        try await house.database.read { connection in
            try connection.query(
                "SELECT act FROM ledger_entries WHERE act LIKE 'plan.finding%' AND decision = 'allow' ORDER BY position"
            ).map { try $0.text("act") }
        }
    }

    @Test(arguments: Engine.available)
    func `a finding is accepted with a reason and opened again, and nothing of that is forgotten`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan(Self.file, year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let before = try count("Грешки", try await coordinator.get(Self.page))
            let form = try await form("II.4.2", rule: "deadlineOutsidePlan", coordinator)
            for (reason, told) in [("  \n ", "Напишете причина"), (String(repeating: "я", count: 501), "най-много 500")] {
                let wrong = try await coordinator.submit(form, ["reason": reason])
                #expect(wrong.status == 422 && wrong.body.contains(told) && wrong.body.contains("<details open>"))
                #expect(wrong.body.contains(reason.trimmingPrefix { $0.isWhitespace }), "what was typed stays")
            }
            let accepted = try await coordinator.submit(form, ["reason": "Срокът е пренесен <b>с решение</b>"])
            #expect(accepted.location?.hasPrefix(Self.page + "?rule=deadlineOutsidePlan&measure=II.4.2&done=accepted") == true)
            let page = try await coordinator.get(Self.page)
            #expect(try [count("Грешки", page), count("Приети", page)] == [before - 1, 1])
            #expect(try await coordinator.submit(form, ["reason": "Друго"]).location?.contains("done=already") == true)

            let list = try await coordinator.get(Self.page + "?state=accepted")
            #expect(list.body.contains("Срокът е пренесен &lt;b&gt;с решение&lt;/b&gt;") && !list.body.contains("Друго"))
            #expect(list.body.contains("от НКБТХ."))
            #expect(try await !coordinator.get(Self.plan + "/measures/II.4.2").body.contains("id=\"findings\""))
            let csv = try await coordinator.get(Self.page + ".csv?state=accepted").body
            #expect(csv.split(whereSeparator: \.isNewline).count == 2 && csv.contains("Срокът е пренесен") && csv.contains("II.4.2"))

            let reporter = try await house.signedIn(as: .reporter, from: "198.51.100.9")
            _ = try await reporter.get("/account")
            let again = try #require(list.forms.first { $0.action.hasSuffix("/findings/reopen") })
            #expect(
                try await reporter.post(again.action, [("finding", again.fields.first { $0.name == "finding" }?.value ?? "")]).status == 403
            )
            #expect(try await reporter.post(form.action, [("finding", "x"), ("reason", "x")]).status == 403)
            #expect(try await coordinator.submit(again).status == 303)
            #expect(try count("Грешки", try await coordinator.get(Self.page)) == before)
            #expect(try await coordinator.post(form.action, [("finding", "x"), ("reason", "x")]).location?.contains("done=gone") == true)
            let kept = try await house.database.read { try $0.query("SELECT reason FROM finding_acceptances WHERE ended_at IS NOT NULL") }
            #expect(try kept.map { try $0.text("reason") } == ["Срокът е пренесен <b>с решение</b>"])
            #expect(try await ledger(house) == ["plan.finding.accept", "plan.finding.reopen"])
        }
    }

    @Test(arguments: Engine.available)
    func `an acceptance outlives an import of the same words, wherever they stand, and lapses when they change`(
        _ engine: Engine
    ) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan(Self.file, year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            for (measure, rule) in [("II.4.2", "deadlineOutsidePlan"), ("III.13.1", "resultContradictsTarget")] {
                let form = try await form(measure, rule: rule, coordinator)
                #expect(try await coordinator.submit(form, ["reason": "Остава"]).status == 303)
            }
            // A row more before them, and one of the two says something else.
            try await house.amendPlan(Self.file, year: 2026) { text in
                var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                if let first = lines.firstIndex(where: { $0.contains("\t1.2 ") || $0.hasPrefix("1.2\t") }) {
                    lines.insert(lines[first].replacing("1.2", with: "1.9"), at: first)
                }
                return lines.joined(separator: "\n").replacing("40 нови доброволци", with: "45 нови доброволци")
            }
            let page = try await coordinator.get(Self.page)
            #expect(page.body.contains("редакция 2"))
            #expect(try count("Приети", page) == 1)
            let list = try await coordinator.get(Self.page + "?state=accepted").body
            #expect(list.contains("Срокът излиза") && !list.contains("нови доброволци"))
            #expect(page.body.contains("45 нови доброволци"), "it is another finding now")
        }
    }

    @Test(arguments: Engine.available)
    func `a draft is seen with its findings by those who work on plans only`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let (visitor, coordinator) = (house.browser("203.0.113.9"), try await house.signedIn(as: .coordinator))
            let worker = try await house.signedIn(as: .caseWorker, from: "198.51.100.9")
            try await draft(house) { $0 }
            let alone = try await coordinator.get(Self.page)
            #expect(alone.status == 200 && alone.body.contains("Чернова: не е публична."))
            #expect(!alone.body.contains("href=\"\(Self.plan)/" + "measures"), "a draft has no pages of its measures")
            #expect(!alone.body.contains("href=\"\(Self.plan)/budget"))
            let source = try #require(alone.body.firstMatch(of: /href="([^"]*\/source\/[^"]*)"/).map { String($0.output.1) })
            #expect(source.hasSuffix("?version=1"))
            #expect(try await coordinator.get(source).status == 200)
            for address in [Self.page, Self.page + "?version=1", source, Self.plan] {
                for browser in [visitor, worker] { #expect(try await browser.get(address).status == 404, "\(address)") }
            }
            // Accepted in the draft, it is accepted in the plan that becomes of it.
            let form = try await form("II.4.2", rule: "deadlineOutsidePlan", coordinator)
            #expect(try await coordinator.submit(form, ["reason": "Остава"]).location?.contains("version=1") == true)
            try await house.amendPlan(Self.file, year: 2026) { $0.replacing("40 нови доброволци", with: "45 нови доброволци") }
            let page = try await coordinator.get(Self.page)
            #expect(try count("Приети", page) == 1)
            #expect(page.body.contains("редакция 2") && page.body.contains("?version=1\""))
            #expect(try await visitor.get(Self.plan).status == 200)
            #expect(try await visitor.get(Self.page).status == 404)
            #expect(try await coordinator.get(Self.page + "?version=9").status == 404)
            #expect(try await coordinator.get(Self.page + "?version=x").status == 404)
        }
    }
}
