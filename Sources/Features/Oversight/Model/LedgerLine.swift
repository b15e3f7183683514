/// An entry of the ledger in plain words.
struct LedgerLine: Sendable, Encodable, Equatable {
    /// From 0; the order of the ledger.
    let position: Int
    /// The day in Sofia, `2026-11-20`.
    let day: String
    /// What Sofia's clocks showed.
    let clock: String
    /// UTC, to the millisecond.
    let moment: String
    /// Whose act it was.
    let who: String
    /// Her post and her organisation.
    let post: String
    /// All acts of the same person.
    let whoHref: String
    let hasWhoHref: Bool
    /// What was done, or asked for in vain.
    let act: String
    /// Shown for what it was done to.
    let object: String
    let hasObject: Bool
    /// The whole reference, for files.
    let reference: String
    /// Its own page.
    let objectHref: String
    let hasObjectHref: Bool
    /// All entries about it.
    let trace: String
    let hasTrace: Bool
    /// Names of the groups of fields that were unmasked.
    let unmasked: String
    let hasUnmasked: Bool
    /// Whom else it concerns: names, and roles in words.
    let parties: String
    let hasParties: Bool
    let isRefused: Bool
    /// Why it was allowed or refused.
    let why: String
    let purpose: String
    let hasPurpose: Bool
}

/// The entries of a day.
struct LedgerDay: Sendable, Encodable {
    let title: String
    let lines: [LedgerLine]
}

/// Entries, the newest first, for the template `oversight-lines`.
struct LedgerLines: Sendable, Encodable {
    let days: [LedgerDay]
    /// All lines are of the one who reads them.
    let isOwn: Bool
    let isEmpty: Bool

    init(_ lines: [LedgerLine], isOwn: Bool, day title: (LedgerLine) -> String) {
        var days: [LedgerDay] = []
        for line in lines {
            if let last = days.last, last.lines[0].day == line.day {
                days[days.count - 1] = LedgerDay(title: last.title, lines: last.lines + [line])
            } else {
                days.append(LedgerDay(title: title(line), lines: [line]))
            }
        }
        self.days = days
        self.isOwn = isOwn
        isEmpty = days.isEmpty
    }
}
