import Core
import Counting
import Database
import Foundation
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Vault
import Web

@testable import Activities

/// Who was there, through the pages: typed from the signed sheet, counted, and forgotten but for the number.
@Suite struct AttendanceTests {
    /// A training of two days that is over.
    private static func training(_ changes: [(String, String)] = []) -> [(String, String)] {
        ActivityTests.fields(
            [
                ("state", "done"), ("title", "Обучение за разпознаване"), ("starts", "3.3.2026"), ("ends", "4.3.2026"),
                ("f-training-form", "seminar"), ("evidence", "Протокол 12"), ("anyway", "1"), ("version", "1"),
            ], changes)
    }

    private static let list = """
        Мария Иванова Първанова; съдия; ж; ВКС; всички
        Петър Първанов Стоянов; съдия; м; ВКС; 1, 2
        Anna.Parvanova@vks.bg; прокурор; ж; ; 1-2
        Димитър Първанов Илиев; прокурор; м; ; 2
        """

    private static func form(_ list: String, version: Int = 1, _ changes: [(String, String)] = []) -> [(String, String)] {
        let changed = Set(changes.map(\.0))
        let base = [
            ("id", AttendanceID.new().text), ("version", String(version)), ("threshold", "80"), ("list", list),
            ("part-title-1", "Първи ден"), ("part-day-1", "3.3.2026"), ("part-title-2", "Втори ден"), ("part-day-2", "4.3.2026"),
        ]
        return base.filter { !changed.contains($0.0) } + changes
    }

    private func tokens(_ house: TestHouse) async throws -> [String] {
        try await house.database.read { try $0.query("SELECT token FROM activity_tokens ORDER BY token").map { try $0.text("token") } }
    }

