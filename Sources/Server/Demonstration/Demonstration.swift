import Access
import Calendar
public import Core
public import Database
import Logging
import Policy
public import Reference
public import Vault
import Web

/// A year of invented work (демонстрация): what the demonstration's users did in the year of its programme, and in the days before today, so that
/// the programme counts itself and there is something to do. It is sent through the same forms as anybody's. Nothing in it is about anybody.
public struct Demonstration: Sendable {
    private let database: any Database
    private let root: SealingKey
    private let register: InstitutionRegister

    /// Nothing is read yet.
    public init(database: any Database, root: SealingKey, register: InstitutionRegister) {
        self.database = database
        self.root = root
        self.register = register
    }

    /// The programme and its measure whose indicators count signals and referrals.
    private static let measure = "/plans/programa-sreshtu-trafika-2024/measures/IV.5.1"

    /// How many signals and referrals were written down.
    public struct Played: Sendable {
        /// Of the programme's year and of the last days.
        public let signals: Int
        /// Likewise.
        public let referrals: Int
    }

    /// Plays it all, a second time when it is asked to, among the invented users; nil without the demonstration's programme, where nobody would see it count.
    ///
    /// Throws what went wrong with the address of the form; what was sent before stays.
    public func play(at now: Instant) async throws -> Played? {
        let cast = try await database.read { try DemoUsers.players($0) }
        let site = try House.site(
            database: database, register: register, root: root, isDemo: true, isDevelopment: false,
            logger: Logger(label: "demonstration") { _ in SwiftLogNoOpLogHandler() })
        let stage = Stage(site: site, cast: cast)
        guard try await stage.isThere(Demonstration.measure, as: .coordinator, at: now) else { return nil }
        var play = Play(stage: stage)
        let script = Script(calendar: try WorkingDays.builtIn())
        for event in script.ofTheYear + script.ofTheLastDays(before: now) { try await play(event) }
        try await count(stage, now)
        return Played(signals: play.signals, referrals: play.referrals)
    }

    /// By what the measure's indicators are counted, and what was reported of them: not quite what was counted, as happens.
    private func count(_ stage: Stage, _ now: Instant) async throws {
        let indicators: [(number: Int, metric: String, unit: String, reported: Int)] = [
            (1, "signals.received", "signal", 61), (2, "signals.processed", "signal", 52), (4, "referrals.made", "person", 14),
        ]
        for (number, metric, unit, reported) in indicators {
            let path = Demonstration.measure + "/indicators/\(number)"
            try await stage.send(path + "/bind", [("metric", metric), ("unit", unit)], as: .coordinator, at: now)
            try await stage.send(
                path + "/report",
                [
                    ("institution", "А21"), ("value", String(reported)), ("day", "31.12.2024"),
                    ("evidence", "Годишен отчет за 2024 г. (измислен)"),
                ], as: .coordinator, at: now)
        }
    }
}
