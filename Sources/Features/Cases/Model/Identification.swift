import Calendar
import Core
import Reference

/// That a body took somebody for a victim, or did not (идентификация): one row a body and a day, never one status. Informal and formal
/// identification come in any order, and support hangs on neither (НМН, principles).
struct Identification: Sendable, Hashable {
    let id: Identifier<Identification>
    let level: Level
    /// Code in the register of institutions; nil for the organisation that wrote it, where the register does not know it.
    let body: String?
    let day: Day
    let ground: Ground
    /// The organisation that wrote it.
    let organisation: OrganisationID
    let madeAt: Instant

    enum Level: String, CaseIterable, Sendable {
        /// Предполагаема жертва.
        case presumed
        /// Неформално идентифицирана, by whoever helps.
        case informal
        /// Формално идентифицирана, by a pre-trial body.
        case formal
        /// Отхвърлено: not a victim of trafficking.
        case refuted

        /// What it starts.
        var clock: ClockEvent {
            switch self {
            case .presumed, .refuted: .caseDeveloped
            case .informal: .personInformallyIdentified
            case .formal: .personFormallyIdentified
            }
        }
    }

    /// What it rests on.
    enum Ground: String, CaseIterable, Sendable {
        /// Индикаторите на НМН.
        case indicators
        /// Самоидентификация.
        case ownWords = "own-words"
        /// Насочена от друга институция.
        case institution
        /// Насочена от чужда държава.
        case abroad
        /// Образувано досъдебно производство.
        case proceedings
        /// Проверка от органите на МВР.
        case policeCheck = "police-check"
        /// Друго престъпление или трудов спор.
        case otherMatter = "other-matter"
    }

    /// Whether a body can identify somebody formally: prosecution, investigation and the bodies of the Ministry of Interior (НМН, principles).
    static func isPreTrial(_ code: String, in register: InstitutionRegister) -> Bool {
        guard let body = register.institution(code) else { return false }
        return [.prosecution, .investigation].contains(body.kind) || code == "МВР" || register.isPart(code, of: "МВР")
    }

    /// What holds now: the latest by day, of one day the latest written.
    static func current(_ rows: [Identification]) -> Identification? {
        rows.max { ($0.day, $0.madeAt, $0.id) < ($1.day, $1.madeAt, $1.id) }
    }
}
