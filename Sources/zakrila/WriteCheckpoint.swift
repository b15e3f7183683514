import ArgumentParser
import Database
import Ledger
import Vault

/// `zakrila checkpoint`
struct WriteCheckpoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign what the ledger is now, for witnesses to keep.",
        discussion: """
            Checks the whole ledger first; a ledger that is not whole is not signed. The checkpoint is a signed note (C2SP) on standard output. \
            Keep it where nobody who can change the ledger can reach: on paper, with another institution.
            """)

    @Option(help: ArgumentHelp("File with the signing key, which nobody else may read.", valueName: "file")) var key: String?
    @Option(
        name: .customLong("new-key"),
        help: ArgumentHelp("Make a signing key in this file and print the line that checks it.", valueName: "file"))
    var newKey: String?
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard (key == nil) != (newKey == nil) else { throw ValidationError("give either --key or --new-key") }
    }

    func run() async throws {
        let messages = Messages(options.spoken)
        if let newKey { return try makeKey(newKey, messages) }
        guard let key else { return }
        let signing = try readKey(key, messages)
        let database = try await options.open()
        let verdict = try await LedgerVerifier(database).verify()
        await database.close()
        switch verdict {
        case .whole(let size, let root): Console.write(try Checkpoint(size: size, root: root, signedWith: signing).note)
        case .broken(let position, let fault):
            Console.problem(messages.brokenLedger(position, fault))
            throw ExitCode.brokenLedger
        }
    }

    private func makeKey(_ path: String, _ messages: Messages) throws {
        let made = CheckpointKey()
        switch PrivateFile.make(path, made.text + "\n") {
        case .exists:
            Console.problem(messages.keyIsThere(path))
            throw ExitCode.failure
        case .refused:
            Console.problem(messages.unwritable(path))
            throw ExitCode.failure
        case .made:
            Console.problem(messages.newKey(path))
            Console.say(made.publicKey.text)
        }
    }

    private func readKey(_ path: String, _ messages: Messages) throws -> CheckpointKey {
        let reading = PrivateFile.read(path)
        if case .text(let text) = reading, let key = CheckpointKey(text: text) { return key }
        Console.problem(reading == .readableByOthers ? messages.openKey(path) : messages.noKey(path))
        throw ExitCode.badInput
    }
}
