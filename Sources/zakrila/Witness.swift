import ArgumentParser
import Core
import Ledger
import Programmes

/// `zakrila witness`
struct Witness: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that a new checkpoint continues the one you keep; needs no database.",
        discussion: """
            The file holds a checkpoint with its proof, as `zakrila checkpoint --since SIZE` prints it. When it continues the checkpoint you \
            keep, the new one goes to standard output: keep it instead of the old one. Otherwise the command ends with code 5.
            """)

    @Argument(help: ArgumentHelp("File with the new checkpoint and its proof.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("File with the key that checks checkpoints.", valueName: "file")) var key: String
    @Option(help: ArgumentHelp("File with the checkpoint you keep; leave it out the first time.", valueName: "file")) var kept: String?
    @Option(help: ArgumentHelp("Language of messages: bg or en (or ZAKRILA_LANGUAGE).", valueName: "language")) var language: Language?

    func run() throws {
        let messages = Messages(DatabaseOptions.spoken(language))
        let key = try WitnessFiles.key(key, messages)
        let kept = try kept.map { try WitnessFiles.checkpoint($0, [key], messages) }
        guard let text = WitnessFiles.text(file), let step = CheckpointStep(text: text, key: key) else {
            Console.problem(messages.badStep(file))
            throw ExitCode.badInput
        }
        if let kept, kept.size != step.earlierSize {
            Console.problem(messages.wrongStart(step.earlierSize, kept.size))
            throw ExitCode.badInput
        }
        guard step.continues(kept) else {
            Console.problem(messages.brokenStep)
            throw ExitCode.brokenLedger
        }
        Console.write(step.later.note)
    }
}
