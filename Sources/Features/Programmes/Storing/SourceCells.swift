import Core
import Documents

/// How places are written in the database: `1.2.3 1.4.3`.
enum SourceCells {
    static func text(_ cells: [CellPlace]) -> String {
        cells.map { "\($0.table).\($0.row).\($0.column)" }.joined(separator: " ")
    }

    static func places(_ text: String) -> [CellPlace] {
        text.split(separator: " ").compactMap { place in
            let numbers = place.split(separator: ".").compactMap { Int($0) }
            guard numbers.count == 3 else { return nil }
            return CellPlace(table: numbers[0], row: numbers[1], column: numbers[2])
        }
    }
}

/// How periods are written in the database: `2024-03-01/2024-03-31 …`.
enum PeriodText {
    static func text(_ periods: [Deadline.Period]) -> String {
        periods.map { "\($0.from.iso)/\($0.to.iso)" }.joined(separator: " ")
    }

    static func periods(_ text: String) -> [Deadline.Period] {
        text.split(separator: " ").compactMap { period in
            let days = period.split(separator: "/").map { Day(iso: String($0)) }
            guard days.count == 2, let from = days[0], let to = days[1] else { return nil }
            return .init(from: from, to: to)
        }
    }
}
