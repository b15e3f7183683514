import Core
import Ledger
import Web

/// Who looked at a record, in words that the person herself may be told: days, names, posts, reasons, and no identifier. For the template
/// `oversight-looks`.
public struct LookLines: Sendable, Encodable, Equatable {
    /// Looks of one day.
    struct LookDay: Sendable, Encodable, Equatable {
        /// The day in words.
        let title: String
        /// The newest first.
        let looks: [Look]
    }

    /// What one person did for one reason, once or several times within an hour.
    struct Look: Sendable, Encodable, Equatable {
        /// Her name.
        let who: String
        /// Her post and her organisation.
        let post: String
        /// What she did.
        let act: String
        /// Once, or how often from when to when.
        let times: String
        /// Why it was allowed or refused.
        let why: String
        /// What she said it was for.
        let purpose: String
        let hasPurpose: Bool
        /// The groups of fields that she saw unmasked.
        let unmasked: String
        let hasUnmasked: Bool
        /// Whom else it concerns.
        let parties: String
        let hasParties: Bool
        let isRefused: Bool
    }

    /// The newest first.
    let lookDays: [LookDay]
    /// Nobody looked.
    let hasNoLooks: Bool
    /// There were earlier looks, which are not shown.
    let hasEarlierLooks: Bool

    /// Minutes within which repeated looks are told as one.
    static let window: Int64 = 60

    /// - Parameter records: entries about one record, the newest first.
    init(_ records: [LedgerRecord], hasMore: Bool, _ writer: LineWriter) {
        var episodes: [Episode] = []
        // The oldest first: an episode begins with its first look.
        for record in records.reversed() {
            let line = writer.line(record)
            let open = episodes.lastIndex { $0.key == Episode.Key(line, record.entry) && $0.reaches(record.entry.time) }
            if let open { episodes[open].add(record.entry) } else { episodes.append(Episode(line, record.entry)) }
        }
        var days: [LookDay] = []
        for episode in episodes.reversed() {
            let look = episode.look(writer)
            let title = writer.title(episode.line)
            if let last = days.last, last.title == title {
                days[days.count - 1] = LookDay(title: title, looks: last.looks + [look])
            } else {
                days.append(LookDay(title: title, looks: [look]))
            }
        }
        lookDays = days
        hasNoLooks = days.isEmpty
        hasEarlierLooks = hasMore
    }
}

/// Looks that are told as one.
private struct Episode {
    struct Key: Equatable {
        let actor: String
        let organisation: String?
        let act: String
        let why: String
        let parties: String
        let purpose: String?
        let isRefused: Bool
        let day: String

        init(_ line: LedgerLine, _ entry: LedgerEntry) {
            (actor, organisation, act, why, parties) = (entry.actor, entry.organisation, entry.act, line.why, line.parties)
            (purpose, isRefused, day) = (entry.purpose, line.isRefused, line.day)
        }
    }

    let key: Key
    let line: LedgerLine
    private var first: Instant
    private var last: Instant
    private var count = 1
    private var fields: Set<String>

    init(_ line: LedgerLine, _ entry: LedgerEntry) {
        key = Key(line, entry)
        self.line = line
        (first, last, fields) = (entry.time, entry.time, Set(entry.fields))
    }

    /// Either way: a clock that was set back is no reason to tell a look twice.
    func reaches(_ time: Instant) -> Bool {
        abs(time.milliseconds - first.milliseconds) <= LookLines.window * 60_000
    }

    mutating func add(_ entry: LedgerEntry) {
        count += 1
        (first, last) = (min(first, entry.time), max(last, entry.time))
        fields.formUnion(entry.fields)
    }

    func look(_ writer: LineWriter) -> LookLines.Look {
        let (words, format) = (writer.words, Format(writer.words.language))
        let (from, to) = (format.clock(first), format.clock(last))
        let often = ["n": format.integer(count), "from": from, "to": to]
        let times =
            count == 1 ? words("looked_once", ["time": from]) : from == to ? words("looked_at", often) : words("looked_between", often)
        let unmasked = ActWords.list(fields.sorted().map { ActWords.field($0, words) }, words)
        return LookLines.Look(
            who: line.who, post: line.post, act: line.act, times: times,
            why: line.why, purpose: line.purpose, hasPurpose: line.hasPurpose, unmasked: unmasked, hasUnmasked: !unmasked.isEmpty,
            parties: line.parties, hasParties: line.hasParties, isRefused: line.isRefused)
    }
}
