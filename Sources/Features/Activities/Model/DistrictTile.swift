/// Where a district stands on the schematic map: 28 squares of one size, each beside its neighbours as far as squares allow. A small district
/// is as easy to see and to press as a large one.
struct DistrictTile: Sendable {
    let code: String
    let column: Int
    let row: Int

    static let columns = 7
    static let rows = 5

    /// From the north-west to the south-east.
    static let all: [DistrictTile] = {
        let rows: [[Int?]] = [
            // Видин; Русе, Силистра, Добрич.
            [5, nil, nil, nil, 18, 19, 8],
            // Монтана, Враца, Плевен, Велико Търново, Разград, Шумен, Варна.
            [12, 6, 15, 4, 17, 27, 3],
            // Перник, София, Ловеч, Габрово, Търговище, Сливен, Бургас.
            [14, 22, 11, 7, 25, 20, 2],
            // Кюстендил, Софийска област, Пазарджик, Пловдив, Стара Загора, Ямбол.
            [10, 23, 13, 16, 24, 28, nil],
            // Благоевград, Смолян, Кърджали, Хасково.
            [nil, 1, 21, 9, 26, nil, nil],
        ]
        return rows.enumerated().flatMap { row, codes in
            codes.enumerated().compactMap { column, number in
                number.map { DistrictTile(code: "BG-" + ($0 < 10 ? "0" : "") + String($0), column: column, row: row) }
            }
        }
    }()
}

/// Classes of a map's numbers, so many districts in each as near as ties allow (квантили). Nought is a class of its own.
struct QuantileClasses: Sendable {
    static let count = 4
    private let sorted: [Int]

    init(_ values: some Sequence<Int>) { sorted = values.filter { $0 > 0 }.sorted() }

    /// 0 for nought, 1 for the least to 4 for the most.
    func place(of value: Int) -> Int {
        guard value > 0, let first = sorted.firstIndex(of: value) else { return 0 }
        return 1 + first * QuantileClasses.count / sorted.count
    }

    /// The least and the greatest number of each class that has any.
    var ranges: [(place: Int, from: Int, to: Int)] {
        (1...QuantileClasses.count).compactMap { place in
            let own = sorted.filter { self.place(of: $0) == place }
            guard let first = own.first, let last = own.last else { return nil }
            return (place, first, last)
        }
    }
}
