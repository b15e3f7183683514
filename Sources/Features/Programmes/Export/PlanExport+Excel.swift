public import Core
public import Documents

extension PlanExport {
    /// The plan for spreadsheet programs (XLSX): measures as in the file with commas, and indicators and lines of the budget on sheets of
    /// their own.
    public static func xlsx(_ plan: StoredPlan, only codes: Set<String>? = nil, language: Language = .bg) throws(WritingError) -> [UInt8] {
        let measures = plan.content.measures.filter { codes?.contains($0.code) ?? true }
        return try Workbook(
            title: plan.content.title.text, language: language, created: plan.importedAt,
            sheets: [
                measureSheet(measures, plan.content, language), IndicatorSheet(language).sheet(measures),
                BudgetSheet(language).sheet(measures),
            ]
        ).bytes()
    }

    private static func measureSheet(_ measures: [Measure], _ content: PlanContent, _ language: Language) -> Workbook.Sheet {
        let columns = MeasureColumn.all.filter { $0.place != .text }
        return Workbook.Sheet(
            name: language == .bg ? "Мерки" : "Measures",
            columns: columns.map { Workbook.Column($0.heading(language), width: $0.width, kind: $0.isMoney ? .amount : .plain) },
            rows: measures.map { measure in columns.map { cell($0.value(measure, content)) } }, fixed: 1)
    }

    private static func cell(_ value: MeasureColumn.Value) -> Workbook.Value {
        switch value {
        // Several amounts are no number; the sheet of the budget has a line for each.
        case .amounts(let amounts) where amounts.count == 1: .number(Double(amounts[0].minor) / 100)
        case .day(let day): day.map { .day($0) } ?? .blank
        case .text, .texts, .amounts: .text(value.text)
        }
    }
}

/// The sheet of indicators: one a row.
private struct IndicatorSheet {
    private let language: Language

    init(_ language: Language) {
        self.language = language
    }

    func sheet(_ measures: [Measure]) -> Workbook.Sheet {
        let isBulgarian = language == .bg
        let headings =
            isBulgarian
            ? ["Код", "Мярка", "Индикатор", "Мерна единица", "Текуща стойност", "Целева стойност", "Условие", "Вид", "Водещи"]
            : ["Code", "Measure", "Indicator", "Unit", "Baseline", "Target", "Condition", "Kind", "Leads"]
        let widths: [Double] = [9, 44, 44, 16, 12, 12, 14, 14, 24]
        return Workbook.Sheet(
            name: isBulgarian ? "Индикатори" : "Indicators", columns: zip(headings, widths).map { Workbook.Column($0, width: $1) },
            rows: measures.flatMap { measure in
                measure.indicators.map { indicator in
                    [
                        .text(measure.code), .text(measure.title.text), .text(indicator.label), .text(indicator.unit ?? ""),
                        indicator.baseline.map { .number($0) } ?? .blank, indicator.target.map { .number($0) } ?? .blank,
                        .text(indicator.comparator.map(word) ?? ""), .text(word(indicator.kind)),
                        .text(measure.leads.map(\.name).joined(separator: "; ")),
                    ]
                }
            }, fixed: 1)
    }

    private func word(_ comparator: Indicator.Comparator) -> String {
        switch comparator {
        case .atMost: language == .bg ? "най-много" : "at most"
        case .atLeast: language == .bg ? "поне" : "at least"
        case .all: language == .bg ? "всички" : "all"
        }
    }

    private func word(_ kind: Indicator.Kind) -> String {
        switch kind {
        case .count: language == .bg ? "брой" : "count"
        case .percent: language == .bg ? "процент" : "percent"
        case .milestone: language == .bg ? "етап" : "milestone"
        }
    }
}

/// The sheet of the budget: one line of it a row.
private struct BudgetSheet {
    private let language: Language

    init(_ language: Language) {
        self.language = language
    }

    func sheet(_ measures: [Measure]) -> Workbook.Sheet {
        let isBulgarian = language == .bg
        let headings =
            isBulgarian
            ? [
                "Код", "Мярка", "Бюджет, както е записан", "Сума", "Валута", "Сума в евро", "Таван", "За период", "Общо с мярка",
                "Кой плаща",
            ]
            : [
                "Code", "Measure", "Budget as printed", "Amount", "Currency", "Amount in euro", "Ceiling", "Period", "Shared with",
                "Payers",
            ]
        let widths: [Double] = [9, 44, 44, 14, 9, 14, 9, 12, 12, 28]
        return Workbook.Sheet(
            name: isBulgarian ? "Бюджет" : "Budget",
            columns: zip(headings, widths).enumerated().map { index, column in
                Workbook.Column(column.0, width: column.1, kind: [3, 5].contains(index) ? .amount : .plain)
            }, rows: measures.flatMap { measure in measure.budget.map { row($0, of: measure) } }, fixed: 1)
    }

    private func row(_ line: BudgetLine, of measure: Measure) -> [Workbook.Value] {
        let isBulgarian = language == .bg
        let period = line.basis == .perYear ? (isBulgarian ? "годишно" : "a year") : (isBulgarian ? "общо" : "in all")
        return [
            .text(measure.code), .text(measure.title.text), .text(Headings.clean(line.source.text)),
            line.amount.map { .number(Double($0.minor) / 100) } ?? .blank, .text(line.amount?.currency.rawValue ?? ""),
            line.amount.map { .number(Double($0.inEuro.minor) / 100) } ?? .blank,
            .text(line.isCeiling ? (isBulgarian ? "да" : "yes") : ""), .text(line.amount == nil ? "" : period),
            .text(line.sharedWith ?? ""), .text(line.payers.map(\.name).joined(separator: "; ")),
        ]
    }
}
