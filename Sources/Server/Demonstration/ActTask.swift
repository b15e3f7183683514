/// What a measure asks of organisers in a year, as a line of a table: „who; what kind; how often; in which months; with what; for which measures;
/// titles“.
///
/// With what: `media=report|publication` one of some codes, by lot; `copies=100..200` a number, by lot; `heads=9..20` heads that were counted;
/// `@judge=3..8` heads of a profession; `*answered=2..30` a stage, so many days later; `+days=2` longer than a day; `+open` without an end;
/// `+abroad=DE|GR` in another country.
struct ActTask: Sendable {
    let organisers: [String]
    let kind: String
    let times: Int
    let months: ClosedRange<Int>
    let details: [Detail]
    /// Those that an organiser has to name herself, since several would fit. None where it is plain.
    let measures: [String]
    let titles: [String]

    enum Detail: Sendable {
        case code(String, [String])
        case number(String, ClosedRange<Int>)
        case heads(ClosedRange<Int>)
        case profession(String, ClosedRange<Int>)
        case stage(String, ClosedRange<Int>)
        case days(Int)
        case open
        case abroad([String])
    }

    /// The line of the table is not as it should be.
    struct Unreadable: Error {
        let line: String
    }

    init(_ line: String) throws {
        let parts = line.split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmingSpaces }
        guard parts.count == 7, let times = Int(parts[2]), let months = ActTask.range(parts[3], "-") else { throw Unreadable(line: line) }
        organisers = ActTask.list(parts[0], ",")
        kind = parts[1]
        self.times = times
        self.months = months
        details = try ActTask.list(parts[4], " ").map { try ActTask.detail($0, line) }
        measures = ActTask.list(parts[5], ",")
        titles = ActTask.list(parts[6], "/")
        guard !organisers.isEmpty, !titles.isEmpty else { throw Unreadable(line: line) }
    }

    private static func detail(_ text: String, _ line: String) throws -> Detail {
        if text == "+open" { return .open }
        let sides = text.split(separator: "=").map(String.init)
        guard sides.count == 2 else { throw Unreadable(line: line) }
        let (name, codes) = (sides[0], list(sides[1], "|"))
        if name == "+days", let days = Int(sides[1]) { return .days(days) }
        if name == "+abroad" { return .abroad(codes) }
        guard let range = range(sides[1], "..") else { return .code(name, codes) }
        if name == "heads" { return .heads(range) }
        if name.hasPrefix("@") { return .profession(String(name.dropFirst()), range) }
        return name.hasPrefix("*") ? .stage(String(name.dropFirst()), range) : .number(name, range)
    }

    private static func range(_ text: String, _ separator: String) -> ClosedRange<Int>? {
        let numbers = text.split(separator: separator).compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] <= numbers[1] else { return nil }
        return numbers[0]...numbers[1]
    }

    private static func list(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator).map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
