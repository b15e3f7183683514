import Core

/// The work with one or more persons over one matter (случай): not a person, who may have several, and not a signal, which may lead to several.
/// Who may see it follows from the records of its persons.
struct Case: Sendable, Hashable {
    /// Opaque.
    let id: CaseID
    /// For people to name it by; says nothing of anybody: „НМН-2026-000123“.
    let reference: String
    /// The organisation that opened it.
    let organisation: OrganisationID
    /// The signal it came of, if any.
    let signal: SignalID?
    let openedAt: Instant
    /// How it was closed; nil while it is open, and again once it was reopened.
    let closing: CaseClosing?

    var isOpen: Bool { closing == nil }
}

/// That a case was closed: who, when and why (приключване).
struct CaseClosing: Sendable, Hashable {
    let reason: Reason
    let at: Instant
    let by: UserID
    /// When somebody asks how she is; nil where nobody will.
    let followUp: Day?

    enum Reason: String, CaseIterable, Sendable {
        /// Планът е изпълнен.
        case planFulfilled = "plan-fulfilled"
        /// Безопасно завръщане.
        case safeReturn = "safe-return"
        /// Поета от друга организация.
        case handedOver = "handed-over"
        /// По нейно желание.
        case ownWish = "own-wish"
        /// Изгубена връзка.
        case contactLost = "contact-lost"
        /// Не е жертва на трафик.
        case notVictim = "not-victim"
        /// Записан два пъти.
        case duplicate
        /// Починала.
        case deceased

        /// Nothing remains to be done for her: what ran ends with the case.
        var isFinal: Bool { [.notVictim, .deceased].contains(self) }
    }

    /// Why work was taken up again (възобновяване).
    enum Return: String, CaseIterable, Sendable {
        case newContact = "new-contact"
        case newDanger = "new-danger"
        case trafficAgain = "traffic-again"
        case byMistake = "by-mistake"
    }
}

/// A person in a case, for a time (роля по случая).
struct CaseMember: Sendable, Hashable {
    let person: Person
    let role: Role
    let since: Instant
    /// When her part in it ended; nil while she is in it.
    var until: Instant?

    enum Role: String, CaseIterable, Sendable {
        /// Пострадала: presumed or identified, as the rows of identification say.
        case victim
        /// Дете на пострадалата.
        case child
        /// Придружаващ пълнолетен.
        case accompanying
        /// Близък.
        case relative
    }
}
