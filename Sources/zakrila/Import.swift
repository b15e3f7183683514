import ArgumentParser
import Core
import Database
import Documents
import Programmes
import Reference

/// `zakrila import FILE…`
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import published plans from Word, Excel and text files.",
        discussion: """
            Reads UTF-8, UTF-16 and Windows-1251; finds the tables and their columns by content. A document imported before changes nothing; an \
            amended one shows its differences and is stored with --accept; of measures whose number and title don't agree only those that are surely the same go on, the doubtful ones are listed as new. A file is imported whole or not at all.
            """)

    @Argument(help: ArgumentHelp("Files to import.", valueName: "file")) var files: [String]
    @Flag(help: "Store as drafts, which the public site does not show.") var draft = false
    @Flag(help: "Store amended documents as new editions.") var accept = false
    @Option(
        help: ArgumentHelp(
            "The plan of which the file is an edition, by its name or the beginning of it, where its title does not tell.",
            valueName: "plan"))
    var amends: String?
    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let reader = DocumentReader(try InstitutionRegister.builtIn())
        var reports: [Report] = []
        var worst: ExitCode = .success
        var bar = ProgressBar(total: files.count)
        // Two documents are understood ahead of the one that is stored: one core reads while the other writes.
        var ahead: [Task<DocumentReader.Reading, any Error>] = files.prefix(2).map { reading($0, reader) }
        let database = try await options.open()
        let amended = try await amended(database, messages)
        let importer = ImportPlans(database: database)
        for (done, file) in files.enumerated() {
            let next = ahead.removeFirst()
            if done + 2 < files.count { ahead.append(reading(files[done + 2], reader)) }
            do {
                let outcomes = try await importer(
                    try await next.value, name: DocumentFile.name(file),
                    options: .init(asDraft: draft, acceptsAmendments: accept, amends: amended))
                for outcome in outcomes { report(outcome, file, messages) }
                reports.append(Report(file: file, outcomes: outcomes))
                if outcomes.contains(where: \.action.waits), worst == .success { worst = .awaitsAcceptance }
            } catch let error as ImportError {
                let sentence = try ImportSentences(options.spoken).text(error, file: file)
                Console.problem(sentence)
                reports.append(Report(file: file, error: sentence))
                worst = .badInput
            } catch let error as DatabaseError {
                Console.problem(messages.database(error))
                await database.close()
                throw ExitCode.failure
            }
            bar.advance(to: done + 1)
        }
        await database.close()
        if json { Console.write(try JSON.text(reports)) }
        if worst != .success { throw worst }
    }

    func validate() throws {
        if amends != nil, files.count > 1 {
            throw ValidationError("--amends: one file is an edition of a plan, and \(files.count) are named.")
        }
    }

    private func amended(_ database: any Database, _ messages: Messages) async throws -> StoredPlan? {
        guard let amends else { return nil }
        if let plan = try await PlanStore(database).plan(amends), plan.status == .accepted { return plan }
        await database.close()
        Console.problem(messages.noPlan(amends))
        throw ExitCode.notFound
    }

    private func reading(_ file: String, _ reader: DocumentReader) -> Task<DocumentReader.Reading, any Error> {
        Task.detached {
            let bytes: [UInt8]
            do throws(DocumentError) { bytes = try DocumentFile.read(file) } catch { throw ImportError.document(error) }
            return try reader.read(bytes)
        }
    }

    private func report(_ outcome: ImportPlans.Outcome, _ file: String, _ messages: Messages) {
        guard !json else { return }
        let plan = outcome.plan
        Console.say("\(messages.outcome(outcome.action)): \(outcome.slug) – \(plan.title.text)")
        Console.say(
            "  "
                + messages.counts(
                    measures: plan.measures.count, sections: plan.sections.count, indicators: plan.measures.flatMap(\.indicators).count,
                    remarks: plan.remarks.count))
        Console.say("  " + messages.account(outcome.account))
        if outcome.action == .resembles { Console.say("  " + messages.resembles(outcome.slug)) }
        guard let difference = outcome.difference else { return }
        report(difference, messages)
    }

    private func report(_ difference: PlanDifference, _ messages: Messages) {
        Console.say("  " + messages.difference)
        for change in difference.parts {
            Console.say("  ~ \(messages.part(change.part)): \(messages.words(change.before)) → \(messages.words(change.after))")
        }
        for code in difference.added { Console.say("  + \(code) \(messages.added)") }
        for code in difference.removed { Console.say("  − \(code) \(messages.removed)") }
        for move in difference.moved { Console.say("  ↕ \(messages.moved(move))") }
        for one in difference.renumbered { Console.say("  # \(one.before) → \(one.after)") }
        for change in difference.changes {
            let (before, after) = (messages.words(change.before), messages.words(change.after))
            Console.say("  ~ \(change.code), \(messages.fieldName(change.field.rawValue)): \(before) → \(after)")
        }
        // What was taken without asking is told too: a wrong guess would carry reports to another measure.
        for proposal in difference.proposals {
            guard case .continues(let code) = proposal.decision else { continue }
            Console.say("  ? \(messages.proposal(proposal, continues: code))")
        }
    }
}

