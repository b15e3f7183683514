import Core
import Documents

/// Turns the rows of a plan's tables into measures' cells: headings dropped, page breaks mended, goals and sections carried down.
struct RowReader {
    /// The cells of one measure.
    struct Draft {
        var cells: [Field: LogicalCell] = [:]
        var number: String?
        var section: Int?
        var strategicGoal: Int?
        var operationalGoal: Int?
        /// The row where it begins.
        let place: CellPlace
        /// Cells of columns without a known heading.
        var extra: [LogicalCell] = []
        /// Whether more than its number and title was read, blank or not.
        var hasFields = false
        /// What bare numbers of its budget are counted in, where the heading of their column says it.
        var moneyUnit: MoneyUnit?
    }

    let join: PageBreakJoin
    var drafts: [Draft] = []
    var sections: [Section] = []
    var goals: [LogicalCell] = []
    var remarks: [Remark] = []
    private(set) var columns: ColumnHeadings?
    /// Cells of headings and sections, which are understood as such.
    var understood: [CellPlace] = []
    /// Labels of cards, which are understood as such.
    var labels: [LogicalCell] = []
    /// Whether anything was read that has the form of a plan.
    var isFound: Bool { columns != nil || hasCards }
    var hasCards = false

    var section: Int?
    var strategicGoal: Int?
    var operationalGoal: Int?
    var isAfterHeading = false
    /// Whether something stood between this table and the rows above it: then none of them goes on here.
    var isInterrupted = false
    /// Whether the row is the first of a table that goes on without a heading of its own.
    private var beginsTable = false
    /// First measure since the last section began: a goal printed late belongs to all from there.
    var sectionStart = 0
    /// Cells of the table being read that reach over several rows, by the column in which they stand.
    private var merged: [Int: SourceDocument.Merge] = [:]

    /// Cells that hold a picture: where a title should be, it is one that nobody can read.
    private let pictures: Set<CellPlace>

    init(_ join: PageBreakJoin, pictures: Set<CellPlace>) {
        self.join = join
        self.pictures = pictures
    }

    /// Reads the first rows of a table.
    mutating func read(_ table: SourceDocument.Table, upTo end: Int) {
        let merges = Dictionary(grouping: table.merges.filter { $0.height > 1 }, by: \.row)
        merged = [:]
        beginsTable = true
        defer { beginsTable = false }
        var row = 0
        while row < end {
            let cells = table.rows[row]
            for merge in merges[row + 1] ?? [] { merged[merge.column] = merge }
            if ColumnHeadings.isHeading(cells), let (headings, rows) = headings(table, row) {
                columns = headings
                isAfterHeading = !drafts.isEmpty
                beginsTable = false
                for heading in row..<row + rows { claim(table, heading) }
                merged = [:]
                row += rows
                if row < end, SummaryRow.numbersColumns(table.rows[row]) {
                    claim(table, row)
                    row += 1
                }
                continue
            }
            if columns == nil { readAbove(cells, table, row) } else { readRow(cells, table, row) }
            row += 1
        }
    }

    /// Something other than a page break stands before what is read next.
    mutating func interrupt() { isInterrupted = true }

    private func headings(_ table: SourceDocument.Table, _ row: Int) -> (ColumnHeadings, Int)? {
        if row + 1 < table.rows.count, ColumnHeadings.isSecondRow(table.rows[row + 1]),
            let both = ColumnHeadings(table.rows[row], below: table.rows[row + 1])
        {
            return (both, 2)
        }
        return ColumnHeadings(table.rows[row]).map { ($0, 1) }
    }

    private mutating func claim(_ table: SourceDocument.Table, _ row: Int) {
        for (column, text) in table.rows[row].enumerated() where !text.isBlank {
            understood.append(CellPlace(table: table.index, row: row + 1, column: column + 1))
        }
    }

