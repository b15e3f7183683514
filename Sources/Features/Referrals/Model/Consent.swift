import Core
import Policy

typealias ConsentID = Identifier<Consent>

/// What a person agreed to have shared, with whom and for what (съгласие). NRM, measure 1.4; GDPR art. 4(11), 7, 9(2)(a).
struct Consent: Sendable, Hashable {
    let id: ConsentID
    let person: PersonID
    /// To whom she gave it.
    let organisation: OrganisationID
    let purpose: ReferralPurpose
    let recipients: Set<OrganisationID>
    let shared: SharedData
    /// The language in which it was explained.
    let language: Language
    let interpreter: Interpreter
    let form: Form
    /// Who explained it to her.
    let explainedBy: UserID
    let givenOn: Day
    /// The last day on which it holds; nil where she set none.
    let expiresOn: Day?
    let madeAt: Instant
    let withdrawal: Withdrawal?

    /// Languages in which people who are helped are spoken to; the names of others go with the paper.
    enum Language: String, CaseIterable, Sendable {
        case bg, en, ro, ru, uk, tr, ar, fa, rom, vi, zh, other
    }

    /// Who put it into that language (преводач).
    enum Interpreter: String, CaseIterable, Sendable {
        /// Nobody had to.
        case none
        case present
        case phone
        /// The colleague who explained it speaks it.
        case colleague
    }

    /// How it was given.
    enum Form: String, CaseIterable, Sendable {
        case signed
        /// Before a witness, written down at once.
        case oral = "oral-witness"
        /// By whoever represents a child, the child having been heard.
        case guardian
    }

    /// That it was taken back (оттегляне). As easy as giving it: no form, no reason (GDPR art. 7(3)).
    struct Withdrawal: Sendable, Hashable {
        let id: Identifier<Withdrawal>
        let way: Way
        let on: Day
        let notedAt: Instant
        let notedBy: UserID

        enum Way: String, CaseIterable, Sendable {
            case told
            case phone
            case written
            case representative
        }
    }

    /// The moment from which on it no longer holds by itself.
    var until: Instant? { expiresOn.map { Day(ordinal: $0.ordinal + 1).startInSofia } }

    func isLive(at now: Instant) -> Bool {
        withdrawal == nil && givenOn <= now.dayInSofia && until.map { $0 > now } ?? true
    }

    /// Whether it lets an organisation have something for a purpose. What somebody else agreed to for a child binds no adult.
    ///
    /// - Parameter isAdult: she is known to be of age now.
    func covers(_ purpose: ReferralPurpose, _ receiver: OrganisationID, _ shared: SharedData, isAdult: Bool, at now: Instant) -> Bool {
        isLive(at: now) && !(isAdult && form == .guardian) && self.purpose == purpose && recipients.contains(receiver)
            && self.shared.covers(shared)
    }
}

/// What is sealed of a consent: names that stand on the paper.
enum ConsentField: String, CaseIterable, Sendable {
    /// Of the witness of a consent given orally, or of who represents a child.
    case witness
    case interpreter = "interpreter-name"
}
