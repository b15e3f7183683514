import Core
import Policy

typealias ReferralID = Identifier<Referral>

/// A person sent on to an organisation that can help her (насочване). NRM, measure 1.4.
struct Referral: Sendable, Hashable {
    let id: ReferralID
    /// For people to name it by; says nothing of the person: „Н-2026-000123“.
    let reference: String
    let person: PersonID
    let sender: OrganisationID
    let receiver: OrganisationID
    let purpose: ReferralPurpose
    let standing: Standing
    /// Whether it went over a border when it was sent; nil for those of which nobody noted it then.
    let crossing: Crossing?
    let ground: Ground
    /// What the danger is, where that is the ground.
    let danger: Danger?
    /// What it rests on, where that is the ground.
    let consent: ConsentID?
    let groups: Set<FieldGroup>
    /// The coded facts as they were when it was sent.
    let facts: [SharedFact]
    /// When it ends by itself, with the consent it rests on.
    let until: Instant?
    let state: State
    let madeAt: Instant

    /// Where she stands to the law on foreigners: how soon must be answered, and whom nobody may ask, hangs on it.
    enum Standing: String, CaseIterable, Sendable {
        case citizen
        case foreigner
        /// Seeks protection: her country must not hear of it (ЗУБ, art. 63).
        case asylum = "asylum-seeker"
        case unknown

        var isForeign: Bool { self == .foreigner || self == .asylum }
    }

    /// Whether a body of another State sent or received it (трансгранично насочване, ТМН).
    enum Crossing: String, CaseIterable, Sendable {
        case home
        /// Към чужбина.
        case outgoing
        /// От чужбина.
        case incoming

        init(fromAbroad: Bool, toAbroad: Bool) {
            self = toAbroad ? .outgoing : fromAbroad ? .incoming : .home
        }
    }

    /// Why the receiver may be told of her at all.
    enum Ground: String, CaseIterable, Sendable {
        case consent
        /// A life in danger (GDPR art. 6(1)(d), 9(2)(c); NRM, measure 1.4).
        case danger
        /// A child, or one who may be a child: child protection asks for no consent (ЗЗДет, art. 7; Directive 2011/36/EU, art. 13(2)).
        case child
    }

    /// What the danger to life or health is.
    enum Danger: String, CaseIterable, Sendable {
        case threat
        case health
        case selfHarm = "self-harm"
        case others
    }

    /// How far it has come.
    enum State: String, CaseIterable, Sendable {
        case waiting
        case asked
        case accepted
        case arrived
        case declined
        case takenBack = "taken-back"
        case closed
        case withdrawn
        case expired

        static let live: Set<State> = [.waiting, .asked, .accepted, .arrived]
        var isLive: Bool { State.live.contains(self) }
        var isWaiting: Bool { self == .waiting || self == .asked }
        var isTakenUp: Bool { self == .accepted || self == .arrived }
    }

    /// Whether an organisation may know of it: whoever sent it for good, whoever received it while it lasts.
    func isKnown(to organisation: OrganisationID, at now: Instant) -> Bool {
        organisation == sender || organisation == receiver && state.isLive && until.map { $0 > now } ?? true
    }

    /// Whether it came to nothing without the sender's doing: the person still needs the help.
    func isUndone(_ events: [ReferralEvent]) -> Bool {
        let closing = events.last { $0.kind == .closed }?.reason.flatMap(CloseReason.init)
        return state == .declined || state == .expired || state == .closed && closing.map(CloseReason.undone.contains) ?? false
    }

    /// Whether the sealed part lies open to the receiver.
    var isOpen: Bool { state.isTakenUp || ground == .danger }
    var shared: SharedData { SharedData(groups: groups, facts: Set(facts.map(\.code))) }
}

/// A coded fact that is shared, by the codes of the room that knows it.
public struct SharedFact: Sendable, Hashable {
    /// What it is about: `age-group`.
    public let code: String
    /// What it is: `adult`.
    public let value: String

    /// Both are codes, no words.
    public init(code: String, value: String) {
        self.code = code
        self.value = value
    }
}

/// Something that happened with a referral, by whom and when (събитие). Nothing is written over.
struct ReferralEvent: Sendable, Hashable {
    let id: Identifier<ReferralEvent>
    let kind: Kind
    /// A code of a closed list, by the kind.
    let reason: String?
    /// The day on which it happened, where that is another than the one on which it was written down.
    let day: Day?
    let at: Instant
    /// The user; nil where it came by itself.
    let by: UserID?
    let organisation: OrganisationID?

    enum Kind: String, CaseIterable, Sendable {
        case sent, asked, replied, accepted, declined, arrived, housed, feedback, closed, withdrawn, expired
        case takenBack = "taken-back"
        /// The sender knows that it came to nothing.
        case noted
        /// What was said of her standing was wrong, or no longer holds.
        case corrected
    }
}

/// Why an organisation can't take somebody in.
enum DeclineReason: String, CaseIterable, Sendable {
    case capacity
    case competence
    case unsuitable
    case unsafe
    case other
}

/// How it goes on with her, as the receiver tells it.
enum FeedbackKind: String, CaseIterable, Sendable {
    case started
    case completed
    case notArrived = "not-arrived"
    case left
    case onward
    /// She told the receiver that she takes her consent back: the sender has to write it down.
    case withdrew
    case other
}

/// Why somebody whose age is not known is taken for a child (Directive 2011/36/EU, art. 13(2)).
enum ChildReason: String, CaseIterable, Sendable {
    case said
    case documents
    case told
    case appearance
}

/// Why what was said of somebody's standing is taken back.
enum CorrectionReason: String, CaseIterable, Sendable {
    case mistaken
    case ended
}

/// Why a referral was closed. The last four are said by what happened elsewhere, not by a form.
enum CloseReason: String, CaseIterable, Sendable {
    case done
    case unneeded
    case left
    case other
    case revoked
    case erased
    /// What it rested on no longer holds: the consent does not cover it, or she is no child.
    case groundless
    /// She seeks protection, and the receiver is an authority of another State.
    case locked

    static let asked: [CloseReason] = [.done, .unneeded, .left, .other]
    /// The sender did not want it to end: she is to be helped elsewhere.
    static let undone: Set<CloseReason> = [.groundless, .locked]
}
