/// A row of a sheet with the number by which spreadsheet programs call it.
struct SheetRow: Sendable, Hashable {
    let number: Int
    let cells: [String]

    /// The cell of a column; empty where the row ends before it.
    subscript(column: Int) -> String { cells.indices.contains(column) ? cells[column] : "" }
}

/// Why a text is no sheet that can be taken.
enum SheetFault: Error, Hashable {
    case empty
    case tooManyRows
    case tooManyColumns
}

/// Rows and cells of a text as spreadsheet programs copy it (tabs) or save it (commas, semicolons), with quotes around cells of several lines.
struct SheetText: Sendable, Hashable {
    static let mostRows = 10_000
    static let mostColumns = 60
    /// Bytes of the whole text.
    static let mostBytes = 4 * 1024 * 1024

    /// Those that have anything, each as wide as it was written, without empty cells at its end.
    let rows: [SheetRow]
    /// The most cells that a row has.
    let width: Int

    init(_ text: String) throws(SheetFault) {
        var scanner = Scanner(bytes: Array(text.utf8))
        rows = try scanner.rows()
        width = rows.reduce(0) { max($0, $1.cells.count) }
        guard !rows.isEmpty else { throw .empty }
    }

    /// A cell as it is written where tabs separate: in quotes when it would end before its words do.
    static func quoted(_ cell: String) -> String {
        let needs = cell.utf8.contains { $0 == tab || $0 == newLine || $0 == carriageReturn || $0 == quote }
        return needs ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }

    /// A text without the characters that no database takes and nobody sees. The mark by which programs know UTF-8 goes as well.
    static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl =
                scalar.value < 0x20 && scalar != "\t" && scalar != "\n" && scalar != "\r" || (0x7f...0x9f).contains(scalar.value)
            if !isControl, scalar.value != 0xfeff { scalars.append(scalar) }
        }
        return String(scalars)
    }
}

private let (tab, newLine, carriageReturn, quote) = (UInt8(9), UInt8(10), UInt8(13), UInt8(34))

/// Goes through the bytes once.
private struct Scanner {
    let bytes: [UInt8]
    var place = 0
    let separator: UInt8

    init(bytes: [UInt8]) {
        self.bytes = bytes
        separator = Scanner.separator(bytes)
    }

    /// Tabs are never typed into cells: where there is one before the first end of a line, they separate. Otherwise what the first line has more of.
    private static func separator(_ bytes: [UInt8]) -> UInt8 {
        var (semicolons, commas, isQuoted) = (0, 0, false)
        for byte in bytes {
            switch byte {
            case quote: isQuoted.toggle()
            case tab: return tab
            case newLine, carriageReturn:
                if !isQuoted, semicolons + commas > 0 { return semicolons >= commas ? UInt8(ascii: ";") : UInt8(ascii: ",") }
                // A line by itself tells nothing: the one after it may.
                if !isQuoted { continue }
            case UInt8(ascii: ";") where !isQuoted: semicolons += 1
            case UInt8(ascii: ",") where !isQuoted: commas += 1
            default: break
            }
        }
        return semicolons + commas == 0 ? tab : semicolons >= commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    mutating func rows() throws(SheetFault) -> [SheetRow] {
        var (rows, number) = ([SheetRow](), 0)
        while place < bytes.count {
            number += 1
            let cells = try row()
            guard !cells.isEmpty else { continue }
            guard rows.count < SheetText.mostRows + 1 else { throw .tooManyRows }
            rows.append(SheetRow(number: number, cells: cells))
        }
        return rows
    }

    /// The cells up to the end of the line, without empty ones at its end.
    private mutating func row() throws(SheetFault) -> [String] {
        var cells: [String] = []
        var blanks = 0
        while true {
            let cell = cell()
            if cell.isEmpty {
                blanks += 1
            } else {
                guard cells.count + blanks < SheetText.mostColumns else { throw .tooManyColumns }
                cells += Array(repeating: "", count: blanks)
                blanks = 0
                cells.append(cell)
            }
            guard place < bytes.count, bytes[place] == separator else { break }
            place += 1
        }
        if place < bytes.count { place += bytes[place...].starts(with: [carriageReturn, newLine]) ? 2 : 1 }
        return cells
    }

    private func isEnd(_ place: Int) -> Bool {
        place >= bytes.count || bytes[place] == separator || bytes[place] == newLine || bytes[place] == carriageReturn
    }

    private mutating func cell() -> String {
        if place < bytes.count, bytes[place] == quote, let quoted = quoted() { return quoted }
        let start = place
        while !isEnd(place) { place += 1 }
        return SheetCell.joined(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    /// A cell in quotes. Where they do not close right before the cell's end they are part of what was written: „"Слово" към всички“.
    private mutating func quoted() -> String? {
        var content: [UInt8] = []
        var at = place + 1
        while at < bytes.count {
            if bytes[at] == quote {
                guard at + 1 < bytes.count, bytes[at + 1] == quote else { break }
                at += 1
            }
            content.append(bytes[at])
            at += 1
        }
        guard at < bytes.count, isEnd(at + 1) else { return nil }
        place = at + 1
        return SheetCell.joined(String(decoding: content, as: UTF8.self))
    }
}
