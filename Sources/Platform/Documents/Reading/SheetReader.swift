import Core
import Foundation

/// Reads the cells of a workbook's sheets.
struct SheetReader {
    private let strings: [String]
    /// By the number of a cell's style.
    private let formats: [NumberFormat]
    /// The day of the serial number 0, in days since 1970: 30 December 1899, which makes up for a leap day that never was, or 1 January 1904.
    private let epoch: Int
    private var cellCount = 0
    /// Of all sheets, blank ones before the last with words among them.
    private var rowCount = 0
    /// A text that cells share may stand in each of them.
    private var allowance = TextAllowance()
    /// Formulas without a result in the sheet being read.
    private var faults: [SourceDocument.Note] = []

    init(strings: MarkUp?, styles: MarkUp?, startsIn1904: Bool) {
        self.strings = strings?.root.children.filter { $0.name == .`s:si` }.map(SheetReader.words) ?? []
        formats = SheetReader.formats(styles?.root)
        epoch = startsIn1904 ? -24_107 : -25_569
    }

    private static func formats(_ styles: Element?) -> [NumberFormat] {
        guard let styles else { return [] }
        var codes = NumberFormat.builtIn
        for format in styles.child(.`s:numFmts`)?.all(.`s:numFmt`) ?? [] {
            if let id = format.number(.numFmtId) { codes[id] = format[.formatCode] }
        }
        var known: [Int: NumberFormat] = [:]
        return (styles.child(.`s:cellXfs`)?.all(.`s:xf`) ?? []).map { style in
            let id = style.number(.numFmtId) ?? 0
            if let format = known[id] { return format }
            let format = NumberFormat(codes[id])
            known[id] = format
            return format
        }
    }

    /// The words of a text in several looks joined, how they are spoken left out.
    private static func words(_ element: Element) -> String {
        var text = ""
        for child in element.children {
            switch child.name {
            case .`s:t`: text += child.words
            case .`s:r`: text += child.child(.`s:t`)?.words ?? ""
            default: continue
            }
        }
        return unescaped(text)
    }

    /// A sheet.
    mutating func read(_ sheet: Element, _ name: String) throws(DocumentError) -> Spreadsheet.Sheet {
        faults = []
        let elements = try SheetReader.rows(sheet)
        let hidden = SheetReader.hiddenColumns(sheet)
        let merges = SheetMerges(
            SheetReader.merges(sheet), hiddenRows: elements.filter { SheetReader.isHidden($0.element) }.map(\.row), hiddenColumns: hidden)
        var rows: [[String]] = []
        var notes: [SourceDocument.Note] = []
        var moved: [(place: SheetMerges.Place, text: String)] = []
        for (row, element) in elements {
            var cells = try self.cells(element, row)
            moved += merges.takeMoved(from: &cells, row)
            guard cells.contains(where: { !$0.isBlank }) else { continue }
            if SheetReader.isHidden(element) {
                notes.append(SheetReader.note(row, 1, cells))
                continue
            }
            for column in cells.indices where hidden.contains(column + 1) && !cells[column].isBlank {
                notes.append(SheetReader.note(row, column + 1, [cells[column]]))
                cells[column] = ""
            }
            while rows.count < row - 1 { rows.append([]) }
            rows.append(cells)
        }
        for (place, text) in moved where try !put(text, at: place, &rows) {
            notes.append(SheetReader.note(place.row, place.column, [text]))
        }
        rowCount += rows.count
        guard rowCount <= 2 * SheetReader.rowLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
        if sheet.child(.`s:drawing`) != nil {
            notes.append(SourceDocument.Note(kind: .picture, place: CellPlace(table: 0, row: 1, column: 1), text: ""))
        }
        return Spreadsheet.Sheet(name: name, rows: rows, merges: merges.seen, notes: notes + faults)
    }

    /// Rows with their numbers. Rows and cells may leave out where they stand: then they follow one another.
    private static func rows(_ sheet: Element) throws(DocumentError) -> [(row: Int, element: Element)] {
        var rows: [(row: Int, element: Element)] = []
        for element in sheet.child(.`s:sheetData`)?.children.filter({ $0.name == .`s:row` }) ?? [] {
            let next = (rows.last?.row ?? 0) + 1
            let row = max(next, element.number(.r) ?? next)
            guard row <= rowLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
            rows.append((row, element))
        }
        return rows
    }

    private static func isHidden(_ element: Element) -> Bool { ["1", "true"].contains(element[.hidden]) }

    /// Puts words of a merged cell at the first of its places that is seen, unless others stand there already.
    private mutating func put(_ text: String, at place: SheetMerges.Place, _ rows: inout [[String]]) throws(DocumentError) -> Bool {
        try count(place.column)
        while rows.count < place.row { rows.append([]) }
        while rows[place.row - 1].count < place.column { rows[place.row - 1].append("") }
        guard rows[place.row - 1][place.column - 1].isBlank else { return false }
        rows[place.row - 1][place.column - 1] = text
        return true
    }