    private mutating func readRow(_ cells: [String], _ table: SourceDocument.Table, _ row: Int) {
        guard let columns, cells.contains(where: { !$0.isBlank }) else { return }
        if readTotal(cells, columns, table, row) || readGoal(cells, table, row) || readSection(cells, table, row) { return }
        var placed = place(cells, columns, table, row)
        if let shifted = unshifted(cells, columns, table, row) {
            placed = shifted
            let place = CellPlace(table: table.index, row: row + 1, column: 1)
            remarks.append(Remark(.rowShifted, place: place, quote: cells.first?.trimmed ?? ""))
        }
        readGoals(&placed)
        defer { (isAfterHeading, isInterrupted, beginsTable) = (false, false, false) }
        if !placed.fields.isEmpty || !placed.extra.isEmpty {
            if startsMeasure(placed.fields, CellPlace(table: table.index, row: row + 1, column: 1)) {
                begin(placed, table, row)
            } else {
                goOn(placed)
            }
        }
    }

    /// A row over the first heading: it may name the section or a goal of the rows below, or belong to no plan.
    private mutating func readAbove(_ cells: [String], _ table: SourceDocument.Table, _ row: Int) {
        guard let first = cells.first(where: { !$0.isBlank }), CardHeading(first) != nil,
            table.rows[row...].contains(where: ColumnHeadings.isHeading)
        else { return }
        _ = readGoal(cells, table, row) || readSection(cells, table, row)
    }

    private mutating func readTotal(_ cells: [String], _ columns: ColumnHeadings, _ table: SourceDocument.Table, _ row: Int) -> Bool {
        guard let label = SummaryRow.total(cells, columns) else { return false }
        claim(table, row)
        let quote = cells.filter { !$0.isBlank }.map { Headings.clean($0) }.joined(separator: " ")
        remarks.append(Remark(.totalRow, place: CellPlace(table: table.index, row: row + 1, column: label + 1), quote: quote))
        return true
    }

    struct Placed {
        var fields: [Field: (text: String, place: CellPlace)] = [:]
        var extra: [(text: String, place: CellPlace)] = []
    }

    private func place(_ cells: [String], _ columns: ColumnHeadings, _ table: SourceDocument.Table, _ row: Int) -> Placed {
        var placed = Placed()
        for (column, text) in cells.enumerated() where !text.isBlank {
            let place = CellPlace(table: table.index, row: row + 1, column: column + 1)
            if column < columns.width, let field = columns.fields[column] {
                placed.fields[field] = (text, place)
            } else {
                placed.extra.append((text, place))
            }
        }
        return placed
    }

    /// A merge of the goal cells moves a row to the left: its numbered activity stands in the first column. Read so only if the deadline
    /// then is one.
    private func unshifted(_ cells: [String], _ columns: ColumnHeadings, _ table: SourceDocument.Table, _ row: Int) -> Placed? {
        guard let title = columns.position(.title), title > 0, columns.position(.number) == nil, cells.count >= columns.width,
            Numbering.split(cells[0]) != nil, cells[title].isBlank || Numbering.split(cells[title]) == nil,
            let deadline = columns.position(.deadline)
        else { return nil }
        for shift in 1...title {
            guard cells.suffix(shift).allSatisfy(\.isBlank), cells[1..<max(1, title + 1 - shift)].allSatisfy(\.isBlank) else { continue }
            var moved = Array(repeating: "", count: columns.width)
            var origin = Array(repeating: 0, count: columns.width)
            moved[title] = cells[0]
            for column in (title + 1)..<columns.width where column - shift > 0 && column - shift < cells.count {
                moved[column] = cells[column - shift]
                origin[column] = column - shift
            }
            let parsed = DeadlineParser(plan: nil).parse(LogicalCell(moved[deadline], at: CellPlace(table: 0, row: 0, column: 0)))
            guard let parsed, parsed.kind != .text else { continue }
            var placed = Placed()
            for column in 0..<columns.width where !moved[column].isBlank {
                guard let field = columns.fields[column] else { continue }
                placed.fields[field] = (moved[column], CellPlace(table: table.index, row: row + 1, column: origin[column] + 1))
            }
            return placed
        }
        return nil
    }

