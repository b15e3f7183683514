import Core
import Documents

/// Reads the rows of a table as those of cards.
struct CardRows {
    private let table: SourceDocument.Table
    /// The column of labels: the first, or the second where the first has the activity over all its rows.
    private let labelColumn: Int
    private(set) var entries: [CardTable.Entry] = []
    private(set) var labels: [LogicalCell] = []
    /// Rows whose label a field is called by, and others.
    private(set) var known = 0
    private(set) var unknown = 0
    /// Under a row of headings such as „Текуща стойност“: the field of each column.
    private var columns: [Int: Field] = [:]

    init(_ table: SourceDocument.Table) {
        self.table = table
        func count(_ column: Int) -> Int {
            table.rows.count { $0.count > column + 1 && !$0[column + 1].isBlank && CardLabel($0[column]) != nil }
        }
        labelColumn = table.rows.contains { $0.count > 2 } && count(1) > count(0) ? 1 : 0
    }

    mutating func read() {
        for row in table.rows.indices {
            var cells = table.rows[row].enumerated().filter { !$0.element.isBlank }.map { (column: $0.offset, text: $0.element) }
            if labelColumn > 0, let first = cells.first, first.column < labelColumn, cells.count > 1 {
                readBanner(first.text, place(row, first.column), row, isFirst: true)
                cells.removeFirst()
            }
            guard let first = cells.first else { continue }
            if first.column > labelColumn {
                for cell in cells { goOn(cell, row) }
            } else if cells.count == 1 {
                readAlone(first, row)
            } else {
                read(cells, row)
            }
        }
    }

    private func place(_ row: Int, _ column: Int) -> CellPlace { CellPlace(table: table.index, row: row + 1, column: column + 1) }

    private func cell(_ cell: (column: Int, text: String), _ row: Int) -> LogicalCell {
        LogicalCell(cell.text, at: place(row, cell.column))
    }

    // MARK: Rows of several cells

    private mutating func read(_ cells: [(column: Int, text: String)], _ row: Int) {
        let (first, rest) = (cells[0], cells.dropFirst())
        columns = [:]
        guard let label = CardLabel(first.text) else {
            if CardRows.isHeading(cells.map(\.text)) {
                labels += cells.map { cell($0, row) }
            } else if first.text.unicodeScalars.count <= 12, CardHeading.number(Array(first.text.unicodeScalars), from: 0) != nil {
                known += 1
                entries.append(.activity(number: cell(first, row), title: joined(rest, row), place: place(row, first.column)))
            } else {
                unknown += 1
                entries.append(.other(labelled(first, rest, row)))
            }
            return
        }
        known += 1
        let parts = rest.map { CardLabel($0.text)?.field }
        if rest.count > 1, label.field == .indicators, parts.allSatisfy({ $0 == .baseline || $0 == .target || $0 == .indicators }) {
            labels += cells.map { cell($0, row) }
            for (part, field) in zip(rest, parts) { columns[part.column] = field }
            return
        }
        if cells.count == 4, let second = CardLabel(cells[2].text), second.field != label.field, !second.isActivity {
            take(label, cells[0], cells[1...1], row)
            take(second, cells[2], cells[3...3], row)
            return
        }
        take(label, first, rest, row)
    }

    /// „Поле | Стойност“: says of the columns what everybody sees.
    private static func isHeading(_ texts: [String]) -> Bool {
        let words = texts.map { Folding.word($0.trimmed) }
        return words.count >= 2 && headings.names.contains(words[0]) && words.dropFirst().allSatisfy(headings.values.contains)
    }

    private static let headings: (names: Set<String>, values: Set<String>) = (
        ["поле", "елемент", "параметър", "характеристика", "реквизит", "field", "item"],
        ["стойност", "съдържание", "описание", "информация", "данни", "забележка", "value", "content", "description", "note"]
    )

