import Access
import Core
import Foundation
import Policy
import TestSupport
import Testing
import Web

/// Who may ask for each address of the house.
@Suite struct RouteTests {
    private let golden = Seeds.root.appendingPathComponent("Tests/Golden/routes.tsv")

    /// To accept a change: `ZAKRILA_WRITE_ROUTES=1 swift test --filter RouteTests`, and read every line that differs. A line that says
    /// „everyone“ is a page for strangers.
    @Test func `the addresses and who may ask for them are as written down`() async throws {
        try await withHouse(.sqlite) { house in
            let lines = house.site.routes.map { "\($0.pattern)\t\($0.isUnsafe ? "POST" : "GET")\t\(words($0.audience))" }.sorted()
            #expect(Set(lines).count == lines.count)
            if ProcessInfo.processInfo.environment["ZAKRILA_WRITE_ROUTES"] != nil {
                try (lines.joined(separator: "\n") + "\n").write(to: golden, atomically: true, encoding: .utf8)
            }
            let written = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n").map(String.init)
            #expect(Set(lines).subtracting(written) == [], "new")
            #expect(Set(written).subtracting(lines) == [], "gone")
        }
    }

    private func words(_ audience: Audience) -> String {
        switch audience {
        case .everyone: "everyone"
        case .inSession: "in session"
        case .ownAccount: "own account"
        case .signedIn: "signed in"
        case .allowed(let act): act.rawValue
        }
    }

    @Test func `without a root key nobody signs in, and only public pages are there`() async throws {
        try await withHouse(.sqlite) { house in
            let site = try house.siteWithoutKey()
            #expect(site.routes.allSatisfy { $0.audience == .everyone && !$0.isUnsafe })
            #expect(Set(site.routes.map(\.pattern)).isSubset(of: house.site.routes.map(\.pattern)))
        }
    }

    @Test func `each role and nobody get every address that is theirs, and no other`() async throws {
        try await withHouse(.sqlite) { house in
            let nobody = house.browser("192.0.2.1")
            _ = try await nobody.get("/sign-in")
            for route in house.site.routes {
                let answer = try await ask(route, nobody)
                #expect(isSentAway(answer) == (route.audience != .everyone), "nobody, \(route.pattern): \(answer.status)")
                #expect(answer.status != 403, "nobody, \(route.pattern)")
            }
            for (number, role) in Role.allCases.enumerated() {
                let browser = try await house.signedIn(as: role, from: "198.51.\(number).1")
                let actor = Actor(user: .new(), organisation: .new(), regime: .gdpr, roles: [role])
                for route in house.site.routes.sorted(by: { !isLeaving($0) && isLeaving($1) }) {
                    let answer = try await ask(route, browser)
                    #expect(!isSentAway(answer), "\(role), \(route.pattern)")
                    let isAllowed = if case .allowed(let act) = route.audience { Policy.mayEver(actor, act) } else { true }
                    #expect((answer.status == 403) != isAllowed, "\(role), \(route.pattern): \(answer.status)")
                    #expect(answer.status < 500, "\(role), \(route.pattern): \(answer.status)")
                }
                #expect(try await browser.get("/account").status == 303, "signed out at the end")
            }
        }
    }

    /// Asks with values that no record has; each time as if for the first time, so that one answer changes nothing for the next.
    private func ask(_ route: Route, _ browser: TestBrowser) async throws -> TestAnswer {
        let path =
            "/"
            + route.pattern.split(separator: "/").map { $0.hasPrefix(":") ? "none" + $0.drop { $0 != "." } : String($0) }.joined(
                separator: "/")
        let copy = browser.copy()
        return route.isUnsafe ? try await copy.post(path) : try await copy.get(path)
    }

    private func isLeaving(_ route: Route) -> Bool { route.pattern == "/sign-out" }

    private func isSentAway(_ answer: TestAnswer) -> Bool {
        answer.status == 303 && answer.location?.hasPrefix("/sign-in?") == true
    }
}
