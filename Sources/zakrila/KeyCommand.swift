import Access
import ArgumentParser
import Core
import Database
import Foundation
import Vault

/// `zakrila key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The root key: lock it with a passphrase, change that, or replace the key.",
        subcommands: [Passphrase.self, Replace.self])

    /// `zakrila key passphrase`
    struct Passphrase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "passphrase", abstract: "Lock the root key with another passphrase, or leave it open.",
            discussion: """
                The key stays the same, so everything sealed still opens. Copies of the file made before open with the old passphrase.
                """)

        @Option(
            name: .customLong("new-passphrase-file"),
            help: ArgumentHelp("File with the new passphrase; else asked at a terminal.", valueName: "file"))
        var newFile: String?
        @Flag(help: "Leave the key without a passphrase, protected by the file's rights alone.") var none = false
        @OptionGroup var keys: KeyOptions
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            let messages = Messages(options.spoken)
            let old = try keys.givenPassphrase(messages)
            let new = none ? nil : try newPassphrase(messages)
            do {
                try RootKeyFile.change(keys.file, from: old ?? keys.typedPassphrase(messages.askPassphrase), to: new)
                Console.say(messages.passphraseChanged)
            } catch {
                Console.problem(messages.rootKey(error, keys.file))
                throw ExitCode.failure
            }
        }

        private func newPassphrase(_ messages: Messages) throws -> String {
            var named = keys
            named.passphraseFile = newFile
            if newFile != nil, let text = try named.givenPassphrase(messages) { return text }
            guard let typed = keys.typedPassphrase(messages.askNewPassphrase) else {
                Console.problem(messages.noPassphrase("-"))
                throw ExitCode.failure
            }
            return typed
        }
    }

    /// `zakrila key replace`
    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a new root key in the place of the old one, and give every organisation a new key.",
            discussion: """
                Stop the server first. What the old key wrapped is wrapped with the new one in one transaction; persons' keys are sealed to \
                the new keys of the organisations by the server's rounds. The old file stays beside the new one, for backups made until now: \
                delete it with the last of these. Stopped in between, the command goes on where it was when it is started again.
                """)

        @OptionGroup var keys: KeyOptions
        @OptionGroup var options: DatabaseOptions

        /// The new key, until it takes the old one's place.
        private var fresh: String { keys.file + ".replacing" }

        func run() async throws {
            let messages = Messages(options.spoken)
            let database = try await options.open()
            do {
                let (old, passphrase) = try keys.readWithPassphrase(messages)
                let new = try successor(of: old, passphrase)
                // Stopped after the database was changed: only the files are left to do.
                if try await Vault(root: old).isOwn(database) {
                    _ = try await AccessFeature.replaceRoot(old, with: new, at: .now, database)
                } else {
                    try await Vault(root: new).isOwn(database) ? () : keys.requireOwn(old, database, messages)
                }
                await database.close()
                let kept = keys.file + "." + old.id.text.suffix(12)
                guard PrivateFile.keep(keys.file, as: kept), PrivateFile.move(fresh, to: keys.file) else {
                    throw VaultError.rootKey(.unwritable)
                }
                Console.say(messages.rootKeyReplaced(keys.file, kept))
            } catch let error as VaultError {
                await database.close()
                Console.problem(messages.rootKey(error, fresh))
                throw ExitCode.failure
            }
        }

        private func successor(of old: SealingKey, _ passphrase: String?) throws(VaultError) -> SealingKey {
            do {
                return try RootKeyFile.read(fresh, passphrase: passphrase)
            } catch .rootKey(.missing) {
                return try RootKeyFile.makeSuccessor(of: old, fresh, passphrase: passphrase)
            }
        }
    }
}
