import Core
import Counting
import Database
import Foundation
import Policy
import TestSupport
import Testing
import Web

@testable import Activities

/// The calendars: what everybody sees, what organisers see, and the file for calendar programs.
@Suite struct CalendarTests {
    private static func event(_ title: String, _ changes: [(String, String)] = []) -> [(String, String)] {
        ActivityTests.fields(
            [
                ("state", "planned"), ("title", title), ("starts", "20.4.2026"), ("district", "BG-03"), ("town", "Девня"),
                ("f-event", "fair"),
                ("public", "1"), ("evidence", "Протокол 77"), ("note", "Само за колеги"), ("heads-women", "312"), ("anyway", "1"),
                ("version", "1"),
            ], changes)
    }

    @Test(arguments: Engine.available)
    func `everybody sees what was made public, its day, place and organiser and nothing else`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let everybody = house.browser("192.0.2.1")
            #expect(try await everybody.get("/events").body.contains("няма обявени събития"))
            let path = try await worker.made("/activities/new/event", Self.event("Панаир на услугите"))
            _ = try await worker.made("/activities/new/event", Self.event("Вътрешна среща", [("public", "")]))
            house.clock.advance(seconds: 2)
            for (address, words) in [
                ("/events", ["20\u{a0}април", "Варна, Девня", "понеделник"]), ("/en/events", ["20\u{a0}April", "Varna, Девня"]),
            ] {
                let page = try await everybody.get(address).body
                for text in words + ["Панаир на услугите"] { #expect(page.contains(text), "\(address): \(text)") }
                for text in ["Вътрешна среща", "Протокол 77", "Само за колеги", "312", path] { #expect(!page.contains(text), "\(text)") }
            }
            #expect(try await everybody.get("/events?month=2026-05").body.contains("/events?month=2026-04"))
            #expect(try await everybody.get("/events?month=2026-04&kind=training").body.contains("няма обявени събития"))
            for odd in ["?month=2026-13", "?month=%D0%BC%D0%B0%D0%B9", "?kind=party", "?month=9999-01", "?month="] {
                #expect(try await everybody.get("/events" + odd).status == 200, "\(odd)")
            }

            // Taken back, it is gone from the page that was made before.
            let hidden = Self.event("Панаир на услугите", [("public", ""), ("id", "")])
            #expect(try await worker.post(path + "/change", hidden).status == 303)
            house.clock.advance(seconds: 2)
            #expect(try await !everybody.get("/events").body.contains("Панаир на услугите"))
        }
    }

    @Test(arguments: Engine.available)
    func `the file for calendar programs is as the standard says, and tells of changes`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let everybody = house.browser("192.0.2.1")
            let title = "Ден на отворените врати, среща с доброволци; част 1 \\ 2 и още много думи, за да не се побере на един ред"
            let path = try await worker.made("/activities/new/event", Self.event(title))
            _ = try await worker.made("/activities/new/event", Self.event("Минало", [("starts", "1.3.2026"), ("state", "done")]))
            let id = String(path.dropFirst("/activities/".count))
            house.clock.advance(seconds: 2)
            let answer = try await everybody.get("/events.ics")
            #expect(answer["Content-Type"] == "text/calendar; charset=utf-8")
            let lines = answer.body.components(separatedBy: "\r\n")
            #expect(lines.first == "BEGIN:VCALENDAR" && lines.suffix(2) == ["END:VCALENDAR", ""])
            #expect(lines.allSatisfy { $0.utf8.count <= 75 && !$0.contains("\n") })
            let whole = answer.body.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
            for line in [
                "UID:\(id)@zakrila", "SEQUENCE:0", "STATUS:CONFIRMED", "DTSTART;VALUE=DATE:20260420", "DTEND;VALUE=DATE:20260421",
                "SUMMARY:Ден на отворените врати\\, среща с доброволци\\; част 1 \\\\ 2 и още много думи\\, за да не се побере на един ред",
                "LOCATION:Варна\\, Девня", "URL:http://localhost/events?month=2026-04",
            ] { #expect(whole.contains(line), "\(line)") }
            #expect(whole.filter { $0 == "BEGIN:VEVENT" }.count == 1, "only what is to come")
            for text in ["Протокол 77", "Само за колеги", "312"] { #expect(!answer.body.contains(text)) }

            _ = try await worker.made(path + "/state", [("state", "cancelled")])
            house.clock.advance(seconds: 2)
            let later = try await everybody.get("/events.ics").body
            #expect(later.contains("UID:\(id)@zakrila") && later.contains("SEQUENCE:1\r\n") && later.contains("STATUS:CANCELLED"))
            #expect(try await !everybody.get("/events").body.contains("отворените врати"))
        }
    }

