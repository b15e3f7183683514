import Core
import Documents

/// A plan in the table layout in which it was published: its columns, its sections where they stood, goals over the measures they hold for.
struct OfficialTable {
    /// A row before it is known what it is merged with.
    struct MeasureRow {
        let section: Int?
        let texts: [String]
        let strategicGoal, operationalGoal: MeasureGoal
        /// The cells from which each column comes.
        let cells: [[CellPlace]]
        /// Columns whose cell stands in the row of another measure, merged over both.
        let inherited: Set<Int>
    }

    /// What stands for a measure's goal: in its column, and over its rows where it has none.
    struct MeasureGoal: Equatable {
        var text = ""
        var heading = ""
    }

    private let content: PlanContent
    private let columns: [PlanColumn]
    private let headings: TableHeadings
    private let chosen: [MeasureRow]
    private let isWhole: Bool

    /// The whole plan, or the part of its measures that a reader chose.
    init(_ plan: StoredPlan, _ document: SourceDocument, only codes: Set<String>?) {
        content = plan.content
        isWhole = codes == nil
        let printed = OfficialTable.columns(content)
        let author = AuthorsRow(printed, areAuthors: printed == content.columns, document, content.measures)
        let units = StatedUnits(printed, content, author)
        columns = units.columns
        headings = TableHeadings(columns)
        chosen = OfficialTable.rows(content.measures.filter { codes?.contains($0.code) ?? true }, columns, author, units)
    }

    /// The author's columns, or those of a published plan where the activities are cards.
    static func columns(_ content: PlanContent) -> [PlanColumn] {
        if content.columns.contains(where: { $0.field == .title }) { return content.columns }
        return content.measures.contains { $0.further != nil } ? usual + [further] : usual
    }

    private static func rows(
        _ measures: [Measure], _ columns: [PlanColumn], _ author: AuthorsRow, _ units: StatedUnits
    ) -> [MeasureRow] {
        var rows: [MeasureRow] = []
        for measure in measures {
            let texts = units.state(measure, in: author.texts(of: measure))
            let above = rows.last.flatMap { $0.section == measure.section ? $0 : nil }
            func goal(_ goal: SourcedText?, _ field: Field, _ last: MeasureGoal?) -> MeasureGoal {
                let written = columns.firstIndex { $0.field == field }.map { texts[$0] } ?? ""
                let text = OfficialTable.goal(goal, written, last?.text)
                return MeasureGoal(
                    text: text, heading: text.isBlank ? "" : author.heading(of: goal, field) ?? OfficialTable.heading(field, text))
            }
            let strategic = goal(measure.strategicGoal, .strategicGoal, above?.strategicGoal)
            // A new strategic goal ends the operational one.
            let last = above.flatMap { $0.strategicGoal.text == strategic.text ? $0.operationalGoal : nil }
            let operational = goal(measure.operationalGoal, .operationalGoal, last)
            rows.append(
                MeasureRow(
                    section: measure.section, texts: texts, strategicGoal: strategic, operationalGoal: operational,
                    cells: author.cells(of: measure), inherited: author.inherited(by: measure)))
        }
        return rows
    }

    /// Sections and tables from above to below.
    var blocks: [WordDocument.Block] {
        var blocks: [WordDocument.Block] = []
        // None before a table is begun; a section without measures has one of headings alone.
        var rows: [WordTable.Row]?
        let measured = widths
        func finish() {
            if let rows { blocks.append(.table(WordTable(headings.rows + rows, measured: measured))) }
            rows = nil
        }
        for section in [nil] + content.sections.indices.map(Optional.some) {
            let measures = chosen.filter { $0.section == section }
            guard !measures.isEmpty || isWhole && section != nil else { continue }
            if let section {
                switch place(of: content.sections[section]) {
                case .line:
                    finish()
                    blocks.append(.heading(Headings.clean(content.sections[section].source.text)))
                case .row: rows = (rows ?? []) + [across(Headings.clean(content.sections[section].source.text))]
                case .column: break
                }
            }
            rows = (rows ?? []) + merged(measures)
        }
        finish()
        return blocks
    }

    private enum SectionPlace { case line, row, column }

    private func place(of section: Section) -> SectionPlace {
        if columns.contains(where: { $0.field == .section }) { return .column }
        return section.source.cells.first?.table == 0 ? .line : .row
    }

    /// The columns that hold for several rows, with the text that each row has in them.
    private func spanning(_ row: MeasureRow) -> [Int: String] {
        var texts: [Int: String] = [:]
        for (index, column) in columns.enumerated() {
            switch column.field {
            case .section: texts[index] = row.section.map { content.sections[$0].source.text } ?? ""
            case .strategicGoal: texts[index] = row.strategicGoal.text
            case .operationalGoal: texts[index] = row.operationalGoal.text
            default: break
            }
        }
        return texts
    }

