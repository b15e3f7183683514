import Counting
import Web

/// One indicator: what its plan wants, what is counted, what institutions report.
struct IndicatorPage: Sendable, Encodable {
    let windowTitle: String
    let plan: PlanHead
    let measureTitle: String
    let measureHref: String
    let title: String
    let notice: String
    let hasNotice: Bool
    let summary: FormErrors
    let baseline: String
    let target: String
    let comparator: String
    let hasComparator: Bool
    let cells: [PlanViews.CellLink]
    let isBound: Bool
    let figureName: String
    let figureTitle: String
    let counted: String
    let until: String
    let share: String
    let hasShare: Bool
    let reported: String
    let hasReported: Bool
    let metricName: String
    let metricText: String
    let basis: [Line]
    let isExact: Bool
    let publicNote: String
    let doubt: String
    let isDoubtful: Bool
    let difference: String
    let hasDifference: Bool
    let chips: [Chip]
    let hasParts: Bool
    let partsTitle: String
    let parts: [Part]
    let rowsHref: String
    let mayOpenRows: Bool
    /// For whoever may bind, where nothing is bound.
    let proposal: [ProposalView]
    let reports: [Report]
    let hasReports: Bool
    let reportForm: ReportForm
    let mayReport: Bool
    /// Made for whoever may bind alone: what a choice would give is an exact figure.
    let bindForm: [BindForm]
    let mayBind: Bool

    struct Line: Sendable, Encodable {
        let label: String
        let value: String
    }

    struct Chip: Sendable, Encodable {
        let text: String
        let href: String
        let isCurrent: Bool
    }

    struct Part: Sendable, Encodable {
        let label: String
        let value: String
    }

    /// What the words of the indicator suggest to count.
    struct ProposalView: Sendable, Encodable {
        let metricName: String
        let metricText: String
        let basis: [Line]
        let wouldGive: String
        let isServing: Bool
        let action: String
        let fields: [Hidden]
        let changeHref: String
    }

    struct Hidden: Sendable, Encodable {
        let name: String
        let value: String
    }

    struct Report: Sendable, Encodable {
        let institution: String
        let value: String
        let day: String
        let evidence: String
    }

    /// What an institution sends.
    struct ReportForm: Sendable, Encodable {
        let action: String
        let institutions: FormQuestion
        let isAsked: Bool
        let value: FormField
        let day: FormField
        let evidence: FormField
    }

    /// By what the indicator is to be counted: first the metric, then what of it.
    struct BindForm: Sendable, Encodable {
        let address: String
        let action: String
        let unbind: String
        let metrics: FormQuestion
        let isChosen: Bool
        let metric: String
        let metricText: String
        let units: FormQuestion
        let hasUnits: Bool
        let filters: [FormQuestion]
        let wouldGive: String
    }
}

/// The rows behind a figure, under the reader's rights.
struct FigureRowsPage: Sendable, Encodable {
    let windowTitle: String
    let plan: PlanHead
    let measureTitle: String
    let measureHref: String
    let indicatorTitle: String
    let indicatorHref: String
    let lead: String
    let heads: [String]
    let rows: [Row]
    let isEmpty: Bool
    let emptyText: String
    let steps: [Paging.Step]
    let hasSteps: Bool

    struct Row: Sendable, Encodable {
        let name: String
        let href: String
        let opens: Bool
        let day: String
        let cells: [Cell]
    }

    struct Cell: Sendable, Encodable {
        let label: String
        let value: String
    }
}
