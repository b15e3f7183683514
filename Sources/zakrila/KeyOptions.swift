import Access
import ArgumentParser
import Database
import Foundation
import Vault

/// Where the root key is kept.
struct KeyOptions: ParsableArguments {
    @Option(
        name: .customLong("root-key"),
        help: ArgumentHelp("File of the root key, away from the data (or ZAKRILA_ROOT_KEY; keys/root.key unless told).", valueName: "file"))
    var path: String?

    @Option(
        name: .customLong("passphrase-file"),
        help: ArgumentHelp("File with the root key's passphrase (or ZAKRILA_PASSPHRASE_FILE); else asked at a terminal.", valueName: "file")
    )
    var passphraseFile: String?

    /// The file of the root key.
    var file: String { path ?? ProcessInfo.processInfo.environment["ZAKRILA_ROOT_KEY"] ?? "keys/root.key" }

    /// The key. A missing or open file ends the command with one sentence.
    func read(_ messages: Messages) throws -> SealingKey {
        guard let key = try readIfThere(messages) else {
            Console.problem(messages.rootKey(.rootKey(.missing), file))
            throw ExitCode.failure
        }
        return key
    }

    /// Ends the command where the key is another database's: what it sealed would open nowhere, and what is sealed here would not open with it.
    func requireOwn(_ root: SealingKey, _ database: any Database, _ messages: Messages) async throws {
        guard try await !Vault(root: root).isOwn(database) else { return }
        await database.close()
        Console.problem(messages.otherRootKey(file))
        throw ExitCode.failure
    }

    /// Says that nobody can sign in without a key, where nobody was to be. A database with users needs the one it was sealed with: then the
    /// command ends, or the loss would show only when somebody wants to sign in.
    func requireNoUsers(_ database: any Database, _ messages: Messages) async throws {
        guard try await SetUp.isDone(database) else { return Console.problem(messages.noKeyNoSignIn(file)) }
        await database.close()
        Console.problem(messages.lostRootKey(file))
        throw ExitCode.failure
    }

    /// The passphrase of the file, nil where none is named. A file that can't be used ends the command.
    func givenPassphrase(_ messages: Messages) throws -> String? {
        guard let path = passphraseFile ?? ProcessInfo.processInfo.environment["ZAKRILA_PASSPHRASE_FILE"] else { return nil }
        guard case .text(let text) = PrivateFile.read(path), let line = text.split(separator: "\n").first, !line.isEmpty else {
            Console.problem(messages.noPassphrase(path))
            throw ExitCode.failure
        }
        return String(line)
    }

    /// What is typed without being shown; nil without a terminal.
    func typedPassphrase(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1, let typed = getpass(question + " ") else { return nil }
        let text = String(cString: typed)
        return text.isEmpty ? nil : text
    }

    /// The key, or nil where there is no file yet.
    func readIfThere(_ messages: Messages) throws -> SealingKey? {
        let given = try givenPassphrase(messages)
        do {
            return try RootKeyFile.read(file, passphrase: given)
        } catch .rootKey(.missing) {
            return nil
        } catch .rootKey(.passphraseNeeded) {
            return try unlock(messages)
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }

    /// The key, and the passphrase that opened it, nil where it has none. What can't be opened ends the command.
    func readWithPassphrase(_ messages: Messages) throws -> (SealingKey, String?) {
        do {
            return (try RootKeyFile.read(file), nil)
        } catch .rootKey(.passphraseNeeded) {
            let passphrase = try givenPassphrase(messages) ?? typedPassphrase(messages.askPassphrase)
            do {
                return (try RootKeyFile.read(file, passphrase: passphrase), passphrase)
            } catch {
                Console.problem(messages.rootKey(error, file))
                throw ExitCode.failure
            }
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }

    /// Where the list of the erased is kept: beside the root key, which no backup of the database holds.
    var tombstones: String { ((file as NSString).deletingLastPathComponent as NSString).appendingPathComponent("tombstones") }

    private func unlock(_ messages: Messages) throws -> SealingKey {
        do {
            return try RootKeyFile.read(file, passphrase: typedPassphrase(messages.askPassphrase))
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }

    /// The key, made now where there is none: locked where a file of a passphrase is named.
    func readOrMake(_ messages: Messages) throws -> SealingKey {
        if let key = try readIfThere(messages) { return key }
        let passphrase = try givenPassphrase(messages)
        let folder = (file as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        do {
            let key = try RootKeyFile.make(file, passphrase: passphrase)
            Console.problem(messages.rootKeyMade(file))
            return key
        } catch {
            Console.problem(messages.rootKey(error, file))
            throw ExitCode.failure
        }
    }
}
