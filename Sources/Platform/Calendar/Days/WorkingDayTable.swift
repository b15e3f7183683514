import Core

/// Working days as numbers, so that counting and adding them are looked up.
struct WorkingDayTable: Sendable {
    private let first: Int
    /// How many working days lie before the first day, before the second, … and before the day after the last.
    private let ranks: [Int32]
    /// The working days by rank.
    private let ordinals: [Int32]

    init(_ years: ClosedRange<Int>, isWorking: (Int) -> Bool) {
        first = Month(year: years.lowerBound, month: 1).firstDay.ordinal
        let last = Month(year: years.upperBound, month: 12).lastDay.ordinal
        var ranks: [Int32] = []
        var ordinals: [Int32] = []
        ranks.reserveCapacity(last - first + 2)
        for ordinal in first...last {
            ranks.append(Int32(ordinals.count))
            if isWorking(ordinal) { ordinals.append(Int32(ordinal)) }
        }
        ranks.append(Int32(ordinals.count))
        self.ranks = ranks
        self.ordinals = ordinals
    }

    /// The working days before a day, counted from the beginning of the table; negative before it.
    func rank(_ ordinal: Int) -> Int {
        let index = ordinal - first
        if index < 0 { return WorkingDayTable.weekdays(before: ordinal) - WorkingDayTable.weekdays(before: first) }
        let end = ranks.count - 1
        guard index > end else { return Int(ranks[index]) }
        return ordinals.count + WorkingDayTable.weekdays(before: ordinal) - WorkingDayTable.weekdays(before: first + end)
    }

    /// The day of a rank.
    func ordinal(_ rank: Int) -> Int {
        if rank < 0 { return WorkingDayTable.weekday(WorkingDayTable.weekdays(before: first) + rank) }
        guard rank >= ordinals.count else { return Int(ordinals[rank]) }
        return WorkingDayTable.weekday(WorkingDayTable.weekdays(before: first + ranks.count - 1) + rank - ordinals.count)
    }

    func isWorking(_ ordinal: Int) -> Bool { rank(ordinal + 1) > rank(ordinal) }

    /// Mondays to Fridays before a day, counted from a Monday.
    private static func weekdays(before ordinal: Int) -> Int {
        let (week, day) = divided(ordinal - monday, 7)
        return week * 5 + min(day, 5)
    }

    private static func weekday(_ number: Int) -> Int {
        let (week, day) = divided(number, 5)
        return monday + week * 7 + day
    }

    /// 29 December 1969.
    private static let monday = -3

    private static func divided(_ number: Int, _ divisor: Int) -> (Int, Int) {
        let rest = (number % divisor + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }
}
