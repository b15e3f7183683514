/// The rows of a Word table as they stand in the file, changes accepted (ISO/IEC 29500-1, 17.4).
struct WordRows {
    /// A cell and the lines of the grid between which it stands, counted from 0.
    struct Cell {
        /// How it takes part in a merge of cells one below another.
        enum Merge {
            case none, begins, goesOn
        }

        var columns: Range<Int>
        var merge: Merge
        let text: String
        var told: [(kind: SourceDocument.Note.Kind, text: String)]
    }

    private(set) var rows: [[Cell]] = []
    /// Of rows and cells that were left out, each with the number of rows before it.
    private(set) var leftOut: [(row: Int, kind: SourceDocument.Note.Kind, text: String, isWholeRow: Bool)] = []
    let index: Int
    /// Widths of the grid's columns in twentieths of a point; none where the file does not tell.
    let widths: [Int]

    private let reader: WordReader

    init(_ table: Element, _ index: Int, _ reader: WordReader) throws(DocumentError) {
        self.index = index
        self.reader = reader
        widths = table.child(.`w:tblGrid`)?.children.filter { $0.name == .`w:gridCol` }.map { $0.number(.`w:w`) ?? 0 } ?? []
        var elements: [Element] = []
        table.each { if $0.name == .`w:tr` { elements.append($0) } }
        for element in elements { try read(element) }
    }

    /// Cells, blank places among them.
    var cellCount: Int { rows.reduce(0) { $0 + ($1.last?.columns.upperBound ?? 0) } }

    private mutating func read(_ row: Element) throws(DocumentError) {
        let properties = row.child(.`w:trPr`)
        var column = try width(properties?.child(.`w:gridBefore`), at: 0, least: 0)
        var elements: [Element] = []
        row.each { if $0.name == .`w:tc` { elements.append($0) } }
        var cells: [Cell] = []
        for element in elements {
            guard let cell = try cell(element, &column, &cells) else { continue }
            cells.append(cell)
        }
        if properties?.child(.`w:del`) != nil {
            leave(cells, .deletion)
        } else if properties?.child(.`w:hidden`)?.isOn == true {
            leave(cells, .hidden)
        } else {
            if properties?.child(.`w:ins`) != nil, let first = cells.firstIndex(where: { !$0.text.isBlank }) {
                tell(.insertion, cells.map(\.text).filter { !$0.isBlank }.joined(separator: " "), &cells[first])
            }
            rows.append(cells)
        }
    }

    /// Nil for a cell that was deleted, or goes on with the one on its left.
    private mutating func cell(_ element: Element, _ column: inout Int, _ cells: inout [Cell]) throws(DocumentError) -> Cell? {
        let properties = element.child(.`w:tcPr`)
        let lines = try reader.lines(of: element)
        let text = lines.joined
        let end = try column + width(properties?.child(.`w:gridSpan`), at: column, least: 1)
        if properties?.child(.`w:cellDel`) != nil {
            let words = text.isBlank ? lines.told.map(\.text).joined(separator: " ") : text
            if !words.isBlank { leftOut.append((rows.count, .deletion, words, false)) }
            return nil
        }
        defer { column = end }
        if let merge = properties?.child(.`w:hMerge`), merge[.`w:val`] != "restart", let last = cells.indices.last {
            cells[last].columns = cells[last].columns.lowerBound..<end
            // Word does not show what stands in a cell that another has taken in.
            if !text.isBlank { tell(.hidden, text, &cells[last]) }
            return nil
        }
        let merge: Cell.Merge =
            properties?.child(.`w:vMerge`).map { $0[.`w:val`] == "restart" ? .begins : .goesOn } ?? .none
        var cell = Cell(columns: column..<end, merge: merge, text: text, told: lines.told)
        if properties?.child(.`w:cellIns`) != nil, !text.isBlank { tell(.insertion, text, &cell) }
        return cell
    }

    private func width(_ element: Element?, at column: Int, least: Int) throws(DocumentError) -> Int {
        let width = max(least, element?.number(.`w:val`) ?? least)
        guard width <= SourceDocument.columnLimit, column + width <= SourceDocument.columnLimit else {
            throw .tooWide(table: max(1, index), row: rows.count + 1, limit: SourceDocument.columnLimit)
        }
        return width
    }

    /// What a change that covers a whole cell adds to those of its words.
    private func tell(_ kind: SourceDocument.Note.Kind, _ text: String, _ cell: inout Cell) {
        if !cell.told.contains(where: { $0.kind == kind }) { cell.told.append((kind, text)) }
    }

    private mutating func leave(_ cells: [Cell], _ kind: SourceDocument.Note.Kind) {
        let texts = cells.flatMap { cell in [cell.text] + cell.told.filter { $0.kind == .deletion || $0.kind == .hidden }.map(\.text) }
        let words = texts.filter { !$0.isBlank }.joined(separator: " ").trimmed
        if !words.isEmpty { leftOut.append((rows.count, kind, words, true)) }
    }
}
