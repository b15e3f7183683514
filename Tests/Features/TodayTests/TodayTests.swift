import Calendar
import Core
import Policy
import TestSupport
import Testing
import Web

@testable import Today

@Suite struct TodayTests {
    private let calendar: WorkingDays
    private let rules: ClockRules

    init() throws {
        calendar = try WorkingDays.builtIn()
        rules = try ClockRules.builtIn()
    }

    private func item(_ reference: String, _ rule: String, start: Instant, isDanger: Bool = false) throws -> DueItem {
        let rule = try #require(rules.rule(rule, on: start.dayInSofia))
        return DueItem(
            reference: reference, path: "/", text: "", action: ("", "/"), waiting: .mine, clock: Clock(rule: rule, start: start),
            isDanger: isDanger)
    }

    private func moment(_ text: String) throws -> Instant { try #require(Instant(iso: text)) }

    @Test func `danger goes first, then what is late, graver by law before graver by time`() throws {
        // A Wednesday.
        let now = try moment("2026-11-18T10:00:00.000Z")
        let items = [
            try item("running", "reflection-period", start: now),
            try item("late", "signal-processing", start: moment("2026-11-12T08:00:00.000Z")),
            try item("later", "signal-processing", start: moment("2026-11-11T08:00:00.000Z")),
            try item("today", "signal-processing", start: moment("2026-11-17T08:00:00.000Z")),
            try item("child", "child-notice", start: moment("2026-11-16T08:00:00.000Z")),
            try item("danger", "signal-processing", start: now, isDanger: true),
        ]
        let expected = ["danger", "child", "later", "late", "today", "running"]
        for turn in 0..<items.count {
            let turned = Array(items[turn...] + items[..<turn])
            #expect(Agenda(turned, at: now, in: calendar).entries.map(\.item.reference) == expected)
        }
    }

    @Test func `the order is one, whatever the items and the moment`() throws {
        var generator = SeededGenerator(41)
        let ids = ["reflection-period", "signal-processing", "child-notice", "referral-unanswered", "risk-review"]
        let base = try moment("2026-01-05T00:00:00.000Z")
        for round in 0..<200 {
            let items = try (0..<12).map { number in
                let start = Instant(milliseconds: base.milliseconds + Int64.random(in: 0..<2_000_000_000, using: &generator))
                return try item("\(number)", ids.randomElement(using: &generator) ?? "", start: start, isDanger: number % 5 == 0)
            }
            let now = Instant(milliseconds: base.milliseconds + Int64.random(in: 0..<4_000_000_000, using: &generator))
            let sorted = Agenda(items, at: now, in: calendar).entries
            let again = Agenda(items.shuffled(using: &generator), at: now, in: calendar).entries
            #expect(sorted.map(\.item.reference) == again.map(\.item.reference), "\(round)")
            let firstQuiet = sorted.firstIndex { !$0.item.isDanger } ?? 0
            #expect(!sorted[firstQuiet...].contains { $0.item.isDanger })
            let states = sorted[firstQuiet...].map(\.reading.state)
            if let due = states.firstIndex(where: { $0 != .overdue }) { #expect(!states[due...].contains(.overdue)) }
        }
    }

    private func signal(_ browser: TestBrowser, _ more: [(String, String)] = []) async throws -> String {
        let changed = Set(more.map(\.0))
        let usual = [
            ("id", SignalID.new().text), ("kind", "signal"), ("danger", "no"), ("country", "BG"), ("district", "BG-03"), ("form", "labour"),
            ("anyway", "1"),
        ]
        let answer = try await browser.post("/signals/new", usual.filter { !changed.contains($0.0) } + more)
        return try #require(answer.location?.split(separator: "?").first.map(String.init))
    }

    @Test(arguments: Engine.available)
    func `a signal waits until somebody decides, for her or for those it was passed to`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            #expect(try await line.get("/today").body.contains("Нищо не чака Вас"))
            let first = try await signal(line)
            let second = try await signal(line, [("danger", "now"), ("told", "nobody")])
            let page = try await line.get("/today")
            let order = page.body.matches(of: /href="(\/signals\/[0-9a-f-]+)">С-/).map { String($0.output.1) }
            #expect(order == [second, first], "danger first")
            #expect(page.body.contains("никой не е уведомен") && page.body.contains("параметър на системата"))

            // Nobody else's signal is on her page.
            let worker = try await house.signedIn(as: .caseWorker, from: "203.0.113.5")
            #expect(try await worker.get("/today").body.contains("Нищо не чака Вас"))
            let other = try await worker.get("/account")
            #expect(other.status == 200)
            let form = try await line.get(first).form(first + "/pass")
            let organisations = try await line.get(first).body.matches(of: /<option value="([0-9a-f-]{36})">/).map { String($0.output.1) }
            for organisation in organisations { _ = try await line.submit(form, ["organisation": organisation]) }
            #expect(try await worker.get("/today").links.contains(first))
            #expect(try await !line.get("/today").links.contains(first))
            #expect(try await line.get("/today?waiting=others").links.contains(first))

            #expect(try await worker.post(first + "/decide", ["outcome": "not-trafficking"]).status == 303)
            #expect(try await worker.get("/today").body.contains("Нищо не чака Вас"))
            #expect(try await line.get("/today?waiting=others").body.contains("не чака други"))

            // Days later it is late, and says by how much.
            house.clock.advance(seconds: 10 * 24 * 3600)
            let late = try await house.signedIn(as: .hotlineOperator, from: "203.0.113.8").get("/today")
            #expect(late.body.contains("Просрочен") && late.body.contains("1 за незабавно действие"))
        }
    }

    @Test func `however many wait, danger and the longest waiting are there`() async throws {
        try await withHouse(.sqlite) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let oldest = try await signal(line, [("received-day", "1.4.2026")])
            for _ in 0..<205 { _ = try await signal(line) }
            let danger = try await signal(line, [("danger", "now"), ("told", "police")])
            let pages = try await line.pages(from: "/today").map { page in
                page.links.filter { $0.wholeMatch(of: /\/signals\/[0-9a-f-]{36}/) != nil }
            }
            // Each twice: its name and its act.
            let all = Set(pages.joined())
            #expect(pages[0].contains(oldest) && pages[0].contains(danger))
            #expect(pages.map { Set($0).count } == [50, 50, 50, 50] && all.count == 200)
            #expect(try await line.get("/today?from=100000").links.contains { pages[3].contains($0) })
            for odd in ["-3", "x", "99999999999999999999"] { #expect(try await line.get("/today?from=" + odd).status == 200) }
        }
    }

    @Test func `who works with no persons has no such page`() async throws {
        try await withHouse(.sqlite) { house in
            for role in [Role.administrator, .auditor, .analyst] {
                let browser = try await house.signedIn(as: role, from: "203.0.113.\(role.rawValue.utf8.count)")
                #expect(try await browser.get("/today").status == 403)
                #expect(try await !browser.get("/").links.contains("/today"))
            }
        }
    }
}
