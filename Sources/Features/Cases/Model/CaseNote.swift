import Core
import Documents
import Policy

/// Who may read something (за кого е): each of these is a part of the next.
enum Audience: String, CaseIterable, Sendable {
    /// Екипът: those who work with her in the organisation of the one who wrote it.
    case team
    /// Организацията: those of this organisation who may open the record.
    case organisation
    /// Всички, които помагат.
    case all

    /// Whether somebody is among those it is for. Who wrote it always is.
    func includes(_ actor: Actor, _ facts: ObjectFacts, writtenBy author: UserID, for organisation: OrganisationID) -> Bool {
        if author == actor.user { return true }
        return switch self {
        case .all: true
        case .organisation: actor.organisation == organisation
        case .team: actor.organisation == organisation && facts.relations.contains(HeldRelation(.worker, actor.user.text))
        }
    }
}

/// A note (бележка): sealed words for an audience. A correction is a note of its own.
struct CaseNote: Sendable, Hashable {
    let id: Identifier<CaseNote>
    let kind: Kind
    let audience: Audience
    let organisation: OrganisationID
    let author: UserID
    let madeAt: Instant
    let isSuperseded: Bool

    enum Kind: String, CaseIterable, Sendable {
        /// По случая.
        case work
        /// Консултация: what she confided; a police officer never sees it.
        case counselling
        /// Здраве.
        case health

        /// The group it is sealed in.
        var group: FieldGroup {
            switch self {
            case .work: .narrative
            case .counselling: .counselling
            case .health: .health
            }
        }
    }

    static let table = "case_notes"
    static let field = "text"
    /// No room for a story: verbatim words are turned against her in court.
    static let longest = 1000
}

/// A sealed file (документ).
struct CaseFile: Sendable, Hashable {
    let id: FileName
    let kind: Kind
    let audience: Audience
    let organisation: OrganisationID
    let author: UserID
    let madeAt: Instant
    /// Its content was destroyed since.
    let isWithdrawn: Bool

    /// The name under which the vault keeps it.
    typealias FileName = String

    enum Kind: String, CaseIterable, Sendable {
        /// Подписан план.
        case plan
        /// Подписано съгласие.
        case consent
        /// Документ за самоличност.
        case identity
        /// Акт на институция или съд.
        case decision
        /// Медицински документ.
        case medical
        case other

        /// The group it is sealed in.
        var group: FieldGroup {
            switch self {
            case .identity: .identity
            case .medical: .health
            case .plan, .consent, .decision, .other: .attachments
            }
        }
    }

    /// What a file may be: a scan or a picture, as everybody can open it.
    static let types: Set<MediaType> = [.pdf, .jpeg, .png]

    static let table = "case_files"
    static let field = "file"
}
