import Core
import Reference

/// What is known of the trafficking, in codes (факти за трафика): what is counted, and no story. Every correction is a version of its own.
struct TraffickingFacts: Sendable, Hashable {
    var acts: Set<TraffickingAct>
    var means: Set<TraffickingMeans>
    /// All purposes that are known, the principal one among them.
    var purposes: Set<ExploitationForm>
    /// The one it is counted under.
    var principal: ExploitationForm
    /// ISO 3166-1 alpha-2, by what happened there.
    var countries: [CountryRole: Set<String>]
    /// ISO 3166-1 alpha-2; nil where nobody knows.
    var citizenship: String?
    var began: ApproximateDate?
    var ended: ApproximateDate?

    enum CountryRole: String, CaseIterable, Sendable {
        /// Където е набрана.
        case recruited
        /// През която е превозена.
        case transit
        /// Където е експлоатирана.
        case exploited
    }
}
