import ArgumentParser
import Foundation
import Vault

/// `zakrila key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The root key: lock it with a passphrase, or change that.", subcommands: [Passphrase.self])

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
}
