import ArgumentParser
import Database
import Documents
import Ledger
import Programmes

/// `zakrila verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that nothing in the ledger was changed, added, taken out or cut off.",
        discussion: """
            Checks every entry and names the first wrong position. A ledger rewritten or set back as a whole looks right to itself: give the \
            checkpoints that witnesses keep to see that, too.
            """)

    @Option(name: .customLong("witness"), help: ArgumentHelp("File with a checkpoint kept elsewhere; may be repeated.", valueName: "file"))
    var witnesses: [String] = []
    @Option(help: ArgumentHelp("File with the key that checks checkpoints (the line printed when it was made).", valueName: "file"))
    var key: String?
    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard witnesses.isEmpty || key != nil else { throw ValidationError("--witness needs --key") }
    }

    func run() async throws {
        let messages = Messages(options.spoken)
        let checkpoints = try checkpoints(messages)
        let database = try await options.open()
        var bar: ProgressBar?
        let verdict = try await LedgerVerifier(database).verify(against: checkpoints) { done, total in
            if bar == nil { bar = ProgressBar(total: total) }
            bar?.advance(to: done)
        }
        await database.close()
        switch verdict {
        case .whole(let size, let root):
            if json { return Console.write(try JSON.text(Report(isWhole: true, size: size, root: root.description))) }
            Console.say(messages.wholeLedger(size, root.description))
        case .broken(let position, let fault):
            if json { Console.write(try JSON.text(Report(isWhole: false, position: position, fault: fault.rawValue))) }
            Console.problem(messages.brokenLedger(position, fault))
            throw ExitCode.brokenLedger
        }
    }

    private func checkpoints(_ messages: Messages) throws -> [Checkpoint] {
        guard let key else { return [] }
        guard let text = Verify.text(key), let known = CheckpointKey.Public(text: text) else {
            Console.problem(messages.unreadable(key))
            throw ExitCode.badInput
        }
        return try witnesses.map { path in
            guard let note = Verify.text(path), let checkpoint = Checkpoint(note: note, key: known) else {
                Console.problem(messages.badCheckpoint(path))
                throw ExitCode.badInput
            }
            return checkpoint
        }
    }

    /// Nil when the file can't be read or is no text.
    private static func text(_ path: String) -> String? {
        (try? DocumentFile.read(path)).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// What was found, for scripts.
    private struct Report: Encodable {
        let isWhole: Bool
        var size: Int?
        var root: String?
        var position: Int?
        var fault: String?
    }
}