    private mutating func count(_ cells: Int) throws(DocumentError) {
        cellCount += cells
        guard cellCount <= SourceDocument.cellLimit else { throw .tooManyCells(limit: SourceDocument.cellLimit) }
    }

    /// Excel's own.
    private static let rowLimit = 1_048_576

    private static func note(_ row: Int, _ column: Int, _ cells: [String]) -> SourceDocument.Note {
        let words = cells.filter { !$0.isBlank }.joined(separator: " ")
        return SourceDocument.Note(kind: .hidden, place: CellPlace(table: 0, row: row, column: column), text: words)
    }

    private static func hiddenColumns(_ sheet: Element) -> IndexSet {
        var hidden = IndexSet()
        for columns in sheet.children where columns.name == .`s:cols` {
            for column in columns.children where isHidden(column) {
                guard let first = column.number(.min), let last = column.number(.max).map({ min($0, SourceDocument.columnLimit) }),
                    first > 0, first <= last
                else { continue }
                hidden.insert(integersIn: first...last)
            }
        }
        return hidden
    }

    // MARK: Cells

    private mutating func cells(_ row: Element, _ number: Int) throws(DocumentError) -> [String] {
        var cells: [String] = []
        var column = 0
        for element in row.children where element.name == .`s:c` {
            column = SheetReader.place(element[.r] ?? "")?.column ?? column + 1
            let text = text(element)
            try allowance.take(text.utf8.count)
            guard !text.isBlank else { continue }
            guard column <= SourceDocument.columnLimit else { throw .tooWide(table: 1, row: number, limit: SourceDocument.columnLimit) }
            guard element[.t] != "e" else {
                let place = CellPlace(table: 0, row: number, column: column)
                faults.append(SourceDocument.Note(kind: .formulaFault, place: place, text: text))
                continue
            }
            while cells.count < column - 1 { cells.append("") }
            if cells.count < column { cells.append(text) } else { cells[column - 1] = text }
        }
        try count(cells.count)
        return cells
    }

    /// A cell as a person sees it.
    private func text(_ cell: Element) -> String {
        let value = cell.child(.`s:v`)?.words ?? ""
        switch cell[.t] ?? "n" {
        case "s": return Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
        case "inlineStr": return cell.child(.`s:is`).map(SheetReader.words) ?? ""
        case "str": return SheetReader.unescaped(value)
        case "b": return value == "1" || value == "true" ? "TRUE" : value.isEmpty ? "" : "FALSE"
        case "d": return SheetReader.day(value) ?? value
        case "n":
            guard let number = Double(value) else { return value }
            let style = cell.number(.s) ?? 0
            let format = formats.indices.contains(style) ? formats[style] : NumberFormat(nil)
            return format.text(number, epoch: epoch)
        default: return value
        }
    }

    /// „2024-05-31T00:00:00“ as „31.05.2024“.
    private static func day(_ text: String) -> String? {
        guard let day = Day(iso: String(text.prefix(10))) else { return nil }
        return NumberFormat(NumberFormat.builtIn[14]).text(Double(day.ordinal + 25_569), epoch: -25_569)
    }

    /// „_x000A_“ stands for a character that XML does not allow or would change.
    private static func unescaped(_ text: String) -> String {
        let text = text.contains("\r") ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
        guard text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            guard let code = UInt32(match.output.1, radix: 16), let scalar = Unicode.Scalar(code) else { return "" }
            let isSeen = code >= 0x20 || scalar == "\n" || scalar == "\t"
            return isSeen ? String(scalar) : ""
        }
    }

    // MARK: Places

    /// Row and column of „B12“, from 1.
    private static func place(_ name: some StringProtocol) -> (row: Int, column: Int)? {
        var (row, column) = (0, 0)
        for byte in name.utf8 {
            switch byte {
            case 0x41...0x5a where row == 0 && column < 100_000: column = column * 26 + Int(byte - 0x40)
            case 0x61...0x7a where row == 0 && column < 100_000: column = column * 26 + Int(byte - 0x60)
            case 0x30...0x39 where column > 0 && row <= rowLimit: row = row * 10 + Int(byte - 0x30)
            case 0x24: continue
            default: return nil
            }
        }
        return column > 0 && row > 0 ? (row, column) : nil
    }

    private static func merges(_ sheet: Element) -> [SourceDocument.Merge] {
        (sheet.child(.`s:mergeCells`)?.all(.`s:mergeCell`) ?? []).compactMap { element in
            let ends = (element[.ref] ?? "").split(separator: ":").map { place($0) }
            guard ends.count == 2, let first = ends[0], let last = ends[1], first.row <= last.row, first.column <= last.column else {
                return nil
            }
            return SourceDocument.Merge(
                row: first.row, column: first.column, height: last.row - first.row + 1, width: last.column - first.column + 1)
        }
    }
}
