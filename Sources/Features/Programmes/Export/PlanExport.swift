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
        let content = plan.content
        var rows = [language == .bg ? bulgarianHead : englishHead]
        for measure in content.measures where codes?.contains(measure.code) ?? true {
            let section = measure.section.map { content.sections[$0] }
            let amounts = measure.amounts.compactMap(\.amount)
            rows.append([
                measure.code, measure.number ?? "", section?.number ?? "", section?.title ?? "", measure.strategicGoal?.text ?? "",
                measure.operationalGoal?.text ?? "", measure.title.text, measure.expectedResults?.text ?? "",
                measure.leads.map(\.name).joined(separator: "; "), measure.partners.map(\.name).joined(separator: "; "),
                amounts.map(\.decimal).joined(separator: "; "), amounts.map(\.currency.rawValue).joined(separator: "; "),
                amounts.map(\.inEuro.decimal).joined(separator: "; "),
                measure.budget.map { Headings.clean($0.source.text) }.joined(separator: "; "),
                Headings.clean(measure.deadline?.source.text ?? ""), measure.deadline?.dueOn?.iso ?? "",
                measure.indicators.map(\.label).joined(separator: "; "), measure.indicators.map { $0.unit ?? "" }.joined(separator: "; "),
                measure.indicators.map { number($0.baseline) }.joined(separator: "; "),
                measure.indicators.map { number($0.target) }.joined(separator: "; "),
            ])
        }
        return rows
    }

    private static let bulgarianHead = [
        "Код", "Номер", "Раздел №", "Раздел", "Стратегическа цел", "Оперативна цел", "Мярка", "Очаквани резултати", "Водещи", "Партньори",
        "Сума", "Валута", "Сума в евро", "Бюджет, както е записан", "Срок, както е записан", "Последен ден", "Индикатори", "Мерни единици",
        "Текущи стойности", "Целеви стойности",
    ]

    private static let englishHead = [
        "Code", "Number", "Section no.", "Section", "Strategic goal", "Operational goal", "Measure", "Expected results", "Leads",
        "Partners",
        "Amount", "Currency", "Amount in euro", "Budget as printed", "Deadline as printed", "Last day", "Indicators", "Units", "Baselines",
        "Targets",
    ]

    private static func number(_ value: Double?) -> String {
        guard let value else { return "" }
        return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
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
