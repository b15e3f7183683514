import Core
import Foundation
import Ledger
import Reference
import TestSupport
import Testing

@testable import Documents
@testable import Programmes

/// Plans that are stored, written as Word and read again as any other file that somebody hands in.
enum WordRoundTrip {
    /// All plans of a document with the document as it is stored.
    static func plans(_ bytes: [UInt8]) async throws -> [(plan: StoredPlan, document: SourceDocument)] {
        let register = try InstitutionRegister.builtIn()
        return try await withDatabase(.sqlite, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let outcomes = try await ImportPlans(database: database)(
                DocumentReader(register).read(bytes), name: "plan.txt", options: .init())
            let store = PlanStore(database)
            var plans: [(StoredPlan, SourceDocument)] = []
            for outcome in outcomes {
                let plan = try #require(try await store.plan(outcome.slug))
                plans.append((plan, try await store.document(of: plan)))
            }
            return plans
        }
    }

    /// The file that goes out.
    static func read(_ plan: StoredPlan, _ document: SourceDocument, only codes: Set<String>? = nil) throws -> SourceDocument {
        try SourceDocument(reading: PlanExport.docx(plan, document, only: codes), headingWords: ColumnHeadings.count)
    }

    /// The plan that the file gives.
    static func again(_ plan: StoredPlan, _ document: SourceDocument) throws -> StoredPlan {
        let register = try InstitutionRegister.builtIn()
        var assembly = PlanAssembly(try read(plan, document), register, NameIndex(register))
        let contents = try assembly.plans()
        #expect(contents.count == 1)
        var again = plan
        again.content = try #require(contents.first)
        return again
    }

    /// - Parameter isWide: whether the document has columns, which the file has then too.
    static func expectSame(_ plan: StoredPlan, _ document: SourceDocument, isWide: Bool = true) throws {
        let again = try again(plan, document)
        #expect(again.content.measures.count == plan.content.measures.count)
        if isWide { #expect(again.content.columns == plan.content.columns) }
        let (before, after) = (try lines(plan), try lines(again))
        let first = zip(before, after).enumerated().first { $0.element.0 != $0.element.1 }
        let place = first?.offset ?? 0
        #expect(
            before == after,
            "\(plan.slug): \(before.dropFirst(max(0, place - 4)).prefix(8).joined(separator: "\n")) became \(after.dropFirst(max(0, place - 4)).prefix(8).joined(separator: "\n"))"
        )
        func further(_ plan: StoredPlan) -> [String] { plan.content.measures.map { Headings.clean($0.further?.text ?? "") } }
        #expect(further(plan) == further(again))
        #expect(remarks(plan) == remarks(again))
    }

    /// The JSON without what tells where a text stood; white space and mark-up of converters count for nothing.
    private static func lines(_ plan: StoredPlan) throws -> [String] {
        let json = try JSONSerialization.jsonObject(with: Data(PlanExport.json(plan).utf8))
        let data = try JSONSerialization.data(withJSONObject: tidy(json), options: [.sortedKeys, .prettyPrinted])
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func tidy(_ value: Any) -> Any {
        switch value {
        case let object as [String: Any]:
            object.filter { !["cells", "place", "account", "document", "remarks"].contains($0.key) }.mapValues(tidy)
        case let list as [Any]: list.map(tidy)
        case let text as String: LogicalCell(text, at: CellPlace(table: 0, row: 0, column: 0)).text
        default: value
        }
    }

    /// What a person should check. What was wrong with the document only, a row shifted or a word cut, is mended in the file.
    private static func remarks(_ plan: StoredPlan) -> Set<[String]> {
        let mended: Set<Remark.Code> = [.rowShifted, .wordCut, .countDiffers]
        return Set(
            plan.content.remarks.filter { !mended.contains($0.code) }.map {
                [$0.code.rawValue, $0.measure ?? "", Headings.clean($0.quote), Headings.clean($0.detail)]
            })
    }
}
