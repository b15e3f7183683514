import ArgumentParser
import Core
import Database
import Documents
import Foundation
import Programmes
import Reference
import Spelling

/// `zakrila check PLAN|FILE`
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the faults of a plan: of one that is stored, or of a file that is not imported yet.",
        discussion: """
            Each finding has a rule, a weight, the measure, the place as table.row.column, the words, and what stands against them. Nothing is stored.
            """)

    @Argument(help: ArgumentHelp("Id or name of a plan, or its beginning; or a file.", valueName: "plan or file")) var subject: String
    @Flag(help: "Report as JSON.") var json = false
    @Flag(help: "Exit with an error where the plan contradicts itself.") var strict = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let speller = Speller()
        if speller == nil { Console.problem(messages.noDictionary) }
        let checked = try await plans(messages).map {
            (plan: $0.plan, findings: PlanCheck($0.plan, cells: $0.cells, speller: speller).findings)
        }
        if json {
            Console.write(try JSON.text(checked.map { Report(plan: $0.plan.title.text, findings: $0.findings.map(Line.init)) }))
        } else {
            let sentences = try FindingSentences(options.spoken)
            for (plan, findings) in checked { report(plan, findings, sentences, messages) }
        }
        if strict, checked.contains(where: { $0.findings.contains { $0.code.severity == .error } }) { throw ExitCode.failure }
    }

    private func plans(_ messages: Messages) async throws -> [(plan: PlanContent, cells: [(place: CellPlace, text: String)])] {
        if FileManager.default.fileExists(atPath: subject) {
            do {
                let bytes: [UInt8]
                do throws(DocumentError) { bytes = try DocumentFile.read(subject) } catch { throw ImportError.document(error) }
                let reading = try PlanReading(bytes: bytes, register: InstitutionRegister.builtIn())
                return reading.plans.map { ($0, reading.document.cells) }
            } catch let error as ImportError {
                Console.problem(try ImportSentences(options.spoken).text(error, file: subject))
                throw ExitCode.badInput
            }
        }
        let database = try await options.open()
        let store = PlanStore(database)
        guard let found = try await store.plan(subject) else {
            await database.close()
            Console.problem(messages.noPlan(subject))
            throw ExitCode.notFound
        }
        let cells = try await store.cells(of: found.document.id)
        await database.close()
        return [(found.content, cells)]
    }

    private func report(_ plan: PlanContent, _ findings: [PlanFinding], _ sentences: FindingSentences, _ messages: Messages) {
        Console.say(plan.title.text)
        Console.say(messages.findings(findings))
        for severity in PlanFinding.Severity.allCases {
            let own = findings.filter { $0.code.severity == severity }
            guard !own.isEmpty else { continue }
            Console.say("")
            Console.say(sentences.severity(severity))
            for one in own {
                let place = "\(one.place.table).\(one.place.row).\(one.place.column)"
                Console.say("  \([one.measure, place].compactMap(\.self).joined(separator: " · ")): \(sentences.text(one))")
                if !one.quote.isEmpty { Console.say("      „\(one.quote)“") }
            }
        }
    }

    private struct Report: Encodable {
        let plan: String
        let findings: [Line]
    }

    private struct Line: Encodable {
        let code, severity, place, quote, detail: String
        let measure: String?

        init(_ finding: PlanFinding) {
            code = finding.code.rawValue
            severity = finding.code.severity.rawValue
            measure = finding.measure
            place = "\(finding.place.table).\(finding.place.row).\(finding.place.column)"
            quote = finding.quote
            detail = finding.detail
        }
    }
}
