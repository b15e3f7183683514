import Core
import Foundation
import Policy
import TestSupport
import Testing

@Suite struct CrawlTests {
    @Test(arguments: Engine.available)
    func `no page that is read changes what is stored, whoever reads it`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan()
            for (number, role) in Role.allCases.enumerated() {
                let browser = try await house.signedIn(as: role, from: "198.51.\(number).1")
                let before = try await records(house.database)
                #expect(before.count > 20)
                // The clock stands still: not even when a session was seen last is written.
                for language in number % 4 == 0 ? ["", "/en"] : [""] {
                    let pages = try await Crawler(browser: browser, language: language).pages(from: ["/", "/account", "/sign-in", "/demo"])
                    #expect(pages.count > 15, "\(role)")
                    for page in pages { expectPrivate(page, role) }
                }
                let after = try await records(house.database)
                for (table, rows) in before { #expect(after[table] == rows, "\(role), \(table)") }
            }
        }
    }

    private func expectPrivate(_ page: TestAnswer, _ role: Role) {
        #expect([200, 303].contains(page.status), "\(role), \(page.path): \(page.status)")
        #expect(page["Cache-Control"] == "no-store", "\(role), \(page.path)")
        #expect(page["X-Robots-Tag"]?.hasPrefix("noindex") == true, "\(role), \(page.path)")
        #expect(page["ETag"] == nil, "\(role), \(page.path)")
        #expect(!page.body.contains("⟨"), "\(role), \(page.path)")
        // A title stands in the history of the browser and in the list of windows.
        let title = page.body.firstMatch(of: /<title>(.*?)<\/title>/).map { String($0.output.1) } ?? ""
        for name in ["Примерова", "Измислен", "Небивал", "Пробн"] { #expect(!title.contains(name), "\(role), \(page.path): \(title)") }
    }
}
