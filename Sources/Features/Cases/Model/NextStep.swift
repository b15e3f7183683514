import Core
import Policy

/// What comes next (следваща стъпка): what, who and by when, in codes. Pinned above the timeline until it is done.
struct NextStep: Sendable, Hashable {
    let id: Identifier<NextStep>
    let person: PersonID
    let kind: Kind
    let due: Day
    let user: UserID
    let organisation: OrganisationID

    enum Kind: String, CaseIterable, Sendable {
        case meet
        case call
        case riskReview = "risk-review"
        case planReview = "plan-review"
        case accompany
        case medical
        case psychologist
        case lawyer
        case shelter
        case documents
        case referral
        case institution
        case court
        case cooperation
        case followUp = "follow-up"

        /// Those that somebody chooses who may write of such things; a question after the end is made by closing.
        static func chosen(writable groups: Set<FieldGroup>) -> [Kind] {
            allCases.filter { $0 != .followUp && ($0.group.map(groups.contains) ?? true) }
        }

        /// The group of sealed fields it tells of; nil where it tells of none.
        var group: FieldGroup? { [.medical, .psychologist].contains(self) ? .health : nil }
    }

    /// The rule of its clock.
    static let rule = "agreed-step"
}
