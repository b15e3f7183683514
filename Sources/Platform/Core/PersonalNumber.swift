/// A number by which the State knows a person. That its digits agree is no proof of who she is, and many have none.
public enum PersonalNumber: Hashable, Sendable {
    /// ЕГН (единен граждански номер).
    case egn(String)
    /// ЛНЧ (личен номер на чужденец).
    case lnch(String)

    /// What is wrong with ten digits given as one of the two.
    public enum Fault: Error, Equatable, Sendable {
        /// Not ten digits.
        case notTenDigits
        /// The first six are no date of birth.
        case noDate
        /// The last digit does not agree with the others: one of them is mistyped.
        case checkDigit
    }

    /// A number declared to be an ЕГН; spaces are left out. Throws ``Fault``.
    public static func egn(typed text: String) throws(Fault) -> PersonalNumber {
        let digits = try digits(text)
        guard birth(digits) != nil else { throw .noDate }
        let sum = zip(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]).reduce(0) { $0 + $1.0 * $1.1 }
        guard sum % 11 % 10 == digits[9] else { throw .checkDigit }
        return .egn(written(digits))
    }

    /// A number declared to be an ЛНЧ; spaces are left out. One ten-digit number in ten passes, so the kind must be asked, not guessed.
    /// Throws ``Fault``.
    public static func lnch(typed text: String) throws(Fault) -> PersonalNumber {
        let digits = try digits(text)
        let sum = zip(digits, [21, 19, 17, 13, 11, 9, 7, 3, 1]).reduce(0) { $0 + $1.0 * $1.1 }
        guard sum % 10 == digits[9] else { throw .checkDigit }
        return .lnch(written(digits))
    }

    /// The day of birth that an ЕГН holds; an ЛНЧ holds none.
    public var birth: Day? {
        guard case .egn(let text) = self else { return nil }
        return PersonalNumber.birth(text.utf8.map { Int($0) - 48 })
    }

    /// Whether an ЕГН was given to a man: its ninth digit is even. Nil for an ЛНЧ. What the register said at birth, not more.
    public var isMale: Bool? {
        guard case .egn(let text) = self, let ninth = text.utf8.dropFirst(8).first else { return nil }
        return ninth % 2 == 0
    }

    private static func digits(_ text: String) throws(Fault) -> [Int] {
        let digits = text.utf8.filter { $0 != UInt8(ascii: " ") }.map { Int($0) - 48 }
        guard digits.count == 10, digits.allSatisfy({ (0...9).contains($0) }) else { throw .notTenDigits }
        return digits
    }

    private static func written(_ digits: [Int]) -> String { digits.map(String.init).joined() }

    /// Months from 21 are of the 19th century, from 41 of the 21st.
    private static func birth(_ digits: [Int]) -> Day? {
        let month = digits[2] * 10 + digits[3]
        let (century, first) = month > 40 ? (2000, 40) : month > 20 ? (1800, 20) : (1900, 0)
        return Day(century + digits[0] * 10 + digits[1], month - first, digits[4] * 10 + digits[5])
    }
}
