import Documents
import Foundation
import Reference
import Spelling
import TestSupport
import Testing

@testable import Programmes

/// The faults of the published plans, against those that a careful reader found in them.
///
/// `Tests/Golden/findings`, a line each: `required` must be found; `possible` may be, as readers differ; `reader` only somebody who knows the
/// matter sees. Anything else that is found is an error.
@Suite(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)))
struct FindingGoldenTests {
    private struct Listed: Hashable {
        let code: String
        let place: String
    }

    /// By their mark.
    private static func list(_ name: String) throws -> [String: Set<Listed>] {
        let file = Seeds.root.appendingPathComponent("Tests/Golden/findings/\(name).tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        return lines.reduce(into: [:]) { found, line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            found[cells[0], default: []].insert(Listed(code: cells[1], place: cells[3]))
        }
    }

    @Test(arguments: GoldenTests.plans)
    func `what a careful reader finds is found, and nothing else`(document: String, position: Int, list: String) throws {
        let reading = try PlanReading(bytes: Seeds.document(document), register: InstitutionRegister.builtIn())
        let speller = try CheckedTable.dictionary()
        let findings = PlanCheck(reading.plans[position], cells: reading.document.cells, speller: speller).findings
        let golden = try FindingGoldenTests.list(list)
        let found = Set(findings.map { Listed(code: $0.code.rawValue, place: "\($0.place.table).\($0.place.row).\($0.place.column)") })
        for missed in golden["required", default: []].subtracting(found) { Issue.record("missed: \(missed.code) at \(missed.place)") }
        let listed = golden.values.reduce(into: Set()) { $0.formUnion($1) }
        for wrong in found.subtracting(listed) { Issue.record("not in the list: \(wrong.code) at \(wrong.place)") }
        #expect(golden["required", default: []].count > 5)
    }

    @Test(arguments: GoldenTests.plans)
    func `a finding quotes its cell`(document: String, position: Int, list: String) throws {
        let reading = try PlanReading(bytes: Seeds.document(document), register: InstitutionRegister.builtIn())
        let cells = Dictionary(uniqueKeysWithValues: reading.document.cells.map { ($0.place, Headings.clean($0.text)) })
        let findings = PlanCheck(reading.plans[position], cells: reading.document.cells, speller: try CheckedTable.dictionary()).findings
        // Words that a page break cut are quoted joined.
        let cut = findings.filter { !$0.quote.isEmpty && cells[$0.place]?.contains($0.quote) != true }
        #expect(cut.count * 20 <= findings.count, "\(cut.map { "\($0.code) \($0.place) \($0.quote)" })")
    }
}
