public import Core
public import Counting
public import Database
import Web

extension ProgrammesFeature {
    /// A measure of an accepted plan, for rooms whose records may serve it.
    public struct Offer: Sendable {
        /// The measure.
        public let reference: MeasureReference
        /// Name of the plan in addresses of pages.
        public let slug: String
        /// Short title of the plan.
        public let plan: String
        /// The measure's code in the plan: „II.1.4“.
        public let code: String
        /// In the plan's words.
        public let title: String
        /// The address of its page within the site.
        public let path: String
        /// First and last day of the plan.
        public let from, to: Day
        /// Codes of its leads and partners in the register, groups among them.
        public let institutions: Set<String>
        /// By what its indicators are counted.
        public let questions: [(metric: String, question: MetricQuestion)]
    }

    /// The measures of all accepted plans with years, within a transaction that the caller holds. One query while nothing was changed.
    public func offers(_ connection: any Connection) throws -> [Offer] { try offerShelf.offers(connection) }

    static func offers(_ plan: StoredPlan, _ bindings: [IndicatorBinding]) -> [Offer] {
        guard let period = plan.content.period else { return [] }
        let bindings = Dictionary(grouping: bindings, by: \.indicator.measure)
        let title = PlanHead.short(Casing.sentence(plan.content.title.text))
        return zip(plan.content.measures, plan.measureIDs).map { measure, identity in
            let labels = measure.indicators.map(\.label)
            let bound = labels.enumerated().compactMap { place, label in
                IndicatorKey(plan: plan.id, measure: identity, label: label, position: place)
                    .binding(among: bindings[identity] ?? [], labels: labels)
            }
            return Offer(
                reference: MeasureReference(plan: plan.id.text, measure: identity), slug: plan.slug, plan: title, code: measure.code,
                title: measure.title.text, path: "/plans/\(plan.slug)/measures/\(PercentCoding.encode(measure.code))", from: period.from,
                to: period.to, institutions: Set((measure.leads + measure.partners).compactMap(\.code)),
                questions: bound.map { ($0.metric, $0.question(in: period)) })
        }
    }
}
