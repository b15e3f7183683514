import Access
import Calendar
public import Core
public import Database
import Logging
import Policy
import Programmes
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

    private static let programme = "programa-sreshtu-trafika-2024"
    private static let migration = "plan-strategiya-migratsiya-2024"
    /// The programme's measure whose indicators count signals and referrals.
    private static let measure = "/plans/\(programme)/measures/IV.5.1"

    /// How many signals, referrals and acts were written down.
    public struct Played: Sendable {
        /// Of the programme's year and of the last days.
        public let signals: Int
        /// Likewise.
        public let referrals: Int
        /// Trainings, campaigns, meetings and whatever else the programme asks for, duplicates among them.
        public let acts: Int
    }

    /// Plays it all, a second time when it is asked to, among the invented users; nil without the demonstration's programme, where nobody would see it count.
    ///
    /// Throws what went wrong with the address of the form; what was sent before stays.
    ///
    /// - Parameter share: how much of the year's acts, 0 for none.
    public func play(at now: Instant, acts share: Double = 1) async throws -> Played? {
        let cast = try await database.read { try DemoUsers.players($0) }
        let site = try House.site(
            database: database, register: register, root: root, isDemo: true, isDevelopment: false,
            logger: Logger(label: "demonstration") { _ in SwiftLogNoOpLogHandler() })
        let stage = Stage(site: site, cast: cast)
        guard try await stage.isThere(Demonstration.measure, as: .coordinator, at: now) else { return nil }
        var play = Play(stage: stage)
        let calendar = try WorkingDays.builtIn()
        let script = Script(calendar: calendar)
        for event in script.ofTheYear + script.ofTheLastDays(before: now) { try await play(event) }
        try await count(stage, now)
        try await acceptFinding(stage, now)
        let acts = try await act(try YearOfActs(share: share, calendar: calendar), stage, now)
        return Played(signals: play.signals, referrals: play.referrals, acts: acts)
    }

    /// The year of acts: with the programme's indicators agreed to before it, and those of the plan on migration after it, as both happens.
    private func act(_ year: YearOfActs, _ stage: Stage, _ now: Instant) async throws -> Int {
        try await accept(Demonstration.programme, stage, now)
        var acts = ActsPlay(
            stage: stage, organisers: try await DemoOrganisers(database: database, root: root).make(at: now),
            measures: try await measures())
        for event in year.events { try await acts(event) }
        try await accept(Demonstration.migration, stage, now)
        try await pair(stage, now)
        try await reportAll(stage, now)
        return acts.count
    }

    /// All that is proposed of a plan, where it was imported.
    private func accept(_ slug: String, _ stage: Stage, _ now: Instant) async throws {
        guard let plan = try await PlanStore(database).plan(slug) else { return }
        let counts = try await database.read { try PlanCounts(plan, metrics: House.metrics, $0) }
        let proposed = counts.lines.filter { !$0.isBound && $0.metric != nil }.map { ("accept", "\($0.measure)/\($0.number)") }
        try await stage.send("/plans/\(slug)/figures/accept", proposed, as: .coordinator, at: now)
    }

    /// The programme repeats a number that its authors carried over; the commission leaves it as it was adopted.
    private func acceptFinding(_ stage: Stage, _ now: Instant) async throws {
        let store = PlanStore(database)
        guard let plan = try await store.plan(Demonstration.programme) else { return }
        let findings = try await store.findings(of: plan, speller: nil)
        guard let found = findings.first(where: { $0.named.finding.code == .numberRepeated && $0.acceptance == nil }) else { return }
        try await stage.send(
            "/plans/\(Demonstration.programme)/findings/accept",
            [
                ("finding", found.named.name),
                ("reason", "Номерът е такъв в приетия от Министерския съвет текст; мярката се познава по заглавието (измислено)."),
            ], as: .coordinator, at: now)
    }

    /// The measures that both plans surely share, confirmed.
    private func pair(_ stage: Stage, _ now: Instant) async throws {
        let store = PlanStore(database)
        guard let programme = try await store.plan(Demonstration.programme), let other = try await store.plan(Demonstration.migration)
        else {
            return
        }
        let pairs = PlanComparison(programme.content, other.content, register: register).pairs
        for pair in pairs where pair.likeness.degree == .certain {
            let fields = [("left", programme.measureIDs[pair.left]), ("right", other.measureIDs[pair.right]), ("ruling", "same")]
            try await stage.send("/plans/\(programme.slug)/compare/\(other.slug)/decide", fields, as: .coordinator, at: now)
        }
    }

    /// The measures of both plans, as forms of acts have them.
    private func measures() async throws -> [String: String] {
        var measures: [String: String] = [:]
        for slug in [Demonstration.programme, Demonstration.migration] {
            guard let plan = try await PlanStore(database).plan(slug) else { continue }
            for (measure, identity) in zip(plan.content.measures, plan.measureIDs) {
                measures[measure.code] = "\(plan.id.text) \(identity)"
            }
        }
        return measures
    }

    /// By what the measure's indicators are counted, and what was reported of them: not quite what was counted, as happens.
    private func count(_ stage: Stage, _ now: Instant) async throws {
        let indicators: [(number: Int, metric: String, unit: String, reported: Int)] = [
            (1, "signals.received", "signal", 61), (2, "signals.processed", "signal", 52), (4, "referrals.made", "person", 14),
        ]
        for (number, metric, unit, reported) in indicators {
            let path = Demonstration.measure + "/indicators/\(number)"
            try await stage.send(path + "/bind", [("metric", metric), ("unit", unit)], as: .coordinator, at: now)
            try await report(reported, of: path, by: "А21", stage, now)
        }
    }

    /// What institutions wrote of the year in their own reports: not quite what is counted.
    private static let reports: [(indicator: String, institution: String, value: Int)] = [
        ("II.1.1/4", "НКБТХ", 14), ("II.1.2/1", "НКБТХ", 20000), ("II.1.2/3", "МТСП", 15), ("II.2.3/3", "НКБТХ", 15000),
        ("II.4.1/1", "АСП", 5500), ("II.6.1/1", "Анимус", 8400), ("II.7.2/1", "А21", 14), ("III.1.1/2", "НКБТХ", 240),
        ("III.1.2/1", "НКБТХ", 20), ("III.14.1/2", "А21", 96), ("VI.1.1/1", "ИА ГИТ", 57), ("VI.2.2/2", "ДАЗД", 25),
    ]

    private func reportAll(_ stage: Stage, _ now: Instant) async throws {
        for (indicator, institution, value) in Demonstration.reports {
            let path = indicator.replacing("/", with: "/indicators/")
            try await report(value, of: "/plans/\(Demonstration.programme)/measures/" + path, by: institution, stage, now)
        }
    }

    /// - Parameter path: of the page of an indicator.
    private func report(_ value: Int, of path: String, by institution: String, _ stage: Stage, _ now: Instant) async throws {
        try await stage.send(
            path + "/report",
            [
                ("institution", institution), ("value", String(value)), ("day", "31.12.2024"),
                ("evidence", "Годишен отчет за 2024 г. (измислен)"),
            ], as: .coordinator, at: now)
    }
}
