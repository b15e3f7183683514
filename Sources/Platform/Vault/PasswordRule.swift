import Core

/// What a password must be: long, and not one that everybody would try first. Nothing is asked of it besides (NIST SP 800-63B, 3.1.1.2):
/// no kinds of characters, no change by the calendar.
public enum PasswordRule {
    /// Why a password is refused.
    public enum Problem: Sendable, Equatable {
        /// It has too few characters; how many it should have.
        case tooShort(Int)
        /// It has more characters than anybody types; how many it may have.
        case tooLong(Int)
        /// The same few characters again and again, or one run of the keyboard or the alphabet.
        case repetitive
        /// Common words, and names that anybody who knows the user would try, with little besides.
        case guessable
    }

    static let shortest = 15
    static let longest = 256
    /// Letters and digits that must be left without common words and names.
    private static let ownPart = 10

    /// Nil for a good password.
    ///
    /// - Parameter context: the user's name, her organisation's, the service's.
    public static func problem(_ password: String, context: [String] = []) -> Problem? {
        let length = password.unicodeScalars.count
        guard length >= shortest else { return .tooShort(shortest) }
        guard length <= longest else { return .tooLong(longest) }
        let plain = folded(password)
        if Set(plain).count < 5 || hasPeriod(plain) || isRun(plain) || isRun(typed(password)) { return .repetitive }
        let names = context.flatMap { $0.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map { folded(String($0)) } }
        return left(plain, without: names + common) < ownPart ? .guessable : nil
    }

    /// Letters and digits in lower case, Cyrillic as Latin, the usual stand-ins („p4ssw0rd“) as the letters they stand for, other scripts as
    /// they are.
    private static func folded(_ text: String) -> [UInt8] {
        let stands: [Unicode.Scalar: String] = ["0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"]
        return text.lowercased().unicodeScalars.flatMap { scalar -> [UInt8] in
            if let stand = stands[scalar] { return Array(stand.utf8) }
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return [] }
            let latin = Transliteration.slug(String(scalar))
            return Array((latin.isEmpty ? String(scalar) : latin).utf8)
        }
    }

    /// Letters and digits as the fingers meet them: digits are digits here.
    private static func typed(_ text: String) -> [UInt8] {
        text.lowercased().unicodeScalars.flatMap { scalar -> [UInt8] in
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return [] }
            let latin = Transliteration.slug(String(scalar))
            return Array((latin.isEmpty ? String(scalar) : latin).utf8)
        }
    }

    /// Which characters follow one another: in the alphabet, along a row of the keyboard, down a column of it, or across two rows in turn.
    private static let neighbours: Set<[UInt8]> = {
        let rows = [
            "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "yavertauiopshshtasdfghyklzhtsgbnm", "1234567890", "01234567890",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp", "azsxdcfvgbhnjm",
            "zw", "xe", "cr", "vt", "by",
        ].map { Array($0.utf8) }
        return Set(rows.flatMap { row in zip(row, row.dropFirst()).flatMap { [[$0, $1], [$1, $0]] } })
    }()

    /// Nearly every character follows the one before it, or stands before it.
    private static func isRun(_ text: [UInt8]) -> Bool {
        let steps = zip(text, text.dropFirst()).filter { $0 == $1 || neighbours.contains([$0, $1]) }.count
        return steps * 4 >= (text.count - 1) * 3
    }

    /// One short piece, three times and more.
    private static func hasPeriod(_ text: [UInt8]) -> Bool {
        (1...max(1, min(10, text.count / 3))).contains { period in zip(text, text.dropFirst(period)).allSatisfy { $0 == $1 } }
    }

    private static func left(_ text: [UInt8], without words: [[UInt8]]) -> Int {
        var rest = text
        for word in words.filter({ $0.count >= 3 }).sorted(by: { $0.count > $1.count }) {
            while let start = rest.indices.first(where: { rest[$0...].starts(with: word) }) {
                rest.removeSubrange(start..<start + word.count)
            }
        }
        return rest.count
    }

    /// What people who have to think of a password think of: folded as above.
    private static let common = [
        "password", "parola", "parolata", "qwerty", "letmein", "welcome", "admin", "administrator", "login", "secret", "taina", "iloveyou",
        "obichamte", "obicham", "master", "dragon", "monkey", "football", "futbol", "levski", "cska", "bulgaria", "balgariya", "sofia",
        "sofiya", "plovdiv", "varna", "burgas", "zakrila", "trafik", "traffic", "komisiya", "nkbth", "nkbtk", "policia", "politsiya",
        "prokuratura", "computer", "kompyutar", "summer", "winter", "spring", "autumn", "lyato", "zima", "prolet", "esen", "lqto",
        "ianuari",
        "fevruari", "mart", "april", "mai", "yuni", "yuli", "avgust", "septemvri", "oktomvri", "noemvri", "dekemvri",
    ].map(folded)
}
