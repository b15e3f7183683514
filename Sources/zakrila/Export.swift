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
        let store = PlanStore(database)
        let found = try await store.plan(plan, version: edition)
        let document = if let found, format == .docx { try await store.document(of: found) } else { nil as SourceDocument? }
        await database.close()
        guard let found else {
            Console.problem(Messages(options.spoken).noPlan(plan))
            throw ExitCode.notFound
        }
        do {
            try write(bytes(of: found, document))
        } catch let error as WritingError {
            Console.problem(Messages(options.spoken).problem(error))
            throw ExitCode.failure
        }
    }

    private func bytes(of plan: StoredPlan, _ document: SourceDocument?) throws -> Data {
        switch format {
        case .json: return Data(try PlanExport.json(plan).utf8)
        case .csv: return Data(PlanExport.csv(plan, language: options.spoken).utf8)
        case .docx:
            let nothing = SourceDocument(encoding: plan.document.encoding, blocks: [])
            return Data(try PlanExport.docx(plan, document ?? nothing))
        case .xlsx: return Data(try PlanExport.xlsx(plan, language: options.spoken))
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
