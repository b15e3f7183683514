import Foundation

/// Widths of columns and a size of letters at which no word is cut and the table is as short as can be.
public struct ColumnWidths: Sendable, Equatable {
    /// In twentieths of a point.
    let widths: [Int]
    /// Size of the letters.
    let halfPoints: Int

    /// Measures rows of cells.
    ///
    /// - Parameters:
    ///   - rows: texts by column; a text that stands in merged cells is given once. The first rows tell enough of a very long table.
    ///   - headings: texts that stand in single columns of the heading rows; they are bold.
    public init(rows: [[String]], headings: [[String]]) {
        let count = max(1, (rows + headings).map(\.count).max() ?? 1)
        let sample = rows.prefix(400)
        var longest = Array(repeating: 0.0, count: count)
        for (row, factor) in sample.map({ ($0, 1.0) }) + headings.map({ ($0, 1.08) }) {
            for (column, text) in row.enumerated() { longest[column] = max(longest[column], factor * ColumnWidths.longestWord(text)) }
        }
        // From 9 points down to 6.5, until the longest words have room.
        var size = 18
        while size > 13, ColumnWidths.least(longest, size).reduce(0, +) > Double(WordDocument.textWidth) * 0.94 { size -= 1 }
        halfPoints = size
        widths = ColumnWidths.shared(ColumnWidths.least(longest, size), sample.map { $0.map(ColumnWidths.width) })
    }

    /// Height of some lines, in twentieths of a point, with the cell's margins.
    func height(ofLines lines: Int) -> Int { lines * halfPoints * 12 + 40 }

    /// Lines that a bold text fills in a cell over some columns.
    func lines(of text: String, in columns: Range<Int>) -> Int {
        let room = max(1, Double(widths[columns].reduce(0, +) - 150) / Double(halfPoints * 10) / 1.08)
        var (lines, line) = (1, 0.0)
        for word in text.split(separator: " ") {
            let width = ColumnWidths.width(String(word))
            if line > 0, line + 0.33 + width > room {
                lines += 1
                line = width
            } else {
                line += line > 0 ? 0.33 + width : width
            }
        }
        return lines
    }

    /// Room for the longest word of each column, with the cell's margins.
    private static func least(_ longest: [Double], _ size: Int) -> [Double] { longest.map { $0 * Double(size) * 10 + 170 } }

    /// Gives what is left, piece by piece, to the column that then makes the rows shortest.
    private static func shared(_ least: [Double], _ rows: [[Double]]) -> [Int] {
        let whole = Double(WordDocument.textWidth)
        var widths = least
        let sum = least.reduce(0, +)
        if sum > whole { widths = least.map { $0 * whole / sum } }
        let piece = 120.0
        var left = whole - widths.reduce(0, +)
        while left >= piece {
            var gains = Array(repeating: 0.0, count: widths.count)
            for row in rows {
                // A row is nearly as high as its highest cell; the norm, unlike the maximum, also helps two cells that are equally high.
                let powers = row.enumerated().map { pow($1 / widths[$0], ColumnWidths.norm) }
                let sum = powers.reduce(0, +)
                guard sum > 0 else { continue }
                let factor = pow(sum, 1 / ColumnWidths.norm - 1)
                for (column, power) in powers.enumerated() { gains[column] += factor * power / widths[column] }
            }
            let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
            widths[best] += piece
            left -= piece
        }
        var whole20 = widths.map { Int($0) }
        if let widest = whole20.indices.max(by: { whole20[$0] < whole20[$1] }) {
            whole20[widest] += WordDocument.textWidth - whole20.reduce(0, +)
        }
        return whole20
    }

    private static let norm = 6.0

    /// In ems.
    private static func longestWord(_ text: String) -> Double {
        var longest = 0.0
        var word = 0.0
        for scalar in text.unicodeScalars {
            let isHyphen = scalar == "-" || scalar == "–"
            word = scalar.properties.isWhitespace ? 0 : word + em(scalar)
            longest = max(longest, word)
            if isHyphen { word = 0 }
        }
        return longest
    }

    private static func width(_ text: String) -> Double { text.unicodeScalars.reduce(0) { $0 + em($1) } }

    /// How wide a letter of Times New Roman is, in ems: near enough for columns.
    private static func em(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "ж", "ю", "щ", "ш", "ф", "ы", "м", "m", "w", "—", "Щ", "Ш", "Ж", "Ю", "М", "W", "M":
            scalar.properties.isUppercase ? 0.95 : 0.78
        case "i", "l", "j", ".", ",", ";", ":", "'", "!", "|", "(", ")", "/", "-", " ", "\n", "I": 0.33
        default: scalar.properties.isUppercase ? 0.72 : 0.52
        }
    }
}
