public import Calendar
public import Core
public import Policy

/// Something that happened with a person, for the timeline of her case (хронология). Rooms write it in the transaction of the change itself.
public struct CaseEvent: Sendable, Hashable {
    /// Whom it is about.
    public var person: PersonID
    /// In which case; nil for the latest one that is open.
    public var file: CaseID?
    /// When it happened.
    public var at: Instant
    /// What: a code whose words are `timeline.<kind>`, in the strings of the room that writes it.
    public var kind: String
    /// Opaque identifier of the row it tells of.
    public var object: String
    /// Who did it; nil where it came by itself.
    public var actor: UserID?
    /// For which organisation; nil where it came by itself.
    public var organisation: OrganisationID?
    /// The group of sealed fields it belongs with; who may not see the group is not told of it. Nil where everybody who opens the record is.
    public var group: FieldGroup?
    /// The organisations that may read of it; nil for all that may open the record.
    public var readers: Set<OrganisationID>?
    /// What it means to the clocks of the case.
    public var clocks: Set<ClockEvent>

    /// - Parameter kind: lower-case Latin letters, dots and hyphens.
    public init(
        _ kind: String, of person: PersonID, in file: CaseID? = nil, at: Instant, object: String, by actor: UserID?,
        for organisation: OrganisationID?, group: FieldGroup? = nil, readers: Set<OrganisationID>? = nil, clocks: Set<ClockEvent> = []
    ) {
        self.person = person
        self.file = file
        self.at = at
        self.kind = kind
        self.object = object
        self.actor = actor
        self.organisation = organisation
        self.group = group
        self.readers = readers
        self.clocks = clocks
    }
}

/// What somebody notes beside the threads: coded, so that clocks can follow (събитие).
struct NotedEvent: Sendable, Hashable {
    let kind: Kind
    let at: Instant
    let organisation: OrganisationID

    enum Kind: String, CaseIterable, Sendable {
        /// Контакт с лицето.
        case contactPerson = "contact-person"
        /// Контакт с институция за лицето.
        case contactInstitution = "contact-institution"
        /// Развитие по случая.
        case development
        /// Реши да съдейства на разследването.
        case cooperationAgreed = "cooperation-agreed"
        /// Реши да не съдейства: she has decided, and support goes on.
        case cooperationDeclined = "cooperation-declined"
        /// Изпратени са трите уведомления за дете.
        case childNoticesSent = "child-notices-sent"
        /// Насочена извън системата: to somebody whom no referral here can reach.
        case referredOutside = "referred-outside"

        /// What it starts or ends.
        var clock: ClockEvent {
            switch self {
            case .contactPerson, .contactInstitution: .contactMade
            case .development: .caseDeveloped
            case .cooperationAgreed, .cooperationDeclined: .cooperationDecided
            case .childNoticesSent: .childNoticesSent
            case .referredOutside: .referralSent
            }
        }

        /// Those that concern a person of an age group.
        static func of(_ age: Person.AgeGroup) -> [Kind] {
            switch age {
            case .adult: [.contactPerson, .contactInstitution, .development, .cooperationAgreed, .cooperationDeclined, .referredOutside]
            case .child: [.contactPerson, .contactInstitution, .development, .childNoticesSent, .referredOutside]
            case .unknown: allCases
            }
        }
    }
}
