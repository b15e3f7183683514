import Core
import Counting
import Database
import Policy
import TestSupport
import Testing

/// One of some values.
func one<Value>(of values: [Value], _ random: inout SeededGenerator) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
}

/// A moment of 2025 or 2026, often right at an edge of a day in Sofia.
func moment(_ random: inout SeededGenerator) -> Instant {
    let day = Day(2025, 10, 1).map { Day(ordinal: $0.ordinal + Int.random(in: 0..<200, using: &random)) }
    let start = (day ?? Day(ordinal: 0)).startInSofia.milliseconds
    return Instant(milliseconds: start + one(of: [0, -1, 1, 43_200_000, 86_399_999], &random))
}

func later(_ instant: Instant, _ random: inout SeededGenerator) -> Instant {
    Instant(milliseconds: instant.milliseconds + Int64.random(in: 1...(60 * 86_400_000), using: &random))
}

/// What somebody counted by hand: the rows, and the figure in the unit that was asked for.
struct HandCounted {
    private(set) var rows: Set<String> = []
    private var things: Set<String> = []
    private var sum = 0

    var value: Int { things.count + sum }

    /// A row, and what of it is counted once however many rows have it.
    mutating func add(_ row: String, _ thing: String) {
        rows.insert(row)
        things.insert(thing)
    }

    /// A row, and what it adds.
    mutating func add(_ row: String, sum amount: Int) {
        rows.insert(row)
        sum += amount
    }
}

extension MetricQuestion {
    func has(_ at: Instant?) -> Bool { at.map { (from...to).contains($0.dayInSofia) } ?? false }

    /// Whether something that lasts was there at some time in it.
    func touches(_ since: Instant, _ until: Instant?) -> Bool {
        since < Day(ordinal: to.ordinal + 1).startInSofia && until.map { $0 >= from.startInSofia } ?? true
    }

    func fits(_ codes: [String: Set<String>]) -> Bool {
        filters.allSatisfy { name, asked in
            let own = codes[name] ?? []
            return !asked.isDisjoint(with: own.isEmpty ? [MetricQuestion.unknown] : own)
        }
    }

    /// Some months of a metric, some of it left out.
    static func random(_ metric: Metric, _ organisations: [OrganisationID], _ random: inout SeededGenerator) -> MetricQuestion {
        let first = Day(2025, 10, 1)?.ordinal ?? 0
        let from = Day(ordinal: first + Int.random(in: 0..<150, using: &random))
        var filters: [String: Set<String>] = [:]
        for dimension in metric.dimensions where Int.random(in: 0..<4, using: &random) == 0 {
            let codes: [String] =
                switch dimension.codes {
                case .closed(let codes, _): codes
                case .organisations: organisations.map(\.text)
                case .districts: ["BG-01", "BG-03"]
                case .countries: ["BG", "DE"]
                case .institutions: ["МВР", "ДАЗД"]
                }
            filters[dimension.name] = Set((codes + [MetricQuestion.unknown]).shuffled(using: &random).prefix(2))
        }
        return MetricQuestion(
            unit: metric.units.randomElement(using: &random)?.code ?? "", from: from,
            to: Day(ordinal: from.ordinal + Int.random(in: 0..<120, using: &random)), filters: filters)
    }
}

/// That value, rows and parts are what counting by hand gives.
func agree(
    _ metric: Metric, _ question: MetricQuestion, _ reader: Actor, _ context: Context, _ connection: any Connection,
    byHand: (MetricQuestion) -> HandCounted
) throws {
    let expected = byHand(question)
    #expect(try metric.value(question, connection) == expected.value, "\(metric.name) \(question)")
    let count = try metric.rowCount(question, .all, reader, context, connection)
    let rows = try metric.rows(question, .all, reader, context, offset: 0, limit: 500, connection)
    #expect(rows.count == count)
    #expect(Set(rows.map(\.id)) == expected.rows, "\(metric.name) \(question)")
    let sum = rows.map(\.count).reduce(0, +)
    // One person may stand behind several rows, and is one in the figure.
    #expect(["person", "minor", "case"].contains(question.unit) ? sum >= expected.value : sum == expected.value, "\(metric.name)")
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.day >= $1.day })
    for dimension in metric.dimensions {
        var narrowed = question
        for part in try metric.parts(question, by: dimension, connection) {
            narrowed.filters[dimension.name] = [part.code ?? MetricQuestion.unknown]
            #expect(byHand(narrowed).value == part.count, "\(metric.name) \(narrowed)")
        }
    }
}
