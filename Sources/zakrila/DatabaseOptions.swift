public import ArgumentParser
public import Core
import Database
import Foundation
import Server

/// Which database, and which language to speak.
struct DatabaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the data is: sqlite:PATH or postgres://… (or ZAKRILA_DATABASE).", valueName: "location"))
    var database: String?

    @Option(help: ArgumentHelp("Language of messages: bg or en (or ZAKRILA_LANGUAGE).", valueName: "language"))
    var language: Language?

    /// The language asked for, else the environment's, else Bulgarian.
    var spoken: Language { DatabaseOptions.spoken(language) }

    /// The same for a language asked for by another command's option.
    static func spoken(_ language: Language?) -> Language {
        let environment = ProcessInfo.processInfo.environment
        return language ?? environment["ZAKRILA_LANGUAGE"].flatMap(Language.init)
            ?? ((environment["LANG"] ?? "").hasPrefix("en") ? .en : .bg)
    }

    /// Opens the database, brought to the newest schema. A database that can't be opened ends the command with one sentence.
    func open() async throws -> any Database {
        try await migrated().database
    }

    /// The same, with the ids of the steps of the schema that were missing.
    func migrated() async throws -> (database: any Database, steps: [String]) {
        let text = database ?? ProcessInfo.processInfo.environment["ZAKRILA_DATABASE"] ?? "sqlite:data/zakrila.sqlite"
        guard let location = DatabaseLocation(text) else {
            throw ValidationError(Messages(spoken).badLocation(text))
        }
        do {
            return try await Databases.openMigrated(location)
        } catch let error as DatabaseError {
            Console.problem(Messages(spoken).database(error))
            throw ExitCode.failure
        }
    }
}

extension Language: ExpressibleByArgument {}
