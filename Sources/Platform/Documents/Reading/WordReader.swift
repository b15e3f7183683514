/// Reads what stands in the body of a Word document or in one of its cells: paragraphs, with numbers, notes and text boxes, and tables.
final class WordReader {
    /// Lines of a cell, and what is to be told of it.
    struct Lines {
        var text: [String] = []
        var told: [(kind: SourceDocument.Note.Kind, text: String)] = []

        mutating func add(_ other: Lines) {
            text += other.text
            told += other.told
        }

        /// As one text, without blank lines before and after.
        var joined: String {
            let first = text.firstIndex { !$0.isBlank } ?? text.endIndex
            let last = text.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? first
            return text[first..<last].joined(separator: "\n")
        }
    }

    private let styles: WordStyleSheet
    private var numbering: WordNumbering
    /// Those not referred to so far: each is told once.
    private var stories: [MarkUpName: [String: Element]]
    /// Footnotes and endnotes referred to so far, each as it will stand after the text.
    private(set) var footnotes: [String] = []
    private var counts: [MarkUpName: Int] = [:]
    /// What a footnote refers to is not read: it might be itself.
    private var isInStory = false
    /// Cells of all tables so far.
    private var cellCount = 0
    private var allowance = TextAllowance()

    /// - Parameter stories: footnotes, endnotes and comments, by the element that refers to them and its identifier.
    init(_ styles: WordStyleSheet, _ numbering: WordNumbering, _ stories: [MarkUpName: [String: Element]]) {
        self.styles = styles
        self.numbering = numbering
        self.stories = stories
    }

    // MARK: Paragraphs

    /// Calls `visit` for each paragraph and table. A paragraph whose mark was deleted goes on in the next.
    func blocks(
        of element: Element, _ visit: (Lines?, Element) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        var carried = Lines()
        try blocks(of: element, &carried, visit)
        if !carried.text.isEmpty || !carried.told.isEmpty { try visit(carried, element) }
    }

    private func blocks(
        of element: Element, _ carried: inout Lines, _ visit: (Lines?, Element) throws(DocumentError) -> Void
    ) throws(DocumentError) {
        var pending = carried
        try element.each { child throws(DocumentError) in
            switch child.name {
            case .`w:p`:
                let (lines, goesOn) = try paragraph(child, after: pending)
                pending = goesOn ? lines : Lines()
                if !goesOn { try visit(lines, child) }
            case .`w:tbl`: try visit(nil, child)
            case .`w:ins`, .`w:moveTo`: try blocks(of: child, &pending, visit)
            default: return
            }
        }
        carried = pending
    }

    private func paragraph(_ paragraph: Element, after pending: Lines) throws(DocumentError) -> (Lines, goesOn: Bool) {
        let properties = paragraph.child(.`w:pPr`)
        let mark = properties?.child(.`w:rPr`)
        let words = WordText(paragraph, styles)
        var lines = Lines(text: [], told: pending.told + words.told)
        var text = pending.text.joined(separator: "\n") + words.text
        let isDeleted = mark?.child(.`w:del`) != nil || mark?.child(.`w:moveFrom`) != nil
        if !isDeleted, !(text.isBlank && words.hasLeftOut), let label = label(properties), !(label.isBullet && text.isBlank) {
            text = label.text + text
        }
        try take([text] + lines.told.map(\.text))
        // Nearly every paragraph is one line: splitting goes by characters, which costs more than all the rest.
        let hasBreaks = text.utf8.contains(UInt8(ascii: "\n"))
        let split = hasBreaks ? text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) : [text]
        lines.text = text.isEmpty && isDeleted ? [] : split
        for reference in words.references { lines.told += try refer(reference) }
        for box in words.boxes { lines.add(try self.lines(of: box)) }
        return (lines, isDeleted)
    }

    /// Counts texts that were put together. An empty one counts too: it takes its place in a list.
    private func take(_ texts: [String]) throws(DocumentError) {
        try allowance.take(texts.reduce(texts.count) { $0 + $1.utf8.count })
    }

    private func label(_ properties: Element?) -> WordNumbering.Label? {
        let own = properties?.child(.`w:numPr`)
        return numbering.label(
            list: own?.child(.`w:numId`)?.number(.`w:val`), level: own?.child(.`w:ilvl`)?.number(.`w:val`),
            style: properties?.child(.`w:pStyle`)?[.`w:val`])
    }

    /// Footnotes are counted in digits and endnotes in Roman ones, as Word does unless told otherwise.
    private func refer(
        _ reference: (kind: MarkUpName, id: String)
    ) throws(DocumentError) -> [(kind: SourceDocument.Note.Kind, text: String)] {
        guard !isInStory, let story = stories[reference.kind]?.removeValue(forKey: reference.id) else { return [] }
        isInStory = true
        defer { isInStory = false }
        let words = try lines(of: story).text.filter { !$0.isBlank }.map(\.trimmed).joined(separator: " ")
        guard !words.isEmpty else { return [] }
        if reference.kind == .`w:commentReference` { return [(.comment, words)] }
        let count = counts[reference.kind, default: 0] + 1
        counts[reference.kind] = count
        footnotes.append("\(WordNumbers.text(count, reference.kind == .`w:endnoteReference` ? "lowerRoman" : "decimal"))) \(words)")
        return [(.footnote, words)]
    }

    // MARK: Cells

    /// The words of a cell, a text box or a footnote as lines. A table within is read row by row.
    func lines(of element: Element) throws(DocumentError) -> Lines {
        var lines = Lines()
        try blocks(of: element) { paragraph, table throws(DocumentError) in
            if let paragraph {
                lines.add(paragraph)
            } else if let frame = table.framedByTable {
                lines.add(try self.lines(of: frame))
            } else {
                let rows = try self.table(table, at: 0)
                let inner = rows.table.rows.map { $0.filter { !$0.isBlank }.joined(separator: " ") }
                // The words of a table deeper within are words of this one, and told with it.
                let told = rows.notes.filter { $0.kind != .nestedTable }
                try take(inner + told.map(\.text))
                lines.text += inner
                lines.told += told.map { ($0.kind, $0.text) }
                if !inner.isEmpty { lines.told.append((.nestedTable, inner.joined(separator: "\n"))) }
            }
        }
        return lines
    }

    /// A table with what is to be told of its cells. `index` is its number in the document, 0 for one within a cell.
    func table(_ table: Element, at index: Int) throws(DocumentError) -> (table: SourceDocument.Table, notes: [SourceDocument.Note]) {
        let rows = try WordRows(table, index, self)
        cellCount += rows.cellCount
        guard cellCount <= SourceDocument.cellLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
        return rows.laidOut()
    }
}
