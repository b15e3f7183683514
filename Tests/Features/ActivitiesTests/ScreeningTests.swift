import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Activities

/// Signals that are registered from a screening, through the pages of both rooms.
@Suite struct ScreeningTests {
    private func screening(_ desk: TestBrowser, _ changes: [(String, String)] = []) async throws -> String {
        let fields = [
            ("state", "done"), ("title", "Проверка на летището"), ("starts", "3.3.2026"), ("f-place-kind", "airport"), ("f-spoken", "40"),
            ("f-with-signs", "2"), ("f-to-signal", "2"), ("anyway", "1"), ("version", "1"),
        ]
        return try await desk.made("/activities/new/screening", ActivityTests.fields(fields, changes))
    }

    private func id(_ path: String) -> String { String(path.dropFirst("/activities/".count)) }

    private func origin(_ path: String, _ house: TestHouse) async throws -> String? {
        try await house.database.read { connection in
            let signal = String(path.dropFirst("/signals/".count))
            return try connection.first("SELECT activity_id FROM signals WHERE signal_id = \(signal)")?.textOrNil("activity_id")
        }
    }

    @Test(arguments: Engine.available)
    func `a signal keeps the screening that it came of, and the screening counts its signals`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await screening(worker)
            let page = try await worker.get(path)
            #expect(page.body.contains("регистрирани 0 сигнала") && page.body.contains("записани 2 души"))
            let link = try #require(page.links.first { $0.hasPrefix("/signals/new") })
            #expect(link == "/signals/new?activity=" + id(path))
            let form = try #require(try await worker.get(link).forms.first { $0.action == "/signals/new" })
            #expect(form.fields.contains { $0.name == "activity" && $0.value == id(path) })
            #expect(try await worker.get(link).body.contains("value=\"visit\" selected"), "it came on the spot")

            // A mistake in the form loses nothing of it.
            let wrong = try await worker.post("/signals/new", FilledHouse.signal().filter { $0.0 != "told" } + [("activity", id(path))])
            #expect(wrong.status == 422 && wrong.body.contains("name=\"activity\" value=\"\(id(path))\" checked"))
            let first = try await worker.made("/signals/new", FilledHouse.signal() + [("activity", id(path))])
            let signal = try await worker.get(first).body
            #expect(signal.contains("href=\"\(path)\"") && signal.contains("Проверка на летището"))
            let once = try await worker.get(path).body
            #expect(once.contains("регистриран 1 сигнал") && once.contains("записани 2 души"))
            _ = try await worker.made("/signals/new", FilledHouse.signal() + [("activity", id(path))])
            // Questions and silent calls are no signals; neither are those of another day at the desk.
            _ = try await worker.made("/signals/new", FilledHouse.signal())
            let silent = FilledHouse.signal().filter { $0.0 != "kind" } + [("kind", "silent"), ("activity", id(path))]
            _ = try await worker.made("/signals/new", silent)
            let both = try await worker.get(path).body
            #expect(both.contains("регистрирани 2 сигнала") && !both.contains("записани 2 души"))
            // A correction leaves where it came from.
            _ = try await worker.made(first + "/change", FilledHouse.signal().filter { $0.0 != "anyway" })
            #expect(try await origin(first, house) == id(path))
            let refused = FilledHouse.signal() + [("activity", id(path))]
            #expect(try await worker.post(first + "/change", refused).status == 400, "it is not asked there")
        }
    }

    @Test(arguments: Engine.available)
    func `an act that is no screening of hers is not taken, and it is said so`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let own = try await screening(worker)
            let cancelled = try await screening(worker)
            _ = try await worker.made(cancelled + "/state", [("state", "cancelled")])
            let session = try await worker.made("/activities/new/session", FilledHouse.session())
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let coordinator = try await house.signedIn(as: .coordinator, from: "198.51.100.9")
            let bad: [(TestBrowser, String)] = [
                (hotline, id(own)), (coordinator, id(own)), (worker, id(cancelled)), (worker, id(session)), (worker, ActivityID.new().text),
                (worker, "1' OR 1=1"), (worker, "Мария"),
            ]
            for (desk, act) in bad {
                let asked = try await desk.get("/signals/new?activity=" + PercentCoding.encode(act))
                #expect(
                    asked.status == 200 && asked.body.contains("id=\"activity\"") && !asked.body.contains("name=\"activity\""), "\(act)")
                #expect(!asked.body.contains("Проверка на летището"))
                let sent = try await desk.post("/signals/new", FilledHouse.signal() + [("activity", act)])
                #expect(
                    sent.status == 422 && sent.body.contains("href=\"#activity\"") && !sent.body.contains("name=\"activity\""), "\(act)")
            }
            #expect(try await house.database.read { try $0.query("SELECT 1 AS n FROM signals").count } == 0)
            #expect(try await !worker.get(cancelled).body.contains("/signals/new"))

            // Who keeps the figures is told how many there are, and goes to none of them; others who see the act are told nothing.
            let signal = try await worker.made("/signals/new", FilledHouse.signal() + [("activity", id(own))])
            let kept = try await coordinator.get(own).body
            #expect(kept.contains("регистриран 1 сигнал") && !kept.contains(signal) && !kept.contains("/signals/new?"))
            let analyst = try await house.signedIn(as: .analyst, from: "198.51.100.10")
            let read = try await analyst.get(own)
            #expect(read.status == 200 && !read.body.contains("Сигнали от проверката"))

            // Who was given the signal, and may not see the act, is told nothing of it.
            let actors = try await house.actors()
            let organisation = try #require(actors[.hotlineOperator]?.organisation.text)
            _ = try await worker.made(signal + "/pass", [("organisation", organisation)])
            let passed = try await hotline.get(signal)
            #expect(passed.status == 200 && !passed.body.contains(own) && !passed.body.contains("Проверка на летището"))
        }
    }

    @Test(arguments: Engine.available)
    func `a form that was kept when the session ended knows the screening`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await screening(worker)
            _ = try await worker.get("/signals/new?activity=" + id(path))
            let kept = try await worker.post("/signals/new", FilledHouse.signal() + [("activity", id(path)), ("_draft", "keep")])
            #expect(kept.status == 204)
            let again = try await house.signedIn(as: .caseWorker)
            let page = try await again.get("/signals/new").body
            #expect(page.contains("name=\"activity\" value=\"\(id(path))\" checked") && page.contains("Проверка на летището"))
        }
    }
}
