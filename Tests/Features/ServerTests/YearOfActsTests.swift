import Calendar
import Core
import Database
import Foundation
import Policy
import Programmes
import Reference
import TestSupport
import Testing

@testable import Server

/// The demonstration's year of acts: what the plans count of it is what follows from the script by hand.
@Suite struct YearOfActsTests {
    @Test func `the year is alike each time and has of everything that happens to acts`() throws {
        let calendar = try WorkingDays.builtIn()
        let year = try YearOfActs(calendar: calendar)
        let again = try YearOfActs(calendar: calendar)
        #expect(year.events.map(\.at) == again.events.map(\.at))
        var said: [String: Int] = [:]
        var kinds: Set<String> = []
        for event in year.events {
            switch event.what {
            case .add(let form):
                said[form.state.rawValue, default: 0] += 1
                kinds.insert(form.kind)
                let late = event.at.dayInSofia.ordinal - (form.ends ?? form.starts).ordinal
                if form.state == .done, late > 60 { said["late", default: 0] += 1 }
                if form.starts.year > 2024 { said["other year", default: 0] += 1 }
                if !form.coOrganisers.isEmpty { said["together", default: 0] += 1 }
            case .join: said["joined", default: 0] += 1
            case .correct: said["corrected", default: 0] += 1
            case .cancel: said["cancelled", default: 0] += 1
            case .reach: said["reached", default: 0] += 1
            case .merge: said["merged", default: 0] += 1
            case .assign: said["assigned", default: 0] += 1
            }
        }
        let wanted = [
            "planned", "done", "late", "other year", "together", "joined", "corrected", "cancelled", "reached", "merged", "assigned",
        ]
        for one in wanted { #expect(said[one, default: 0] >= 5, "\(one): \(said)") }
        #expect((400...700).contains(said["planned", default: 0] + said["done", default: 0]), "\(said)")
        #expect(Set(year.events.compactMap(\.by)).count >= 20)
        #expect(kinds.count >= 20, "\(kinds.sorted())")
        let named = Lines.names.filter { name in year.titles.contains { $0.contains(name) } }
        #expect(named == [], "no act names anybody")
    }

    @Test(arguments: Engine.available)
    func `every indicator that is counted shows what follows from the script by hand`(engine: Engine) async throws {
        // The whole year as the demonstration shows it, and a smaller one where each statement is a journey.
        let share = engine == .sqlite ? 1 : 0.3
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2024)
            try await house.importPlan("Demo/plan-migratsia-2024.tsv", year: 2024)
            let demonstration = Demonstration(database: house.database, root: house.root, register: try InstitutionRegister.builtIn())
            _ = try #require(try await demonstration.play(at: house.clock.now, acts: share))
            let calendar = try WorkingDays.builtIn()
            let programme = try await plan("programa-sreshtu-trafika-2024", house)
            let migration = try await plan("plan-strategiya-migratsiya-2024", house)
            let year = try YearOfActs(share: share, calendar: calendar)
            let hand = HandCount(
                year.events, bound: [programme], after: [migration],
                institution: { ["Пробно", "Мислено"].contains($0) ? "МКБТХ" : $0 })
            let calls = try Calls(Script(calendar: calendar))
            let coordinator = try await house.signedIn(as: .coordinator)
            var tried: [String: Int] = [:]
            for plan in [programme, migration] {
                let shown = Lines.figures(try await coordinator.get("/plans/\(plan.slug)/figures.csv").body)
                let open = plan.lines.filter { !$0.isBound }.map(\.label)
                #expect(open == [], "all that is proposed is agreed to")
                for line in plan.lines {
                    let expected = calls.value(line) ?? hand.value(line, of: plan)
                    #expect(
                        shown["\(line.measure)/\(line.number)"] == expected,
                        "\(plan.slug) \(line.measure)/\(line.number) \(line.basis): \(shown["\(line.measure)/\(line.number)"] ?? -1)")
                    if expected > 0 { tried[plan.slug, default: 0] += 1 }
                }
                #expect(tried[plan.slug, default: 0] * 10 >= plan.lines.count * 7, "\(tried) of \(plan.lines.count)")
            }
            #expect(hand.idle > 10, "some acts serve nothing, or wait for a person")
        }
    }

    private func plan(_ slug: String, _ house: TestHouse) async throws -> HandCount.Plan {
        let plan = try #require(try await PlanStore(house.database).plan(slug))
        let period = try #require(plan.content.period)
        let counts = try await house.database.read { try PlanCounts(plan, metrics: House.metrics, $0) }
        let lines = Dictionary(grouping: counts.lines.filter { $0.metric != nil }, by: \.measure)
        return HandCount.Plan(
            slug: slug, from: period.from, to: period.to,
            measures: plan.content.measures.map { measure in
                (measure.code, Set((measure.leads + measure.partners).compactMap(\.code)), lines[measure.code] ?? [])
            })
    }
}

/// What was counted of the calls, by their script.
private struct Calls {
    let events: [Script.Event]

    init(_ script: Script) throws {
        let (from, to) = (try #require(Day(2024, 1, 1)), try #require(Day(2024, 12, 31)))
        events = script.ofTheYear.filter { (from...to).contains($0.at.dayInSofia) }
    }

    /// Nil for what is no figure of calls.
    func value(_ line: PlanCounts.Line) -> Int? {
        func numbers(_ isOne: (Script.Event) -> Bool) -> Int { Set(events.filter(isOne).map(\.number)).count }
        func isAsked(_ name: String, _ code: String) -> Bool { line.filters[name]?.contains(code) ?? true }
        switch line.metric {
        case "signals.received": return numbers { $0.is(.call) }
        case "signals.processed":
            // Every fifth way of two leads elsewhere; whoever is helped stays.
            return numbers { event in
                event.is(.decide)
                    && isAsked("outcome", !Script.isHelped(event.number) && [2, 3].contains(event.number % 5) ? "redirected" : "")
            }
        case "signals.referred":
            // Whoever is helped was passed on the same evening.
            return numbers { $0.is(.passOn) || $0.is(.decide) && !Script.isHelped($0.number) && [2, 3].contains($0.number % 5) }
        // All who are helped are grown up and at home.
        case "children.cases", "children.cared", "referrals.transnational", "returns.completed": return 0
        case "referrals.made":
            return numbers { $0.is(.refer) && isAsked("purpose", $0.number % 3 == 1 ? "identification" : "shelter") }
        default: return nil
        }
    }
}

extension Script.Event {
    fileprivate func `is`(_ other: Script.What) -> Bool { "\(what)" == "\(other)" }
}

private enum Lines {
    /// Given names of the demonstration's people: no act names anybody.
    static let names = ["Измислен", "Небивал", "Примеров", "Образцова", "Мислена"]

    /// The figure of each indicator in the file of a plan's figures.
    static func figures(_ file: String) -> [String: Int] {
        var figures: [String: Int] = [:]
        for row in rows(file).dropFirst() where row.count > 8 {
            let digits = row[7].filter(\.isNumber)
            if !digits.isEmpty { figures["\(row[0])/\(row[1])"] = Int(digits) }
        }
        return figures
    }

    private static func rows(_ text: String) -> [[String]] {
        var (rows, row, cell, isQuoted) = ([[String]](), [String](), "", false)
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(cell)
                cell = ""
            case "\n" where !isQuoted, "\r\n" where !isQuoted:
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.append(character)
            }
        }
        return rows
    }
}

extension YearOfActs {
    fileprivate var titles: [String] {
        events.compactMap { event in
            guard case .add(let form) = event.what else { return nil }
            return form.title
        }
    }
}
