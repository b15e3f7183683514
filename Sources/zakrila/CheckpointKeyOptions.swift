import ArgumentParser
import Foundation
import Ledger
import Vault

/// Where the key is kept with which the server signs the ledger.
struct CheckpointKeyOptions: ParsableArguments {
    @Option(
        name: .customLong("checkpoint-key"),
        help: ArgumentHelp(
            "File of the key that signs checkpoints (or ZAKRILA_CHECKPOINT_KEY; keys/checkpoint.key unless told).", valueName: "file"))
    var path: String?

    /// The file of the key.
    var file: String { path ?? ProcessInfo.processInfo.environment["ZAKRILA_CHECKPOINT_KEY"] ?? "keys/checkpoint.key" }

    /// The key, or nil where there is no file yet. A file that others can read, or that holds no key, ends the command with one sentence.
    func readIfThere(_ messages: Messages) throws -> CheckpointKey? {
        switch PrivateFile.read(file) {
        case .missing where !FileManager.default.fileExists(atPath: file): return nil
        case .text(let text):
            if let key = CheckpointKey(text: text) { return key }
            Console.problem(messages.noKey(file))
        case .readableByOthers: Console.problem(messages.openKey(file))
        case .missing: Console.problem(messages.noKey(file))
        }
        throw ExitCode.failure
    }

    /// Makes a key where there is none, and tells what witnesses check with.
    func makeIfMissing(_ messages: Messages) throws {
        if try readIfThere(messages) != nil { return }
        let folder = (file as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let made = CheckpointKey()
        guard PrivateFile.make(file, made.text + "\n") == .made else {
            Console.problem(messages.unwritable(file))
            throw ExitCode.failure
        }
        Console.problem(messages.checkpointKeyMade(file))
        Console.problem(made.publicKey.text)
    }
}
