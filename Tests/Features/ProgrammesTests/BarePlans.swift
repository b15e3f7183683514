import Documents
import Foundation
import Ledger
import Reference
import TestSupport
import Testing

@testable import Programmes

/// The plans of a document as they are handed out, without places and what names the file; white space joined, for not every form keeps it.
struct BarePlans {
    let texts: [String]

    /// - Parameters:
    ///   - leaves: further keys to leave out.
    ///   - remarks: codes of remarks to leave out.
    init(_ bytes: [UInt8], _ register: InstitutionRegister, leaves: Set<String> = [], remarks: Set<String> = []) async throws {
        texts = try await withDatabase(.sqlite, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let outcomes = try await ImportPlans(database: database)(DocumentReader(register).read(bytes), name: "план", options: .init())
            var texts: [String] = []
            for outcome in outcomes {
                let plan = try #require(try await PlanStore(database).plan(outcome.slug))
                let object = try JSONSerialization.jsonObject(with: Data(PlanExport.json(plan).utf8))
                let left = BarePlans.bare(object, leaves.union(["cells", "place", "id", "sha256", "encoding"]), remarks)
                let bare = try JSONSerialization.data(withJSONObject: left, options: [.sortedKeys, .prettyPrinted])
                texts.append(String(decoding: bare, as: UTF8.self))
            }
            return texts
        }
    }

    private static func bare(_ value: Any, _ leaves: Set<String>, _ remarks: Set<String>) -> Any {
        if let list = value as? [Any] {
            return list.filter { !remarks.contains(($0 as? [String: Any])?["code"] as? String ?? "") }.map { bare($0, leaves, remarks) }
        }
        if let text = value as? String { return Headings.clean(text) }
        guard let object = value as? [String: Any] else { return value }
        return object.filter { !leaves.contains($0.key) }.mapValues { bare($0, leaves, remarks) }
    }

    /// The first line that differs, nil for equal plans.
    static func difference(_ left: [String], _ right: [String]) -> String? {
        for (left, right) in zip(left, right) where left != right {
            let (left, right) = (left.split(separator: "\n"), right.split(separator: "\n"))
            let line = zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }
            return line.map { line in
                let above = left[max(0, line.offset - 8)..<line.offset].map { $0.drop { $0 == " " } }.joined(separator: " ")
                return "line \(line.offset), after \(above): \(line.element.0) | \(line.element.1)"
            } ?? "\(left.count) lines and \(right.count)"
        }
        return left.count == right.count ? nil : "\(left.count) plans and \(right.count)"
    }
}
