import ArgumentParser
import Database
import Documents
import Foundation
import Programmes

/// `zakrila export PLAN --format json|csv|docx|xlsx [--output FILE]`
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a plan as JSON (Schemas/plan.schema.json), CSV, Word or Excel to standard output or a file.")

    /// The formats plans are handed out in.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv, docx, xlsx
    }

    @Argument(help: ArgumentHelp("Id or name of the plan, or its beginning.", valueName: "plan")) var plan: String
    @Option(help: "json, csv, docx (Word) or xlsx (Excel).") var format: Format = .json
    @Option(help: "Another edition than the newest.") var edition: Int?
    @Option(help: ArgumentHelp("Where to write instead of standard output.", valueName: "file")) var output: String?
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open()
        let contents: Data?
        do {
            let store = PlanStore(database)
            let found = try await store.plan(plan, version: edition)
            contents = if let found { try await bytes(of: found, in: store) } else { nil }
        } catch let error as WritingError {
            Console.problem(Messages(options.spoken).problem(error))
            throw ExitCode.failure
        }
        await database.close()
        guard let contents else {
            Console.problem(Messages(options.spoken).noPlan(plan))
            throw ExitCode.notFound
        }
        try write(contents)
    }

    private func bytes(of plan: StoredPlan, in store: PlanStore) async throws -> Data {
        switch format {
        case .json: Data(try PlanExport.json(plan).utf8)
        case .csv: Data(PlanExport.csv(plan, language: options.spoken).utf8)
        case .docx: Data(try PlanExport.docx(plan, try await store.document(of: plan)))
        case .xlsx: Data(try PlanExport.xlsx(plan, language: options.spoken))
        }
    }

    private func write(_ bytes: Data) throws {
        guard let output else { return Console.write(bytes) }
        do {
            try bytes.write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            Console.problem(Messages(options.spoken).unwritable(output))
            throw ExitCode.failure
        }
    }
}