    /// Whether a row has the same goal or section as the one above it, or a cell of it that its author merged over both.
    private func goesOn(_ column: Int, _ row: MeasureRow, after above: MeasureRow?) -> Bool {
        guard let above, goals(over: row, after: above).isEmpty else { return false }
        guard let text = spanning(row)[column] else { return row.inherited.contains(column) && row.cells[column] == above.cells[column] }
        guard text == spanning(above)[column] else { return false }
        return columns[column].field != .operationalGoal || row.strategicGoal.text == above.strategicGoal.text
    }

    /// The headings of goals that begin with a row and have no column.
    private func goals(over row: MeasureRow, after above: MeasureRow?) -> [String] {
        func hasColumn(_ field: Field) -> Bool { columns.contains { $0.field == field } }
        let isOther = row.strategicGoal.text != above?.strategicGoal.text ?? ""
        let isPart = isOther || row.operationalGoal.text != above?.operationalGoal.text ?? ""
        let strategic = isOther && !hasColumn(.strategicGoal) ? [row.strategicGoal.heading] : []
        let operational = isPart && !hasColumn(.operationalGoal) ? [row.operationalGoal.heading] : []
        return (strategic + operational).filter { !$0.isEmpty }
    }

    private func merged(_ rows: [MeasureRow]) -> [WordTable.Row] {
        rows.indices.flatMap { index in
            let (row, above) = (rows[index], index > 0 ? rows[index - 1] : nil)
            let spanning = spanning(row)
            let cells = columns.indices.map { column in
                if goesOn(column, row, after: above) { return WordTable.Cell([], merge: .continues) }
                let isFollowed = index + 1 < rows.count && goesOn(column, rows[index + 1], after: row)
                return WordTable.Cell(OfficialTable.lines(spanning[column] ?? row.texts[column]), merge: isFollowed ? .begins : .none)
            }
            return goals(over: row, after: above).map(across) + [WordTable.Row(.plain, cells)]
        }
    }

    /// A row that names what follows, over all columns.
    private func across(_ text: String) -> WordTable.Row {
        WordTable.Row(.section, [WordTable.Cell([text], width: columns.count)])
    }

    /// Widths that suit all rows; the text of a merged cell is shared by the rows it covers.
    private var widths: ColumnWidths {
        var rows: [[String]] = []
        var above: MeasureRow?
        for row in chosen {
            let spanning = spanning(row)
            let texts = columns.indices.map { goesOn($0, row, after: above) ? "" : spanning[$0] ?? row.texts[$0] }
            rows.append(texts)
            above = row
        }
        return ColumnWidths(rows: rows, headings: headings.texts)
    }

    /// What stands in a goal's cell. Where there is none after one, the author's words for that, or the reader would carry the last one down.
    private static func goal(_ goal: SourcedText?, _ written: String, _ last: String?) -> String {
        if let goal { return goal.source.text }
        if !written.isBlank { return written }
        return last.map { $0.isBlank ? "" : "Липсва" } ?? ""
    }

    /// The row of a goal that its author named otherwise than by a heading.
    private static func heading(_ field: Field, _ text: String) -> String {
        "\(field == .strategicGoal ? "Стратегическа" : "Оперативна") цел: \(Headings.clean(text))"
    }

    /// The lines of a cell as they are shown: white space joined, mark-up of converters left out.
    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline)
            .map { LogicalCell(String($0), at: CellPlace(table: 0, row: 0, column: 0)).text }.filter { !$0.isEmpty }
    }

    /// The columns of the national programmes, for a plan whose own are not known.
    private static let usual = [
        PlanColumn(field: .number, heading: "№"), PlanColumn(field: .strategicGoal, heading: "Стратегическа цел"),
        PlanColumn(field: .operationalGoal, heading: "Оперативна цел"), PlanColumn(field: .title, heading: "Дейности"),
        PlanColumn(field: .budget, heading: "Бюджет"), PlanColumn(field: .deadline, heading: "Срок за реализация"),
        PlanColumn(field: .expectedResults, heading: "Очаквани резултати"),
        PlanColumn(field: .baseline, heading: "Индикатори за изпълнение / Текущ"), PlanColumn(field: .target, heading: "Целеви"),
        PlanColumn(field: .leads, heading: "Отговорни институции / Водеща"), PlanColumn(field: .partners, heading: "Партньор"),
    ]

    /// What cards say under labels of their own.
    private static let further = PlanColumn(field: .prose, heading: "Други сведения")
}
