import ArgumentParser
import Foundation
import Vault

/// Where the root key is kept.
struct KeyOptions: ParsableArguments {
    @Option(
        name: .customLong("root-key"),
        help: ArgumentHelp("File of the root key, away from the data (or ZAKRILA_ROOT_KEY; keys/root.key unless told).", valueName: "file"))
    var path: String?

    /// The file of the root key.
    var file: String { path ?? ProcessInfo.processInfo.environment["ZAKRILA_ROOT_KEY"] ?? "keys/root.key" }

    /// The key. A missing or open file ends the command with one sentence.
    func read(_ messages: Messages) throws -> SealingKey {
        do {
            return try RootKeyFile.read(file)
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }

    /// The key, or nil where there is no file yet.
    func readIfThere(_ messages: Messages) throws -> SealingKey? {
        do {
            return try RootKeyFile.read(file)
        } catch .rootKey(.missing) {
            return nil
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }

    /// The key, made now where there is none.
    func readOrMake(_ messages: Messages) throws -> SealingKey {
        if let key = try readIfThere(messages) { return key }
        let folder = (file as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        do {
            let key = try RootKeyFile.make(file)
            Console.problem(messages.rootKeyMade(file))
            return key
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }
}
