import ArgumentParser
import Core
import Database
import Programmes
import Server

/// `zakrila counts PLAN`
struct Counts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "How many indicators of a plan count themselves, or could.")

    @Argument(help: ArgumentHelp("Id or name of the plan, or its beginning.", valueName: "plan")) var plan: String
    @Flag(help: "List every indicator with what counts it, or what is proposed.") var list = false
    @Flag(help: "List the indicators that nothing counts.") var unbound = false
    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let database = try await options.open()
        guard let found = try await PlanStore(database).plan(plan) else {
            await database.close()
            Console.problem(messages.noPlan(plan))
            throw ExitCode.notFound
        }
        let counts = try await database.read { try PlanCounts(found, metrics: House.metrics, $0) }
        await database.close()
        let lines = counts.lines.filter { list || unbound && $0.way == .neither }
        if json { return Console.write(try JSON.text(Report(found, counts, lines.map(Line.init)))) }
        Console.say(messages.counts(counts))
        Console.table(
            lines.map { line in
                let basis = line.metric == nil ? "–" : line.basis
                return ["\(line.measure)/\(line.number)", messages.way(line), basis, String(line.label.prefix(100))]
            })
    }

    private struct Report: Encodable {
        let plan: String
        let indicators, bound, counted, fed, neither, share: Int
        let list: [Line]

        init(_ plan: StoredPlan, _ counts: PlanCounts, _ lines: [Line]) {
            self.plan = plan.slug
            indicators = counts.lines.count
            bound = counts.lines.count(where: \.isBound)
            counted = counts.count(.counted)
            fed = counts.count(.fed)
            neither = counts.count(.neither)
            share = counts.share
            list = lines
        }
    }

    private struct Line: Encodable {
        let measure, label, unit, way: String
        let number: Int
        let metric: String?
        let filters: [String: [String]]
        let isBound: Bool

        init(_ line: PlanCounts.Line) {
            measure = line.measure
            number = line.number
            label = line.label
            metric = line.metric
            unit = line.unit
            filters = line.filters.mapValues { $0.sorted() }
            way = line.way.rawValue
            isBound = line.isBound
        }
    }
}
