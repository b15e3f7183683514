import Access
import ArgumentParser
import Core
import Database
import Foundation
import Policy
import Programmes
import Reference
import Server
import Vault

/// `zakrila setup`
struct Setup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin: the root key, the first organisation, the first administrator.",
        discussion: """
            Asks for what is not given; with all options it asks nothing. Prints the administrator's activation code once: it opens her \
            account for one day, at /activate. Keep a copy of the root key where the database's copies are not: without it nothing sealed \
            can ever be opened.
            """)

    @Option(help: ArgumentHelp("Code of the organisation in the register of institutions, such as НКБТХ.", valueName: "code"))
    var institution: String?
    @Option(help: ArgumentHelp("Name of an organisation that is not in the register.", valueName: "name")) var organisation: String?
    @Option(help: ArgumentHelp("gdpr, or law-enforcement for police and prosecution.", valueName: "regime")) var regime: String?
    @Option(help: ArgumentHelp("What the administrator types to sign in.", valueName: "name")) var login: String?
    @Option(help: ArgumentHelp("The administrator's own name.", valueName: "name")) var name: String?
    @Flag(help: "Invented organisations and one invented user for each role, for trying out.") var demo = false
    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var checkpointKey: CheckpointKeyOptions
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let messages = Messages(options.spoken)
        let database = try await options.open()
        // Before a key is made: one made beside a database that another one sealed would only mislead.
        if try await SetUp.isDone(database) { throw failed(messages.setupDone) }
        let root = try keys.readOrMake(messages)
        try checkpointKey.makeIfMissing(messages)
        if demo { return try await makeDemo(database, root, messages) }
        let setUp = SetUp(database: database, root: root)
        let answers = try ask(messages)
        do {
            let code = try await setUp(answers, at: .now)
            await database.close()
            if json { return Console.write(try JSON.text(Report(login: answers.login, activationCode: code))) }
            Console.say(messages.activation(login: answers.login, code: code))
        } catch let problem as SetUp.Problem {
            throw failed(messages.setup(problem))
        }
    }

    private func makeDemo(_ database: any Database, _ root: SealingKey, _ messages: Messages) async throws {
        let users = DemoUsers(database: database, root: root, desk: try PasswordDesk(root: root))
        let now = Instant.now
        guard try await users.make(at: now) else {
            await database.close()
            return Console.problem(messages.setupDone)
        }
        Console.problem(messages.demoMade)
        do {
            let played = try await Demonstration(database: database, root: root, register: try InstitutionRegister.builtIn()).play(at: now)
            await database.close()
            if let played {
                Console.problem(messages.demoPlayed(signals: played.signals, referrals: played.referrals, acts: played.acts))
            }
        } catch {
            await database.close()
            throw failed(messages.demoBroken("\(error)"))
        }
    }

    private func ask(_ messages: Messages) throws -> SetUp.Answers {
        let register = try InstitutionRegister.builtIn()
        let isGiven = institution != nil || organisation != nil
        var code = institution
        if !isGiven { code = try answer(messages.askInstitution, isOptional: true) }
        if let code, register.institution(code) == nil { throw failed(messages.noInstitution(code)) }
        let known = code.flatMap(register.institution)
        let title = try known?.name.bg ?? organisation ?? answer(messages.askOrganisation)
        let law = try regime ?? answer(messages.askRegime)
        guard let regime = Regime(rawValue: law) else { throw failed(messages.noRegime(law)) }
        return SetUp.Answers(
            institution: known?.code, organisation: title, regime: regime, login: try login ?? answer(messages.askLogin),
            name: try name ?? answer(messages.askName))
    }

    /// What is typed at the question. Without a terminal the option must be given.
    private func answer(_ question: String) throws -> String {
        guard let typed = try answer(question, isOptional: false) else { throw ExitCode.validationFailure }
        return typed
    }

    private func answer(_ question: String, isOptional: Bool) throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            if isOptional { return nil }
            throw failed(Messages(options.spoken).unanswered(question), ExitCode.validationFailure)
        }
        while true {
            FileHandle.standardError.write(Data((question + " ").utf8))
            guard let line = readLine() else { throw ExitCode.failure }
            let typed = line.trimmingCharacters(in: .whitespaces)
            if !typed.isEmpty { return typed }
            if isOptional { return nil }
        }
    }

    private func failed(_ sentence: String, _ code: ExitCode = .failure) -> ExitCode {
        Console.problem(sentence)
        return code
    }

    /// What was made, for scripts.
    private struct Report: Encodable {
        let login: String
        let activationCode: String
    }
}
