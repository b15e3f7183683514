import Core
import Documents

/// Sections and goals, which hold for the rows below them.
extension RowReader {
    /// A section that stands outside the tables.
    mutating func beginSection(number: String?, title: String, source: SourceReference) {
        sections.append(Section(number: number, title: title, source: source))
        section = sections.count - 1
        strategicGoal = nil
        operationalGoal = nil
        sectionStart = drafts.count
        isAfterHeading = false
        isInterrupted = true
    }

    /// A goal over the rows below it: „Оперативна цел 1.1. …“ merged over the table, or by itself in a row of one without a column of goals.
    mutating func readGoal(_ cells: [String], _ table: SourceDocument.Table, _ row: Int) -> Bool {
        let filled = cells.indices.filter { !cells[$0].isBlank }
        guard filled.count == 1, let column = filled.first, let heading = CardHeading(cells[column]), let field = heading.goal else {
            return false
        }
        let isAcross = column == 0 && (cells.count == 1 || spansRow(cells, table, row))
        guard isAcross || columns?.position(field) == nil else { return false }
        beginGoal(heading, at: CellPlace(table: table.index, row: row + 1, column: column + 1))
        return true
    }

    /// A goal, named by its heading, that holds for what follows.
    mutating func beginGoal(_ heading: CardHeading, at place: CellPlace) {
        guard let field = heading.goal else { return }
        labels.append(heading.cell(0..<heading.words.lowerBound, at: place))
        take(heading.cell(heading.words, at: place), forGoal: field, isOwn: false)
        isAfterHeading = false
        isInterrupted = true
    }

    mutating func readSection(_ cells: [String], _ table: SourceDocument.Table, _ row: Int) -> Bool {
        guard let first = cells.first, !first.isBlank, cells.dropFirst().allSatisfy(\.isBlank) else { return false }
        let place = CellPlace(table: table.index, row: row + 1, column: 1)
        let source = SourceReference(cells: [place], text: first.trimmed)
        if let (number, title) = PlanHeader.section(first) {
            beginSection(number: number, title: title, source: source)
        } else if cells.count == 1 || spansRow(cells, table, row) || isWordForNumber(first) {
            beginSection(number: nil, title: PlanHeader.unquoted(Headings.clean(first)), source: source)
        } else {
            return false
        }
        understood.append(place)
        return true
    }

    /// Whether a row says in the column of numbers a word, and nothing beside it: what stood over the whole row before the sheet was saved as
    /// text.
    private func isWordForNumber(_ first: String) -> Bool {
        guard columns?.fields.first == .number, Numbering.leading(first) == nil else { return false }
        let text = first.trimmed.unicodeScalars
        return text.first.map { $0.isCapital || $0 == "„" } == true && text.count(where: \.isLetter) >= 4
            && !text.contains { $0.properties.numericType != nil } && !PlanHeader.standsApart(first)
    }

    /// Whether the first cell of a row is merged over all of it.
    private func spansRow(_ cells: [String], _ table: SourceDocument.Table, _ row: Int) -> Bool {
        table.merges.contains { $0.row == row + 1 && $0.column == 1 && $0.width >= cells.count }
    }

    mutating func readGoals(_ placed: inout Placed) {
        if let (text, place) = placed.fields.removeValue(forKey: .section) {
            let title = PlanHeader.section(text)?.title ?? PlanHeader.unquoted(Headings.clean(text))
            if sections.last?.title != title {
                beginSection(
                    number: PlanHeader.section(text)?.number, title: title, source: SourceReference(cells: [place], text: text.trimmed))
            }
            understood.append(place)
        }
        if let (text, place) = placed.fields.removeValue(forKey: .strategicGoal) {
            let isRest = mayGoOn && strategicGoal != nil && goesOn(text, current: strategicGoal)
            if !isRest, let strategicGoal, goals[strategicGoal].text == Headings.clean(text) {
                goals.append(LogicalCell(text, at: place))
                self.strategicGoal = goals.count - 1
            } else if isRest, let strategicGoal {
                append(text, place, toGoal: strategicGoal)
            } else {
                goals.append(LogicalCell(text, at: place))
                let isLate = strategicGoal == nil && isAfterHeading
                strategicGoal = goals.count - 1
                if placed.fields[.operationalGoal] == nil, !isLate { operationalGoal = nil }
                if isLate {
                    for index in sectionStart..<drafts.count where drafts[index].strategicGoal == nil {
                        drafts[index].strategicGoal = strategicGoal
                    }
                }
            }
        }
        guard let (text, place) = placed.fields.removeValue(forKey: .operationalGoal) else { return }
        if mayGoOn, let operationalGoal, goesOn(text, current: operationalGoal) {
            append(text, place, toGoal: operationalGoal)
        } else {
            goals.append(LogicalCell(text, at: place))
            operationalGoal = goals.count - 1
        }
    }

    /// Whether a page break may have cut the row above.
    var mayGoOn: Bool { isAfterHeading && !isInterrupted }

    /// After a page break: small letters go on with the goal above, and so does a text without a number where goals have one.
    private func goesOn(_ text: String, current: Int?) -> Bool {
        guard let current, let first = text.trimmed.unicodeScalars.first else { return false }
        if first.properties.isLowercase { return true }
        return Numbering.leading(goals[current].text) != nil && Numbering.leading(text) == nil
    }

    private mutating func append(_ text: String, _ place: CellPlace, toGoal goal: Int) {
        if let seam = join.append(text, at: place, to: &goals[goal]) {
            remarks.append(Remark(.wordCut, place: place, quote: seam))
        }
    }
}