/// What became of a file, for scripts.
private struct Report: Encodable {
    struct Plan: Encodable {
        struct PartChange: Encodable { let part, before, after: String }
        struct Change: Encodable { let measure, field, before, after: String }
        struct Move: Encodable { let measure: String, sectionBefore, sectionAfter, follows: String? }
        struct Renumbering: Encodable { let before, after: String }
        struct Proposal: Encodable { let measure: String, continues: String?, likeness: Double?, isCertain: Bool }

        let action, slug, title: String
        let version, measures, sections, indicators, remarks: Int
        let understood, keptAsText, notUnderstood: Int
        let added, removed: [String]
        let parts: [PartChange]
        let changes: [Change]
        let moved: [Move]
        let renumbered: [Renumbering]
        let proposals: [Proposal]

        init(_ outcome: ImportPlans.Outcome) {
            let (plan, difference) = (outcome.plan, outcome.difference)
            (action, slug, title) = (outcome.action.rawValue, outcome.slug, plan.title.text)
            (version, measures, sections) = (outcome.version, plan.measures.count, plan.sections.count)
            (indicators, remarks) = (plan.measures.flatMap(\.indicators).count, plan.remarks.count)
            (understood, keptAsText) = (outcome.account.understood, outcome.account.keptAsText)
            notUnderstood = outcome.account.notUnderstood
            (added, removed) = (difference?.added ?? [], difference?.removed ?? [])
            parts = difference?.parts.map { PartChange(part: $0.part.rawValue, before: $0.before, after: $0.after) } ?? []
            changes =
                difference?.changes.map { Change(measure: $0.code, field: $0.field.rawValue, before: $0.before, after: $0.after) } ?? []
            moved =
                difference?.moved.map {
                    Move(measure: $0.code, sectionBefore: $0.sections.before, sectionAfter: $0.sections.after, follows: $0.follows)
                } ?? []
            renumbered = difference?.renumbered.map { Renumbering(before: $0.before, after: $0.after) } ?? []
            proposals =
                difference?.proposals.map { proposal in
                    let code: String? = if case .continues(let code) = proposal.decision { code } else { nil }
                    return Proposal(
                        measure: proposal.code, continues: code, likeness: proposal.likeness?.score, isCertain: proposal.isCertain)
                } ?? []
        }
    }

    let file: String
    var error: String?
    var plans: [Plan] = []

    init(file: String, error: String) {
        self.file = file
        self.error = error
    }

    init(file: String, outcomes: [ImportPlans.Outcome]) {
        self.file = file
        plans = outcomes.map(Plan.init)
    }
}
