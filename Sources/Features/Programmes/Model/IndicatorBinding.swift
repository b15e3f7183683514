import Core
import Counting

/// By what an indicator of a plan is counted (обвързване): a metric of a room, with what is left out of it.
struct IndicatorBinding: Sendable, Hashable {
    let id: Identifier<IndicatorBinding>
    /// Of what; the same in every version of the plan.
    let indicator: IndicatorKey
    /// ``Metric/name``.
    let metric: String
    /// ``Metric/version`` at which it was agreed.
    let version: Int
    /// Code of the unit.
    let unit: String
    /// ``MetricQuestion/filters``.
    let filters: [String: Set<String>]
    let boundAt: Instant

    /// What it asks of its metric in a plan's years.
    func question(in period: Deadline.Period) -> MetricQuestion {
        MetricQuestion(
            unit: unit, from: period.from, to: period.to, filters: filters,
            measure: indicator.reference)
    }
}

/// An indicator across the versions of its plan: its measure's identity, its words, and its place, which tells equal words apart.
struct IndicatorKey: Sendable, Hashable {
    let plan: Identifier<StoredPlan>
    let measure: String
    let label: String
    let position: Int

    /// Its measure, as other rooms refer to it.
    var reference: MeasureReference { MeasureReference(plan: plan.text, measure: measure) }

    /// Whether it is the same as another of this measure: by its words, wherever they now stand, unless they stand there twice.
    func isSame(as other: IndicatorKey, among labels: [String]) -> Bool {
        guard plan == other.plan, measure == other.measure, label == other.label else { return false }
        return position == other.position || labels.filter { $0 == label }.count == 1
    }
}

/// What an institution says was reached toward an indicator up to a day (отчетена стойност). Never merged with what is counted.
struct IndicatorReport: Sendable, Hashable {
    let indicator: IndicatorKey
    /// Code in the register of the lead or partner who says it, or the words by which the plan names somebody the register does not know.
    let institution: String
    /// Whose user wrote it down: the institution itself, or the commission that got it on paper.
    let writtenBy: OrganisationID
    let value: Double
    /// The day up to which it counts.
    let asOf: Day
    /// What it rests on: documents, lists. Names nobody.
    let evidence: String
    let at: Instant
    /// The name of the organisation that says it, where several are the institution and each speaks for itself.
    var branch: String?
}
