import Core
import Documents
import Vault

/// A file that proves an act (доказателство). What it is called, what type it is of and what it holds is sealed under a key of the act.
struct EvidenceFile: Sendable, Hashable {
    let id: FileName
    let kind: Kind
    let addedAt: Instant
    let addedBy: UserID
    /// Its content was destroyed since; nil while it is there.
    let withdrawn: Withdrawal?

    /// The name under which the vault keeps it.
    typealias FileName = String

    struct Withdrawal: Sendable, Hashable {
        let at: Instant
        let by: UserID
    }

    /// What it shows (вид доказателство).
    enum Kind: String, CaseIterable, Sendable {
        /// Програма.
        case programme
        /// Протокол.
        case minutes = "protocol"
        /// Снимка.
        case photo
        /// Учебен или информационен материал.
        case material
        /// Публикация.
        case publication
        /// Писмо.
        case letter
        /// Обобщени анкети, без имена.
        case survey
        case other
    }

    static let table = "activity_files"
    static let field = "file"
    /// Most files of an act at one time.
    static let most = 20
    /// Most bytes of one: a picture of a phone's best camera, or a presentation.
    static let mostBytes = 10_000_000
    /// Most bytes that are sent at once, with what else is on the form: all of it is in memory until it is sealed.
    static let mostBytesAtOnce = 25_000_000
    /// Most characters of a title.
    static let longestTitle = 100
}

/// Files that somebody sent with one form, as they are to be kept.
struct SentEvidence: Sendable {
    /// The form's own number, which nobody can guess.
    let form: Identifier<SentEvidence>
    let kind: EvidenceFile.Kind
    /// Empty where the kind says enough.
    let title: String
    let files: [(bytes: [UInt8], type: MediaType)]

    /// The same number with the same answers is the same form, sent twice by a double click or a reload; its files are there once. With other
    /// answers, as after the Back button, it is another one.
    var digest: String {
        let parts = [form.text, kind.rawValue, title] + files.map { Fingerprint.of($0.bytes) }
        return Fingerprint.of(Array(parts.joined(separator: "\n").utf8))
    }
}

/// No more files prove an act than ``EvidenceFile/most``.
struct TooManyFiles: Error, Hashable {
    /// How many more it may have.
    let left: Int
}
