/// Joins the spellings of Bulgarian names in Latin letters that are met beside the law's: French (`Tchavdar`, `Gueorguiev`), German
/// (`Iwanoff`), old passports (`Jivko`, `Tzvetan`), keyboards without Cyrillic (`Xristo`).
enum NameSpelling {
    /// Longer ones stand before the shorter ones they begin with. `zh`, `j`, `y` and `i` become one letter, for `j` was written for „ж“ and
    /// for „й“.
    private static let spellings: [(written: [UInt8], folded: [UInt8])] = [
        ("scht", "st"), ("tsch", "ch"), ("sht", "st"), ("tch", "ch"), ("sch", "sh"), ("gue", "ge"), ("gui", "gi"), ("sh", "sh"),
        ("ch", "ch"),
        ("ck", "k"), ("ks", "h"), ("kh", "h"), ("tz", "ts"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("zh", "i"), ("ou", "u"), ("cv", "tsv"),
        ("ce", "tse"), ("ci", "tsi"), ("cy", "tsi"), ("x", "h"), ("c", "k"), ("q", "k"), ("w", "v"), ("j", "i"), ("y", "i"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// A word in Latin letters by the law, or in any other spelling. Other scripts are left.
    static func folded(_ latin: String) -> String {
        let letters = Array(latin.utf8)
        var folded: [UInt8] = []
        var index = 0
        // `Christo` is „Христо“, but inside a word `ch` is „ч“.
        if letters.starts(with: "chr".utf8) { index = 1 }
        while index < letters.count {
            let spelling = spellings.first { letters[index...].starts(with: $0.written) }
            for letter in spelling?.folded ?? [letters[index]] where folded.last != letter || letter >= 0x80 { folded.append(letter) }
            index += spelling?.written.count ?? 1
        }
        if folded.count > 2, folded.last == UInt8(ascii: "f"), [UInt8(ascii: "o"), UInt8(ascii: "e")].contains(folded[folded.count - 2]) {
            folded[folded.count - 1] = UInt8(ascii: "v")
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// A woman's surname as her father's or husband's: -ова, -ева, -ска.
    static func surname(_ folded: String) -> String {
        guard folded.utf8.count > 4 else { return folded }
        if folded.hasSuffix("ova") || folded.hasSuffix("eva") { return String(folded.dropLast()) }
        return folded.hasSuffix("ska") ? folded.dropLast() + "i" : folded
    }

    /// Consonants only, voiced and voiceless as one; a vowel at the beginning stays as `a`.
    static func phonetic(_ surname: String) -> String {
        var sounds: [UInt8] = []
        for letter in surname.utf8 {
            let sound: UInt8
            switch letter {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"):
                guard sounds.isEmpty else { continue }
                sound = UInt8(ascii: "a")
            case UInt8(ascii: "b"): sound = UInt8(ascii: "p")
            case UInt8(ascii: "d"): sound = UInt8(ascii: "t")
            case UInt8(ascii: "g"), UInt8(ascii: "h"): sound = UInt8(ascii: "k")
            case UInt8(ascii: "v"): sound = UInt8(ascii: "f")
            case UInt8(ascii: "z"), UInt8(ascii: "c"): sound = UInt8(ascii: "s")
            default: sound = letter
            }
            if sounds.last != sound || sound >= 0x80 { sounds.append(sound) }
        }
        return String(decoding: sounds, as: UTF8.self)
    }
}
