import Core
import Documents

/// The sheets of a workbook as sections of its plan, where several hold its tables and nothing else names sections.
struct SheetSections {
    private let isUsed: Bool

    init(_ document: SourceDocument) {
        var sheets: Set<String> = []
        var isNamed = false
        for block in document.blocks {
            switch block {
            case .paragraph(_, let text): isNamed = isNamed || PlanHeader.section(text) != nil
            case .table(let table):
                if let sheet = table.sheet, table.rows.contains(where: ColumnHeadings.isHeading) { sheets.insert(sheet) }
                isNamed = isNamed || table.rows.contains(where: SheetSections.namesSection)
            }
        }
        isUsed = sheets.count > 1 && !isNamed
    }

    /// The section that a table's sheet names; nil for a name that the program gave.
    func section(_ table: SourceDocument.Table) -> Section? {
        guard isUsed, let sheet = table.sheet, table.rows.contains(where: ColumnHeadings.isHeading), !SheetSections.isGiven(sheet) else {
            return nil
        }
        let named = PlanHeader.section(sheet)
        return Section(number: named?.number, title: named?.title ?? Headings.clean(sheet), source: SourceReference(cells: [], text: sheet))
    }

    /// A row of one cell that names a section, or a column of sections.
    private static func namesSection(_ row: [String]) -> Bool {
        let filled = row.filter { !$0.isBlank }
        if filled.count == 1, PlanHeader.section(filled[0]) != nil { return true }
        return ColumnHeadings.isHeading(row) && row.contains { ColumnHeadings.field($0) == .section }
    }

    /// „Sheet1“, „Лист 2“.
    private static func isGiven(_ sheet: String) -> Bool {
        let words = Folding.word(sheet).unicodeScalars.filter { $0.properties.numericType == nil && !$0.isSpace }
        return ["", "sheet", "лист", "таблица", "table"].contains(String(scalars: Array(words)))
    }
}
