import ArgumentParser
import Database
import Programmes
import Server

/// `zakrila migrate`
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to the newest schema.",
        discussion: "Every other command does this by itself; this one is for doing it ahead of time.")

    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let (database, steps) = try await options.migrated()
        await database.close()
        if json { return Console.write(try JSON.text(Report(applied: steps))) }
        for step in steps { Console.say("+ \(step)") }
        Console.say(Messages(options.spoken).migrated)
    }

    /// What was done, for scripts.
    private struct Report: Encodable {
        let applied: [String]
    }
}