    @Test(arguments: Engine.available)
    func `organisers see their own month and what others made public`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let shown = try await worker.made("/activities/new/event", Self.event("Панаир на услугите"))
            let own = try await worker.made("/activities/new/event", Self.event("Вътрешна среща", [("public", "")]))
            _ = try await worker.made(
                "/activities/new/campaign",
                ActivityTests.fields([
                    ("state", "planned"), ("title", "Пролетна кампания"), ("starts", "1.4.2026"), ("ends", "10.5.2026"), ("version", "1"),
                ]))
            let page = try await worker.get("/activities/calendar").body
            for text in [shown, own, "Пролетна кампания", "Повече от седмица", "/activities/new", "понеделник"] {
                #expect(page.contains(text), "\(text)")
            }
            let other = try await hotline.get("/activities/calendar").body
            #expect(other.contains("Панаир на услугите") && !other.contains(shown) && !other.contains("Вътрешна среща"))
            #expect(!other.contains("Пролетна кампания"))
            #expect(try await worker.get("/activities/calendar?month=2026-05").body.contains("Пролетна кампания"))
            #expect(try await worker.get("/activities/calendar?month=2026-04&kind=campaign").body.contains("Пролетна кампания"))
            #expect(try await !worker.get("/activities/calendar?month=2026-04&kind=campaign").body.contains("Панаир на услугите"))
        }
    }

    @Test(arguments: Engine.available)
    func `the map counts what the metrics count, district by district`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let coordinator = try #require(actors[.coordinator])
            let organisations = Set(actors.values.map(\.organisation)).sorted { $0.text < $1.text }
            let acts = RandomActs(seed: 5, count: 400, organisations: organisations, by: coordinator.user)
            try await house.database.write { try acts.write(by: coordinator.user, $0) }
            let (from, to) = (try #require(Day(2026, 1, 1)), try #require(Day(2026, 12, 31)))
            let metrics: [(String, ActivityKind, @Sendable (MapSum) -> Int)] = [
                ("trainings.held", .training, \.acts), ("sessions.held", .session, \.acts),
                ("sessions.participants", .session, \.participants),
                ("materials.distributed", .distribution, \.copies),
            ]
            for (name, kind, amount) in metrics {
                let metric = try #require(ActivitiesFeature.metrics.first { $0.name == name })
                let unit = try #require(metric.units.first?.code)
                try await house.database.read { connection in
                    let sums = try ActivityStore.sums(from: from, to: to, kind: kind, .of(coordinator), connection)
                    for district in ["BG-01", "BG-03"] {
                        let question = MetricQuestion(unit: unit, from: from, to: to, filters: ["district": [district]])
                        let value = try metric.value(question, connection)
                        #expect(amount(MapSum(sums.filter { $0.district == district })) == value, "\(name) \(district)")
                    }
                }
            }
            let one = try #require(actors[.hotlineOperator])
            try await house.database.read { connection in
                let sums = try ActivityStore.sums(from: from, to: to, kind: nil, .of(one), connection)
                let own = acts.acts.filter { act in
                    act.isCounted && act.facts.endsOn >= from && act.facts.endsOn <= to && act.organisation == one.organisation
                }
                #expect(MapSum(sums).acts == own.count, "others see their own alone")
            }
        }
    }

    @Test(arguments: Engine.available)
    func `map, table and file say the same`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            for (town, women) in [("Девня", "12"), ("Девня", "30"), ("", "5")] {
                _ = try await worker.made(
                    "/activities/new/event",
                    Self.event("Събитие", [("state", "done"), ("starts", "3.3.2026"), ("town", town), ("heads-women", women)]))
            }
            let page = try await worker.get("/activities/map?show=participants").body
            #expect(page.contains("aria-label=\"Варна: 47\"") && page.contains("Девня") && page.contains("без посочено място"))
            #expect(page.components(separatedBy: "<rect ").count > 28)
            #expect(try await worker.get("/activities/map?show=acts&district=BG-03").body.contains("aria-label=\"Варна: 3\""))
            #expect(try await worker.get("/activities/map?district=BG-01").body.contains("няма проведени дейности"))
            let file = try await worker.get("/activities/map.csv").body
            #expect(file.contains("Варна,Девня,2,42,0\r\n") && file.contains("Варна,без посочено място,1,5,0\r\n"))
            #expect(try await worker.get("/activities/map?from=x").status == 422)
            #expect(try await worker.get("/activities/map.csv?from=x").status == 400)
            #expect(try await worker.get("/activities/map?from=1.1.2025&to=31.12.2025").body.contains("няма проведени дейности"))
        }
    }

    @Test(arguments: Engine.available)
    func `everybody sees on a map how many public acts there were, and nothing of others`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let everybody = house.browser("192.0.2.1")
            func add(_ town: String, _ changes: [(String, String)] = []) async throws -> String {
                try await worker.made("/activities/new/event", Self.event("Събитие", [("town", town), ("heads-women", "1212")] + changes))
            }
            let done = [("state", "done"), ("starts", "3.3.2026")]
            let first = try await add("Девня", done)
            _ = try await add("Девня", done)
            _ = try await add("Тайно", done + [("public", "")])
            _ = try await add("Бъдещо")
            house.clock.advance(seconds: 2)
            for (address, words) in [
                ("/events/map", ["Варна: 2", "Карта на събитията"]), ("/en/events/map", ["Varna: 2", "Map of events"]),
            ] {
                let page = try await everybody.get(address).body
                for text in words + ["Девня"] { #expect(page.contains(text), "\(address): \(text)") }
                for text in ["Тайно", "Бъдещо", "1212", "2424", "/activities", "Участници"] {
                    #expect(!page.contains(text), "\(address): \(text)")
                }
                #expect(page.components(separatedBy: "<rect ").count > 28)
            }
            #expect(try await everybody.get("/events").links.contains("/events/map"))
            let file = try await everybody.get("/events/map.csv").body
            #expect(file.contains("Варна,Девня,2\r\n") && !file.contains("Тайно"))
            #expect(
                try await everybody.get("/events/map?show=participants").body.contains("Варна: 2"), "numbers of an act are not published")
            #expect(try await everybody.get("/events/map?from=x").status == 422)
            #expect(try await everybody.get("/events/map.csv?to=x").status == 400)
            #expect(try await everybody.get("/activities/map").status != 200)

            // Taken back, it is gone from the page that was made before.
            #expect(try await worker.post(first + "/state", ["state": "cancelled"]).status == 303)
            house.clock.advance(seconds: 2)
            #expect(try await everybody.get("/events/map").body.contains("Варна: 1"))
        }
    }

    @Test func `the map has a square for each district, and no two in one place`() throws {
        let tiles = DistrictTile.all
        #expect(Set(tiles.map(\.code)).count == 28 && Set(tiles.map { [$0.column, $0.row] }).count == 28)
        #expect(tiles.allSatisfy { $0.column < DistrictTile.columns && $0.row < DistrictTile.rows })
        let classes = QuantileClasses([0, 1, 2, 3, 4, 5, 6, 7, 8])
        #expect((0...8).map(classes.place) == [0, 1, 1, 2, 2, 3, 3, 4, 4])
        #expect(QuantileClasses([0, 7]).ranges.map(\.place) == [1])
        #expect(QuantileClasses([]).place(of: 0) == 0)
    }
}
