import Core

/// A date as well as somebody remembers it (приблизителна дата): an interval and how exact it is, „лято 2024“.
struct ApproximateDate: Sendable, Hashable {
    let from: Day
    let to: Day
    let precision: Precision

    enum Precision: String, CaseIterable, Sendable {
        case day
        case month
        case season
        case year
    }

    /// As it was stored.
    init(from: Day, to: Day, precision: Precision) {
        self.from = from
        self.to = to
        self.precision = precision
    }

    /// Reads „3.11.2023“, „11.2023“, „лято 2024“, „2024“; nil for anything else. Winter is that of its January.
    init?(typed text: String) {
        if let day = Day(typed: text) {
            self.init(from: day, to: day, precision: .day)
            return
        }
        let parts = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0 != "г" }
        guard let last = parts.last, last.utf8.count == 4, let year = Int(last), year >= 1900 else { return nil }
        switch parts.count {
        case 1: self.init(Month(year: year, month: 1), Month(year: year, month: 12), .year)
        case 2:
            if let month = ApproximateDate.month(parts[0]) {
                self.init(Month(year: year, month: month), Month(year: year, month: month), .month)
            } else if let season = Season.named(parts[0]) {
                self.init(season.months(in: year).0, season.months(in: year).1, .season)
            } else {
                return nil
            }
        default: return nil
        }
    }

    private init(_ first: Month, _ last: Month, _ precision: Precision) {
        self.init(from: first.firstDay, to: last.lastDay, precision: precision)
    }

    private static func month(_ text: String) -> Int? {
        if let number = Int(text) { return (1...12).contains(number) ? number : nil }
        let names = [
            ["януари", "january"], ["февруари", "february"], ["март", "march"], ["април", "april"], ["май", "may"], ["юни", "june"],
            ["юли", "july"], ["август", "august"], ["септември", "september"], ["октомври", "october"], ["ноември", "november"],
            ["декември", "december"],
        ]
        return names.firstIndex { $0.contains(text) }.map { $0 + 1 }
    }

    /// The season of the interval; nil for other precisions.
    var season: Season? { precision == .season ? Season.allCases.first { $0.months(in: to.year).0.firstDay == from } : nil }

    enum Season: String, CaseIterable, Sendable {
        case winter
        case spring
        case summer
        case autumn

        static func named(_ text: String) -> Season? {
            let names: [(Season, [String])] = [
                (.winter, ["зима", "зимата", "winter"]), (.spring, ["пролет", "пролетта", "spring"]),
                (.summer, ["лято", "лятото", "summer"]), (.autumn, ["есен", "есента", "autumn", "fall"]),
            ]
            return names.first { $0.1.contains(text) }?.0
        }

        func months(in year: Int) -> (Month, Month) {
            switch self {
            case .winter: (Month(year: year - 1, month: 12), Month(year: year, month: 2))
            case .spring: (Month(year: year, month: 3), Month(year: year, month: 5))
            case .summer: (Month(year: year, month: 6), Month(year: year, month: 8))
            case .autumn: (Month(year: year, month: 9), Month(year: year, month: 11))
            }
        }
    }
}
