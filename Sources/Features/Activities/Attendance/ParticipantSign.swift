import Core
import Vault

/// By what the same person is told apart among participants of one period (отличителен знак): her name in an institution, an official e-mail, a
/// number that her institution gave her. It is turned into a token at once and stored nowhere.
struct ParticipantSign: Sendable, Hashable {
    private let parts: [String]

    /// Why a text tells nobody apart. Its words are `attend_wrong.<code>`.
    enum Fault: String, Error {
        /// Neither two names nor an e-mail nor a number.
        case short
        /// Ten digits: a personal number, or a telephone.
        case personal
        case long
    }

    private static let longest = 120
    /// ЕГН and ЛНЧ have so many digits.
    private static let personalDigits = 10

    /// - Parameter institution: code of the register. Names and numbers tell apart only within an institution; one that no register has is
    ///   spelled in too many ways to help.
    init(_ text: String, in institution: String?) throws(Fault) {
        guard text.unicodeScalars.count <= ParticipantSign.longest else { throw .long }
        guard text.utf8.count(where: { (0x30...0x39).contains($0) }) < ParticipantSign.personalDigits else { throw .personal }
        if text.contains("@") {
            parts = ["e-mail", Folding.word(text.filter { !$0.isWhitespace })]
        } else if text.utf8.contains(where: { (0x30...0x39).contains($0) }) {
            parts = ["number", Folding.word(text.filter { $0.isLetter || $0.isNumber }), institution ?? ""]
        } else {
            let words = PersonalName(text).words
            guard words.count(where: { $0.typed.count > 1 }) >= 2 else { throw .short }
            parts = ["name", words.map(\.folded).sorted().joined(separator: " "), institution ?? ""]
        }
    }

    /// What is stored instead: the same for the same person, another one under the key of another period.
    func token(_ key: SealingKey) -> String { key.pseudonym(["participant"] + parts) }
}

/// For how long the same participant is told apart from others (срок на отличителните знаци): in a calendar year, for which plans ask, and for half a
/// year after it, in which that year is reported.
struct ParticipantPeriod: Sendable, Hashable {
    let year: Int

    static let purpose = "participants"

    init(year: Int) { self.year = year }

    /// The period that an act counts in: that of its last day.
    init(_ facts: ActivityFacts) { year = facts.endsOn.year }

    init?(_ period: KeyPeriod) {
        guard period.purpose == ParticipantPeriod.purpose, let year = Int(period.period) else { return nil }
        self.year = year
    }

    var key: KeyPeriod { KeyPeriod(purpose: ParticipantPeriod.purpose, period: String(year)) }

    /// On this day and later no token of it is kept or made; nil for no year of any calendar.
    var endsOn: Day? { Day(year + 1, 7, 1) }

    func isOver(on today: Day) -> Bool { endsOn.map { today >= $0 } ?? true }
}