    /// Participations and different persons of all trainings.
    private func persons(_ house: TestHouse, from: Day? = Day(2026, 1, 1), to: Day? = Day(2026, 12, 31)) async throws -> [ClosedRange<Int>]
    {
        let (from, to) = (try #require(from), try #require(to))
        let metric = try #require(ActivitiesFeature.metrics.first { $0.name == "trainings.participants" })
        return try await house.database.read { connection in
            try ["participation", "person"].map { try metric.range(MetricQuestion(unit: $0, from: from, to: to), connection) }
        }
    }

    private func round(_ house: TestHouse) async throws {
        let rounds = try House.rounds(
            database: house.database, root: house.root, signing: CheckpointKey(), clock: { [clock = house.clock] in clock.now },
            logger: HouseOptions().logger)
        await rounds.round()
    }

    private func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ") }

    @Test(arguments: Engine.available)
    func `a list becomes heads of those who reached the threshold, and nothing of a name is stored`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await worker.made("/activities/new/training", Self.training())
            #expect(try await worker.get(path).body.contains(path + "/attendance"))
            let asked = try await worker.get(path + "/attendance").body
            #expect(asked.contains("value=\"3.3.2026\"") && asked.contains("value=\"4.3.2026\""), "a part for each day")
            #expect(asked.contains("1 юли 2027") || asked.contains("1.07.2027") || asked.contains("1.7.2027"))

            let form = Self.form(Self.list)
            #expect(try await worker.made(path + "/attendance", form) == path)
            #expect(try await worker.made(path + "/attendance", form) == path, "a double click")
            let page = plain(try await worker.get(path).body)
            for text in ["3 участници", "В списъка са 4 души", "Първи ден", "Съдии"] { #expect(page.contains(text), "\(text)") }
            #expect(try await tokens(house).count == 3, "who was there one day of two is no participant")
            #expect(try await persons(house) == [3...3, 3...3])
            #expect(try await house.database.read { try $0.query("SELECT 1 AS n FROM activity_facts").count } == 2, "a version of its own")

            // Filled in with the version before: nothing is overwritten unseen.
            #expect(try await worker.post(path + "/attendance", Self.form(Self.list)).status == 422)
            let stored = String(decoding: try await house.stored(), as: UTF8.self).lowercased()
            for name in ["първанов", "parvanov", "стоянов", "илиев"] { #expect(!stored.contains(name), "\(name)") }
            for token in try await tokens(house) {
                for address in [path, path + "/attendance", path + "/attendance/sheet", "/activities.csv"] {
                    #expect(try await !worker.get(address).body.contains(token), "\(address)")
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `what can't be taken keeps its place, says the line, and stores nothing`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await worker.made("/activities/new/training", Self.training())
            let wrong: [(list: String, changes: [(String, String)], told: String)] = [
                (Self.list + "\nИво; съдия; м; ; 1", [], "Ред 5: напишете поне"),
                (Self.list + "\nИво Първанов; магьосник; м; ; 1", [], "Ред 5: „магьосник“ не е професия"),
                (Self.list + "\nПетър Първанов Стоянов; съдия; м; ВКС; 1", [], "Ред 5: същият човек е и на ред 2"),
                (Self.list, [("threshold", "много")], "от 1 до 100"), (Self.list, [("part-day-1", "9.9.2026")], "извън дните"),
                (Self.list, [("part-hours-2", "x")], "act_wrong_amount"), ("", [("threshold", "0")], "от 1 до 100"),
            ]
            for (list, changes, told) in wrong {
                let answer = try await worker.post(path + "/attendance", Self.form(list, changes))
                #expect(answer.status == 422, "\(told)")
                #expect(answer.body.contains("class=\"errors\"") && answer.body.contains("value=\"Първи ден\""), "\(told)")
                #expect(told.hasPrefix("act_") || answer.body.contains(told), "\(told)")
                if !list.isEmpty { #expect(answer.body.contains("Anna.Parvanova@vks.bg; прокурор"), "nothing typed is lost") }
            }
            #expect(try await tokens(house) == [])
            #expect(try await persons(house) == [0...0, 0...0])
            #expect(try await house.database.read { try $0.query("SELECT 1 AS n FROM activity_attendances").count } == 0)

            // What was not sent before the session ended waits sealed.
            #expect(try await worker.post(path + "/attendance", Self.form(Self.list) + [("_draft", "keep")]).status == 204)
            #expect(try await worker.get(path + "/attendance").body.contains("Anna.Parvanova@vks.bg; прокурор"))
            let stored = String(decoding: try await house.stored(), as: UTF8.self)
            #expect(!stored.contains("Първанов") && !stored.contains("Parvanova"))
        }
    }

    @Test(arguments: Engine.available)
    func `parts come first and are printed; a list needs the whole of them again when they change`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let planned = Self.training([("state", "planned"), ("starts", "20.4.2026"), ("ends", "21.4.2026")])
            let path = try await worker.made("/activities/new/training", planned)
            let parts: [(String, String)] = [
                ("part-title-1", "Модул 1"), ("part-group-1", "А"), ("part-day-1", "20.4.2026"), ("part-title-2", "Модул 1"),
                ("part-group-2", "Б"), ("part-day-2", "21.4.2026"), ("part-hours-2", "4"),
            ]
            #expect(try await worker.made(path + "/attendance", Self.form("", parts)) == path + "/attendance")
            let sheet = try await worker.get(path + "/attendance/sheet?rows=44")
            for text in ["Модул 1 · група Б · 21 април 2026", "Обучение за разпознаване", "4 ч.", "<td class=\"n\">44</td>"] {
                #expect(plain(sheet.body).contains(text), "\(text)")
            }
            #expect(!sheet.body.contains("<td class=\"n\">45</td>") && sheet["Cache-Control"] == "no-store")
            // The code is of the address alone.
            let code = try #require(QRCode("http://localhost\(path)/attendance"))
            #expect(sheet.body.contains(code.path))

            let list = "Мария Иванова; учител; ж; ; 1\nПетър Иванов; учител; м; ; 2"
            let early = try await worker.post(path + "/attendance", Self.form(list, parts))
            #expect(early.status == 422 && early.body.contains("още не е приключила"))
            house.clock.advance(days: 8)
            let again = try await house.signedIn(as: .caseWorker)
            #expect(try await again.made(path + "/attendance", Self.form(list, parts)) == path)
            #expect(plain(try await again.get(path).body).contains("2 участници"), "with either group is enough, and it took place")
            let changed = try await again.post(path + "/attendance", Self.form("", version: 2, parts))
            #expect(changed.status == 422 && changed.body.contains("въведете целия списък отново"))
        }
    }

    @Test(arguments: Engine.available)
    func `who was at two trainings is one person, until the year's tokens and their key are destroyed`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let first = try await worker.made("/activities/new/training", Self.training())
            _ = try await worker.made(first + "/attendance", Self.form(Self.list))
            let second = try await worker.made("/activities/new/training", Self.training([("title", "Второ обучение")]))
            let others = "Първанова, Мария Иванова; съдия; ж; ВКС; 1, 2\nНова Първанова; адвокат; ж; ; 1, 2"
            _ = try await worker.made(second + "/attendance", Self.form(others))
            #expect(try await persons(house) == [5...5, 4...4])
            // Heads that were typed as numbers may be the same people, or others.
            let third = try await worker.made(
                "/activities/new/training",
                Self.training([("title", "Трето обучение"), ("head-profession-1", "judge"), ("head-women-1", "10")]))
            #expect(try await persons(house) == [15...15, 4...14])
            #expect(try await worker.get(third + "/change").body.contains("head-profession-1"))

            // The same people in another year have other tokens: how many they are in both is not known.
            let before = try await worker.made(
                "/activities/new/training", Self.training([("title", "Миналогодишно"), ("starts", "3.3.2025"), ("ends", "4.3.2025")]))
            let form = Self.form(others, [("part-day-1", "3.3.2025"), ("part-day-2", "4.3.2025")])
            _ = try await worker.made(before + "/attendance", form)
            #expect(try await tokens(house).count == 7)
            #expect(try await persons(house, from: Day(2025, 1, 1)) == [17...17, 4...16])

            house.clock.advance(days: 80)
            try await round(house)
            #expect(try await tokens(house).count == 5, "those of 2025 ended on 1 July 2026")
            #expect(try await persons(house, from: Day(2025, 1, 1)) == [17...17, 4...16])
            house.clock.advance(days: 365)
            try await round(house)
            #expect(try await tokens(house) == [])
            let keys = try await house.database.read { connection in
                try connection.query("SELECT wrapped, destroyed_at FROM vault_period_keys").map { row in
                    (
                        try row.textOrNil("destroyed_at"),
                        try connection.query("SELECT 1 AS n FROM vault_period_keys WHERE wrapped IS NULL").count
                    )
                }
            }
            #expect(keys.count == 2 && keys.allSatisfy { $0.0 != nil && $0.1 == 2 })
            #expect(try await persons(house) == [15...15, 0...15], "the heads stay")
        }
    }

