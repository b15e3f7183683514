import ArgumentParser
import Database
import Programmes

/// `zakrila export PLAN --format json|csv`
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write a plan as JSON (Schemas/plan.schema.json) or CSV to standard output.")

    /// The formats plans are handed out in.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv
    }

    @Argument(help: ArgumentHelp("Id or name of the plan, or its beginning.", valueName: "plan")) var plan: String
    @Option(help: "json or csv.") var format: Format = .json
    @Option(help: "Another edition than the newest.") var edition: Int?
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open()
        let found = try await PlanStore(database).plan(plan, version: edition)
        await database.close()
        guard let found else {
            Console.problem(Messages(options.spoken).noPlan(plan))
            throw ExitCode.notFound
        }
        switch format {
        case .json: Console.write(try PlanExport.json(found))
        case .csv: Console.write(PlanExport.csv(found, language: options.spoken))
        }
    }
}
