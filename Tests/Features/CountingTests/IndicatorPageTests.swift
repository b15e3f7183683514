import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Signals

/// An indicator of the demo programme, as if it were of this year, through the pages.
@Suite struct IndicatorPageTests {
    private static let measure = "/plans/programa-sreshtu-trafika-2026/measures/IV.5.1"
    private static let received = measure + "/indicators/1"

    private func signal(_ desk: TestBrowser, _ more: [(String, String)] = []) async throws -> String {
        let fields = [
            ("id", SignalID.new().text), ("kind", "signal"), ("channel", "phone"), ("reporter", "relative"), ("danger", "no"),
            ("child", "no"), ("country", "BG"), ("district", "BG-03"), ("form", "sexual"), ("count-women", "1"), ("anyway", "yes"),
        ]
        let changed = Set(more.map(\.0))
        let answer = try await desk.post("/signals/new", fields.filter { !changed.contains($0.0) } + more)
        return try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status) \(answer.body)")
    }

    /// What stands under a heading of the facts at the top.
    private func fact(_ name: String, _ answer: TestAnswer) throws -> String {
        let found = answer.body.firstMatch(of: try Regex("<dt>\(name)</dt><dd[^>]*>(.*?)(<small>|</dd>)").dotMatchesNewlines())
        return found?.output[1].substring.map(String.init) ?? ""
    }

    @Test(arguments: Engine.available)
    func `an indicator is bound on its page and counts itself from then on`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let visitor = house.browser("203.0.113.9")
            #expect(try fact("Преброено", try await visitor.get(Self.received)) == "не се брои")

            // What it would give is shown before anybody agrees to it, and changes nothing.
            _ = try await signal(hotline)
            let preview = try await coordinator.get(Self.received + "?metric=signals.received")
            #expect(preview.body.contains("Би дало: 1"))
            #expect(try fact("Преброено", try await coordinator.get(Self.received)) == "не се брои")
            #expect(try await coordinator.post(Self.received + "/bind", ["metric": "signals.received"]).status == 303)
            #expect(try fact("Преброено", try await coordinator.get(Self.received)) == "1")

            // It counts by itself, as it happens; a question and a repeated signal do not count.
            let first = try await signal(hotline)
            _ = try await signal(hotline, [("kind", "question")])
            _ = try await signal(hotline, [("same-as", String(first.dropFirst("/signals/".count)))])
            let page = try await coordinator.get(Self.received)
            #expect(try fact("Преброено", page) == "2")
            #expect(page.body.contains("3 % от целевата стойност 60"))
            #expect(try await coordinator.get(Self.measure).body.contains("<b>2</b>"))

            // Everybody sees the last month that is over, and no small figure; a public page may be a second old.
            house.clock.advance(seconds: 2)
            #expect(try fact("Преброено", try await visitor.get(Self.received)) == "0")
            house.clock.advance(days: 31)
            #expect(try fact("Преброено", try await visitor.get(Self.received)) == "под 5")
            for day in 1...3 { _ = try await signal(try await house.signedIn(as: .hotlineOperator), [("received-day", "0\(day).04.2026")]) }
            house.clock.advance(days: 1)
            #expect(try fact("Преброено", try await visitor.get(Self.received)) == "5")

            // Processed counts by the first decision, narrowed by what was chosen.
            let again = try await house.signedIn(as: .coordinator)
            let processed = Self.measure + "/indicators/2"
            _ = try await again.post(processed + "/bind", ["metric": "signals.processed", "by-outcome": "at-risk"])
            #expect(try fact("Преброено", try await again.get(processed)) == "0")
            let line = try await house.signedIn(as: .hotlineOperator)
            _ = try await line.post(first + "/decide", ["outcome": "at-risk"])
            #expect(try fact("Преброено", try await again.get(processed)) == "1")
            _ = try await line.post(first + "/decide", ["outcome": "not-trafficking"])
            #expect(try fact("Преброено", try await again.get(processed)) == "0")

            // Unbound, it stays in the history.
            _ = try await again.post(Self.received + "/unbind", [:])
            #expect(try fact("Преброено", try await again.get(Self.received)) == "не се брои")
            let kept = try await house.database.read { try $0.query("SELECT ended_at FROM indicator_bindings").count }
            #expect(kept == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `a figure opens to its rows under the rights of the reader`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let worker = try await house.signedIn(as: .caseWorker, from: "198.51.100.9")
            let theirs = try await signal(hotline)
            let own = try await signal(worker, [("district", "BG-04")])
            _ = try await coordinator.post(Self.received + "/bind", ["metric": "signals.received"])
            let rows = Self.received + "/rows"

            let all = try await coordinator.get(rows).body
            #expect(all.contains("№ 1") && all.contains("№ 2") && !all.contains(theirs) && !all.contains(own))
            #expect(!all.contains("С-2026"), "under a pseudonym")
            #expect(all.contains("април 2026") && !all.contains("14.04.2026"), "not even the day")
            for (desk, seen, hidden) in [(hotline, theirs, own), (worker, own, theirs)] {
                let body = try await desk.get(rows).body
                #expect(body.contains(seen) && !body.contains(hidden) && body.contains("№ 1") && !body.contains("№ 2"))
            }
            // Who takes in no signals and counts nothing sees no rows; who is not signed in is asked to.
            let clerk = try await house.signedIn(as: .clerk, from: "198.51.100.10")
            #expect(try await clerk.get(rows).status == 404)
            #expect(try await house.browser("203.0.113.9").get(rows).status != 200)
            // Exact figures and parts are for those who answer for figures.
            #expect(try await coordinator.get(Self.received + "?by=district").body.contains("id=\"parts\""))
            #expect(try await !worker.get(Self.received + "?by=district").body.contains("id=\"parts\""))
            #expect(try fact("Преброено", try await worker.get(Self.received)) == "0")

            let looks = try await house.database.read { connection in
                try connection.query("SELECT rule FROM ledger_entries WHERE act = 'metric.read' AND decision = 'allow' ORDER BY position")
                    .map {
                        try $0.text("rule")
                    }
            }
            #expect(looks == ["metric-reader", "signal-desk", "signal-desk"])
        }
    }

    @Test(arguments: Engine.available)
    func `what institutions report stands beside what is counted and is never merged with it`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            for _ in 0..<2 { _ = try await signal(hotline) }
            _ = try await coordinator.post(Self.received + "/bind", ["metric": "signals.received"])

            // Wrong answers are said and lose nothing.
            let wrong = try await coordinator.post(
                Self.received + "/report", ["institution": "А21", "value": "пет", "day": "31.12.2030", "evidence": "Годишна справка"])
            #expect(wrong.status == 422)
            #expect(wrong.body.contains("value=\"пет\"") && wrong.body.contains("value=\"Годишна справка\""))
            #expect(wrong.body.contains("Напишете число") && wrong.body.contains("Напишете дата до днес"))
            #expect(
                try await coordinator.post(Self.received + "/report", ["value": "5", "day": "01.04.2026", "evidence": "x"]).status == 422)

            for (value, day) in [("5", "01.04.2026"), ("4", "10.04.2026"), ("3", "10.04.2026")] {
                let answer = try await coordinator.post(
                    Self.received + "/report", ["institution": "А21", "value": value, "day": day, "evidence": "Справка \(value)"])
                #expect(answer.status == 303)
            }
            let page = try await coordinator.get(Self.received)
            #expect(try [fact("Преброено", page), fact("Отчетено", page)] == ["2", "3"], "the latest day, the latest word for it")
            #expect(page.body.contains("Отчетеното е с 1 повече от преброеното."))
            #expect(page.body.contains("Справка 3") && !page.body.contains("Справка 4"))
            house.clock.advance(seconds: 2)
            #expect(try fact("Отчетено", try await house.browser("203.0.113.9").get(Self.received)) == "3", "what is claimed is public")

            // A reporter speaks for her own institution only, and only where the plan names it.
            let reporter = try await house.signedIn(as: .reporter, from: "198.51.100.9")
            #expect(try await !reporter.get(Self.received).body.contains("/report\""))
            let fields = [("institution", "А21"), ("value", "9"), ("day", "10.04.2026"), ("evidence", "x")]
            #expect(try await reporter.post(Self.received + "/report", fields).status == 403)
            #expect(try await hotline.post(Self.received + "/report", fields).status == 403)
            #expect(try await hotline.post(Self.received + "/bind", ["metric": "signals.received"]).status == 403)
            let acts = try await house.database.read { connection in
                try connection.query(
                    "SELECT object, act FROM ledger_entries WHERE act LIKE 'indicator.%' AND decision = 'allow' ORDER BY position"
                ).map {
                    try $0.text("act") + " " + $0.text("object")
                }
            }
            let object = "programa-sreshtu-trafika-2026/IV.5.1/1"
            #expect(acts == ["indicator.bind " + object] + Array(repeating: "indicator.report " + object, count: 3))
        }
    }

    @Test(arguments: Engine.available)
    func `a binding outlives an amended plan, and forms that no page of ours made are refused`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let coordinator = try await house.signedIn(as: .coordinator)
            for odd in [[("metric", "signals.received"), ("by-channel", "pigeon")], [("metric", "signals.received"), ("unit", "person")]] {
                #expect(try await coordinator.post(Self.received + "/bind", odd).status == 400)
            }
            #expect(try await coordinator.post(Self.received + "/bind", ["metric": "nothing"]).status == 422)
            for address in [Self.measure + "/indicators/0", Self.measure + "/indicators/99", Self.measure + "/indicators/x"] {
                #expect(try await coordinator.get(address).status == 404)
            }
            _ = try await coordinator.post(Self.received + "/bind", ["metric": "signals.received", "by-channel": "phone"])
            try await house.amendPlan("Demo/programa-2024.tsv", year: 2026) {
                $0.replacing("получени сигнали – 60", with: "получени сигнали – 75")
            }
            let page = try await coordinator.get(Self.received)
            #expect(try fact("Цел", page) == "75")
            #expect(try fact("Преброено", page) == "0")
            #expect(page.body.contains("По телефона"))
        }
    }
}
