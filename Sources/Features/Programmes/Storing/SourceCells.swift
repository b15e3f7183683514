import Core
import Documents

/// How places are written in the database: `1.2.3 1.4.3`.
enum SourceCells {
    static func text(_ cells: [CellPlace]) -> String {
        cells.map { "\($0.table).\($0.row).\($0.column)" }.joined(separator: " ")
    }

    static func places(_ text: String) -> [CellPlace] {
        text.utf8.split(separator: UInt8(ascii: " ")).compactMap { place in
            let numbers = place.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard numbers.count == 3, let table = number(numbers[0]), let row = number(numbers[1]), let column = number(numbers[2]) else {
                return nil
            }
            return CellPlace(table: table, row: row, column: column)
        }
    }

    /// At most nine digits: a page's address holds a place, too.
    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard !digits.isEmpty, digits.count < 10, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }
}

/// How periods are written in the database: `2024-03-01/2024-03-31 …`.
enum PeriodText {
    static func text(_ periods: [Deadline.Period]) -> String {
        periods.map { "\($0.from.iso)/\($0.to.iso)" }.joined(separator: " ")
    }

    static func periods(_ text: String) -> [Deadline.Period] {
        text.utf8.split(separator: UInt8(ascii: " ")).compactMap { period in
            let days = period.split(separator: UInt8(ascii: "/")).map { Day(iso: String(Substring($0))) }
            guard days.count == 2, let from = days[0], let to = days[1] else { return nil }
            return .init(from: from, to: to)
        }
    }
}
