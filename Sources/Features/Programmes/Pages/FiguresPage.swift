import Core
import Web

/// All indicators of a plan with what is counted, fed and reported of them.
struct FiguresPage: Sendable, Encodable {
    let head: PlanHead
    let notice: String
    let hasNotice: Bool
    let facts: [OutlinePage.Fact]
    let share: String
    let publicNote: String
    let isExact: Bool
    let chips: [Chip]
    let sections: [SectionView]
    let isEmpty: Bool
    let emptyText: String
    let all: String
    let isNarrow: Bool
    let shown: String
    let csv: String
    let catalogue: String
    let proposals: [Proposals]
    let twice: [Twice]

    struct Chip: Sendable, Encodable {
        let text: String
        let count: String
        let href: String
        let isCurrent: Bool
    }

    /// What counts in several measures, for whoever answers for the figures.
    struct Twice: Sendable, Encodable {
        let lines: [Line]
        let all: String

        struct Line: Sendable, Encodable {
            let title: String
            let href: String
            let measures: [PlanViews.Link]
        }
    }

    struct SectionView: Sendable, Encodable {
        let id: String
        let title: String
        let measures: [MeasureView]
    }

    struct MeasureView: Sendable, Encodable {
        let code: String
        let title: String
        let href: String
        let rows: [Row]
    }

    struct Row: Sendable, Encodable {
        let indicator: MeasurePage.IndicatorView
        let share: String
        let width: String
        let hasShare: Bool
    }

    /// For whoever may bind, where words of indicators suggest what to count.
    struct Proposals: Sendable, Encodable {
        let action: String
        let title: String
        let text: String
        /// Until the first is agreed to; later the figures matter more.
        let isOpen: Bool
        let lines: [Line]

        struct Line: Sendable, Encodable {
            let name: String
            let code: String
            let label: String
            let href: String
            let metric: String
            let basis: String
            let value: String
        }
    }
}

/// Which indicators somebody wants to see.
enum FigureFilter: String, CaseIterable, Sendable {
    case all
    case counted
    case fed
    case neither
    /// Less is there than the plan wants.
    case short

    func takes(_ line: PlanFigure) -> Bool {
        switch self {
        case .all: true
        case .counted: line.figures.way == .counted
        case .fed: line.figures.way == .fed
        case .neither: line.figures.way == .neither
        case .short: line.figures.isShort(of: line.indicator)
        }
    }
}

/// An indicator with its figures and its place in the plan.
struct PlanFigure: Sendable {
    let measure: Measure
    /// From 1.
    let number: Int
    let figures: IndicatorFigures

    var indicator: Indicator { measure.indicators[number - 1] }
    /// As in the ledger, without the plan.
    var name: String { "\(measure.code)/\(number)" }
}
