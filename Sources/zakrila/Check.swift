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
            Each finding has the code of its rule, a weight, a sentence, the measure, the place as table.row.column, the words, and what stands \
            against them. Of a stored plan the accepted ones have the reason with them. Nothing is stored.
            """)

    @Argument(help: ArgumentHelp("Id or name of a plan, or its beginning; or a file.", valueName: "plan or file")) var subject: String
    @Flag(help: "Report as JSON.") var json = false
    @Flag(help: "Say on the error stream how long reading and checking took.") var time = false
    @Flag(help: "Exit with an error where the plan contradicts itself and nobody accepted that.") var strict = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let speller = Speller()
        if speller == nil { Console.problem(messages.noDictionary) }
        let checked = try await checked(speller, messages)
        let sentences = try FindingSentences(options.spoken)
        if json {
            let reports = checked.map { one in
                Report(plan: one.plan.title.text, findings: one.findings.map { Line($0, sentences) })
            }
            Console.write(try JSON.text(reports))
        } else {
            for one in checked { report(one, sentences, messages) }
        }
        let isFaulty = checked.contains { $0.findings.contains { $0.acceptance == nil && $0.finding.code.severity == .error } }
        if strict, isFaulty { throw ExitCode.failure }
    }

    private typealias Found = (finding: PlanFinding, acceptance: FindingAcceptance?)
    private typealias Checked = (plan: PlanContent, findings: [Found])

    private func checked(_ speller: Speller?, _ messages: Messages) async throws -> [Checked] {
        let source = PlanSource(options: options, messages: messages, register: try InstitutionRegister.builtIn())
        let begun = ContinuousClock.now
        let plans = try await source.plans([subject])[0]
        let read = ContinuousClock.now
        var checked: [Checked] = []
        for plan in plans {
            if let stored = plan.stored {
                let findings = try await source.open { try await PlanStore($0).findings(of: stored, speller: speller) }
                checked.append((plan.content, findings.map { ($0.named.finding, $0.acceptance) }))
            } else {
                checked.append((plan.content, PlanCheck(plan.content, cells: plan.cells, speller: speller).findings.map { ($0, nil) }))
            }
        }
        if time { tell(reading: read - begun, checking: ContinuousClock.now - read) }
        return checked
    }

    private func tell(reading: Duration, checking: Duration) {
        for (name, duration) in [("read", reading), ("check", checking)] { Console.problem("\(name) \(duration.rounded)") }
    }

    private func report(_ checked: Checked, _ sentences: FindingSentences, _ messages: Messages) {
        Console.say(checked.plan.title.text)
        Console.say(sentences.summary(checked.findings.filter { $0.acceptance == nil }.map(\.finding)))
        for severity in PlanFinding.Severity.allCases {
            let own = checked.findings.filter { $0.finding.code.severity == severity }
            guard !own.isEmpty else { continue }
            Console.say("")
            Console.say(sentences.severity(severity))
            for (finding, acceptance) in own {
                let place = "\(finding.place.table).\(finding.place.row).\(finding.place.column)"
                let head = [finding.measure, place, finding.code.rawValue].compactMap(\.self).joined(separator: " · ")
                Console.say("  \(head): \(sentences.text(finding))")
                if !finding.quote.isEmpty { Console.say("      „\(finding.quote)“") }
                if let acceptance { Console.say("      \(messages.accepted(acceptance))") }
            }
        }
    }

    private struct Report: Encodable {
        let plan: String
        let findings: [Line]
    }

    private struct Line: Encodable {
        let code, severity, sentence, place, quote, detail: String
        let measure: String?
        /// Why it stays as it is; missing while it is open.
        let accepted: String?

        init(_ found: Found, _ sentences: FindingSentences) {
            let finding = found.finding
            accepted = found.acceptance?.reason
            code = finding.code.rawValue
            severity = finding.code.severity.rawValue
            measure = finding.measure
            place = "\(finding.place.table).\(finding.place.row).\(finding.place.column)"
            sentence = sentences.text(finding)
            quote = finding.quote
            detail = finding.detail
        }
    }
}
