/// A bar chart and its table from the same numbers, so that neither can say something else.
public struct Chart: Sendable, Encodable {
    /// One bar: its label, the value drawn, and the cells of its row.
    public struct Bar: Sendable {
        /// Name of the bar in the picture and of its row in the table.
        public let label: String
        /// Address to which the row's name leads; nil where it leads nowhere.
        public let link: String?
        /// In any unit: lengths are drawn in proportion to the largest; no bar for 0 and less.
        public let value: Double
        /// The value as text beside the bar; words such as „само с думи“ where there is no number.
        public let text: String
        /// The row's cells after its name, ready as text.
        public let cells: [String]

        /// As many cells as the chart's `head` has names after the first.
        public init(label: String, link: String? = nil, value: Double, text: String, cells: [String]) {
            self.label = label
            self.link = link
            self.value = value
            self.text = text
            self.cells = cells
        }
    }

    let id: String
    let title: String
    let subtitle: String
    let description: String
    let height: Int
    let head: [String]
    let first: String
    let bars: [Drawn]
    let total: [String]
    let hasTotal: Bool
    let totalLabel: String

    struct Drawn: Sendable, Encodable {
        let label: String
        let link: String
        let hasLink: Bool
        let text: String
        let cells: [String]
        let hasBar: Bool
        let isEmpty: Bool
        let labelY, barY, textY: Int
        let width: String
        // Columns of a chart by month.
        let x, middle: String
        let y, columnHeight, valueY: Int
    }

    /// Bars lying one under another, with labels above them. `head` names the first column and the others.
    public init(id: String, title: String, subtitle: String, head: [String], bars: [Bar], total: (label: String, cells: [String])? = nil) {
        self.init(id: id, title: title, subtitle: subtitle, head: head, bars: bars, total: total, height: bars.count * 46)
    }

    private init(
        id: String, title: String, subtitle: String, head: [String], bars: [Bar], total: (label: String, cells: [String])?, height: Int
    ) {
        self.id = id
        self.title = title
        self.subtitle = subtitle
        self.height = height
        first = head.first ?? ""
        self.head = Array(head.dropFirst())
        let top = bars.map(\.value).max() ?? 0
        self.bars = bars.enumerated().map { Chart.drawn($0, $1, of: bars.count, top: top) }
        description = bars.map { "\($0.label): \($0.text)" }.joined(separator: "; ")
        self.total = total?.cells ?? []
        hasTotal = total != nil
        totalLabel = total?.label ?? ""
    }

    /// Columns standing side by side, one a month.
    public static func columns(id: String, title: String, subtitle: String, head: [String], bars: [Bar]) -> Chart {
        Chart(id: id, title: title, subtitle: subtitle, head: head, bars: bars, total: nil, height: 190)
    }

    private static func drawn(_ position: Int, _ bar: Bar, of count: Int, top: Double) -> Drawn {
        let share = top > 0 ? max(0, bar.value / top) : 0
        let column = Int((share * 130).rounded())
        let slot = 100.0 / Double(max(1, count))
        return Drawn(
            label: bar.label, link: bar.link ?? "", hasLink: bar.link != nil, text: bar.text, cells: bar.cells, hasBar: bar.value > 0,
            isEmpty: bar.value <= 0, labelY: position * 46 + 14, barY: position * 46 + 21, textY: position * 46 + 33,
            width: percent(share * 62), x: percent(slot * (Double(position) + 0.2)), middle: percent(slot * (Double(position) + 0.5)),
            y: 160 - column, columnHeight: column, valueY: 153 - column)
    }

    private static func percent(_ value: Double) -> String {
        "\((value * 100).rounded() / 100)%"
    }
}
