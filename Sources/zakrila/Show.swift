import ArgumentParser
import Core
import Database
import Documents
import Programmes

/// `zakrila show PLAN [MEASURE]`
struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a plan, or one measure of it.")

    @Argument(help: ArgumentHelp("Id or name of the plan, or its beginning.", valueName: "plan")) var plan: String
    @Argument(help: ArgumentHelp("Code of a measure, such as II.1.4.", valueName: "measure")) var measure: String?
    @Option(help: "Another edition than the newest.") var edition: Int?
    @Flag(help: "Show the remarks: what was not understood or read with a doubt.") var remarks = false
    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let database = try await options.open()
        let found = try await PlanStore(database).plan(plan, version: edition)
        await database.close()
        guard let found else {
            Console.problem(messages.noPlan(plan))
            throw ExitCode.notFound
        }
        guard let code = measure else { return try showPlan(found, messages) }
        guard let measure = found.content.measures.first(where: { $0.code == code }) else {
            Console.problem(messages.noMeasure(code, plan: found.slug))
            throw ExitCode.notFound
        }
        if json { return Console.write(try PlanExport.json(found, only: [code])) }
        showMeasure(measure, found, messages)
    }

    private func showPlan(_ plan: StoredPlan, _ messages: Messages) throws {
        if json { return Console.write(try PlanExport.json(plan)) }
        Console.say(plan.content.title.text)
        Console.say(
            messages.counts(
                measures: plan.content.measures.count, sections: plan.content.sections.count,
                indicators: plan.content.measures.flatMap(\.indicators).count, remarks: plan.content.remarks.count))
        if remarks { return showRemarks(plan) }
        var section: Int?
        for measure in plan.content.measures {
            if let position = measure.section, position != section {
                section = position
                let heading = plan.content.sections[position]
                Console.say("\n" + [heading.number, heading.title].compactMap { $0 }.joined(separator: ". "))
            }
            Console.say("  \(measure.code)  \(measure.title.text)")
        }
    }

    private func showRemarks(_ plan: StoredPlan) {
        Console.table(
            plan.content.remarks.map { remark in
                let place = "\(remark.place.table).\(remark.place.row).\(remark.place.column)"
                let quote = remark.quote.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(80)
                return [remark.code.rawValue, remark.measure ?? "–", place, quote + (remark.detail.isEmpty ? "" : " → \(remark.detail)")]
            })
    }

    private func showMeasure(_ measure: Measure, _ plan: StoredPlan, _ messages: Messages) {
        let format = Format(options.spoken)
        let section = measure.section.map { plan.content.sections[$0] }
        let lines: [(String, String)] = [
            ("section", [section?.number, section?.title].compactMap { $0 }.joined(separator: ". ")),
            ("strategicGoal", measure.strategicGoal?.text ?? ""), ("operationalGoal", measure.operationalGoal?.text ?? ""),
            ("title", measure.title.text), ("expectedResults", measure.expectedResults?.text ?? ""),
            ("leads", measure.leads.map(\.name).joined(separator: ", ")),
            ("partners", measure.partners.map(\.name).joined(separator: ", ")),
            (
                "deadline",
                [measure.deadline?.source.text ?? "", measure.deadline?.dueOn.map { "(\($0.iso))" } ?? ""].joined(separator: " ")
            ),
            ("budget", measure.budget.map { line in budget(line, format) }.joined(separator: "; ")),
        ]
        Console.say("\(measure.code)\n")
        for (key, text) in lines where !text.allSatisfy(\.isWhitespace) {
            Console.say("\(messages.fieldName(key)): \(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))")
        }
        guard !measure.indicators.isEmpty else { return }
        Console.say("\(messages.fieldName("indicators")):")
        for indicator in measure.indicators { Console.say("  \(indicator.summary)") }
    }

    private func budget(_ line: BudgetLine, _ format: Format) -> String {
        guard let amount = line.amount else { return line.source.text }
        let euro = amount.currency == .bgn ? " (\(format.money(amount.inEuro)))" : ""
        return format.money(amount) + euro
    }
}
