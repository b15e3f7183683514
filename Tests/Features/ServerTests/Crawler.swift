import Foundation
import Programmes
import Reference
import TestSupport
import Web

/// Reads the pages of a house from link to link, so many of each kind.
struct Crawler {
    let browser: TestBrowser
    var language = ""
    /// How many addresses of one pattern are read.
    var limit = 2

    /// All answers, in the order of finding.
    func pages(from start: [String]) async throws -> [TestAnswer] {
        var (queue, seen, kinds): ([String], Set<String>, [String: Int]) = (
            start.map { $0 == "/" && !language.isEmpty ? language : language + $0 }, [], [:]
        )
        var pages: [TestAnswer] = []
        while !queue.isEmpty {
            let path = queue.removeFirst()
            let kind = kind(of: path)
            guard seen.insert(path).inserted, kinds[kind, default: 0] < limit else { continue }
            kinds[kind, default: 0] += 1
            let answer = try await browser.get(path)
            pages.append(answer)
            let next = answer.location.map { [$0] } ?? answer.links
            queue += next.filter { ($0 == language || $0.hasPrefix(language + "/")) && (!language.isEmpty || !$0.hasPrefix("/en")) }
        }
        return pages
    }

    /// The pattern that answers, with the names of what is asked for.
    private func kind(of address: String) -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        let path = (parts.first ?? "").split(separator: "/").filter { "/" + $0 != language }
        let route = browser.house.site.routes.first { route in
            let pattern = route.pattern.split(separator: "/")
            return !route.isUnsafe && pattern.count == path.count && zip(pattern, path).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }
        let names = parts.count > 1 ? parts[1].split(separator: "&").map { $0.prefix { $0 != "=" } }.joined(separator: "&") : ""
        return (route?.pattern ?? address) + "?" + names
    }
}

extension TestHouse {
    /// Brings in a small plan, so that there are pages of every public kind.
    func importPlan(_ file: String = "Tests/Golden/exchanges/plan.tsv") async throws {
        let document = try DocumentReader(InstitutionRegister.builtIn()).read(Seeds.file(file))
        _ = try await ImportPlans(database: database)(document, name: "plan.tsv", options: .init())
    }
}
