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
    /// The latest of each institution; where several organisations are one institution, of each of them.
    let reports: [IndicatorReport]

    /// Where its figure comes from.
    var way: PlanCounts.Way { metric.map { $0.isFed ? .fed : .counted } ?? .neither }

    /// How many of a hundred of the target there are: of a flow, what there is against what is wanted, whatever last year was. Nil where no
    /// number is wanted, and for whoever sees no exact figure.
    func share(of indicator: Indicator) -> Int? {
        guard case .exact(let count, _) = counted, let target = indicator.target, target > 0, indicator.kind == .count else { return nil }
        return Int((Double(count) * 100 / target).rounded(.down))
    }

    /// Whether less is there than is wanted, as far as its reader may see.
    func isShort(of indicator: Indicator) -> Bool {
        guard let target = indicator.target, indicator.kind == .count, indicator.comparator != .atMost else { return false }
        switch counted {
        case .nothing, .notYet: return false
        case .exact(let count, _): return Double(count) < target
        case .between(let range, _): return Double(range.upperBound) < target
        case .few: return target >= Double(PublicFigure.threshold)
        }
    }

    /// A figure from the records as its reader may see it.
    enum Counted: Sendable, Hashable {
        /// Not bound.
        case nothing
        /// The plan gives no years, or none of its months is over.
        case notYet
        /// As it stands, with the last day that it takes in.
        case exact(Int, Day)
        /// Somewhere in this range: not all can be told apart.
        case between(ClosedRange<Int>, Day)
        /// Some, but fewer than may be shown to everybody.
        case few(Day)
    }
}

extension IndicatorFigures.Counted {
    fileprivate init(_ range: ClosedRange<Int>, until day: Day) {
        self = range.lowerBound == range.upperBound ? .exact(range.lowerBound, day) : .between(range, day)
    }
}

/// Reads what is counted and reported of indicators, as far as the reader may see it.
struct FigureReader: Sendable {
    let database: any Database
    let sources: ProgrammesSources
    let memory = MetricMemory()

    /// Of all indicators of a measure, in their order.
    func figures(of plan: StoredPlan, measure position: Int, for request: WebRequest) async throws -> [IndicatorFigures] {
        guard !plan.content.measures[position].indicators.isEmpty else { return [] }
        let (isExact, today) = (FigureReader.seesExact(request), request.today)
        return try await database.read { connection in
            let known = try Known(plan, measure: plan.measureIDs[position], connection)
            return try memory.look(connection) { try figures(of: plan, position, known, isExact: isExact, today, &$0) }
        }
    }

    /// Of all indicators of a plan, measure by measure.
    func figures(of plan: StoredPlan, for request: WebRequest) async throws -> [[IndicatorFigures]] {
        let (isExact, today) = (FigureReader.seesExact(request), request.today)
        await memory.settled(plan.id.text)
        return try await database.read { connection in
            let known = try Known(plan, connection)
            return try memory.look(connection) { look in
                try plan.content.measures.indices.map { try figures(of: plan, $0, known, isExact: isExact, today, &look) }
            }
        }
    }

    /// What is stored of a plan's indicators, by the identity of the measure.
    private struct Known {
        let bindings: [String: [IndicatorBinding]]
        let reports: [String: [IndicatorReport]]

        init(_ plan: StoredPlan, measure: String? = nil, _ connection: any Connection) throws {
            bindings = Dictionary(
                grouping: try CountingStore.bindings(of: plan.id, measure: measure, connection), by: \.indicator.measure)
            reports = Dictionary(grouping: try CountingStore.reports(of: plan.id, measure: measure, connection), by: \.indicator.measure)
        }
    }

    private func figures(
        of plan: StoredPlan, _ position: Int, _ known: Known, isExact: Bool, _ today: Day, _ look: inout MetricMemory.Look
    ) throws -> [IndicatorFigures] {
        let (identity, labels) = (plan.measureIDs[position], plan.content.measures[position].indicators.map(\.label))
        return try labels.enumerated().map { place, label in
            let key = IndicatorKey(plan: plan.id, measure: identity, label: label, position: place)
            let binding = key.binding(among: known.bindings[identity] ?? [], labels: labels)
            let metric = binding.flatMap { binding in sources.metrics.first { $0.name == binding.metric } }
            let question = binding.flatMap { binding in plan.content.period.map(binding.question) }
            let own = (known.reports[identity] ?? []).filter { key.isSame(as: $0.indicator, among: labels) }
            return IndicatorFigures(
                key: key, binding: binding, metric: metric,
                counted: try counted(metric, question, isExact: isExact, today, &look),
                reports: try latest(own, look.connection))
        }
    }

    /// The latest word of each institution. Where several organisations are one institution, each speaks for itself, and what somebody else wrote
    /// for them stands beside it: nobody's word takes the place of another's, and they are not added up.
    private func latest(_ reports: [IndicatorReport], _ connection: any Connection) throws -> [IndicatorReport] {
        let speakers = try Dictionary(grouping: reports, by: \.institution).mapValues { own in
            try sources.speakers(own.map(\.writtenBy), of: own[0].institution, connection)
        }
        let isMany = speakers.values.contains { $0.count > 1 }
        // What tells such organisations apart is a name that has one language.
        let names = isMany ? try sources.organisations(connection, .bg) : []
        var seen: Set<[String]> = []
        return reports.compactMap { report in
            let own = speakers[report.institution, default: []]
            let isBranch = own.count > 1 && own.contains(report.writtenBy)
            guard seen.insert([report.institution, isBranch ? report.writtenBy.text : ""]).inserted else { return nil }
            var one = report
            one.branch = isBranch ? names.first { $0.id == report.writtenBy }?.name : nil
            return one
        }
    }

    /// Whether a reader may see exact figures, and those of this month.
    static func seesExact(_ request: WebRequest) -> Bool {
        request.visitor.map { Policy.mayEver($0.actor, .metricRead) } ?? false
    }

    private func counted(
        _ metric: Metric?, _ question: MetricQuestion?, isExact: Bool, _ today: Day, _ look: inout MetricMemory.Look
    ) throws -> IndicatorFigures.Counted {
        guard let metric else { return .nothing }
        guard let question, question.from <= today else { return .notYet }
        if isExact { return IndicatorFigures.Counted(try look.range(metric, question), until: min(question.to, today)) }
        guard let settled = question.untilLastMonth(before: today) else { return .notYet }
        let range = try look.range(metric, settled)
        switch (PublicFigure(range.lowerBound), PublicFigure(range.upperBound)) {
        case (_, .few): return .few(settled.to)
        case (.few, .exact(let most)): return .between(0...most, settled.to)
        case (.exact(let least), .exact(let most)): return IndicatorFigures.Counted(least...most, until: settled.to)
        }
    }
}
