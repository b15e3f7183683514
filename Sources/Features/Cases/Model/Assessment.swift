import Core
import Policy

/// An assessment of risk and immediate needs at one moment (оценка на риска и неотложни потребности, НМН 1.2 and 1.3). It is made anew after
/// every contact; earlier ones stay.
struct Assessment: Sendable, Hashable {
    let id: Identifier<Assessment>
    /// The assessor's judgement of the whole.
    let level: Level
    /// What she thinks herself: her own fear counts as much as any score.
    let ownView: OwnView
    let manner: Manner
    /// Answers by the code of the question, without those that are sealed.
    let answers: [String: String]
    /// Groups of which sealed answers are there.
    let hidden: Set<FieldGroup>
    let organisation: OrganisationID
    let madeAt: Instant

    enum Level: String, CaseIterable, Sendable {
        case low
        case medium
        case high
        /// Непосредствена опасност.
        case imminent
    }

    enum OwnView: String, CaseIterable, Sendable {
        case safe
        case worried
        case afraid
        case unknown
        /// Предпочита да не отговори.
        case declined
    }

    /// How it was made: where she can't talk, by observation alone.
    enum Manner: String, CaseIterable, Sendable {
        case conversation
        case interpreter
        case observation
    }

    /// To a question about a risk.
    enum Answer: String, CaseIterable, Sendable {
        case yes
        case no
        case unknown
        /// Предпочита да не отговори: an answer, and a right.
        case declined
    }

    /// To a question about a need.
    enum Extent: String, CaseIterable, Sendable {
        case none
        case some
        case urgent
        case unknown
        case declined
    }

    /// Where the sealed answers of a group stand.
    static let table = "assessments"
}

/// A question about risk (въпрос за риска). Words are `risk.<code>`; each has its reason in what is done with the answer.
enum RiskQuestion: String, CaseIterable, Sendable {
    // The two that must be answered at identification.
    case urgentMedical = "urgent-medical"
    case threatNow = "threat-now"
    // Those who exploited her.
    case knowWhere = "know-where"
    case knowHome = "know-home"
    case contacted
    case threatsToHer = "threats-to-her"
    case threatsToFamily = "threats-to-family"
    case violentBefore = "violent-before"
    case organisedGroup = "organised-group"
    case exploiterClose = "exploiter-close"
    case debt
    case documentsHeld = "documents-held"
    case imagesHeld = "images-held"
    // Her surroundings.
    case homeUnsafe = "home-unsafe"
    case nowhereToStay = "nowhere-to-stay"
    case phoneWatched = "phone-watched"
    case childrenAtRisk = "children-at-risk"
    case alone
    // Her health.
    case selfHarm = "self-harm"
    case pregnant
    case medicines
    case dependence
    // What protects her.
    case trustedPerson = "trusted-person"
    case safePhone = "safe-phone"

    /// Those that are asked together. Words are `risk_part.<code>`.
    enum Part: String, CaseIterable, Sendable {
        case now
        case exploiters
        case surroundings
        case health
        case protection
    }

    var part: Part {
        switch self {
        case .urgentMedical, .threatNow: .now
        case .knowWhere, .knowHome, .contacted, .threatsToHer, .threatsToFamily, .violentBefore, .organisedGroup, .exploiterClose, .debt,
            .documentsHeld, .imagesHeld:
            .exploiters
        case .homeUnsafe, .nowhereToStay, .phoneWatched, .childrenAtRisk, .alone: .surroundings
        case .selfHarm, .pregnant, .medicines, .dependence: .health
        case .trustedPerson, .safePhone: .protection
        }
    }

    /// The group in which its answer is sealed; nil where it is an ordinary column.
    var group: FieldGroup? { part == .health ? .health : nil }
    /// Must be answered, be it by „unknown“.
    var isRequired: Bool { part == .now }
    /// The answer that speaks for a danger.
    var danger: Assessment.Answer { part == .protection ? .no : .yes }
}

/// An immediate need (неотложна потребност) of the list of the mechanism. Words are `need.<code>`. The areas of a plan's goals are the same.
enum Need: String, CaseIterable, Sendable {
    case safety
    case shelter
    case food
    case hygiene
    case sleep
    case documents
    case interpreter
    case legal
    case family
    case plans
    case health
    case medicines
    case emotional

    /// The group in which its answer is sealed; nil where it is an ordinary column.
    var group: FieldGroup? { [.health, .medicines, .emotional].contains(self) ? .health : nil }
}
