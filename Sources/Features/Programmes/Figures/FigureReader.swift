import Core
import Counting
import Database
import Policy
import Web

/// What is known of an indicator beside its plan: what is counted, and what institutions report. The two are never merged.
struct IndicatorFigures: Sendable {
    let key: IndicatorKey
    /// Nil where nobody has said by what it is counted.
    let binding: IndicatorBinding?
    /// Nil where it is not bound, or to what this program no longer counts.
    let metric: Metric?
    let counted: Counted
    /// The latest of each institution.
    let reports: [IndicatorReport]

    /// A counted figure as its reader may see it.
    enum Counted: Sendable, Hashable {
        /// Not bound.
        case nothing
        /// The plan gives no years, or none of its months is over.
        case notYet
        /// As it stands, with the last day that it takes in.
        case exact(Int, Day)
        /// Some, but fewer than may be shown to everybody.
        case few(Day)
    }
}

/// Reads what is counted and reported of indicators, as far as the reader may see it.
struct FigureReader: Sendable {
    let database: any Database
    let sources: ProgrammesSources

    /// Of all indicators of a measure, in their order.
    func figures(of plan: StoredPlan, measure position: Int, for request: WebRequest) async throws -> [IndicatorFigures] {
        let indicators = plan.content.measures[position].indicators
        guard !indicators.isEmpty else { return [] }
        let identity = plan.measureIDs[position]
        let isExact = FigureReader.seesExact(request)
        return try await database.read { connection in
            let bindings = try CountingStore.bindings(of: plan.id, measure: identity, connection)
            let reports = try CountingStore.reports(of: plan.id, measure: identity, connection)
            let labels = indicators.map(\.label)
            return try labels.enumerated().map { place, label in
                let key = IndicatorKey(plan: plan.id, measure: identity, label: label, position: place)
                let binding = bindings.last { key.isSame(as: $0.indicator, among: labels) }
                let metric = binding.flatMap { binding in sources.metrics.first { $0.name == binding.metric } }
                let question = binding.flatMap { binding in plan.content.period.map(binding.question) }
                let own = reports.filter { key.isSame(as: $0.indicator, among: labels) }
                var seen: Set<String> = []
                return IndicatorFigures(
                    key: key, binding: binding, metric: metric,
                    counted: try counted(metric, question, isExact: isExact, request.today, connection),
                    reports: own.filter { seen.insert($0.institution).inserted })
            }
        }
    }

    /// Whether a reader may see exact figures, and those of this month.
    static func seesExact(_ request: WebRequest) -> Bool {
        request.visitor.map { Policy.mayEver($0.actor, .metricRead) } ?? false
    }

    private func counted(
        _ metric: Metric?, _ question: MetricQuestion?, isExact: Bool, _ today: Day, _ connection: any Connection
    ) throws -> IndicatorFigures.Counted {
        guard let metric else { return .nothing }
        guard let question, question.from <= today else { return .notYet }
        if isExact { return .exact(try metric.value(question, connection), min(question.to, today)) }
        guard let settled = question.untilLastMonth(before: today) else { return .notYet }
        switch PublicFigure(try metric.value(settled, connection)) {
        case .exact(let count): return .exact(count, settled.to)
        case .few: return .few(settled.to)
        }
    }
}
