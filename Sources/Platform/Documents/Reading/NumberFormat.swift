import Core
import Foundation

/// How a cell of a spreadsheet shows its number (ISO/IEC 29500-1, 18.8.30), as it is read in Bulgarian: days with stops, a decimal comma.
struct NumberFormat {
    private enum Kind {
        case general
        case text
        /// Words instead of the number.
        case words(String)
        /// A day, a month or a time of day, by the parts that the format shows.
        case date(hasDay: Bool, hasMonth: Bool, hasYear: Bool, hasTime: Bool)
        case number(Number)
    }

    private struct Number {
        var before = ""
        var after = ""
        var least = 0
        var most = 0
        var isGrouped = false
        var isPercent = false
        /// Each divides by a thousand.
        var thousands = 0
        var isScientific = false
    }

    /// For positive numbers, negative ones and zero, as far as the format tells them apart.
    private let sections: [Kind]

    /// A format by its code; nil for the one that a cell has unless told otherwise.
    init(_ code: String?) {
        sections = code.map { NumberFormat.sections($0).map(NumberFormat.kind) } ?? [.general]
    }

    /// Codes of formats that no file spells out.
    static let builtIn: [Int: String] = [
        1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
        14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
        22: "dd.mm.yyyy h:mm", 27: "dd.mm.yyyy", 30: "dd.mm.yyyy", 36: "dd.mm.yyyy", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
        40: "#,##0.00",
        45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@", 50: "dd.mm.yyyy", 57: "dd.mm.yyyy",
    ]

    /// What a person sees. `epoch` is the day of the serial number 0.
    func text(_ value: Double, epoch: Int) -> String {
        guard value.isFinite else { return String(value) }
        let position = value < 0 && sections.count > 1 ? 1 : value == 0 && sections.count > 2 ? 2 : 0
        switch sections[position] {
        case .general, .text: return NumberFormat.general(value)
        case .words(let words): return words
        case .date(let hasDay, let hasMonth, let hasYear, let hasTime):
            return NumberFormat.date(value, epoch, hasDay, hasMonth, hasYear, hasTime) ?? NumberFormat.general(value)
        case .number(let number): return NumberFormat.number(position == 1 ? -value : value, number)
        }
    }

    // MARK: Values

    /// Fifteen digits, as many as a spreadsheet keeps: 0.1 + 0.2 is 0,3.
    static func general(_ value: Double) -> String {
        let shown = String(format: "%.15g", value)
        guard let exponent = shown.firstIndex(of: "e") else { return comma(shown) }
        guard value.magnitude < 1e21, value.magnitude >= 1 else { return comma(String(shown[..<exponent])) + shown[exponent...] }
        return String(format: "%.0f", value)
    }

    private static func comma(_ digits: String) -> String { digits.replacing(".", with: ",") }

    private static func number(_ value: Double, _ format: Number) -> String {
        if format.isScientific { return general(value) }
        var value = value
        for _ in 0..<min(format.thousands, 6) { value /= 1000 }
        if format.isPercent { value *= 100 }
        // Half a unit goes up, as in spreadsheets: the last binary digits of 0.285 are none of a person's.
        let rounded = Double(String(format: "%.15g", value)) ?? value
        var digits = String(format: "%.\(min(format.most, 15))f", rounded + (rounded < 0 ? -1 : 1) * rounded.magnitude * 1e-15)
        var extra = format.most - format.least
        while extra > 0, digits.hasSuffix("0"), digits.contains(".") {
            digits.removeLast()
            extra -= 1
        }
        if digits.hasSuffix(".") { digits.removeLast() }
        if format.isGrouped { digits = grouped(digits) }
        return (format.before + comma(digits) + format.after).trimmed
    }

    private static func grouped(_ digits: String) -> String {
        let whole = digits.prefix { $0 != "." }
        let sign = whole.hasPrefix("-") ? "-" : ""
        var groups: [Substring] = []
        var rest = whole.dropFirst(sign.count)
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return sign + ([rest] + groups).joined(separator: " ") + digits.dropFirst(whole.count)
    }

    /// A month without a day is a month: a deadline typed as „май 2024“ is kept by spreadsheets as its first day.
    private static func date(
        _ value: Double, _ epoch: Int, _ hasDay: Bool, _ hasMonth: Bool, _ hasYear: Bool, _ hasTime: Bool
    ) -> String? {
        guard (0..<2_958_466).contains(value) else { return nil }
        let minutes = Int((value.truncatingRemainder(dividingBy: 1) * 1440).rounded())
        let time = String(format: "%02d:%02d", minutes / 60 % 24, minutes % 60)
        guard hasDay || hasMonth || hasYear else { return time }
        let serial = Int(value) + (minutes == 1440 ? 1 : 0)
        // Spreadsheets have a 29 February 1900, which never was.
        let day = Day(ordinal: epoch + serial + (epoch == -25_569 && serial < 60 ? 1 : 0))
        if !hasDay {
            let format = Format(.bg)
            return !hasMonth ? String(day.year) : hasYear ? "\(format.monthName(day.month)) \(day.year)" : format.monthName(day.month)
        }
        let text = String(format: "%02d.%02d.%04d", day.day, day.month, day.year)
        return hasTime && minutes % 1440 != 0 ? text + " " + time : text
    }

    // MARK: Codes

    private static func sections(_ code: String) -> [String] {
        var sections = [""]
        var isQuoted = false
        var isEscaped = false
        for scalar in code.unicodeScalars.prefix(255) {
            if !isEscaped, scalar == "\"" { isQuoted.toggle() }
            if scalar == ";", !isQuoted, !isEscaped {
                sections.append("")
            } else {
                sections[sections.count - 1].unicodeScalars.append(scalar)
            }
            isEscaped = !isEscaped && !isQuoted && scalar == "\\"
        }
        return sections
    }

    private static func kind(_ code: String) -> Kind {
        var scanner = NumberFormatScanner(code)
        scanner.scan()
        if scanner.hasDate {
            return .date(hasDay: scanner.hasDay, hasMonth: scanner.hasMonth, hasYear: scanner.hasYear, hasTime: scanner.hasTime)
        }
        if scanner.isFraction { return .general }
        guard scanner.hasDigits else { return scanner.isText ? .text : scanner.before.isBlank ? .general : .words(scanner.before.trimmed) }
        return .number(
            Number(
                before: scanner.before, after: scanner.after, least: scanner.least, most: scanner.most, isGrouped: scanner.isGrouped,
                isPercent: scanner.isPercent, thousands: scanner.commasAtEnd, isScientific: scanner.isScientific))
    }
}
