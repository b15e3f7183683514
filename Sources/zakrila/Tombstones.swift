import ArgumentParser
import Core
import Database
import Documents
import Server
import Vault

/// `zakrila tombstones`
struct Tombstones: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the list of the erased outside the database, and erase them again after a restored backup.",
        discussion: """
            The server keeps the list beside the root key and erases again by itself, when it starts, whoever a restored backup brought \
            back. Without --replay this prints the list, for another place; with --replay it erases again by a list kept there.
            """)

    @Option(help: ArgumentHelp("File with a list kept elsewhere: erase again who is in it.", valueName: "file")) var replay: String?
    @OptionGroup var keys: KeyOptions
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let root = try keys.read(messages)
        let vault = Vault(root: root)
        let list = try replay.map { try read($0, messages) }
        let database = try await options.open()
        try await keys.requireOwn(root, database, messages)
        guard let list else {
            let tombstones = try await database.read { connection in try vault.tombstones(connection) }
            await database.close()
            Console.write(TombstoneList.text(tombstones))
            return Console.problem(messages.tombstones(tombstones.count))
        }
        let risen = try await TombstoneKeeper.eraseAgain(list, vault, at: .now, database)
        await database.close()
        Console.say(messages.risen(risen))
    }

    private func read(_ path: String, _ messages: Messages) throws -> [Tombstone] {
        guard let bytes = try? DocumentFile.read(path), let text = String(validating: bytes, as: UTF8.self) else {
            Console.problem(messages.unreadable(path))
            throw ExitCode.badInput
        }
        do {
            return try TombstoneList.read(text)
        } catch {
            Console.problem(messages.badTombstones(path, error.line))
            throw ExitCode.badInput
        }
    }
}
