/// A calendar date: not a moment, not midnight. Proleptic Gregorian.
public struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 1 to 9999; only an ordinal leads beyond.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// Nil when there is no such date.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Month(year: year, month: month).dayCount else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Nil unless the text is `YYYY-MM-DD`.
    public init?(iso text: String) {
        var numbers = (year: 0, month: 0, day: 0)
        var count = 0
        for byte in text.utf8 {
            let isDash = byte == UInt8(ascii: "-")
            guard count < 10, (count == 4 || count == 7) == isDash, isDash || (0x30...0x39).contains(byte) else { return nil }
            let digit = isDash ? 0 : Int(byte - 0x30)
            switch count {
            case 0..<4: numbers.year = numbers.year * 10 + digit
            case 5..<7: numbers.month = numbers.month * 10 + digit
            case 8..<10: numbers.day = numbers.day * 10 + digit
            default: break
            }
            count += 1
        }
        guard count == 10 else { return nil }
        self.init(numbers.year, numbers.month, numbers.day)
    }

    /// Days since 1 January 1970. Howard Hinnant's `civil_from_days`.
    public init(ordinal: Int) {
        let shifted = ordinal + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1 January 1970. Howard Hinnant's `days_from_civil`.
    public var ordinal: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int { ((ordinal + 3) % 7 + 7) % 7 + 1 }

    /// `YYYY-MM-DD`.
    public var iso: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// As ``iso``.
    public var description: String { iso }

    /// Earlier days first.
    public static func < (left: Day, right: Day) -> Bool { left.ordinal < right.ordinal }
}

/// A month of a year.
public struct Month: Hashable, Sendable, Comparable {
    /// Gregorian year.
    public let year: Int
    /// 1 to 12.
    public let month: Int

    /// `month` must be 1 to 12; this is not checked.
    public init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    /// The month in which a day lies.
    public init(_ day: Day) {
        self.init(year: day.year, month: day.month)
    }

    /// 28 to 31, leap years heeded.
    public var dayCount: Int {
        switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The 1st.
    public var firstDay: Day { Day(ordinal: lastDay.ordinal - dayCount + 1) }

    /// The 28th to the 31st.
    public var lastDay: Day { Day(year, month, dayCount) ?? Day(ordinal: 0) }

    /// `YYYY-MM`.
    public var iso: String { "\(padded(year, 4))-\(padded(month, 2))" }

    /// Earlier months first.
    public static func < (left: Month, right: Month) -> Bool { (left.year, left.month) < (right.year, right.month) }

    private var isLeap: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}
