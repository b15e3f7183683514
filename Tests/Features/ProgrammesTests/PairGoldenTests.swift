import Documents
import Foundation
import Reference
import TestSupport
import Testing

@testable import Programmes

/// The same action promised in two published plans, against the pairs that a careful reader found.
///
/// `Tests/Golden/pairs`, a line each: `required` must be proposed; `possible` may be, as readers differ; `reader` is the same action, but only
/// for somebody who knows the matter. Anything else that is proposed is an error.
@Suite(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)))
struct PairGoldenTests {
    private struct Codes: Hashable {
        let left: String
        let right: String
    }

    /// By their mark.
    private static func list(_ name: String) throws -> [String: Set<Codes>] {
        let file = Seeds.root.appendingPathComponent("Tests/Golden/pairs/\(name).tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        return lines.reduce(into: [:]) { found, line in
            let cells = line.split(separator: "\t").map(String.init)
            found[cells[2], default: []].insert(Codes(left: cells[0], right: cells[1]))
        }
    }

    private static func plan(_ name: String) throws -> PlanContent {
        let (document, position, _) = try #require(GoldenTests.plans.first { $0.2 == name })
        return try PlanReading(bytes: Seeds.document(document), register: InstitutionRegister.builtIn()).plans[position]
    }

    @Test(arguments: [
        ("programme-2024", "migration-2024"), ("plan-2020", "migration-2024"), ("plan-2020", "programme-2024"),
        ("integration-2020", "migration-2024"), ("integration-2020", "plan-2020"),
    ])
    func `what a careful reader pairs is proposed, and nothing else`(left: String, right: String) throws {
        let (one, other) = (try PairGoldenTests.plan(left), try PairGoldenTests.plan(right))
        let comparison = try PlanComparison(one, other, register: InstitutionRegister.builtIn())
        let found = Set(comparison.pairs.map { Codes(left: one.measures[$0.left].code, right: other.measures[$0.right].code) })
        let golden = try PairGoldenTests.list("\(left)--\(right)")
        for missed in golden["required", default: []].subtracting(found) { Issue.record("missed: \(missed.left) and \(missed.right)") }
        let listed = golden.values.reduce(into: Set()) { $0.formUnion($1) }
        for wrong in found.subtracting(listed) { Issue.record("not in the list: \(wrong.left) and \(wrong.right)") }
        #expect(!listed.isEmpty)
        // The list names measures that there are.
        let codes = (Set(one.measures.map(\.code)), Set(other.measures.map(\.code)))
        #expect(listed.allSatisfy { codes.0.contains($0.left) && codes.1.contains($0.right) })
    }

    @Test func `the campaign that two plans of one year promise differently shows how`() throws {
        let (one, other) = (try PairGoldenTests.plan("programme-2024"), try PairGoldenTests.plan("migration-2024"))
        let left = try #require(one.measures.first { $0.code == "II.1.2" })
        let right = try #require(other.measures.first { $0.code == "30" })
        let contrast = MeasureContrast(left, right)
        // The budget is paid by another body too.
        #expect(contrast.differing == [.number, .leads, .budget, .indicators])
        let unlike = contrast.indicators.filter(\.differs)
        #expect(unlike.count == 1)
        #expect(unlike.first?.left?.target == 15)
        #expect(unlike.first?.right?.target == 10)
    }
}
