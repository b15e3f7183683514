public import Core
public import Counting

/// A piece of work that was done or is to be done (дейност): one act, one row, one organisation that organised it.
struct Activity: Sendable, Hashable {
    /// Opaque.
    let id: ActivityID
    /// For people to name it by: „Д-2026-000123“.
    let reference: String
    /// Who organised it and answers for the row.
    let organisation: OrganisationID
    let kind: ActivityKind
    let enteredAt: Instant
    let enteredBy: UserID
    /// As it stands now; every correction is a version of its own.
    let facts: ActivityFacts
    let version: Int
    let stages: [ReachedStage]
    let tasks: [ActivityTask]
    let assignments: [Assignment]
    /// Who was there; nil where nobody told more than heads.
    var attendance: Attendance?
    /// Files that prove it, without those that were taken back.
    var fileCount = 0

    /// Written down more than this many days after it took place: shown as such, counted by its own day.
    static let lateAfter = 30
    var isLate: Bool { facts.state == .done && enteredAt.dayInSofia.ordinal - facts.endsOn.ordinal > Activity.lateAfter }
    /// Whether somebody may tell who was there.
    var takesAttendance: Bool { kind.heads != .none && facts.sameAs == nil && facts.state != .cancelled }
    /// Whether its heads come from a list of who was there: they are not typed beside it.
    var isListed: Bool { attendance?.listed != nil }
    /// Whether figures count it.
    var isCounted: Bool { facts.state == .done && facts.sameAs == nil }
}

/// What is known of an act, in codes and numbers. It names nobody.
struct ActivityFacts: Sendable, Hashable {
    var state: State
    /// First day, in Sofia.
    var startsOn: Day
    /// Last day; the first where it took one. What counts it in a period, but for what goes on.
    var endsOn: Day
    /// What is in force or under way has no end yet.
    var isOpenEnded = false
    /// In the words of those who did it, without names of persons.
    var title: String
    /// ISO 3166-1 alpha-2.
    var country: String?
    /// ISO 3166-2, in Bulgaria.
    var district: String?
    /// Municipality or town, in words.
    var town: String?
    /// Everybody may know of it: it stands in the public calendar.
    var isPublic = false
    /// Where the evidence is: a link, the number of a protocol.
    var evidence: String?
    /// For colleagues.
    var note: String?
    /// Values of ``ActivityField``s that have terms, institutions, countries or acts.
    var codes: [String: Set<String>] = [:]
    /// Values of those that have numbers.
    var amounts: [String: Int] = [:]
    var heads: [HeadCount] = []
    /// Others that organised it as well: they join the row, nobody counts it twice. Codes of the register, and identifiers of organisations that
    /// joined by themselves.
    var coOrganisers: Set<String> = []
    /// The act that this one is the same as: merged into it, not counted (сляти).
    var sameAs: ActivityID?

    /// How far it has come.
    enum State: String, CaseIterable, Sendable, Codable {
        /// Предстои.
        case planned
        /// Проведено, готово.
        case done
        /// Отменено.
        case cancelled
    }

    /// Organisations that joined by themselves; the act is theirs to see.
    var joined: Set<OrganisationID> { Set(coOrganisers.compactMap(OrganisationID.init)) }

    /// All heads together.
    var headCount: Int { heads.reduce(0) { $0 + $1.amount } }
}

/// So many people of one profession and sex who were there (участници по професия и пол). A number, no register of people.
struct HeadCount: Sendable, Hashable {
    /// Of ``TermList/profession``; nil where it was not asked.
    var profession: String?
    /// Of ``TermList/sex``; nil where it was not told.
    var sex: String?
    /// Code of the register; nil where it was not told.
    var institution: String?
    var amount: Int
    /// The most that is believed of one line.
    static let most = 100_000
}

/// That an act reached a stage (достигнат етап).
struct ReachedStage: Sendable, Hashable {
    let stage: ActivityStage
    let on: Day
    /// Number of the document, issue of the gazette; nil where there is none.
    let number: String?
}

/// Something that an act left to do (задача): a decision of a meeting, a prescription of an inspection.
struct ActivityTask: Sendable, Hashable {
    let id: Identifier<ActivityTask>
    let text: String
    /// Code of the institution that has to do it; nil for the organiser herself.
    let institution: String?
    let dueOn: Day?
    let doneOn: Day?

    enum Kind: String, Sendable {
        /// Решение със срок.
        case decision
        /// Предписание, препоръка.
        case prescription
    }
}

/// That an act serves a measure of a plan (отнасяне към мярка).
struct Assignment: Sendable, Hashable {
    let measure: MeasureReference
    let at: Instant
}

/// A measure that acts may be assigned to, as the room of plans offers it.
public struct MeasureOffer: Sendable {
    /// The measure.
    public let reference: MeasureReference
    /// Short title of the plan.
    public let plan: String
    /// How the measure is called in its plan: „II.1.4“.
    public let code: String
    /// In the plan's words.
    public let title: String
    /// The address of its page within the site.
    public let path: String
    /// First and last day of the plan.
    public let from, to: Day
    /// Codes of its leads and partners in the register of institutions.
    public let institutions: Set<String>
    /// What its indicators count of this room.
    public let questions: [(metric: String, question: MetricQuestion)]

    /// All that is needed to tell whether an act fits.
    public init(
        reference: MeasureReference, plan: String, code: String, title: String, path: String, from: Day, to: Day, institutions: Set<String>,
        questions: [(metric: String, question: MetricQuestion)]
    ) {
        self.reference = reference
        self.plan = plan
        self.code = code
        self.title = title
        self.path = path
        self.from = from
        self.to = to
        self.institutions = institutions
        self.questions = questions
    }
}
