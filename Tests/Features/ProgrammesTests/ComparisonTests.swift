import Core
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What holds of comparing any two plans.
@Suite struct ComparisonTests {
    private static func plan(_ file: String) throws -> PlanContent {
        let plans = try PlanReading(bytes: Array(Seeds.file(file)), register: InstitutionRegister.builtIn()).plans
        return try #require(plans.first)
    }
    private static func programme() throws -> PlanContent { try plan("Demo/programa-2024.tsv") }
    private static func migration() throws -> PlanContent { try plan("Demo/plan-migratsia-2024.tsv") }

    private static func compare(_ left: PlanContent, _ right: PlanContent, _ decided: PlanComparison.Decided = .init()) throws
        -> PlanComparison
    {
        try PlanComparison(left, right, register: InstitutionRegister.builtIn(), decided: decided)
    }

    /// Pairs by codes, the first plan's first.
    private static func codes(_ comparison: PlanComparison, _ left: PlanContent, _ right: PlanContent) -> Set<[String]> {
        Set(comparison.pairs.map { [left.measures[$0.left].code, right.measures[$0.right].code] })
    }

    @Test func `a plan is itself in every measure`() throws {
        let plan = try Self.programme()
        let comparison = try Self.compare(plan, plan)
        #expect(comparison.onlyLeft.isEmpty && comparison.onlyRight.isEmpty)
        let own = comparison.pairs.filter { $0.left == $0.right }
        #expect(own.count == plan.measures.count)
        #expect(own.allSatisfy { $0.likeness.degree == .certain && $0.likeness.reasons.first == .sameTitle })
        #expect(plan.measures.allSatisfy { !MeasureContrast($0, $0).isMaterial && MeasureContrast($0, $0).differing.isEmpty })
    }

    @Test func `a measure that a plan repeats has its own like in the other`() throws {
        var plan = try Self.programme()
        plan.measures += plan.measures
        let comparison = try Self.compare(plan, plan)
        #expect(comparison.pairs.filter { $0.left == $0.right }.count == plan.measures.count)
    }

