import Core
import Documents

extension RowReader {
    /// Reads a table of cards: each row into the cells of the measure that is open.
    mutating func read(_ card: CardTable) {
        hasCards = true
        labels += card.labels
        var current: Field?
        var isFirst = true
        for entry in card.entries {
            switch entry {
            case .section(let number, let title, let source):
                if sections.last?.source != source { beginSection(number: number, title: title, source: source) }
                current = nil
            case .goal(let field, let cell, let isHeading):
                take(cell, forGoal: field, isOwn: !isHeading && !card.hasGoalsFirst)
                current = nil
            case .activity(let number, let title, let place):
                current = .title
                begin(number: number, title: title, place)
            case .value(let field, let cell, let unit):
                current = field
                if field == .budget { count(cell, in: unit) }
                take(cell, field)
            case .more(let cell):
                goOn(cell, current, isBroken: isFirst)
            case .other(let cell):
                current = nil
                goOn(cell, nil, isBroken: false)
            case .aside(let cell): goOn(cell, nil, isBroken: false)
            }
            isFirst = false
        }
    }

    /// A heading in the lines before a card; of an activity only where the card does not begin with one of its own.
    mutating func read(_ heading: CardHeading, _ text: String, at place: CellPlace) {
        let words = heading.cell(heading.words, at: place)
        switch heading.kind {
        case .section:
            guard let (number, title) = PlanHeader.section(text) else { return }
            labels.append(words)
            beginSection(number: number, title: title, source: SourceReference(cells: [place], text: text.trimmed))
        case .strategicGoal, .operationalGoal: beginGoal(heading, at: place)
        case .activity(let number):
            labels.append(heading.cell(0..<heading.words.lowerBound, at: place))
            begin(number: number.map { heading.cell($0, at: place) }, title: words, place)
        }
        hasCards = true
    }

    private mutating func begin(number: LogicalCell?, title: LogicalCell, _ place: CellPlace) {
        // A number in one row, the words in the next.
        if let last = drafts.last, number == nil, last.isBare, last.cells[.title]?.isBlank ?? true {
            drafts[drafts.count - 1].cells[.title] = title
            return
        }
        // „Дейност“ under a heading that has named the activity already describes it.
        if let last = drafts.last, number == nil, last.isBare, last.isHeading, Numbering.leading(title.scalars) == nil {
            let isAgain = Folding.word(Headings.clean(last.cells[.title]?.text ?? "")) == Folding.word(Headings.clean(title.text))
            if isAgain { labels.append(title) } else { drafts[drafts.count - 1].extra.append(title) }
            return
        }
        var draft = Draft(place: place)
        draft.section = section
        draft.strategicGoal = strategicGoal
        draft.operationalGoal = operationalGoal
        if let number { draft.cells[.number] = number }
        if !title.isBlank { draft.cells[.title] = title }
        drafts.append(draft)
    }

    private mutating func take(_ cell: LogicalCell, _ field: Field) {
        if field == .number, drafts.last.map({ !$0.isBare || $0.cells[.number] != nil }) ?? true {
            begin(number: cell, title: LogicalCell(), cell.place)
            return
        }
        guard !drafts.isEmpty else { return }
        drafts[drafts.count - 1].hasFields = field != .number
        guard !cell.isBlank else { return }
        goOn(cell, field, isBroken: false)
    }

    /// The unit of a budget's bare numbers. Where two labels give numbers and not the same unit, nobody knows which is of which.
    private mutating func count(_ cell: LogicalCell, in unit: MoneyUnit?) {
        guard let last = drafts.last, cell.hasNumber else { return }
        guard last.cells[.budget]?.hasNumber == true else {
            drafts[drafts.count - 1].moneyUnit = unit
            return
        }
        if last.moneyUnit != unit { drafts[drafts.count - 1].moneyUnit = nil }
    }

    private mutating func goOn(_ cell: LogicalCell, _ field: Field?, isBroken: Bool) {
        guard !drafts.isEmpty else { return }
        guard let field else {
            drafts[drafts.count - 1].extra.append(cell)
            return
        }
        var whole = drafts[drafts.count - 1].cells[field] ?? LogicalCell()
        // What a page break cut goes on in the next table; a row of its own in the same table is a line of its own.
        if isBroken, let text = cell.pieces.first.map({ String(scalars: cell.scalars[$0.start..<$0.start + $0.count]) }) {
            if let seam = join.append(text, at: cell.place, to: &whole) { remarks.append(Remark(.wordCut, place: cell.place, quote: seam)) }
        } else {
            if !whole.scalars.isEmpty {
                if field != .title, field != .expectedResults { whole.append(separator: ";") }
                whole.append(separator: "\n")
            }
            whole.append(cell, 0..<cell.scalars.count)
        }
        drafts[drafts.count - 1].cells[field] = whole
    }

    /// - Parameter isOwn: whether the goal stands among the rows of its activity, after its title.
    mutating func take(_ cell: LogicalCell, forGoal field: Field, isOwn: Bool) {
        guard !cell.isBlank else { return }
        let isSame = strategicGoal.map { goals[$0].text == cell.text } ?? false
        goals.append(cell)
        if field == .strategicGoal {
            strategicGoal = goals.count - 1
            if !isSame { operationalGoal = nil }
        } else {
            operationalGoal = goals.count - 1
        }
        guard isOwn, !drafts.isEmpty else { return }
        drafts[drafts.count - 1].strategicGoal = strategicGoal
        drafts[drafts.count - 1].operationalGoal = operationalGoal
    }
}

extension RowReader.Draft {
    /// Whether nothing but a number and a title is known of it yet.
    fileprivate var isBare: Bool { !hasFields }
    /// Whether it has both, or words without a number.
    fileprivate var isHeading: Bool { !(cells[.title]?.isBlank ?? true) }
}

extension LogicalCell {
    fileprivate var hasNumber: Bool { scalars.contains { $0.properties.numericType != nil } }
}
