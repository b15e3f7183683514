import ArgumentParser
import Core
import Database
import Documents
import Foundation
import Programmes
import Reference

/// `zakrila compare PLAN PLAN`
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the same action promised in two plans.",
        discussion: """
            Measures are paired by the meaning of title, indicators and results, by institutions, numbers and money, not by their number. What \
            people confirmed or rejected on the site holds. Where the years of one plan come after the other's, what both have goes on, what only \
            the earlier one has was dropped and what only the later one has is new. Nothing is stored.
            """)

    @Argument(help: ArgumentHelp("Id or name of a plan, or its beginning; or a file.", valueName: "plan or file")) var first: String
    @Argument(help: ArgumentHelp("The plan to compare with, or a file.", valueName: "plan or file")) var second: String
    @Flag(help: "Report as JSON.") var json = false
    @Flag(help: "Say on the error stream how long comparing took.") var time = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let register = try InstitutionRegister.builtIn()
        let source = PlanSource(options: options, messages: messages, register: register)
        let sides = try await source.plans([first, second])
        let (left, right) = (try messages.only(sides[0], of: first), try messages.only(sides[1], of: second))
        let decided = try await source.decided(left, right)
        let begun = ContinuousClock.now
        let comparison = PlanComparison(left.content, right.content, register: register, decided: decided)
        if time { Console.problem("compare \((ContinuousClock.now - begun).rounded)") }
        let sentences = try ComparisonSentences(options.spoken)
        if json { return Console.write(try JSON.text(ComparisonReport(comparison, left.content, right.content, sentences))) }
        report(comparison, left.content, right.content, sentences, messages)
    }

    private func report(
        _ comparison: PlanComparison, _ left: PlanContent, _ right: PlanContent, _ sentences: ComparisonSentences, _ messages: Messages
    ) {
        Console.say("1  " + left.title.text)
        Console.say("2  " + right.title.text)
        Console.say(sentences.counts(comparison))
        for pair in comparison.pairs {
            let (one, other) = (left.measures[pair.left], right.measures[pair.right])
            Console.say("")
            Console.say("= \(one.code) ↔ \(other.code)  \(sentences.standing(pair)): \(sentences.reasons(pair.likeness))")
            for line in ContrastLines(one, other, sentences).lines {
                Console.say("    \(messages.fieldName(line.field.rawValue)): \(line.left(messages.blank)) ↔ \(line.right(messages.blank))")
            }
        }
        let order = comparison.order
        for (fate, heading, positions, plan) in [
            (order.ofLeft, messages.onlyFirst, comparison.onlyLeft, left),
            (order.ofRight, messages.onlySecond, comparison.onlyRight, right),
        ] where !positions.isEmpty {
            Console.say("")
            Console.say("\(fate.map(sentences.fate) ?? heading):")
            for position in positions { Console.say("  \(plan.measures[position].code)  \(plan.measures[position].title.text)") }
        }
    }
}

extension Messages {
    var onlyFirst: String { text("Само в първия план", "Only in the first plan") }
    var onlySecond: String { text("Само във втория план", "Only in the second plan") }

    /// The plan that is meant, where a file has several.
    func only(_ plans: [PlanSource.Plan], of name: String) throws -> PlanSource.Plan {
        if plans.count == 1 { return plans[0] }
        Console.problem(
            text(
                "\(name): във файла има \(plans.count) плана; внесете го и сравнете плановете по име.",
                "\(name): the file holds \(plans.count) plans; import it and compare the plans by name."))
        throw ExitCode.badInput
    }
}

/// A comparison, for scripts.
private struct ComparisonReport: Encodable {
    struct Pair: Encodable {
        struct Difference: Encodable { let field, left, right: String }

        let left, right, degree: String
        let score: Double
        let isConfirmed: Bool
        let reasons: [String]
        let differences: [Difference]
    }

    let left, right: String
    /// Which plan comes first by its years; `none` where neither does.
    let order: String
    let pairs: [Pair]
    let onlyLeft, onlyRight: [String]

    init(_ comparison: PlanComparison, _ left: PlanContent, _ right: PlanContent, _ sentences: ComparisonSentences) {
        self.left = left.title.text
        self.right = right.title.text
        order = comparison.order.rawValue
        pairs = comparison.pairs.map { pair in
            let (one, other) = (left.measures[pair.left], right.measures[pair.right])
            return Pair(
                left: one.code, right: other.code, degree: pair.likeness.degree.rawValue,
                score: (pair.likeness.score * 1000).rounded() / 1000, isConfirmed: pair.standing == .confirmed,
                reasons: sentences.parts(pair.likeness),
                differences: ContrastLines(one, other, sentences).lines.map {
                    .init(field: $0.field.rawValue, left: $0.left(""), right: $0.right(""))
                })
        }
        onlyLeft = comparison.onlyLeft.map { left.measures[$0].code }
        onlyRight = comparison.onlyRight.map { right.measures[$0].code }
    }
}
