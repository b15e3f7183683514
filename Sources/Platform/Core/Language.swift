/// The languages of the interface.
public enum Language: String, Sendable, CaseIterable {
    case bg
    case en
}

/// Numbers, dates and money as they are written in a language.
public struct Format: Sendable {
    /// The language whose rules are followed.
    public let language: Language

    /// The rules of a language; nothing depends on the system's settings.
    public init(_ language: Language) {
        self.language = language
    }

    /// A whole number with groups of three: „43 279“ (no-break space), in English `43,279`. Bulgarian groups from five digits on.
    public func integer(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let sign = number < 0 ? "−" : ""
        guard digits.utf8.count > 4 || (language == .en && digits.utf8.count > 3) else { return sign + digits }
        let separator = language == .bg ? "\u{a0}" : ","
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.utf8.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return sign + groups.joined(separator: separator)
    }

    /// A number with at most two decimals: „11,61“, in English `11.61`.
    public func number(_ number: Double) -> String {
        let hundredths = Int((number.magnitude * 100).rounded())
        var text = integer(hundredths / 100)
        let cents = hundredths % 100
        if cents != 0 {
            text += decimalMark + (cents % 10 == 0 ? String(cents / 10) : padded(cents, 2))
        }
        return (number < 0 ? "−" : "") + text
    }

    /// „20 000 лв.“, „10 225,84 €“; in English `BGN 20,000`, `€10,225.84`.
    public func money(_ money: Money) -> String {
        let amount = amount(Money(minor: Int64(money.minor.magnitude), money.currency))
        let sign = money.minor < 0 ? "−" : ""
        return switch (language, money.currency) {
        case (.bg, .bgn): "\(sign)\(amount)\u{a0}лв."
        case (.bg, .eur): "\(sign)\(amount)\u{a0}€"
        case (.en, .bgn): "\(sign)BGN\u{a0}\(amount)"
        case (.en, .eur): "\(sign)€\(amount)"
        }
    }

    /// An amount without its currency: cents only where there are some, in euro always.
    public func amount(_ money: Money) -> String {
        let cents = Int(money.minor.magnitude % 100)
        let fraction = cents == 0 && money.currency == .bgn ? "" : decimalMark + padded(cents, 2)
        return (money.minor < 0 ? "−" : "") + integer(Int(money.minor.magnitude / 100)) + fraction
    }

    /// „20 ноември 2026 г.“, in English `20 November 2026`.
    public func day(_ day: Day) -> String {
        switch language {
        case .bg: "\(day.day) \(monthName(day.month)) \(day.year)\u{a0}г."
        case .en: "\(day.day) \(monthName(day.month)) \(day.year)"
        }
    }

    /// A moment on Sofia's clocks: „20 ноември 2026 г., 18:05“, in English `20 November 2026, 18:05`.
    public func moment(_ instant: Instant) -> String {
        "\(day(instant.dayInSofia)), \(clock(instant))"
    }

    /// What Sofia's clocks show: `18:05`, in both languages.
    public func clock(_ instant: Instant) -> String {
        let minute = Int((instant.milliseconds % 3_600_000 + 3_600_000) % 3_600_000 / 60_000)
        return "\(padded(instant.hourInSofia, 2)):\(padded(minute, 2))"
    }

    /// „ноември 2026 г.“, in English `November 2026`.
    public func month(_ month: Month) -> String {
        switch language {
        case .bg: "\(monthName(month.month)) \(month.year)\u{a0}г."
        case .en: "\(monthName(month.month)) \(month.year)"
        }
    }

    /// The name of a month, 1 to 12.
    public func monthName(_ month: Int) -> String {
        let names = language == .bg ? Format.bulgarianMonths : Format.englishMonths
        return names.indices.contains(month - 1) ? names[month - 1] : ""
    }

    /// The first three letters of a month's name, for axes.
    public func shortMonth(_ month: Int) -> String {
        String(monthName(month).prefix(3))
    }

    private var decimalMark: String { language == .bg ? "," : "." }

    /// Months in Bulgarian, January first.
    public static let bulgarianMonths = [
        "януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември",
    ]
    /// Months in English, January first.
    public static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}

/// Bulgarian alphabetical order: Cyrillic before Latin, case apart, numbers by value.
public enum Collation {
    /// A key whose order by code points is the order for people.
    public static func key(_ text: String) -> String {
        var key = ""
        var digits = ""
        func closeDigits() {
            guard !digits.isEmpty else { return }
            key += String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
            digits = ""
        }
        for scalar in text.unicodeScalars {
            guard let lower = Folding.lowered(scalar) else { continue }
            if (0x30...0x39).contains(lower.value) {
                digits.unicodeScalars.append(lower)
                continue
            }
            closeDigits()
            if (0x61...0x7a).contains(lower.value), let latin = Unicode.Scalar(lower.value + 0x1000) {
                key.unicodeScalars.append(latin)
            } else if isQuote(lower) {
                continue
            } else {
                key.unicodeScalars.append(lower)
            }
        }
        closeDigits()
        return key
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "„", "“", "”", "\"", "'", "«", "»": true
        default: false
        }
    }

    /// Items in the order of their names, each name folded once.
    public static func sorted<Item>(_ items: some Sequence<Item>, by name: (Item) -> String) -> [Item] {
        items.map { (key: key(name($0)), item: $0) }.sorted { $0.key < $1.key }.map(\.item)
    }
}
