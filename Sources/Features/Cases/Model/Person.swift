import Core

/// A person who is helped (лице), as coded facts under a pseudonym. Who she is stands sealed beside it.
struct Person: Sendable, Hashable {
    /// Opaque.
    let id: PersonID
    /// For people to name the record by; says nothing of the person: „Л-2026-000123“.
    let reference: String
    let ageGroup: AgeGroup
    let sex: Sex
    var citizenship = Citizenship.unknown
    /// The organisation that opened the record.
    let organisation: OrganisationID
    let madeAt: Instant
    /// When her data were destroyed; nil while they are there.
    let erasedAt: Instant?

    /// Adult or child (пълнолетно, дете): what may be done without consent hangs on it.
    enum AgeGroup: String, CaseIterable, Sendable {
        case adult
        case child
        case unknown
    }

    /// Whether she is a citizen (гражданство): a foreigner is referred at once.
    enum Citizenship: String, CaseIterable, Sendable {
        case bulgarian
        case foreign
        case unknown
    }

    /// What of her can be found to be otherwise (основни данни).
    struct Facts: Sendable, Hashable {
        let ageGroup: AgeGroup
        let sex: Sex
        let citizenship: Citizenship
    }

    var facts: Facts { Facts(ageGroup: ageGroup, sex: sex, citizenship: citizenship) }

    /// As told or seen; „not told“ is an answer.
    enum Sex: String, CaseIterable, Sendable {
        case female
        case male
        case other
        case unknown
    }
}
