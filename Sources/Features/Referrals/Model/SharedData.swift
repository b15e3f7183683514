import Core
import Policy

/// What help a person is referred for, and what she consents to (за какво). NRM, measures 1.4, 2.1–3.4.
enum ReferralPurpose: String, CaseIterable, Sendable {
    case shelter
    case crisis = "crisis-intervention"
    case psychological
    case medical
    case legal
    case social
    case identification
    case protection
    case safeReturn = "safe-return"
    case compensation
    case work = "work-and-education"

    /// Whoever helps so gives her a bed.
    var isAccommodation: Bool { self == .shelter || self == .crisis }
}

/// What of a record goes to somebody else: groups of sealed fields, and coded facts (обхват).
struct SharedData: Sendable, Hashable {
    var groups: Set<FieldGroup>
    /// Codes of facts, as the room of records calls them.
    var facts: Set<String>

    /// Groups that may be shared at all. Not what she was made to do, what an investigation holds, and where the shelter is: no rule shows
    /// these to whoever receives a referral.
    static let offered: [FieldGroup] = [.identity, .contact, .address, .narrative, .counselling, .health, .attachments]

    /// Everything in the other is in this one, too.
    func covers(_ other: SharedData) -> Bool {
        groups.isSuperset(of: other.groups) && facts.isSuperset(of: other.facts)
    }

    /// What a form chose of what is offered.
    init(groups: [String], facts: [String], known: [String]) {
        let chosen = Set(groups)
        self.groups = Set(SharedData.offered.filter { chosen.contains($0.rawValue) })
        self.facts = Set(known).intersection(facts)
    }

    init(groups: Set<FieldGroup> = [], facts: Set<String> = []) {
        self.groups = groups
        self.facts = facts
    }

    var isEmpty: Bool { groups.isEmpty && facts.isEmpty }
}