    @Test func `the earlier plan comes first by its years`() throws {
        let plan = try Self.programme()
        var earlier = plan
        earlier.period = Deadline.Period(from: try #require(Day(2020, 1, 1)), to: try #require(Day(2020, 12, 31)))
        let (there, back, none) = (try Self.compare(earlier, plan), try Self.compare(plan, earlier), try Self.compare(plan, plan))
        #expect(there.order == .leftFirst && there.years == 4 && there.order.ofLeft == .dropped && there.order.ofRight == .new)
        #expect(back.order == .rightFirst && back.years == -4 && back.order.ofLeft == .new && back.order.ofRight == .dropped)
        #expect(none.order == .none && none.years == 0 && none.order.ofPairs == nil)
        let counts = try ComparisonSentences(.bg).counts(there)
        #expect(counts.hasPrefix("Продължават: ") && counts.contains("Отпадат: 0") && counts.contains("Нови: 0"))
    }

    @Test func `what was decided keeps its score`() throws {
        let (one, other) = (try Self.programme(), try Self.migration())
        let pair = try #require(try Self.compare(one, other).pairs.first)
        let rejected = try Self.compare(one, other, .init(rejected: [pair.positions])).rejected
        #expect(rejected.map(\.likeness) == [pair.likeness] && rejected[0].standing == .rejected)
        let sentences = try ComparisonSentences(.bg)
        #expect(sentences.standing(rejected[0]).hasPrefix("отхвърлено, сходство "))
        #expect(sentences.standing(pair) == sentences.degree(pair.likeness))
    }

    @Test(arguments: [("срещу", "среща"), ("визита", "виза"), ("визия", "виза")])
    func `words that only begin alike mean different things`(word: String, other: String) {
        var vocabulary = ActionVocabulary()
        #expect(Set(vocabulary.numbers(word)).isDisjoint(with: vocabulary.numbers(other)))
    }

    @Test func `which plan is named first changes nothing`() throws {
        let (one, other) = (try Self.programme(), try Self.migration())
        let (there, back) = (try Self.compare(one, other), try Self.compare(other, one))
        #expect(Set(there.pairs.map { [$0.left, $0.right] }) == Set(back.pairs.map { [$0.right, $0.left] }))
        #expect(there.onlyLeft == back.onlyRight && there.onlyRight == back.onlyLeft)
        #expect(there.pairs.count > 5)
    }

    @Test(arguments: 1...6) func `the order and the numbers of measures do not matter`(seed: UInt64) throws {
        let (one, other) = (try Self.programme(), try Self.migration())
        var random = SeededGenerator(seed)
        var shuffled = other
        shuffled.measures.shuffle(using: &random)
        let (before, after) = (try Self.compare(one, other), try Self.compare(one, shuffled))
        #expect(Self.codes(before, one, other) == Self.codes(after, one, shuffled))
        for index in shuffled.measures.indices { shuffled.measures[index].number = "\(index + 500)" }
        #expect(Self.codes(try Self.compare(one, shuffled), one, shuffled) == Self.codes(before, one, other))
    }

    @Test(arguments: 1...6) func `what people said holds whatever the words`(seed: UInt64) throws {
        let (one, other) = (try Self.programme(), try Self.migration())
        var random = SeededGenerator(seed)
        let proposed = try Self.compare(one, other).pairs.map { PlanComparison.Positions($0.left, $0.right) }
        let rejected = Set(proposed.shuffled(using: &random).prefix(3))
        let confirmed = Set(
            (0..<3).map { _ in
                PlanComparison.Positions(
                    .random(in: one.measures.indices, using: &random), .random(in: other.measures.indices, using: &random))
            }
        )
        .subtracting(rejected)
        let comparison = try Self.compare(one, other, .init(confirmed: confirmed, rejected: rejected))
        let found = Dictionary(grouping: comparison.pairs) { PlanComparison.Positions($0.left, $0.right) }
        #expect(found.values.allSatisfy { $0.count == 1 }, "each pair once")
        #expect(confirmed.allSatisfy { found[$0]?.first?.standing == .confirmed })
        #expect(rejected.allSatisfy { found[$0] == nil })
        #expect(found.filter { $0.value[0].standing == .confirmed }.count == confirmed.count)
        // Every measure is in a pair or left over, never both.
        #expect(Set(comparison.pairs.map(\.left)).union(comparison.onlyLeft) == Set(one.measures.indices))
        #expect(Set(comparison.pairs.map(\.left)).isDisjoint(with: comparison.onlyLeft))
        #expect(Set(comparison.pairs.map(\.right)).union(comparison.onlyRight) == Set(other.measures.indices))
    }

    @Test func `a plan without measures shares nothing`() throws {
        let empty = PlanContent(title: SourcedText(text: "Празен план", source: SourceReference(cells: [], text: "")))
        let plan = try Self.programme()
        let comparison = try Self.compare(empty, plan)
        #expect(comparison.pairs.isEmpty && comparison.onlyLeft.isEmpty && comparison.onlyRight.count == plan.measures.count)
        #expect(try Self.compare(empty, empty).pairs.isEmpty)
    }

    @Test func `an amount in leva is the same in euro`() throws {
        let plan = try Self.programme()
        let position = try #require(plan.measures.firstIndex { !$0.amounts.isEmpty && $0.budget.count == 1 })
        var other = plan.measures[position]
        other.budget = other.budget.map { line in
            var line = line
            line.amount = line.amount?.inEuro
            return line
        }
        #expect(!MeasureContrast(plan.measures[position], other).differing.contains(.budget))
        other.budget[0].amount = Money(minor: 1, .eur)
        #expect(MeasureContrast(plan.measures[position], other).differing == [.budget])
    }
}
