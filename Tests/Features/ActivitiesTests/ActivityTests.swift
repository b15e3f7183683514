import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Activities

/// Acts through the pages: written down, corrected, merged, reached, left to do.
@Suite struct ActivityTests {
    private static let training: [(String, String)] = [
        ("state", "done"), ("title", "Обучение за разпознаване"), ("starts", "3.3.2026"), ("ends", "4.3.2026"), ("district", "BG-03"),
        ("f-training-form", "seminar"), ("head-profession-1", "judge"), ("head-women-1", "12"), ("head-men-1", "7"),
        ("head-profession-2", "prosecutor"), ("head-women-2", "1 005"), ("evidence", "Протокол 12"), ("anyway", "1"), ("version", "1"),
    ]

    static func fields(_ base: [(String, String)] = training, _ changes: [(String, String)] = []) -> [(String, String)] {
        let changed = Set(changes.map(\.0))
        return [("id", ActivityID.new().text)] + base.filter { !changed.contains($0.0) } + changes.filter { !$0.1.isEmpty }
    }

    @Test(arguments: Engine.available)
    func `what was done is written down once, corrected as a version of its own, and copied`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            #expect(try await worker.get("/activities").body.contains("/activities/new"))
            let fields = Self.fields()
            let path = try await worker.made("/activities/new/training", fields)
            #expect(try await worker.made("/activities/new/training", fields) == path, "a double click")
            let page = try await worker.get(path).body
            for text in ["Д-2026-000001", "Обучение за разпознаване", "Семинар", "Варна", "1024 участници", "Съдии", "Протокол 12"] {
                #expect(page.replacing("\u{A0}", with: "").replacing("\u{202F}", with: "").contains(text), "\(text)")
            }

            // The same day and place again: somebody is asked whether it is another one.
            let again = try await worker.post("/activities/new/training", Self.fields(Self.training, [("anyway", "")]))
            #expect(again.body.contains("name=\"same-as\"") && again.body.contains("Д-2026-000001"))
            #expect(try await count("activities", house) == 1)

            let corrected = Self.fields(Self.training, [("id", ""), ("head-women-1", "13"), ("title", "Обучение на магистрати")])
            #expect(try await worker.post(path + "/change", corrected).status == 303)
            #expect(try await worker.get(path).body.contains("Обучение на магистрати"))
            #expect(try await count("activity_facts", house) == 2, "the earlier one stays")
            // Filled in with the version before: nothing is overwritten unseen.
            #expect(try await worker.post(path + "/change", corrected).status == 422)