    /// A label that no field is called by, and what stands beside it: „Рискове: Малко участници“.
    private func labelled(_ label: (column: Int, text: String), _ values: ArraySlice<(column: Int, text: String)>, _ row: Int)
        -> LogicalCell
    {
        var whole = LogicalCell()
        var words = Array(label.text.unicodeScalars)
        while words.last?.isSpace == true { words.removeLast() }
        whole.append(words, place(row, label.column), offset: 0)
        if let last = words.last, last != ":", last != "?" { whole.append(separator: ":") }
        whole.append(separator: " ")
        let value = joined(values, row)
        whole.append(value, 0..<value.scalars.count)
        return whole
    }

    private mutating func take(
        _ label: CardLabel, _ named: (column: Int, text: String), _ values: ArraySlice<(column: Int, text: String)>, _ row: Int
    ) {
        labels.append(cell(named, row))
        let own = values.prefix(1) + values.dropFirst().filter { CardRows.belongs($0.text, to: label.field) }
        // Two cells are two institutions, and no name that a narrow column broke.
        let value = joined(own, row, areParted: label.field == .leads || label.field == .partners)
        switch label.field {
        case .title where label.isActivity || !isOpen:
            activity(label, named, value, row)
        case .title:
            entries.append(.other(value))
        case .section:
            let (number, title) = PlanHeader.section(value.text) ?? ("", PlanHeader.unquoted(value.text))
            entries.append(.section(number: number.isEmpty ? nil : number, title: title, source: value.source))
            labels.append(value)
        case .strategicGoal, .operationalGoal: entries.append(.goal(label.field, value, isHeading: false))
        default: entries.append(.value(label.field, value, label.field == .budget ? MoneyUnit(heading: named.text) : nil))
        }
        entries += values.dropFirst().filter { !CardRows.belongs($0.text, to: label.field) }.map { .aside(cell($0, row)) }
    }

    /// Whether a further cell of a row goes on with the value before it: a number and its words, an indicator and its target, an amount
    /// and „лв.“, two ends of a time. Others say something about the value.
    private static func belongs(_ text: String, to field: Field) -> Bool {
        switch field {
        case .budget: text.utf8.count < 40 && MoneyUnit(heading: text) != nil
        case .deadline:
            DeadlineParser(plan: nil).parse(LogicalCell(text, at: CellPlace(table: 0, row: 0, column: 0)))?.periods.isEmpty == false
        case .expectedResults: false
        default: true
        }
    }

    private mutating func activity(_ label: CardLabel, _ named: (column: Int, text: String), _ value: LogicalCell, _ row: Int) {
        let place = place(row, named.column)
        var number = label.number.map { range in
            var cell = LogicalCell()
            cell.append(Array(Array(named.text.unicodeScalars)[range]), place, offset: range.lowerBound)
            return cell
        }
        // The number printed again before the words.
        if let again = Numbering.leading(value.scalars)?.number, again.contains("."), again == number?.text { number = nil }
        entries.append(.activity(number: number, title: value, place: value.isBlank ? place : value.place))
    }

    /// Whether the last activity has a title and waits for its other fields.
    private var isOpen: Bool {
        for entry in entries.reversed() {
            if case .activity(_, let title, _) = entry { return !title.isBlank }
        }
        return false
    }

    private func joined(_ cells: some Sequence<(column: Int, text: String)>, _ row: Int, areParted: Bool = false) -> LogicalCell {
        var whole = LogicalCell()
        for cell in cells {
            if !whole.scalars.isEmpty, areParted { whole.append(separator: ";") }
            if !whole.scalars.isEmpty { whole.append(separator: "\n") }
            whole.append(Array(cell.text.unicodeScalars), place(row, cell.column), offset: 0)
        }
        return whole
    }

    private mutating func goOn(_ cell: (column: Int, text: String), _ row: Int) {
        let logical = self.cell(cell, row)
        entries.append(columns[cell.column].map { .value($0, logical, nil) } ?? .more(logical))
    }

    // MARK: Rows of one cell

