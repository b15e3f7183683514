import ArgumentParser
import Core
import Database
import Ledger
import Programmes
import Vault

/// `zakrila checkpoint`
struct WriteCheckpoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign what the ledger is now, for witnesses to keep, or hand out what the server has signed.",
        discussion: """
            With --key the whole ledger is checked first; a ledger that is not whole is not signed. The checkpoint is a signed note (C2SP) on \
            standard output. Keep it where nobody who can change the ledger can reach: on paper, with another institution. \
            With --since the proof stands before it that the ledger continues what it was at that size (RFC 6962), for `zakrila witness`.
            """)

    @Option(help: ArgumentHelp("File with the signing key, which nobody else may read.", valueName: "file")) var key: String?
    @Option(
        name: .customLong("new-key"),
        help: ArgumentHelp("Make a signing key in this file and print the line that checks it.", valueName: "file"))
    var newKey: String?
    @Flag(help: "List the checkpoints that the server has signed, the newest first.") var list = false
    @Option(
        help: ArgumentHelp(
            "Add the proof from a ledger of this size; without --key for the newest checkpoint that the server has signed.",
            valueName: "size"))
    var since: Int?
    @Option(help: "How many to list.") var limit = 20
    @Flag(help: "The list as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        let asked = [newKey != nil, list, key != nil || since != nil].count { $0 }
        guard asked == 1 else { throw ValidationError("give one of --key, --since, --list and --new-key") }
        guard since ?? 0 >= 0, limit > 0 else { throw ValidationError("--since and --limit are no negative numbers") }
    }

    func run() async throws {
        let messages = Messages(options.spoken)
        if let newKey { return try makeKey(newKey, messages) }
        let signing = try key.map { try readKey($0, messages) }
        let database = try await options.open()
        do {
            if list {
                try await listStored(database, messages)
            } else {
                let checkpoint =
                    if let signing { try await sign(database, signing, messages) } else { try await newest(database, messages) }
                try await write(checkpoint, database, messages)
            }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func sign(_ database: any Database, _ key: CheckpointKey, _ messages: Messages) async throws -> Checkpoint {
        switch try await LedgerVerifier(database).verify() {
        case .whole(let size, let root): return try Checkpoint(size: size, root: root, signedWith: key)
        case .broken(let position, let fault):
            Console.problem(messages.brokenLedger(position, fault))
            throw ExitCode.brokenLedger
        }
    }

    private func newest(_ database: any Database, _ messages: Messages) async throws -> Checkpoint {
        if let stored = try await database.read({ connection in try StoredCheckpoint.newest(connection) }) { return stored.checkpoint }
        Console.problem(messages.noCheckpoints)
        throw ExitCode.notFound
    }

    private func write(_ checkpoint: Checkpoint, _ database: any Database, _ messages: Messages) async throws {
        guard let since else { return Console.write(checkpoint.note) }
        guard since <= checkpoint.size else {
            Console.problem(messages.shorterLedger(checkpoint.size, since))
            throw ExitCode.brokenLedger
        }
        let proof = try await ConsistencyProof.read(from: since, to: checkpoint.size, database)
        Console.write(CheckpointStep(earlierSize: since, proof: proof, later: checkpoint).text)
    }

    private func listStored(_ database: any Database, _ messages: Messages) async throws {
        let limit = limit
        let stored = try await database.read { connection in try StoredCheckpoint.page(limit: limit, connection) }
        let lines = stored.map { Line(size: $0.checkpoint.size, root: $0.checkpoint.root.description, madeAt: $0.madeAt.iso) }
        if json { return Console.write(try JSON.text(lines)) }
        guard !lines.isEmpty else { return Console.problem(messages.noCheckpoints) }
        Console.table(lines.map { [String($0.size), $0.madeAt, $0.root] })
    }

    /// A checkpoint in the list, for scripts.
    private struct Line: Encodable {
        let size: Int
        let root: String
        let madeAt: String
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
