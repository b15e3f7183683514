import Core

typealias ImportID = Identifier<ActivityImport>

/// That many acts were taken over from a sheet at once (внасяне от таблица). It stays when it is undone.
struct ActivityImport: Sendable, Hashable {
    let id: ImportID
    let organisation: OrganisationID
    let kind: ActivityKind
    /// Acts that were stored; while they are being stored, rows of the sheet.
    let rows: Int
    let startedAt: Instant
    let startedBy: UserID
    /// Nothing was stored: it broke off.
    let failedAt: Instant?
    let storedAt: Instant?
    let undone: Undone?

    /// Who took it back, and how many of its acts nobody had changed.
    struct Undone: Sendable, Hashable {
        let at: Instant
        let by: UserID
        let rows: Int
    }

    /// Days in which it can be undone.
    static let undoDays = 30
    /// After so many milliseconds without an end whoever stored it is gone, and with her all that she had begun.
    static let brokenOffAfter: Int64 = 120_000

    func mayBeUndone(at now: Instant) -> Bool {
        guard let storedAt, undone == nil else { return false }
        return now.dayInSofia.ordinal - storedAt.dayInSofia.ordinal <= ActivityImport.undoDays
    }

    func isBrokenOff(at now: Instant) -> Bool {
        storedAt == nil && (failedAt != nil || now.milliseconds - startedAt.milliseconds > ActivityImport.brokenOffAfter)
    }
}

/// A sheet between two steps of its import, for the one who sent it.
struct KeptSheet: Sendable {
    let id: ImportID
    let organisation: OrganisationID
    let user: UserID
    let kind: ActivityKind
    let text: String
    /// The form of the columns once it was sent.
    var mapping: String?
    let expiresAt: Instant

    /// Milliseconds that it is kept.
    static let keptFor: Int64 = 86_400_000
}