    private func startsMeasure(_ fields: [Field: (text: String, place: CellPlace)], _ row: CellPlace) -> Bool {
        if drafts.isEmpty { return true }
        if columns?.position(.number) != nil, let number = fields[.number] { return !number.text.isBlank }
        guard let title = fields[.title] else { return hasPictureForTitle(row) }
        if isRestByHand(title.text, fields) { return false }
        return Numbering.split(title.text) != nil || !mayGoOn || !isRest(title.text, of: fields.count)
    }

    private func hasPictureForTitle(_ row: CellPlace) -> Bool {
        guard !pictures.isEmpty, let column = columns?.position(.title) else { return false }
        return pictures.contains(CellPlace(table: row.table, row: row.row, column: column + 1))
    }

    /// Whether a title is the rest of the one in the row or table above, cut by hand: measures have numbers there, and it has none and begins
    /// in the middle of a sentence. Within a table neither lead nor deadline stands beside it.
    private func isRestByHand(_ title: String, _ fields: [Field: (text: String, place: CellPlace)]) -> Bool {
        let isCut = beginsTable ? !isInterrupted : fields[.leads] == nil && fields[.deadline] == nil
        return isCut && columns?.position(.number) != nil && drafts.last?.cells[.number] != nil
            && title.trimmed.unicodeScalars.first?.properties.isLowercase == true
    }

    /// Whether a title after a page break is the rest of the one above: it begins in the middle of a sentence, nothing stands beside it, or it
    /// has no number where the one above has.
    private func isRest(_ title: String, of fields: Int) -> Bool {
        if fields == 1 || title.trimmed.unicodeScalars.first?.properties.isLowercase ?? false { return true }
        guard let above = drafts.last?.cells[.title] else { return false }
        return Numbering.leading(above.scalars) != nil && Numbering.leading(title) == nil
    }

    private mutating func begin(_ placed: Placed, _ table: SourceDocument.Table, _ row: Int) {
        var draft = Draft(place: CellPlace(table: table.index, row: row + 1, column: placed.fields[.title]?.place.column ?? 1))
        draft.section = section
        draft.strategicGoal = strategicGoal
        draft.operationalGoal = operationalGoal
        draft.moneyUnit = columns?.moneyUnit
        for (field, cell) in placed.fields { draft.cells[field] = LogicalCell(cell.text, at: cell.place) }
        inherit(&draft, table, row)
        draft.extra = placed.extra.map { LogicalCell($0.text, at: $0.place) }
        drafts.append(draft)
    }

    /// The words of a merged cell hold for every row it covers: a budget, a deadline or a lead for several measures. Goals are carried down
    /// already, and numbers are nobody's but their own.
    private func inherit(_ draft: inout Draft, _ table: SourceDocument.Table, _ row: Int) {
        let own: Set<Field> = [.number, .section, .strategicGoal, .operationalGoal]
        for (column, merge) in merged where row + 1 < merge.row + merge.height {
            guard let columns, column <= columns.width, let field = columns.fields[column - 1], !own.contains(field),
                draft.cells[field] == nil, column <= table.rows[merge.row - 1].count
            else { continue }
            let text = table.rows[merge.row - 1][column - 1]
            guard !text.isBlank else { continue }
            draft.cells[field] = LogicalCell(text, at: CellPlace(table: table.index, row: merge.row, column: column))
        }
    }

    private mutating func goOn(_ placed: Placed) {
        for (field, cell) in placed.fields.sorted(by: { $0.value.place < $1.value.place }) {
            var whole = drafts[drafts.count - 1].cells[field] ?? LogicalCell()
            if let seam = join.append(cell.text, at: cell.place, to: &whole) {
                remarks.append(Remark(.wordCut, place: cell.place, quote: seam))
            }
            drafts[drafts.count - 1].cells[field] = whole
        }
        drafts[drafts.count - 1].extra += placed.extra.map { LogicalCell($0.text, at: $0.place) }
    }
}
