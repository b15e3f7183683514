import Core
import Documents

/// A table in which one column says what the other holds, an activity by itself (a card) or several one under another.
///
/// Known by its content: labels that fields of a plan are called by, and an activity that has a number or a deadline. A glossary has
/// neither, whatever it explains.
struct CardTable {
    /// A piece of a card, in the order of its rows.
    enum Entry {
        case section(number: String?, title: String, source: SourceReference)
        /// A row of the card, or a heading over what follows.
        case goal(Field, LogicalCell, isHeading: Bool)
        case activity(number: LogicalCell?, title: LogicalCell, place: CellPlace)
        /// With the unit of bare numbers, where the label of a budget says it.
        case value(Field, LogicalCell, MoneyUnit?)
        /// Goes on with the field above.
        case more(LogicalCell)
        /// Under a label that no field is called by, with that label.
        case other(LogicalCell)
        /// Beside a value, and no part of it.
        case aside(LogicalCell)
    }

    private(set) var entries: [Entry] = []
    /// The labels' own characters.
    private(set) var labels: [LogicalCell] = []
    /// Whether an activity begins before anything is said of one, and whether it has its number there.
    private(set) var opening: (isActivity: Bool, isNumbered: Bool) = (false, false)
    /// Whether goals stand before the activities that they are for, and not among their rows.
    private(set) var hasGoalsFirst = false

    /// What stands before the table.
    struct Setting {
        /// A card: the table may be the rest of it.
        var isAfterCard = false
        /// A line that names an activity.
        var isHeaded = false
        /// A card somewhere before: one whose activity has neither number nor deadline yet is one, too.
        var hasCards = false
    }

    /// Nil for any other table.
    init?(_ table: SourceDocument.Table, _ setting: Setting) {
        guard CardTable.mayBe(table) else { return nil }
        var rows = CardRows(table)
        rows.read()
        (entries, labels) = (rows.entries, rows.labels)
        let fields = Set(entries.compactMap(CardTable.field))
        guard rows.known * 10 >= (rows.known + rows.unknown) * 6 else { return nil }
        if !beginsActivity {
            guard setting.isHeaded && fields.count >= 2 || setting.isAfterCard && rows.known > 0 && rows.unknown == 0 else { return nil }
        } else {
            let isLikeOthers = setting.hasCards && rows.unknown == 0
            guard fields.count >= 3, setting.isHeaded || isLikeOthers || entries.contains(where: CardTable.isProof) else { return nil }
        }
        open()
    }

    /// Whether an activity is named in it.
    var beginsActivity: Bool { entries.contains { if case .activity = $0 { true } else { false } } }

    private mutating func open() {
        for entry in entries {
            switch entry {
            case .activity(let number, _, _):
                opening = (true, number != nil)
                return
            case .goal(_, _, let isHeading): hasGoalsFirst = hasGoalsFirst || !isHeading
            case .value: return
            case .section, .more, .other, .aside: continue
            }
        }
    }

    /// Cheap, for tables of measures are many and wide.
    private static func mayBe(_ table: SourceDocument.Table) -> Bool {
        let widest = table.rows.count { row in row.lazy.filter { !$0.isBlank }.prefix(5).count > 4 }
        guard widest == 0, table.rows.contains(where: { !$0.allSatisfy(\.isBlank) }) else { return false }
        // A section or a goal may stand over the heading of a wide table.
        return table.rows.first { row in row.lazy.filter { !$0.isBlank }.prefix(2).count > 1 }.map { !ColumnHeadings.isHeading($0) } ?? true
    }

    private static func field(_ entry: Entry) -> Field? {
        switch entry {
        case .activity: .title
        case .value(let field, _, _): field
        case .section, .goal, .more, .other, .aside: nil
        }
    }

    /// What glossaries lack: a numbered activity, a deadline that is one.
    private static func isProof(_ entry: Entry) -> Bool {
        switch entry {
        case .activity(let number, let title, _): number != nil || Numbering.leading(title.scalars) != nil
        case .value(.number, let cell, _): cell.scalars.contains { $0.properties.numericType != nil }
        case .value(.deadline, let cell, _): DeadlineParser(plan: nil).parse(cell).map { $0.kind != .text } ?? false
        default: false
        }
    }
}
