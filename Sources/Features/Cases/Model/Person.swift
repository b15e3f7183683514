import Core

/// A person who is helped (лице), as coded facts under a pseudonym. Who she is stands sealed beside it.
struct Person: Sendable, Hashable {
    /// Opaque.
    let id: PersonID
    /// For people to name the record by; says nothing of the person: „Л-2026-000123“.
    let reference: String
    let ageGroup: AgeGroup
    let sex: Sex
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

    /// As told or seen; „not told“ is an answer.
    enum Sex: String, CaseIterable, Sendable {
        case female
        case male
        case other
        case unknown
    }
}
