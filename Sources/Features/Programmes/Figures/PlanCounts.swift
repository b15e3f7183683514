import Core
public import Counting
public import Database

/// By what the indicators of a plan are counted, or could be: how much of the plan counts itself.
public struct PlanCounts: Sendable {
    /// Where a figure comes from.
    public enum Way: String, Sendable, CaseIterable {
        /// From records of the work itself.
        case counted
        /// Somebody else measured it, and it was written down with its source.
        case fed
        /// Nobody has said by what it is counted, and nothing is proposed.
        case neither
    }

    /// One indicator.
    public struct Line: Sendable {
        /// Code of its measure, and its place there, from 1.
        public let measure: String
        /// From 1.
        public let number: Int
        /// In the plan's words.
        public let label: String
        /// ``Metric/name``; nil where nothing counts it.
        public let metric: String?
        /// Code of the unit.
        public let unit: String
        /// What is left out.
        public let filters: [String: Set<String>]
        /// Somebody agreed to it; otherwise it is only proposed.
        public let isBound: Bool
        /// Where its figure comes from.
        public let way: Way

        /// `trainings.participants{profession=judge,prosecutor}`, with its unit where the metric has several.
        public var basis: String {
            guard let metric else { return "" }
            let parts = filters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.sorted().joined(separator: ","))" }
            return metric + (parts.isEmpty ? "" : "{\(parts.joined(separator: "; "))}") + " \(unit)"
        }
    }

    /// Indicators in the order of the plan.
    public let lines: [Line]

    /// What is bound, and of the rest what is proposed.
    public init(_ plan: StoredPlan, metrics: [Metric], _ connection: any Connection) throws {
        self.init(plan, metrics: metrics, bindings: try CountingStore.bindings(of: plan.id, connection))
    }

    /// - Parameter proposes: whether what is proposed counts for what is not bound.
    init(_ plan: StoredPlan, metrics: [Metric], bindings: [IndicatorBinding], proposes: Bool = true) {
        let bindings = Dictionary(grouping: bindings, by: \.indicator.measure)
        self.init(plan.content, metrics: metrics, proposes: proposes) { position, place in
            let (identity, labels) = (plan.measureIDs[position], plan.content.measures[position].indicators.map(\.label))
            let key = IndicatorKey(plan: plan.id, measure: identity, label: labels[place], position: place)
            return key.binding(among: bindings[identity] ?? [], labels: labels)
        }
    }

    init(
        _ plan: PlanContent, metrics: [Metric], proposes: Bool = true,
        binding: (_ measure: Int, _ indicator: Int) -> IndicatorBinding? = { _, _ in nil }
    ) {
        lines = plan.measures.enumerated().flatMap { position, measure in
            measure.indicators.indices.map { place in
                let binding = binding(position, place)
                let proposal = binding == nil && proposes ? MetricProposal(measure, indicator: place, of: metrics) : nil
                return Line(measure, place, binding: binding, proposal: proposal, metrics: metrics)
            }
        }
    }

    /// How many have their figures this way.
    public func count(_ way: Way) -> Int { lines.filter { $0.way == way }.count }

    /// How many of a hundred nobody has to report by hand.
    public var share: Int { PlanCounts.share(lines.count - count(.neither), of: lines.count) }

    static func share(_ part: Int, of whole: Int) -> Int { whole > 0 ? part * 100 / whole : 0 }
}

extension PlanCounts.Line {
    fileprivate init(_ measure: Measure, _ place: Int, binding: IndicatorBinding?, proposal: MetricProposal?, metrics: [Metric]) {
        let metric = binding.map { binding in metrics.first { $0.name == binding.metric } } ?? proposal?.metric
        self.init(
            measure: measure.code, number: place + 1, label: measure.indicators[place].label, metric: binding?.metric ?? metric?.name,
            unit: binding?.unit ?? proposal?.unit ?? "", filters: binding?.filters ?? proposal?.filters ?? [:], isBound: binding != nil,
            way: metric.map { $0.isFed ? .fed : .counted } ?? .neither)
    }
}

extension IndicatorKey {
    /// The binding of this indicator among those of its measure.
    func binding(among bindings: [IndicatorBinding], labels: [String]) -> IndicatorBinding? {
        bindings.last { isSame(as: $0.indicator, among: labels) }
    }
}

extension MetricProposal {
    /// What the words of an indicator suggest, those of its measure beside them.
    init?(_ measure: Measure, indicator place: Int, of metrics: [Metric]) {
        let (indicator, title) = (measure.indicators[place], measure.title.text)
        let own = [indicator.label, indicator.unit ?? ""].joined(separator: " ")
        let around = [title, measure.expectedResults?.text ?? ""].joined(separator: " ")
        guard let best = MetricProposal.best(of: metrics, for: CueText(own), titled: CueText(title), in: CueText(around)) else {
            return nil
        }
        self = best
    }
}