    private mutating func readAlone(_ alone: (column: Int, text: String), _ row: Int) {
        columns = [:]
        let isAcross = table.rows[row].count == 1 || table.merges.contains { $0.row == row + 1 && $0.column == 1 && $0.width > 1 }
        let heading = CardHeading(alone.text)
        // Padded to the table's width as a sheet saved as text has it, a heading has words of its own; a label has not.
        if let heading, isAcross || !heading.cell(heading.words, at: place(row, alone.column)).isBlank {
            readBanner(alone.text, place(row, alone.column), row, isFirst: row == 0)
        } else if readLabelled(alone, row) {
            return
        } else if let label = CardLabel(alone.text) {
            known += 1
            take(label, alone, [], row)
        } else {
            readBanner(alone.text, place(row, alone.column), row, isFirst: isAcross && row == 0)
        }
    }

    /// „Срок: май 2024 г.“ in one cell.
    private mutating func readLabelled(_ alone: (column: Int, text: String), _ row: Int) -> Bool {
        let scalars = Array(alone.text.unicodeScalars)
        guard let colon = scalars.prefix(60).firstIndex(of: ":"), let label = CardLabel(String(scalars: scalars[..<colon])),
            !label.isActivity, label.field != .section
        else { return false }
        let rest = String(scalars: scalars[(colon + 1)...])
        guard !rest.isBlank, CardLabel(rest) == nil else { return false }
        known += 1
        var (named, value) = (LogicalCell(), LogicalCell())
        named.append(Array(scalars[...colon]), place(row, alone.column), offset: 0)
        value.append(Array(scalars[(colon + 1)...]), place(row, alone.column), offset: colon + 1)
        labels.append(named)
        let isGoal = label.field == .strategicGoal || label.field == .operationalGoal
        let unit = label.field == .budget ? MoneyUnit(heading: named.text) : nil
        entries.append(isGoal ? .goal(label.field, value, isHeading: false) : .value(label.field, value, unit))
        return true
    }

    /// A row over the whole table, or a cell beside all rows of an activity.
    private mutating func readBanner(_ text: String, _ place: CellPlace, _ row: Int, isFirst: Bool) {
        let whole = LogicalCell(text, at: place)
        if let heading = CardHeading(text) {
            let words = heading.cell(heading.words, at: place)
            labels.append(heading.cell(0..<heading.words.lowerBound, at: place))
            switch heading.kind {
            case .section:
                guard let (number, title) = PlanHeader.section(text) else { return }
                entries.append(.section(number: number, title: title, source: whole.source))
                labels.append(whole)
            case .strategicGoal: entries.append(.goal(.strategicGoal, words, isHeading: true))
            case .operationalGoal: entries.append(.goal(.operationalGoal, words, isHeading: true))
            case .activity(let number):
                entries.append(.activity(number: number.map { heading.cell($0, at: place) }, title: words, place: place))
            }
        } else if Numbering.split(text) != nil {
            entries.append(.activity(number: nil, title: whole, place: place))
        } else if isBeforeActivity(row), table.rows[row].count == 1 || isFirst, !PlanHeader.isTitle(text) {
            entries.append(.section(number: nil, title: PlanHeader.unquoted(Headings.clean(text)), source: whole.source))
            labels.append(whole)
        } else if isFirst, !PlanHeader.isTitle(text) {
            entries.append(.activity(number: nil, title: whole, place: place))
        } else {
            unknown += 1
            entries.append(.other(whole))
        }
    }

    /// Whether the next row names an activity.
    private func isBeforeActivity(_ row: Int) -> Bool {
        guard let next = table.rows[(row + 1)...].first(where: { !$0.allSatisfy(\.isBlank) }),
            let text = next.first(where: { !$0.isBlank })
        else { return false }
        let label = CardLabel(text)
        if label?.field == .title || label?.field == .number || label?.field == .strategicGoal || label?.field == .operationalGoal {
            return true
        }
        switch CardHeading(text)?.kind {
        case .activity?, .strategicGoal?, .operationalGoal?: return true
        default: return Numbering.split(text) != nil
        }
    }
}
