import Core
import Policy

/// The individual plan for support and safety (индивидуален план за подкрепа и безопасност, НМН 1.3): an informal agreement with her. What is to be
/// done is sealed in words; area, who, by when and how far stand open. Every revision is a version of its own.
struct SupportPlan: Sendable, Hashable {
    let id: Identifier<SupportPlan>
    let version: Int
    let agreement: Agreement
    /// When she agreed or signed.
    let agreedOn: Day?
    /// When it is looked at again.
    let reviewOn: Day?
    let goals: [PlanGoal]
    let organisation: OrganisationID
    let madeAt: Instant

    enum Agreement: String, CaseIterable, Sendable {
        /// Още не е обсъден с нея.
        case open
        /// Съгласна е.
        case agreed
        /// Съгласна е и е подписала.
        case signed
        /// Съгласна е с част от него.
        case partly
        /// Не е съгласна.
        case refused
    }

    static let table = "support_plans"
    static let mostGoals = 8
    static let longestText = 400

    /// Where a sealed text of the plan stands.
    static func sealedName(goal number: Int) -> String { "goal-" + String(number) }
    static let safetyName = "safety"
    static let group = FieldGroup.narrative
}

/// One thing to be reached (цел).
struct PlanGoal: Sendable, Hashable {
    /// 1 and up; the same in every version, so that its words stay with it.
    let number: Int
    let area: Need
    /// `self` for herself, `us` for the organisation that wrote the plan, otherwise the code of an institution.
    let who: String
    let by: Day?
    let state: State

    enum State: String, CaseIterable, Sendable {
        case open
        case done
        /// Отпаднала.
        case dropped
    }

    static let herself = "self"
    static let ourselves = "us"
}
