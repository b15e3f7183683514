import Calendar
import Core

/// What waits, in the order in which to take it up.
struct Agenda: Sendable {
    /// One thing to do, with its clock read at this moment.
    struct Entry: Sendable {
        let item: DueItem
        let reading: ClockReading
    }

    /// The most pressing first.
    let entries: [Entry]

    init(_ items: [DueItem], at now: Instant, in calendar: WorkingDays) {
        entries = items.map { item in
            Entry(item: item, reading: item.clock.reading(at: now, in: calendar))
        }.sorted { Agenda.goesBefore($0, $1) }
    }

    /// Danger first; then what is overdue, for today, soon; among these the graver by law, then the earlier.
    static func goesBefore(_ one: Entry, _ other: Entry) -> Bool {
        let (left, right) = (key(one), key(other))
        return left == right ? one.item.reference < other.item.reference : left.lexicographicallyPrecedes(right)
    }

    private static func key(_ entry: Entry) -> [Int64] {
        [
            entry.item.isDanger ? 0 : 1, Int64(urgency(entry.reading.state)), -Int64(entry.item.clock.rule.legalRisk),
            entry.reading.due.milliseconds,
        ]
    }

    private static func urgency(_ state: ClockReading.State) -> Int {
        switch state {
        case .overdue: 0
        case .dueToday: 1
        case .warning: 2
        case .running, .suspended: 3
        case .ended, .met, .metLate: 4
        }
    }

    func waiting(_ waiting: DueItem.Waiting) -> [Entry] { entries.filter { $0.item.waiting == waiting } }
}