    @Test(arguments: Engine.available)
    func `what is typed in when the term of its year is over is counted, and tells nobody apart`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await worker.made(
                "/activities/new/training", Self.training([("starts", "3.3.2024"), ("ends", "4.3.2024")]))
            #expect(try await worker.get(path + "/attendance").body.contains("без различни лица"))
            let form = Self.form(Self.list, [("part-day-1", "3.3.2024"), ("part-day-2", "4.3.2024")])
            #expect(try await worker.made(path + "/attendance", form) == path)
            #expect(try await tokens(house) == [])
            #expect(try await persons(house, from: Day(2024, 1, 1)) == [3...3, 0...3])
        }
    }

    @Test(arguments: Engine.available)
    func `heads of a list are not typed over, and a list can be taken back`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await worker.made("/activities/new/training", Self.training())
            _ = try await worker.made(path + "/attendance", Self.form(Self.list))
            let form = try await worker.get(path + "/change").body
            #expect(!form.contains("head-profession-1") && form.contains(path + "/attendance"))
            let corrected = Self.training([
                ("id", ""), ("version", "2"), ("title", "Поправено"), ("head-profession-1", "judge"), ("head-women-1", "99"),
            ])
            _ = try await worker.made(path + "/change", corrected)
            #expect(try await persons(house) == [3...3, 3...3])
            // The key is one of the year: of another year they tell nobody apart.
            let moved = Self.training([("id", ""), ("version", "3"), ("starts", "3.3.2025"), ("ends", "4.3.2025")])
            _ = try await worker.made(path + "/change", moved)
            #expect(try await tokens(house) == [])
            #expect(try await persons(house, from: Day(2025, 1, 1)) == [3...3, 0...3])

            _ = try await worker.made(path + "/attendance/end", [])
            #expect(try await persons(house, from: Day(2025, 1, 1)) == [3...3, 0...3])
            #expect(try await worker.get(path + "/change").body.contains("head-profession-1"))
        }
    }

    @Test(arguments: Engine.available)
    func `only the organiser tells who was there, and only of acts that have heads`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await worker.made("/activities/new/training", Self.training())
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let analyst = try await house.signedIn(as: .analyst, from: "198.51.100.9")
            for address in ["/attendance", "/attendance/sheet"] {
                #expect(try await hotline.get(path + address).status == 404)
                #expect(try await analyst.get(path + address).status == 403)
            }
            #expect(try await hotline.post(path + "/attendance", Self.form(Self.list)).status == 404)
            #expect(try await analyst.post(path + "/attendance/end", []).status == 403)

            let document = ActivityTests.fields([
                ("state", "done"), ("title", "Анализ"), ("starts", "1.4.2026"), ("f-document", "analysis"), ("version", "1"),
            ])
            let other = try await worker.made("/activities/new/document", document)
            #expect(try await worker.get(other + "/attendance").status == 404)
            #expect(try await !worker.get(other).body.contains("/attendance"))
            _ = try await worker.made(path + "/state", [("state", "cancelled")])
            #expect(try await worker.get(path + "/attendance").status == 404)
        }
    }

    @Test(arguments: Engine.available)
    func `a figure of persons says between which numbers they are`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            let indicator = "/plans/programa-sreshtu-trafika-2026/measures/III.1.1/indicators/1"
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await coordinator.made(indicator + "/bind", [("metric", "trainings.participants"), ("unit", "person")])
            let worker = try await house.signedIn(as: .caseWorker, from: "198.51.100.8")
            let listed = try await worker.made("/activities/new/training", Self.training())
            _ = try await worker.made(listed + "/attendance", Self.form(Self.list))
            let typed = try await worker.made(
                "/activities/new/training",
                Self.training([("title", "Второ"), ("head-profession-1", "judge"), ("head-women-1", "10")]))
            func serve(_ path: String) async throws {
                let page = try await coordinator.get(path).body
                let value = page.matches(of: /name="measure" value="([^"]+)"[^>]*><span><b>III\.1\.1</).map { String($0.output.1) }
                _ = try await coordinator.made(path + "/measures", [("measure", try #require(value.first))])
            }
            try await serve(listed)
            #expect(try await !coordinator.get(indicator).body.contains("Различните лица са между"))
            try await serve(typed)
            let page = plain(try await coordinator.get(indicator).body)
            #expect(page.contains("3–13") && page.contains("Различните лица са между 3 и 13"))
            // Everybody sees no number below five; the month is over.
            house.clock.advance(days: 31)
            let open = plain(try await house.browser("203.0.113.9").get(indicator).body)
            #expect(open.contains("0–13") && !open.contains("3–13"))
        }
    }
}
