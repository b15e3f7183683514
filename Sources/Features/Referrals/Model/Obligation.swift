import Core

typealias ObligationID = Identifier<Obligation>

/// What is left to do for whoever received a referral when the consent to it is withdrawn: to keep nothing, or to name the law by which it stays
/// (задължение). GDPR art. 7(3), 17, 19.
struct Obligation: Sendable, Hashable {
    let id: ObligationID
    let referral: ReferralID
    let organisation: OrganisationID
    let madeAt: Instant
    let receipt: Receipt?

    /// The answer, which whoever sent the referral sees (разписка).
    struct Receipt: Sendable, Hashable {
        let answer: Answer
        let law: Law?
        let at: Instant
        let by: UserID
    }

    enum Answer: String, CaseIterable, Sendable {
        case deleted
        case returned
        /// Nothing had been written down outside this system.
        case nothing
        case kept
    }

    /// By what law data may stay.
    enum Law: String, CaseIterable, Sendable {
        /// A duty in another law (GDPR art. 17(3)(b)).
        case duty
        /// The papers of a patient (Закон за здравето, art. 27).
        case health
        /// Criminal proceedings (НПК; Directive (EU) 2016/680).
        case proceedings
        /// Claims in court (GDPR art. 17(3)(e)).
        case claims
    }
}

/// A bed that was given to her (настаняване). Everybody who works with her knows the district, the shelter alone the address.
struct Accommodation: Sendable, Hashable {
    let id: Identifier<Accommodation>
    let person: PersonID
    let referral: ReferralID
    let organisation: OrganisationID
    /// ISO 3166-2.
    let district: String
    let since: Day
}
