import ArgumentParser
import Database
import Foundation
import Ledger

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
        guard !FileManager.default.fileExists(atPath: path) else {
            Console.problem(messages.keyIsThere(path))
            throw ExitCode.failure
        }
        guard KeyFile.write(made.text + "\n", path) else {
            Console.problem(messages.unreadable(path))
            throw ExitCode.failure
        }
        Console.problem(messages.newKey(path))
        Console.say(made.publicKey.text)
    }

    private func readKey(_ path: String, _ messages: Messages) throws -> CheckpointKey {
        guard let text = KeyFile.text(path), let key = CheckpointKey(text: text) else {
            Console.problem(messages.noKey(path))
            throw ExitCode.badInput
        }
        guard KeyFile.isPrivate(path) else {
            Console.problem(messages.openKey(path))
            throw ExitCode.badInput
        }
        return key
    }
}

/// Small files that hold keys and notes.
enum KeyFile {
    /// Nil when the file can't be read, is no text, or is larger than any key.
    static func text(_ path: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { handle.closeFile() }
        let bytes = handle.readData(ofLength: 10_001)
        return bytes.count <= 10_000 ? String(bytes: bytes, encoding: .utf8) : nil
    }

    /// Makes a file that only its owner can read; never opens one that is there. False when it can't be made.
    static func write(_ text: String, _ path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else { return false }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        handle.write(Data(text.utf8))
        return fsync(file) == 0
    }

    /// Whether nobody but its owner can read it.
    static func isPrivate(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
    }
}