            let id = String(path.dropFirst("/activities/".count))
            let copy = try await worker.get("/activities/new/training?copy=" + id).body
            #expect(copy.contains("Обучение на магистрати") && !copy.contains("Протокол 12") && !copy.contains("value=\"13\""))
            #expect(try await worker.get("/activities.csv").body.contains("Обучение на магистрати"))
        }
    }

    @Test(arguments: Engine.available)
    func `a form that can't be right says what, where and how, and loses nothing`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let wrong: [[(String, String)]] = [
                [("title", "")], [("starts", "утре")], [("starts", "5.3.2026")], [("ends", "1.1.2030")], [("f-training-form", "")],
                [("f-training-form", "party")], [("head-women-1", "много")], [("head-profession-1", "")], [("f-hours", "-3")],
                [("title", String(repeating: "я", count: 161))], [("district", "BG-99")],
            ]
            for changes in wrong {
                let answer = try await worker.post("/activities/new/training", Self.fields(Self.training, changes))
                #expect(answer.status == 422, "\(changes)")
                #expect(answer.body.contains("class=\"errors\"") && answer.body.contains("value=\"1 005\""), "\(changes)")
            }
            #expect(try await count("activities", house) == 0)
            #expect(try await worker.get("/activities/new/party").status == 404)
            // To come is what has not been; what has been needs no field that only counts afterwards.
            let planned = Self.fields(
                Self.training, [("state", "planned"), ("ends", "1.6.2026"), ("starts", "31.5.2026"), ("f-training-form", "")])
            _ = try await worker.made("/activities/new/training", planned)
        }
    }

    @Test(arguments: Engine.available)
    func `an act is its organisation's: others do not see it, those who answer for figures read it`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await worker.made("/activities/new/training", Self.fields())
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let analyst = try await house.signedIn(as: .analyst, from: "198.51.100.9")
            #expect(try await hotline.get(path).status == 404)
            #expect(try await !hotline.get("/activities").body.contains("Обучение за разпознаване"))
            #expect(try await hotline.post(path + "/state", [("state", "cancelled")]).status == 404)
            #expect(try await analyst.get(path).body.contains("Обучение за разпознаване"))
            #expect(try await !analyst.get(path).body.contains(path + "/change"))
            #expect(try await analyst.get(path + "/change").status == 403)
            #expect(try await analyst.get("/activities/new").status == 403)
            for (act, form) in [("state", [("state", "cancelled")]), ("measures", []), ("merge", [])] {
                #expect(try await analyst.post(path + "/" + act, form).status == 403, "\(act)")
            }
            let clerk = try await house.signedIn(as: .clerk, from: "198.51.100.10")
            #expect(try await clerk.get("/activities").status == 403)

            // Whoever did it together sees that it is there, not what it was, and joins it.
            let other = Self.fields(Self.training, [("anyway", ""), ("title", "Наше обучение")])
            let asked = try await hotline.post("/activities/new/training", other)
            #expect(asked.body.contains("Д-2026-000001") && !asked.body.contains("Обучение за разпознаване"))
            let id = String(path.dropFirst("/activities/".count))
            #expect(try await hotline.post("/activities/new/training", other + [("same-as", id)]).status == 303)
            #expect(try await count("activities", house) == 1)
            #expect(try await count("co-organisers", house) == 1)
            // From then on it is theirs to see, not to change; a correction does not put them out.
            #expect(try await hotline.get(path).body.contains("Гореща линия „Проба“"))
            #expect(try await hotline.get(path + "/change").status == 403)
            let corrected = Self.fields(Self.training, [("id", ""), ("version", "2")])
            #expect(try await worker.post(path + "/change", corrected).status == 303)
            #expect(try await hotline.get("/activities").body.contains("Обучение за разпознаване"))
        }
    }

    @Test(arguments: Engine.available)
    func `it is cancelled, merged and taken back, and stages and tasks are reached and left`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let one = try await worker.made("/activities/new/training", Self.fields())
            let two = try await worker.made("/activities/new/training", Self.fields())
            _ = try await worker.made(one + "/state", [("state", "cancelled")])
            #expect(try await worker.get(one).body.contains("Отменено"))
            _ = try await worker.made(one + "/state", [("state", "done")])
            let other = String(two.dropFirst("/activities/".count))
            _ = try await worker.made(one + "/merge", [("other", other)])
            #expect(try await worker.get(one).body.contains("Д-2026-000002"))
            #expect(try await worker.post(two + "/merge", [("other", String(one.dropFirst(12)))]).status == 422, "the other way round")
            _ = try await worker.made(one + "/merge", [])

            let law = Self.fields([
                ("state", "planned"), ("title", "Изменения в НК"), ("starts", "1.2.2026"), ("f-law", "criminal-code"), ("version", "1"),
            ])
            let act = try await worker.made("/activities/new/legislation", law)
            _ = try await worker.made(act + "/stage", [("stage", "draft"), ("day", "3.3.2026"), ("number", "РД-1")])
            #expect(try await worker.get(act).body.contains("РД-1"))
            #expect(try await worker.post(act + "/stage", [("stage", "draft"), ("day", "1.1.2030")]).status == 422)
            #expect(try await worker.post(act + "/stage", [("stage", "signed"), ("day", "1.1.2026")]).status == 400)
            _ = try await worker.made(act + "/stage", [("stage", "draft"), ("day", "")])
            #expect(try await !worker.get(act).body.contains("РД-1"))

            let meeting = Self.fields([
                ("state", "done"), ("title", "Заседание"), ("starts", "1.4.2026"), ("f-meeting", "session"), ("version", "1"),
            ])
            let session = try await worker.made("/activities/new/meeting", meeting)
            #expect(try await worker.post(session + "/task", [("task", "")]).status == 422)
            _ = try await worker.made(session + "/task", [("task", "Покана до училищата"), ("due", "10.4.2026")])
            let today = try await worker.get("/today").body
            #expect(today.contains("Покана") || today.contains("Заседание"))
            let form = try #require(try await worker.get(session).forms.first { $0.action.contains("/task/") })
            _ = try await worker.made(form.action, [("done", "9.4.2026")])
            #expect(try await !worker.get("/today").body.contains("Заседание"))
        }
    }

    @Test(arguments: Engine.available)
    func `today tells of a planned day that is over and of a report that is due`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let reporter = try await house.signedIn(as: .reporter)
            let planned = Self.fields([
                ("state", "planned"), ("title", "Кръгла маса"), ("starts", "20.4.2026"), ("f-meeting", "expert"), ("version", "1"),
            ])
            let meeting = try await reporter.made("/activities/new/meeting", planned)
            _ = try await reporter.made(
                "/activities/new/participation",
                Self.fields([
                    ("state", "done"), ("title", "Среща на мрежата"), ("starts", "10.4.2026"), ("f-format", "emn"), ("version", "1"),
                ]))
            #expect(try await reporter.get("/today").body.contains("Среща на мрежата"))
            #expect(try await !reporter.get("/today").body.contains("Кръгла маса"))
            house.clock.advance(days: 10)
            let again = try await house.signedIn(as: .reporter)
            #expect(try await again.get("/today").body.contains("Кръгла маса"))
            _ = try await again.made(meeting + "/state", [("state", "done")])
            #expect(try await !again.get("/today").body.contains("Кръгла маса"))
        }
    }

    private func count(_ table: String, _ house: TestHouse) async throws -> Int {
        try await house.database.read { connection in
            switch table {
            case "activities": try connection.query("SELECT 1 AS n FROM activities").count
            case "activity_facts": try connection.query("SELECT 1 AS n FROM activity_facts").count
            default: try connection.query("SELECT 1 AS n FROM activity_codes WHERE field = 'co-organiser'").count
            }
        }
    }
}
