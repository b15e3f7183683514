import Core

/// Goes through one section of a format's code.
struct NumberFormatScanner {
    private let code: [Unicode.Scalar]
    private var place = 0
    private(set) var before = ""
    private(set) var after = ""
    private(set) var least = 0
    private(set) var most = 0
    private(set) var isGrouped = false
    private(set) var isPercent = false
    private(set) var commasAtEnd = 0
    private(set) var isScientific = false
    private(set) var hasDigits = false
    private(set) var isText = false
    private(set) var isFraction = false
    private(set) var hasDay = false
    private(set) var hasYear = false
    private(set) var hasTime = false
    /// Letters `m`: months, and minutes beside hours or seconds.
    private var months = 0
    private var isAfterStop = false

    init(_ code: String) {
        self.code = Array(code.unicodeScalars)
    }

    var hasMonth: Bool { months > 0 && (hasDay || hasYear || !hasTime || months > 2) }
    var hasDate: Bool { !hasDigits && (hasDay || hasYear || hasTime || months > 0) }

    mutating func scan() {
        if code.map(String.init).joined().lowercased().contains("general") { return }
        while place < code.count {
            let scalar = code[place]
            place += 1
            switch scalar {
            case "\"":
                let end = code[place...].firstIndex(of: "\"") ?? code.endIndex
                add(String(scalars: code[place..<end]))
                place = min(end + 1, code.count)
            case "\\":
                if place < code.count { add(String(code[place])) }
                place += 1
            // As wide as the next character, or filled with it: nothing to read.
            case "_", "*": place += 1
            case "[": bracket()
            default: sign(scalar)
            }
        }
    }

    private mutating func sign(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "0", "#", "?":
            hasDigits = true
            commasAtEnd = 0
            guard isAfterStop else { return }
            most += 1
            if scalar == "0" { least = most }
        case ".": if hasDigits { isAfterStop = true } else { add(".") }
        case ",":
            guard hasDigits else { return }
            commasAtEnd += 1
            if place < code.count, ["0", "#", "?"].contains(code[place]) { isGrouped = true }
        case "%":
            isPercent = true
            add("%")
        case "E", "e": if hasDigits { isScientific = true } else { hasYear = true }
        case "d", "D": hasDay = true
        case "y", "Y": hasYear = true
        case "h", "H", "s", "S": hasTime = true
        case "m", "M": months += 1
        case "@": isText = true
        case "/" where hasDigits: isFraction = true
        default: add(String(scalar))
        }
    }

    /// `[$лв.-402]` prints a currency, `[h]` hours beyond a day; others are colours and conditions.
    private mutating func bracket() {
        let end = code[place...].firstIndex(of: "]") ?? code.endIndex
        let inner = String(scalars: code[place..<end])
        if inner.hasPrefix("$") {
            add(String(inner.dropFirst().prefix { $0 != "-" }))
        } else if ["h", "hh", "m", "mm", "s", "ss"].contains(inner.lowercased()) {
            hasTime = true
        }
        place = min(end + 1, code.count)
    }

    private mutating func add(_ words: String) {
        if hasDigits { after += words } else { before += words }
    }
}
