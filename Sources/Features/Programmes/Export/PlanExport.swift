public import Core
import Documents
import Foundation

/// Writes plans in the formats in which they are handed out: one code for the command, the site and the tests.
public enum PlanExport {
    /// JSON by `Schemas/plan.schema.json`, keys sorted, readable.
    public static func json(_ plan: StoredPlan, only codes: Set<String>? = nil) throws -> String {
        try JSON.text(PlanDocument(plan, only: codes))
    }

    /// One row a measure, comma-separated, for spreadsheets.
    public static func csv(_ plan: StoredPlan, only codes: Set<String>? = nil, language: Language = .bg) -> String {
        CSV.text(rows(plan, only: codes, language: language))
    }

    static func rows(_ plan: StoredPlan, only codes: Set<String>?, language: Language) -> [[String]] {
        let columns = MeasureColumn.all.filter { $0.place != .workbook }
        return [columns.map { $0.heading(language) }]
            + plan.content.measures.filter { codes?.contains($0.code) ?? true }.map { measure in
                columns.map { $0.value(measure, plan.content).text }
            }
    }
}

/// JSON as the house writes it: sorted keys, readable, slashes plain.
public enum JSON {
    /// The text of any value.
    public static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
