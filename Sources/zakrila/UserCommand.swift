import Access
import ArgumentParser
import Core
import Database
import Programmes
import Server

/// `zakrila user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Users: add, end, give a new activation code, list.",
        subcommands: [Add.self, Disable.self, Reset.self, List.self])

    /// What all of them need.
    struct Shared: ParsableArguments {
        @OptionGroup var keys: KeyOptions
        @OptionGroup var options: DatabaseOptions

        /// Runs the work; what can't be done ends the command with one sentence.
        func with(_ body: (Accounts, Messages) async throws -> Void) async throws {
            let messages = Messages(options.spoken)
            let root = try keys.read(messages)
            let database = try await options.open()
            try await keys.requireOwn(root, database, messages)
            do {
                try await body(Accounts(database: database, root: root, work: House.work), messages)
                await database.close()
            } catch let problem as Accounts.Problem {
                await database.close()
                Console.problem(messages.account(problem))
                throw problem == .noUser || problem == .noOrganisation ? ExitCode.notFound : ExitCode.failure
            }
        }
    }

    /// `zakrila user add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a user and print the activation code, once.",
            discussion: "Roles: \(Accounts.roles.joined(separator: ", ")).")

        @Argument(help: "What she types to sign in.") var login: String
        @Option(help: "Her name.") var name: String
        @Option(help: ArgumentHelp("Code in the register of institutions, or name.", valueName: "organisation")) var organisation: String
        @Option(help: "Her post, as in the staff list.") var post: String
        @Option(name: .customLong("role"), help: "A role of the post; may be repeated.") var roles: [String]
        @OptionGroup var shared: Shared

        func validate() throws {
            if let unknown = roles.first(where: { !Accounts.roles.contains($0) }) { throw ValidationError("no role is called \(unknown)") }
        }

        func run() async throws {
            try await shared.with { accounts, messages in
                let code = try await accounts.add(
                    login: login, name: name, organisation: organisation, post: post, roles: roles, at: .now)
                Console.say(messages.activation(login: login, code: code))
            }
        }
    }

    /// `zakrila user disable`
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End an account and all its sessions at once.")

        @Argument(help: "What she types to sign in.") var login: String
        @OptionGroup var shared: Shared

        func run() async throws {
            try await shared.with { accounts, messages in
                try await accounts.disable(login: login, at: .now)
                Console.say(messages.disabled(login))
            }
        }
    }

    /// `zakrila user reset`
    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a new activation code; password, second factor and sessions end.")

        @Argument(help: "What she types to sign in.") var login: String
        @OptionGroup var shared: Shared

        func run() async throws {
            try await shared.with { accounts, messages in
                Console.say(messages.activation(login: login, code: try await accounts.reset(login: login, at: .now)))
            }
        }
    }

    /// `zakrila user list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List everybody with post and roles.")

        @Flag(help: "Report as JSON.") var json = false
        @OptionGroup var shared: Shared

        func run() async throws {
            try await shared.with { accounts, _ in
                let lines = try await accounts.list()
                if json { return Console.write(try JSON.text(lines)) }
                Console.table(lines.map { [$0.login, $0.name, $0.organisation, $0.post, $0.roles.joined(separator: " "), $0.state] })
            }
        }
    }
}
