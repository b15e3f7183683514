import Access
import ArgumentParser
import Core
import Database
import Foundation
import Logging
import Reference
import Server
import Vault

/// `zakrila serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the site.")

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 takes a free one.") var port = 8080
    @Flag(help: "Add the page of components (/components).") var development = false
    @Flag(
        help: ArgumentHelp(
            "Let administrators sign in without a security key, where browsers can use none (or ZAKRILA_REQUIRE_KEYS=no)."))
    var keysOptional = false
    @Option(
        help: ArgumentHelp(
            "Address of a reverse proxy whose X-Forwarded-For is believed; may be given again (or ZAKRILA_TRUSTED_PROXIES, with commas)."))
    var trustedProxy: [String] = []
    @Flag(help: "Log faults only, not every request.") var quiet = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var checkpointKey: CheckpointKeyOptions
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "zakrila")
        logger.logLevel = quiet ? .warning : .info
        let messages = Messages(options.spoken)
        let proxies = try proxies(messages)
        let root = try keys.readIfThere(messages)
        let database = try await options.open()
        if let root { try await keys.requireOwn(root, database, messages) } else { try await keys.requireNoUsers(database, messages) }
        let keeper = root.map { TombstoneKeeper(keys.tombstones, vault: Vault(root: $0), database: database) }
        if let keeper { try await eraseAgain(keeper, messages) }
        let names = NameSearch()
        let isDemo = try await DemoUsers.areThere(database)
        let areKeysOptional = keysOptional || ProcessInfo.processInfo.environment["ZAKRILA_REQUIRE_KEYS"] == "no"
        if areKeysOptional, !isDemo { Console.problem(messages.keysOptional) }
        let site = try House.site(
            database: database, register: try InstitutionRegister.builtIn(), root: root, names: names,
            isDemo: isDemo, keyRule: areKeysOptional ? .optional : nil, isDevelopment: development, logger: logger)
        let signing = try checkpointKey.readIfThere(messages)
        if signing == nil { Console.problem(messages.noKeyNoCheckpoints(checkpointKey.file)) }
        let rounds = try root.map {
            try House.rounds(database: database, root: $0, names: names, signing: signing, tombstones: keeper, logger: logger)
        }
        let server = WebServer(
            site, ServerConfiguration(host: host, port: port, proxies: proxies, logger: logger), services: rounds.map { [$0] } ?? [])
        try await server.run { port in Console.problem(messages.serving(port)) }
        await database.close()
    }

    private func proxies(_ messages: Messages) throws -> TrustedProxies {
        let named = ProcessInfo.processInfo.environment["ZAKRILA_TRUSTED_PROXIES"] ?? ""
        let more = named.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        do throws(TrustedProxies.NoAddress) {
            return try TrustedProxies(trustedProxy + more)
        } catch {
            throw ValidationError(messages.noAddress(error.text))
        }
    }

    /// Before anybody is served: a restored backup brings nobody back. Where that can't be made sure of, nobody is served.
    private func eraseAgain(_ keeper: TombstoneKeeper, _ messages: Messages) async throws {
        do {
            let risen = try await keeper.start(now: .now)
            if risen > 0 { Console.problem(messages.risen(risen)) }
        } catch TombstoneKeeper.Fault.damaged(let line) {
            Console.problem(messages.badTombstones(keys.tombstones, line))
            throw ExitCode.failure
        } catch TombstoneKeeper.Fault.unreadable {
            Console.problem(messages.tombstonesUnreadable(keys.tombstones))
            throw ExitCode.failure
        } catch TombstoneKeeper.Fault.unwritable {
            Console.problem(messages.tombstonesUnwritable(keys.tombstones))
            throw ExitCode.failure
        }
    }
}
