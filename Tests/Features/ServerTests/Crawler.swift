import TestSupport
import Web

/// Reads the pages of a house from link to link: those it begins with, and of the others so many of each kind.
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
        let isFirst = Set(queue)
        var pages: [TestAnswer] = []
        while !queue.isEmpty {
            let path = queue.removeFirst()
            let kind = kind(of: path)
            guard seen.insert(path).inserted, isFirst.contains(path) || kinds[kind, default: 0] < limit else { continue }
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
        let names = parts.count > 1 ? parts[1].split(separator: "&").map { $0.prefix { $0 != "=" } }.joined(separator: "&") : ""
        return (browser.house.pattern(of: address, language: language) ?? address) + "?" + names
    }
}

extension TestHouse {
    /// The pattern of the route that answers at an address; nil where there is none.
    func pattern(of address: String, isUnsafe: Bool = false, language: String = "") -> String? {
        let path = address.prefix { $0 != "?" }.split(separator: "/").filter { "/" + $0 != language }
        let routes = site.routes.filter { route in
            let pattern = route.pattern.split(separator: "/")
            return route.isUnsafe == isUnsafe && pattern.count == path.count
                && zip(pattern, path).allSatisfy { piece, word in
                    piece == word || piece.hasPrefix(":") && word.hasSuffix(piece.contains(".") ? piece.drop { $0 != "." } : "")
                }
        }
        // The narrowest one answers: with the fewest captures, then with an ending.
        func width(_ pattern: String) -> (Int, Int) { (pattern.count { $0 == ":" }, pattern.contains(".") ? 0 : 1) }
        return routes.map(\.pattern).min { width($0) < width($1) }
    }
}
