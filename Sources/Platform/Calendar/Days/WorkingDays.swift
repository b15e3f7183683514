public import Core

/// The working days of Bulgaria (присъствени дни): Monday to Friday without days off, and the Saturdays that are worked instead.
///
/// Everything is worked out once: asking costs the same for near and far days. Outside ``Holidays/years`` Monday to Friday count as working
/// days, as nothing is known of holidays there.
public struct WorkingDays: Sendable {
    let table: WorkingDayTable
    private let named: [Int: [DayOff]]
    private let weekendGround: Ground

    /// Of several decisions on one day the last holds, so that an installation adds its own after the built-in ones.
    public init(holidays: Holidays, moved: [MovedDay] = []) {
        var named: [Int: [DayOff]] = [:]
        for year in Holidays.years {
            for dayOff in holidays.daysOff(in: year) { named[dayOff.day.ordinal, default: []].append(dayOff) }
        }
        let decided = Dictionary(moved.map { ($0.day.ordinal, $0) }, uniquingKeysWith: { _, last in last })
        for (ordinal, decision) in decided {
            if let dayOff = decision.dayOff {
                named[ordinal, default: []].append(dayOff)
            } else {
                named[ordinal] = nil
            }
        }
        table = WorkingDayTable(Holidays.years) { [named] ordinal in
            decided[ordinal]?.kind == .working || named[ordinal] == nil && !Day(ordinal: ordinal).isWeekend
        }
        self.named = named
        weekendGround = holidays.weekendGround
    }

    /// The holidays and decisions that come with the program, and those that an installation adds. Throws only when the program's own files
    /// are missing or damaged.
    public static func builtIn(moved: [MovedDay] = []) throws -> WorkingDays {
        moved.isEmpty ? try own.get() : try with(moved)
    }

    private static let own = Result { try with([]) }

    private static func with(_ moved: [MovedDay]) throws -> WorkingDays {
        WorkingDays(holidays: try .builtIn(), moved: try MovedDay.builtIn() + moved)
    }

    /// Whether institutions work on a day.
    public func isWorkingDay(_ day: Day) -> Bool { table.isWorking(day.ordinal) }

    /// Why a day is off: every reason there is, or none for a working day.
    public func reasons(for day: Day) -> [DayOff] {
        guard !isWorkingDay(day) else { return [] }
        return named[day.ordinal] ?? [DayOff(day: day, kind: .weekend, id: "weekend", ground: weekendGround, isConfirmed: true)]
    }

    /// Why the days off among some days are off, by day.
    public func daysOff(in days: Range<Day>) -> [DayOff] {
        (days.lowerBound.ordinal..<days.upperBound.ordinal).flatMap { reasons(for: Day(ordinal: $0)) }
    }
}
