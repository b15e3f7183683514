public import Core

/// How far two measures of two plans promise the same action (едно и също действие), and by what one sees it.
public struct MeasureLikeness: Sendable, Equatable {
    /// What two measures share, the strongest first.
    public enum Reason: Sendable, Equatable {
        /// The same words, whatever their forms and order.
        case sameTitle
        /// Telling words of both titles, as the first plan prints them.
        case titleWords([String])
        /// The same is measured.
        case sameIndicators
        /// Telling words of both, outside the titles.
        case words([String])
        /// Codes or names of those who lead both.
        case sameLeads([String])
        /// A lead of one belongs to a lead of the other, as a directorate to its ministry.
        case kinLeads(part: String, whole: String)
        /// Numbers wanted by both.
        case sameTargets([Double])
        /// Amounts of both.
        case sameAmounts([Money])
    }

    /// How sure one may be that both are one action.
    public enum Degree: String, Sendable, CaseIterable {
        case certain, likely, possible
    }

    /// From 0, nothing in common, to 1, the same in everything.
    public let score: Double
    /// Why, for people.
    public let reasons: [Reason]

    /// The score in words.
    public var degree: Degree { score >= 0.75 ? .certain : score >= 0.5 ? .likely : .possible }
}

/// What speaks for two measures being one action, each from 0 to 1.
struct LikenessEvidence {
    /// Likeness of the titles' words, rare ones weighing more.
    var title: Double = 0
    /// How much of the shorter title stands in the longer, less for a title of few words.
    var containment: Double = 0
    /// Likeness of what is measured.
    var indicators: Double = 0
    /// Likeness of one's title and the other's expected results.
    var crossed: Double = 0
    /// Likeness of all words together.
    var whole: Double = 0
    /// Likeness of those who lead and take part, rare ones weighing more.
    var institutions: Double = 0
    /// Whether a lead of one is a lead of the other, or belongs to one.
    var hasKinLeads = false
    /// Share of the numbers wanted that are the same.
    var targets: Double = 0
    /// Whether an amount is the same.
    var hasSameAmount = false
    /// What tells the two apart, however alike the rest.
    var parting = Distinction.Parting.none

    /// The evidence taken together. The weights were set with the published plans of 2020 and 2024 as a person paired them
    /// (`Tests/Golden/pairs`).
    var score: Double {
        let words = 0.3 * max(title, 0.8 * containment) + 0.34 * whole + 0.15 * crossed + 0.04 * indicators
        let who = 0.1 * institutions + (hasKinLeads ? 0.08 : 0)
        // Equal numbers of different things say little.
        let numbers = 0.11 * targets * (whole > 0.2 ? 1 : 0.3) + (hasSameAmount ? 0.05 : 0)
        let score = min(1, words + who + numbers)
        return switch parting {
        case .none: score
        // Below what is a proposal in itself: perhaps the same in words that nobody has thought of.
        case .filling: min(score, 0.41)
        // Too little for a proposal, enough to be shown as the nearest.
        case .named: min(score * 0.4, 0.29)
        }
    }
}
