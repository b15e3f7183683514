public import Core

extension WorkingDays {
    /// The first working day that is not before a day.
    public func first(onOrAfter day: Day) -> Day { Day(ordinal: table.ordinal(table.rank(day.ordinal))) }

    /// The last working day that is not after a day.
    public func last(onOrBefore day: Day) -> Day { Day(ordinal: table.ordinal(table.rank(day.ordinal + 1) - 1)) }

    /// The next working day after a day.
    public func next(after day: Day) -> Day { adding(1, to: day) }

    /// The last working day before a day.
    public func previous(before day: Day) -> Day { adding(-1, to: day) }

    /// The `count`-th working day after a day, or before it where `count` is negative; the day itself, worked or not, for 0. The day is not
    /// counted (ЗЗД art. 72).
    public func adding(_ count: Int, to day: Day) -> Day {
        if count == 0 { return day }
        let rank = count > 0 ? table.rank(day.ordinal + 1) + count - 1 : table.rank(day.ordinal) + count
        return Day(ordinal: table.ordinal(rank))
    }

    /// How many working days there are after a day until another, the other one counted; negative where that is the earlier one.
    public func count(after day: Day, through other: Day) -> Int {
        table.rank(other.ordinal + 1) - table.rank(day.ordinal + 1)
    }

    /// How many working days a year has.
    public func count(in year: Int) -> Int {
        table.rank(Month(year: year, month: 12).lastDay.ordinal + 1) - table.rank(Month(year: year, month: 1).firstDay.ordinal)
    }
}
