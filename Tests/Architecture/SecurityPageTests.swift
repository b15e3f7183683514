import Foundation
import TestSupport
import Testing

/// The rows of the table under a heading of `docs/security.md`, each as its cells.
private func rows(under heading: String) throws -> [[String]] {
    let page = String(decoding: try Seeds.file("docs/security.md"), as: UTF8.self)
    let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") })
    return section.split(separator: "\n").filter { $0.hasPrefix("| T") }.map { line in
        line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// The names of all tests, Swift's and Python's.
private func testNames() throws -> Set<String> {
    let root = Seeds.root.appendingPathComponent("Tests")
    let walk = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var names: Set<String> = []
    for case let url as URL in walk where ["swift", "py"].contains(url.pathExtension) {
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
            if url.pathExtension == "py" {
                guard line.hasPrefix("def test_") else { continue }
                names.insert(String(line.dropFirst(4).prefix { $0 != "(" }))
            } else if let start = line.range(of: "func `") {
                names.insert(String(line[start.upperBound...].prefix { $0 != "`" }))
            }
        }
    }
    return names
}

@Suite struct SecurityPageTests {
    @Test func `the page of threats speaks of every adversary`() throws {
        let all = (1...10).map { "T\($0)" }
        #expect(try rows(under: "Who wants what").compactMap(\.first) == all)
        let steps = try rows(under: "Step by step")
        #expect(Set(steps.compactMap(\.first)) == Set(all))
        for step in steps { #expect(step.count == 5, "\(step)") }
    }

    @Test func `every threat names tests that there are, or says why there is none`() throws {
        let names = try testNames()
        #expect(names.count > 200)
        for step in try rows(under: "Step by step") {
            let last = try #require(step.last)
            let quoted = last.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            let unknown = quoted.map { String($0.element) }.filter { !names.contains($0) }
            #expect(unknown.isEmpty, "\(step[0])")
            #expect(!quoted.isEmpty || last.hasPrefix("*None*"), "\(step)")
        }
    }
}
