import Core
import Database
import Foundation
import Policy
import TestSupport
import Testing
import Web

@testable import Programmes

/// Acts that serve several measures, and institutions that are several organisations.
@Suite struct SharedWorkTests {
    private static let plan = "/plans/programa-sreshtu-trafika-2026"
    private static let event: [(String, String)] = [
        ("state", "done"), ("starts", "3.3.2026"), ("ends", "3.3.2026"), ("f-event", "march"), ("f-method", "list"),
        ("heads-women", "12"), ("heads-men", "7"), ("evidence", "Протокол 12"), ("anyway", "1"), ("version", "1"),
    ]

    private func event(_ title: String) -> [(String, String)] { Self.event + [("id", UUID().uuidString.lowercased()), ("title", title)] }

    private func fact(_ name: String, _ answer: TestAnswer) throws -> String {
        let found = answer.body.firstMatch(of: try Regex("<dt>\(name)</dt><dd[^>]*>(.*?)(<small>|</dd>)").dotMatchesNewlines())
        return found?.output[1].substring.map(String.init) ?? ""
    }

    /// Makes the organisations of two users two local commissions of one code, and both users reporters.
    private func share(_ house: TestHouse) async throws {
        try await house.database.write { connection in
            for role in [Role.reporter, .localSecretary] {
                let row = try connection.first(
                    """
                    SELECT p.id, p.organisation_id FROM users u JOIN holdings h ON h.user_id = u.id JOIN posts p ON p.id = h.post_id
                    WHERE u.login = \(role.rawValue)
                    """)
                let (post, organisation) = (try #require(row).text("id"), try #require(row).text("organisation_id"))
                try connection.execute("UPDATE organisations SET institution = 'МКБТХ' WHERE id = \(organisation)")
                try connection.execute("UPDATE post_roles SET role = 'reporter' WHERE post_id = \(post)")
            }
        }
    }

    @Test(arguments: Engine.available)
    func `two local commissions have one code: the acts of both count, and each reports for itself`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            try await share(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            let desks = [
                try await house.signedIn(as: .reporter, from: "198.51.100.8"),
                try await house.signedIn(as: .localSecretary, from: "198.51.100.9"),
            ]
            _ = try await coordinator.post(Self.plan + "/figures/accept", ["accept": "II.2.2/1"])
            let indicator = Self.plan + "/measures/II.2.2/indicators/1"
            for (number, desk) in desks.enumerated() {
                let act = try await desk.made("/activities/new/event", event("Събитие \(number)"))
                #expect(try await desk.get(act).body.contains("/measures/II.2.2\""), "its organiser is among the leads")
            }
            #expect(try fact("Преброено", try await coordinator.get(indicator)) == "2")

            func report(_ desk: TestBrowser, _ value: String, _ institution: String = "МКБТХ") async throws {
                let fields = [("institution", institution), ("value", value), ("day", "10.03.2026"), ("evidence", "Справка \(value)")]
                #expect(try await desk.post(indicator + "/report", fields).status == 303)
            }
            try await report(coordinator, "4")
            #expect(try fact("Отчетено", try await coordinator.get(indicator)) == "4", "what came on paper, while nobody else speaks")
            try await report(desks[0], "5")
            #expect(try fact("Отчетено", try await coordinator.get(indicator)) == "5", "one organisation is the institution")
            try await report(desks[1], "7")
            var page = try await coordinator.get(indicator).body
            #expect(page.contains("Справка 5") && page.contains("Справка 7"), "neither takes the place of the other")
            #expect(page.contains("Местна комисия Примерово (измислена)"))
            try await report(desks[0], "6")
            page = try await coordinator.get(indicator).body
            #expect(!page.contains("Справка 5") && page.contains("Справка 6") && page.contains("Справка 7"), "each corrects itself")
            try await report(coordinator, "9")
            page = try await coordinator.get(indicator).body
            #expect(
                ["Справка 6", "Справка 7", "Справка 9"].allSatisfy(page.contains), "paper stands beside those who speak for themselves")
            let list = try await coordinator.get(Self.plan + "/measures/II.2.2").body
            #expect(list.contains("7 (Местна комисия Примерово (измислена))") && list.contains("9 (МКБТХ)"))
        }
    }

    @Test(arguments: Engine.available)
    func `what somebody let serve two measures of a plan is shown as counted twice`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv", year: 2026)
            try await share(house)
            let coordinator = try await house.signedIn(as: .coordinator)
            let reporter = try await house.signedIn(as: .reporter, from: "198.51.100.8")
            _ = try await coordinator.post(Self.plan + "/figures/accept", [("accept", "II.2.2/1"), ("accept", "II.2.3/2")])
            let (both, one) = (
                try await reporter.made("/activities/new/event", event("Поход за двете")),
                try await reporter.made("/activities/new/event", event("Поход за едната"))
            )
            let figures = Self.plan + "/figures"
            func choices(_ path: String) async throws -> [String] {
                try await reporter.get(path).body.matches(of: /name="measure" value="([^"]+)"/).map { String($0.output.1) }
            }
            let measures = try await choices(both)
            #expect(measures.count == 2, "two fit, and a person has to say")
            #expect(try await !coordinator.get(figures).body.contains("id=\"twice\""), "nothing counts twice by itself")

            #expect(try await reporter.post(both + "/measures", measures.map { ("measure", $0) }).status == 303)
            #expect(try await reporter.post(one + "/measures", [("measure", measures[0])]).status == 303)
            let page = try await coordinator.get(figures).body
            let found = try #require(
                page.firstMatch(of: /<section class="panel" aria-labelledby="twice">.*?<\/section>/.dotMatchesNewlines()))
            let section = String(found.output)
            #expect(section.contains("Поход за двете") && !section.contains("Поход за едната"))
            #expect(section.contains(">II.2.2</a>, <a") && section.contains(">II.2.3</a>"))
            let list = try #require(section.firstMatch(of: /href="([^"]*\/activities\?[^"]*)"/).map { String($0.output.1) })
            let listed = try await coordinator.get(list.replacing("&amp;", with: "&")).body
            #expect(listed.contains("Поход за двете") && !listed.contains("Поход за едната"))
            #expect(try await reporter.get("/activities?twice=1").body.contains("Поход за двете"))
            #expect(try await !coordinator.get("/activities?twice=1&plan=nothing").body.contains("Поход за двете"))
            #expect(try await reporter.get(both).body.contains("се брои за повече от една мярка: II.2.2, II.2.3"))
            #expect(try await !reporter.get(one).body.contains("за повече от една мярка"))

            for reader in [house.browser("203.0.113.9"), reporter] {
                #expect(try await !reader.get(figures).body.contains("id=\"twice\""), "it is for whoever answers for the figures")
            }
            #expect(try await reporter.post(both + "/measures", [("measure", measures[1])]).status == 303)
            #expect(try await !coordinator.get(figures).body.contains("id=\"twice\""))
            #expect(try await reporter.post(both + "/measures", measures.map { ("measure", $0) }).status == 303)
            #expect(try await reporter.post(both + "/state", ["state": "cancelled"]).status == 303)
            #expect(try await !coordinator.get(figures).body.contains("id=\"twice\""), "what did not take place counts nowhere")
        }
    }
}
