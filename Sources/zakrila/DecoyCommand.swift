import Access
import ArgumentParser
import Cases
import Core
import Database
import Vault

/// `zakrila decoy`
struct DecoyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decoy", abstract: "Plant a record that stands for nobody, to find whoever looks for people.",
        discussion: """
            Asks for an invented name, one that nobody looks for by chance; each line of the input holds a given name and a family name. \
            Whoever opens the record, or is refused there, is shown to the auditor. Nobody else can tell it from other records.
            """)

    @Option(help: ArgumentHelp("Code in the register of institutions, or name.", valueName: "organisation")) var organisation: String
    @OptionGroup var keys: KeyOptions
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let root = try keys.read(messages)
        let database = try await options.open()
        try await keys.requireOwn(root, database, messages)
        let place: OrganisationID
        do {
            place = try await Accounts.organisation(named: organisation, database)
        } catch let problem as Accounts.Problem {
            await database.close()
            Console.problem(messages.account(problem))
            throw ExitCode.notFound
        }
        Console.problem(messages.askDecoy)
        // Standard input: a name among the arguments would stand in the list of processes.
        while let line = readLine() {
            let names = line.split(separator: " ")
            guard names.count >= 2, let family = names.last else { continue }
            let reference = try await CasesFeature.plantDecoy(
                given: names.dropLast().joined(separator: " "), family: String(family), in: place, vault: Vault(root: root), at: .now,
                database)
            Console.say(reference)
        }
        await database.close()
    }
}
