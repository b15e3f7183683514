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
            amended one shows its differences and is stored with --accept. A file is imported whole or not at all.
            """)

    @Argument(help: ArgumentHelp("Files to import.", valueName: "file")) var files: [String]
    @Flag(help: "Store as drafts, which the public site does not show.") var draft = false
    @Flag(help: "Store amended documents as new editions.") var accept = false
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
        let importer = ImportPlans(database: database)
        for (done, file) in files.enumerated() {
            let next = ahead.removeFirst()
            if done + 2 < files.count { ahead.append(reading(files[done + 2], reader)) }
            do {
                let outcomes = try await importer(
                    try await next.value, name: DocumentFile.name(file), options: .init(asDraft: draft, acceptsAmendments: accept))
                for outcome in outcomes { report(outcome, file, messages) }
                reports.append(Report(file: file, outcomes: outcomes))
                if outcomes.contains(where: { $0.action == .awaitsAcceptance }), worst == .success { worst = .awaitsAcceptance }
            } catch let error as ImportError {
                let sentence = messages.problem(error, file: file)
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
        guard let difference = outcome.difference else { return }
        Console.say("  " + messages.difference)
        for code in difference.added { Console.say("  + \(code) \(messages.added)") }
        for code in difference.removed { Console.say("  − \(code) \(messages.removed)") }
        for change in difference.changes {
            let (before, after) = (
                change.before.isEmpty ? messages.blank : change.before, change.after.isEmpty ? messages.blank : change.after
            )
            Console.say("  ~ \(change.code), \(messages.fieldName(change.field.rawValue)): \(before) → \(after)")
        }
    }
}

/// What became of a file, for scripts.
private struct Report: Encodable {
    struct Plan: Encodable {
        struct Change: Encodable { let measure, field, before, after: String }

        let action, slug, title: String
        let version, measures, sections, indicators, remarks: Int
        let understood, keptAsText, notUnderstood: Int
        let added, removed: [String]
        let changes: [Change]
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
        plans = outcomes.map { outcome in
            Plan(
                action: outcome.action.rawValue, slug: outcome.slug, title: outcome.plan.title.text, version: outcome.version,
                measures: outcome.plan.measures.count, sections: outcome.plan.sections.count,
                indicators: outcome.plan.measures.flatMap(\.indicators).count, remarks: outcome.plan.remarks.count,
                understood: outcome.account.understood, keptAsText: outcome.account.keptAsText,
                notUnderstood: outcome.account.notUnderstood,
                added: outcome.difference?.added ?? [], removed: outcome.difference?.removed ?? [],
                changes: outcome.difference?.changes.map {
                    .init(measure: $0.code, field: $0.field.rawValue, before: $0.before, after: $0.after)
                } ?? [])
        }
    }
}
