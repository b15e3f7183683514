import Core
import Documents
import Reference

/// Walks a document's blocks and builds the plans in it.
struct PlanAssembly {
    private let document: SourceDocument
    private let register: InstitutionRegister
    private let names: NameIndex
    private(set) var coverage: Coverage
    private var abbreviations: [Abbreviation] = []
    private let listed: AbbreviationLines
    /// Tables of cards by their numbers.
    private let cards: [Int: CardTable]
    /// Tables that begin with the title of their plan, by their numbers.
    private let titles: [Int: TitleRows]

    init(_ document: SourceDocument, _ register: InstitutionRegister, _ names: NameIndex) {
        self.document = document
        self.register = register
        self.names = names
        coverage = Coverage(document)
        titles = TitleRows.all(document)
        cards = PlanAssembly.cards(document, titles)
        listed = AbbreviationLines(document)
    }

    private static func cards(_ document: SourceDocument, _ titles: [Int: TitleRows]) -> [Int: CardTable] {
        var cards: [Int: CardTable] = [:]
        var setting = CardTable.Setting()
        for block in document.blocks {
            switch block {
            case .paragraph(_, let text):
                if case .activity? = CardHeading(over: text)?.kind { setting.isHeaded = true } else { setting.isHeaded = false }
            case .table(let table):
                cards[table.index] = CardTable(titles[table.index]?.rest ?? table, setting)
                let isCard = cards[table.index] != nil
                setting = CardTable.Setting(isAfterCard: isCard, hasCards: setting.hasCards || isCard)
            }
        }
        return cards
    }

    private struct Part {
        var lines: [PlanHeader.Line] = []
        var title: [PlanHeader.Line] = []
        var rows: RowReader
        /// Name of the sheet that was read last, where the document has sheets.
        var sheet: String?

        /// The words of its title: equal wherever a document repeats it.
        var key: [String] { Part.key(title) }

        static func key(_ title: [PlanHeader.Line]) -> [String] { title.flatMap { SearchKey.words($0.text) } }
    }

    mutating func plans() throws(ImportError) -> [PlanContent] {
        readAbbreviations()
        let parts = parts()
        guard parts.contains(where: { $0.rows.isFound }) else { throw isPicture ? .onlyPictures : .noTable }
        let filled = parts.filter { !$0.rows.drafts.isEmpty }
        guard !filled.isEmpty else { throw .noMeasures }
        guard filled.allSatisfy({ !$0.title.isEmpty }) else { throw .noTitle }
        let index = names.adding(abbreviations.map { ($0.short, $0.full) })
        var plans: [PlanContent] = []
        for part in filled {
            var plan = content(part)
            var builder = MeasureBuilder(
                part.rows, plan.period, NestedWords(document), ActorParser(register: register, index: index, isBulgarian: plan.isBulgarian))
            builder.build(into: &plan, coverage: &coverage)
            if let declared = DeclaredMeasures(part.lines, period: plan.period), declared.count != plan.measures.count {
                plan.remarks.append(
                    Remark(.countDiffers, place: declared.place, quote: String(declared.count), detail: String(plan.measures.count)))
            }
            plans.append(plan)
        }
        let told = NoteRemarks(filled.map { ($0.rows.drafts, $0.lines.map(\.place)) })
        for note in document.notes {
            let (plan, measure) = told.home(of: note.place)
            // What stood in a row that is gone belongs to no measure that is left.
            let code = note.isWholeRow ? nil : measure.map { plans[plan].measures[$0].code }
            plans[plan].remarks.append(Remark(note, measure: code))
        }
        return plans
    }

    /// Whether there are pictures where a table should be.
    private var isPicture: Bool {
        let hasTable = document.blocks.contains { if case .table = $0 { true } else { false } }
        return !hasTable && document.notes.contains { $0.kind == .picture }
    }

    private var pictures: Set<CellPlace> { Set(document.notes.filter { $0.kind == .picture }.map(\.place)) }

    /// Divides the blocks among plans: another one begins where another title stands between tables.
    private mutating func parts() -> [Part] {
        let join = PageBreakJoin(document)
        let sheets = SheetSections(document)
        var parts = [Part(rows: RowReader(join, pictures: pictures))]
        var open = 0
        var pending: [PlanHeader.Line] = []
        for block in document.blocks {
            switch block {
            case .paragraph(let row, let text):
                guard !listed.rows.contains(row) else { continue }
                pending.append(PlanHeader.Line(place: CellPlace(table: 0, row: row, column: 1), text: text))
            case .table(let whole):
                let list = abbreviationRows(whole)
                guard list.isEmpty || list.lowerBound > 0 else { continue }
                let card = cards[whole.index]
                let begins = card != nil || whole.rows.contains(where: ColumnHeadings.isHeading)
                let title = begins ? titles[whole.index] : nil
                let table = title?.rest ?? whole
                pending += title?.lines ?? []
                if begins { open = part(of: card.map { CardLines(pending, before: $0).prose } ?? pending, &parts, open, join) }
                if let card {
                    read(card, &pending, into: &parts[open])
                    continue
                }
                take(&pending, before: table, sheets, into: &parts[open])
                parts[open].rows.read(table, upTo: list.isEmpty ? table.rows.count : list.lowerBound)
            }
        }
        for line in pending { coverage.claim(line.place, .text) }
        return parts
    }

