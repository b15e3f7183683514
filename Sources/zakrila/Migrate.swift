import ArgumentParser
import Database
import Server

/// `zakrila migrate`
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to the newest schema.",
        discussion: "Every other command does this by itself; this one is for doing it ahead of time.")

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open()
        await database.close()
        Console.say(Messages(options.spoken).migrated)
    }
}
