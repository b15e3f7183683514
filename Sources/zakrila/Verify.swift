import ArgumentParser
import Database
import Ledger
import Programmes

/// `zakrila verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that nothing in the ledger was changed, added, taken out or cut off.",
        discussion: """
            Checks every entry and every checkpoint in the database and names the first wrong position. A ledger rewritten or set back as a \
            whole looks right to itself: give the checkpoints that witnesses keep to see that, too.
            """)

    @Option(name: .customLong("witness"), help: ArgumentHelp("File with a checkpoint kept elsewhere; may be repeated.", valueName: "file"))
    var witnesses: [String] = []
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "File with the key that checks checkpoints (the line printed when it was made); may be repeated where the key was replaced.",
            valueName: "file"))
    var keyFiles: [String] = []
    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard witnesses.isEmpty || !keyFiles.isEmpty else { throw ValidationError("--witness needs --key") }
    }

    func run() async throws {
        let messages = Messages(options.spoken)
        let keys = try keyFiles.map { try WitnessFiles.key($0, messages) }
        let checkpoints = try witnesses.map { try WitnessFiles.checkpoint($0, keys, messages) }
        let database = try await options.open()
        var bar: ProgressBar?
        let verdict = try await LedgerVerifier(database).verify(against: checkpoints, keys: keys) { done, total in
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

    /// What was found, for scripts.
    private struct Report: Encodable {
        let isWhole: Bool
        var size: Int?
        var root: String?
        var position: Int?
        var fault: String?
    }
}
