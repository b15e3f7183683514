import Documents
import TestSupport

@testable import Programmes

/// Plans of wide tables, written again with a card for each activity.
struct CardForms {
    /// How the cards are drawn.
    enum Style: CaseIterable {
        /// A table for each activity, its number and words in a row of their own.
        case apart
        /// The activities of a section one under another in one table.
        case together
        /// The fields of an activity in two tables, labels with colons.
        case divided
    }

    private enum Block {
        case line(String)
        case table([[String]])
    }

    private var blocks: [Block] = []
    private let style: Style

    init(_ document: SourceDocument, _ plans: [PlanContent], _ style: Style) {
        self.style = style
        for block in document.blocks {
            switch block {
            case .paragraph(_, let text):
                if CardHeading(text) == nil { blocks.append(.line(Headings.clean(text))) }
            case .table(let table):
                for plan in plans { write(plan, table.index, AuthorsRow(plan.columns, areAuthors: true, document, plan.measures)) }
            }
        }
        let lists = plans.first?.abbreviations ?? []
        if !lists.isEmpty { blocks += [.line("Използвани съкращения"), .table(lists.map { [$0.short, $0.full] })] }
    }

    private mutating func write(_ plan: PlanContent, _ table: Int, _ author: AuthorsRow) {
        var above: Measure?
        for measure in plan.measures where measure.title.source.cells.first?.table == table {
            var rows: [[String]] = []
            if let section = measure.section, above?.section != section {
                let text = plan.sections[section].source.text
                if PlanHeader.section(text) == nil { rows.append([text]) } else { blocks.append(.line(Headings.clean(text))) }
            }
            let isNew = above == nil || above?.section != measure.section
            if let goal = measure.strategicGoal, isNew || above?.strategicGoal?.text != goal.text {
                heading("СТРАТЕГИЧЕСКА ЦЕЛ", goal, &rows)
            }
            if let goal = measure.operationalGoal,
                isNew || above?.operationalGoal?.text != goal.text || above?.strategicGoal?.text != measure.strategicGoal?.text
            {
                heading("ОПЕРАТИВНА ЦЕЛ", goal, &rows)
            }
            rows += self.rows(plan, author.texts(of: measure))
            add(rows)
            above = measure
        }
    }

    private mutating func heading(_ name: String, _ goal: SourcedText, _ rows: inout [[String]]) {
        if rows.isEmpty { blocks.append(.line("\(name) \(goal.text)")) } else { rows.append(["\(name) \(goal.text)"]) }
    }

    private func rows(_ plan: PlanContent, _ texts: [String]) -> [[String]] {
        let around: Set<Field> = [.strategicGoal, .operationalGoal, .section, .title, .number]
        let colon = style == .divided ? ":" : ""
        let title = plan.columns.firstIndex { $0.field == .title }.map { texts[$0] } ?? ""
        let number = plan.columns.firstIndex { $0.field == .number }.map { texts[$0] } ?? ""
        let head = number.isEmpty || style == .together ? [] : [["Дейност \(number)\(colon)", title]]
        let first = number.isEmpty ? [["Дейност\(colon)", title]] : head.isEmpty ? [["№", number], ["Дейност", title]] : head
        return first
            + zip(plan.columns, texts).filter { !around.contains($0.0.field) }.map { [$0.0.heading + colon, $0.1] }
    }

    private mutating func add(_ rows: [[String]]) {
        switch style {
        case .apart: blocks.append(.table(rows))
        case .together:
            if case .table(let above)? = blocks.last {
                blocks[blocks.count - 1] = .table(above + rows)
            } else {
                blocks.append(.table(rows))
            }
        case .divided: blocks += [.table(Array(rows.prefix(rows.count / 2 + 1))), .table(Array(rows.dropFirst(rows.count / 2 + 1)))]
        }
    }

    /// A table apart from the one before it.
    var word: [UInt8] {
        OfficeFiles.word(
            blocks.map { block in
                switch block {
                case .line(let text): return OfficeFiles.paragraph(text)
                case .table(let rows):
                    let lines = rows.map { row in
                        let span = row.count == 1 ? "<w:gridSpan w:val=\"2\"/>" : ""
                        return "<w:tr>\(row.map { OfficeFiles.cell($0, span) }.joined())</w:tr>"
                    }
                    return "<w:tbl>\(lines.joined())</w:tbl>"
                }
            }.joined())
    }

    /// The lines above a table in the first rows of its sheet; tables with no line between them in one, for a workbook has not so many sheets.
    var workbook: [UInt8] {
        var sheets: [(rows: [[String]], isClosed: Bool)] = [([], false)]
        for block in blocks {
            switch block {
            case .line(let text):
                if sheets[sheets.count - 1].isClosed { sheets.append(([], false)) }
                sheets[sheets.count - 1].rows.append([text])
            case .table(let rows):
                sheets[sheets.count - 1].rows += rows
                sheets[sheets.count - 1].isClosed = true
            }
        }
        return OfficeFiles.packed(
            OfficeFiles.workbookParts(
                named: sheets.enumerated().map { index, sheet in
                    let across = sheet.rows.enumerated().filter { $0.element.count == 1 }.map {
                        "<mergeCell ref=\"A\($0.offset + 1):B\($0.offset + 1)\"/>"
                    }
                    return ("Лист \(index + 1)", OfficeFiles.sheet(sheet.rows, after: "<mergeCells>\(across.joined())</mergeCells>"))
                }))
    }

    /// Tabs between the cells, a line for a heading.
    var text: [UInt8] {
        let lines = blocks.flatMap { block in
            switch block {
            case .line(let text): [text]
            case .table(let rows): rows.map { $0.map(Headings.clean).joined(separator: "\t") } + [""]
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}