    /// The plan to which a table with a heading belongs with the lines before it: the open one, unless they give another title than its own.
    /// Rows without a heading go on with what was open, whatever the top of their page says. A title that was there before goes on with its
    /// plan: of two plans with one title the second would take the place of the first.
    private func part(of pending: [PlanHeader.Line], _ parts: inout [Part], _ open: Int, _ join: PageBreakJoin) -> Int {
        let title = PlanHeader.title(pending).filter { PlanHeader.section($0.text) == nil }
        guard !parts[open].rows.drafts.isEmpty, !title.isEmpty else { return open }
        if let known = parts.firstIndex(where: { $0.key == Part.key(title) }) { return known }
        parts.append(Part(rows: RowReader(join, pictures: pictures)))
        return parts.count - 1
    }

    /// The lines before a table: title, section, prose; on another sheet its name.
    private mutating func take(
        _ pending: inout [PlanHeader.Line], before table: SourceDocument.Table, _ sheets: SheetSections, into part: inout Part
    ) {
        if part.title.isEmpty { part.title = PlanHeader.title(pending) }
        part.lines += pending
        let hasWords = pending.contains { $0.text.unicodeScalars.contains(where: \.isLetter) }
        if hasWords || table.sheet != part.sheet { part.rows.interrupt() }
        if table.sheet != part.sheet, let section = sheets.section(table) {
            part.rows.beginSection(number: section.number, title: section.title, source: section.source)
        }
        part.sheet = table.sheet
        let above = TableLines(pending)
        for line in pending {
            coverage.claim(line.place, .text)
            guard let (number, title) = PlanHeader.section(line.text), line.text.utf8.count < 300, line.place == above.last?.place else {
                continue
            }
            guard !PlanHeader.isTitle(line.text) || PlanHeader.isNamedSection(line.text) || !part.rows.drafts.isEmpty else { continue }
            part.rows.beginSection(number: number, title: title, source: SourceReference(cells: [line.place], text: line.text.trimmed))
            coverage.claim(line.place, .understood)
        }
        let columns = table.rows.first(where: ColumnHeadings.isHeading).flatMap { ColumnHeadings($0) } ?? part.rows.columns
        for (line, heading) in above.goals where heading.goal.flatMap({ columns?.position($0) }) == nil {
            part.rows.beginGoal(heading, at: line.place)
        }
        pending = []
    }

    private mutating func read(_ card: CardTable, _ pending: inout [PlanHeader.Line], into part: inout Part) {
        let headings = CardLines(pending, before: card)
        if part.title.isEmpty { part.title = PlanHeader.title(headings.prose) }
        part.lines += pending
        for line in pending { coverage.claim(line.place, .text) }
        for (line, heading) in headings.counting { part.rows.read(heading, line.text, at: line.place) }
        part.rows.read(card)
        pending = []
    }

    private mutating func content(_ part: Part) -> PlanContent {
        let cells = part.title.map(\.place)
        let words = part.title.map { $0.text.trimmed }.joined(separator: " ")
        for place in cells { coverage.claim(place, .understood) }
        var plan = PlanContent(title: SourcedText(text: Headings.clean(words), source: SourceReference(cells: cells, text: words)))
        plan.period = PlanHeader.period(words)
        plan.isProject = part.lines.contains { ["проект!", "проект", "draft"].contains(Folding.word($0.text.trimmed)) }
        plan.declaredMeasures = DeclaredMeasures(part.lines, period: plan.period)?.count
        plan.sections = part.rows.sections
        plan.abbreviations = abbreviations
        plan.remarks = part.rows.remarks
        if let columns = part.rows.columns {
            plan.columns = zip(columns.fields, columns.headings).map { PlanColumn(field: $0 ?? .prose, heading: $1) }
        }
        return plan
    }

    // MARK: Abbreviations

    /// The rows of a table that list abbreviations: all of a table that is such a list, the last of one that runs into it.
    private func abbreviationRows(_ table: SourceDocument.Table) -> Range<Int> {
        guard cards[table.index] == nil else { return 0..<0 }
        if table.rows.allSatisfy({ $0.count <= 3 }) {
            let pairs = table.rows.filter { row in row.contains { !$0.isBlank } }
            let isList = pairs.count >= 2 && pairs.filter(isShort).count * 10 >= pairs.count * 8
            return isList && !ColumnHeadings.isHeading(table.rows[0]) ? table.rows.indices : 0..<0
        }
        // The last rows of measures, their empty cells trimmed by an editor, are as narrow: most of a list must be abbreviations.
        let tail = table.rows.reversed().prefix { row in
            row.count <= 3 && isShort(row) && !row[0].isBlank && row.dropFirst().contains { !$0.isBlank }
        }
        let isList = tail.count >= 2 && tail.filter { AbbreviationLines.isAbbreviation($0[0]) }.count * 2 >= tail.count
        return isList ? table.rows.count - tail.count..<table.rows.count : 0..<0
    }

    private func isShort(_ row: [String]) -> Bool {
        guard let first = row.first else { return false }
        return first.trimmed.unicodeScalars.count <= 20 && Numbering.leading(first) == nil
    }

    private mutating func readAbbreviations() {
        for row in listed.rows { coverage.claim(CellPlace(table: 0, row: row, column: 1), .understood) }
        abbreviations = listed.abbreviations
        for case .table(let table) in document.blocks {
            for row in abbreviationRows(table) {
                let texts = table.rows[row].map { Headings.clean($0) }
                for (column, text) in texts.enumerated() where !text.isEmpty {
                    coverage.claim(CellPlace(table: table.index, row: row + 1, column: column + 1), .understood)
                }
                guard texts.count >= 2, !texts[0].isEmpty, !texts[1].isEmpty, !AbbreviationLines.isHeading(texts[0]) else { continue }
                let short = PlanHeader.unquoted(texts[0].hasSuffix(",") ? String(texts[0].dropLast()) : texts[0])
                abbreviations.append(Abbreviation(short: short, full: texts[1]))
            }
        }
    }
}
