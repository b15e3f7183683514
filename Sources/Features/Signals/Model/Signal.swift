import Core
import Reference

/// What somebody reported (сигнал): a contact with an intake point, whoever it turns out to be about. Not a case and not a person.
struct Signal: Sendable, Hashable {
    /// Opaque.
    let id: SignalID
    /// For people to name it by; says nothing of anybody: „С-2026-000123“.
    let reference: String
    /// The organisation that took it in.
    let organisation: OrganisationID
    /// When the contact was; what is counted by.
    let receivedAt: Instant
    /// When it was written down.
    let enteredAt: Instant
    /// The facts as they stand now; every correction is a version of its own.
    let facts: SignalFacts
    let version: Int
    /// What came of it; nil while nobody has said.
    let outcome: SignalOutcome?
    /// Sealed fields that hold something.
    let sealed: Set<SignalField>
    /// The screening that it came of.
    var screening: ActivityID?

    /// Written down more than a day after the contact: shown as such, counted by the day of the contact.
    var isLate: Bool { enteredAt.milliseconds - receivedAt.milliseconds > 24 * 3_600_000 }
    /// Somebody has to say what comes of it.
    var isOpen: Bool { facts.kind == .signal && outcome == nil }
}

/// The coded facts of a signal: no names, no numbers, no story.
struct SignalFacts: Sendable, Hashable {
    var kind: Kind
    var channel: Channel
    var reporter: Reporter
    var danger: Danger
    /// Who was told of the danger.
    var told: Set<Told>
    var child: Answer
    /// ISO 3166-1 alpha-2: where the exploitation is, or is feared; nil where nobody knows.
    var country: String?
    /// ISO 3166-2, in Bulgaria.
    var district: String?
    var forms: Set<ExploitationForm>
    var persons: [ConcernedPersons]
    var indicators: Set<SeenIndicator>
    /// An earlier signal about the same: counted once.
    var sameAs: SignalID?

    /// What kind of contact it was; all but the first are counted and nothing else.
    enum Kind: String, CaseIterable, Sendable {
        /// Сигнал за възможен трафик.
        case signal
        /// Въпрос, консултация.
        case question
        /// Мълчаливо обаждане.
        case silent
        /// Обидно обаждане.
        case abusive
        /// Сгрешен номер.
        case wrongNumber = "wrong-number"
    }

    /// How it came.
    enum Channel: String, CaseIterable, Sendable {
        case phone
        case message
        case email
        case site
        case letter
        case visit
        case institution
    }

    /// Who reported, as far as it matters for what to do.
    enum Reporter: String, CaseIterable, Sendable {
        case unknown
        case victim
        case relative
        case witness
        case professional
        case institution
    }

    /// Whether somebody's life or health is in danger at this moment.
    enum Danger: String, CaseIterable, Sendable {
        case now
        case no
        case unknown
    }

    /// Whom one tells of a danger.
    enum Told: String, CaseIterable, Sendable {
        /// 112.
        case emergency
        case police
        /// Отдел „Закрила на детето“, 116 111.
        case childProtection = "child-protection"
        /// Nobody yet: to be done next.
        case nobody
    }

    enum Answer: String, CaseIterable, Sendable {
        case yes
        case no
        case unknown
    }
}

/// So many persons of one kind (засегнати лица): a group of a signal.
struct ConcernedPersons: Sendable, Hashable {
    let group: Group
    let count: Int

    /// Sex and age as they were told.
    enum Group: String, CaseIterable, Sendable {
        case women
        case men
        case girls
        case boys
        case unknown
    }

    /// The most that is believed of one group without asking again.
    static let most = 500
}

/// An indicator of trafficking (индикатор от НМН) that was seen or told.
struct SeenIndicator: Sendable, Hashable, Comparable {
    let code: ScreeningIndicator
    let how: How

    enum How: String, CaseIterable, Sendable, Comparable {
        case observed
        case told

        static func < (left: How, right: How) -> Bool { left.rawValue < right.rawValue }
    }

    static func < (left: SeenIndicator, right: SeenIndicator) -> Bool {
        (left.code.rawValue, left.how) < (right.code.rawValue, right.how)
    }
}

/// What came of a signal (резултат), said by whoever took it in or took it on. A later word takes the place of an earlier one, which stays.
struct SignalOutcome: Sendable, Hashable {
    let kind: Kind
    /// Code of the institution it was redirected to.
    let institution: String?
    let at: Instant
    let by: UserID

    enum Kind: String, CaseIterable, Sendable {
        /// Насочен по компетентност: something else, for others.
        case redirected
        /// Не е трафик.
        case notTrafficking = "not-trafficking"
        /// В риск.
        case atRisk = "at-risk"
        /// Открит или допълнен случай.
        case caseOpened = "case"
        /// Само за статистиката: no consent, or nobody to be found.
        case statisticsOnly = "statistics-only"
    }
}

/// What is sealed about a signal: who reported, where exactly, and the few words that no code says.
enum SignalField: String, CaseIterable, Sendable {
    case caller
    case phone
    case place
    case note

    static let table = "signals"
}
