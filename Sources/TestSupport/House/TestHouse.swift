public import Access
public import Core
public import Database
import Foundation
public import Logging
public import Policy
import Reference
public import Server
public import Vault
public import Web

/// The whole site on a database of its own, with a clock that a test moves, asked as browsers ask it.
///
///     try await withHouse(engine) { house in
///         let page = try await house.signedIn(as: .coordinator)
///         let answer = try await page.get("/account")
///     }
public final class TestHouse: Sendable {
    /// Of the engine that the test runs on.
    public let database: any Database
    /// Seals everything in it.
    public let root: SealingKey
    /// The time in the house.
    public let clock: MovingClock
    /// All rooms.
    public let site: Site
    /// Where the database is.
    public let location: DatabaseLocation

    init(_ database: any Database, at location: DatabaseLocation, _ root: SealingKey, _ clock: MovingClock, _ options: HouseOptions) throws
    {
        self.database = database
        self.location = location
        self.root = root
        self.clock = clock
        site = try House.site(
            database: database, register: try InstitutionRegister.builtIn(), root: root, isDemo: options.isDemo, keyRule: options.keyRule,
            isDevelopment: false,
            logger: options.logger, clock: { clock.now }, work: options.work,
            desk: try PasswordDesk(root: root, limit: options.passwordsWaiting), templates: try TestHouse.templates.get())
    }

    /// Another server on the same database, as after a restart.
    public convenience init(of house: TestHouse, _ options: HouseOptions = HouseOptions()) throws {
        try self.init(house.database, at: house.location, house.root, house.clock, options)
    }

    /// A server on a copy of a house's database, as after a backup was restored.
    public convenience init(restored database: any Database, at location: DatabaseLocation, of house: TestHouse) throws {
        try self.init(database, at: location, house.root, house.clock, HouseOptions())
    }

    /// The site as it is without a root key.
    public func siteWithoutKey() throws -> Site {
        try House.site(
            database: database, register: try InstitutionRegister.builtIn(), isDevelopment: false, logger: HouseOptions().logger,
            clock: { [clock] in clock.now }, templates: try TestHouse.templates.get())
    }

    /// Read once for all houses.
    private static let templates = Result { try House.templates() }

    /// A browser that was here never before. Its requests come from the network that an address stands for.
    public func browser(_ address: String = "198.51.100.7", language: Language = .bg, host: String = "localhost") -> TestBrowser {
        TestBrowser(self, address: address, language: language, host: host)
    }

    /// The activation code of the only user who waits for one, given by a second person.
    public func givenCode(by role: Role = .coordinator) async throws -> String {
        let second = try await signedIn(as: role, from: "198.51.100.77")
        let page = try await second.get("/staff/codes")
        guard let form = page.forms.first(where: { $0.action.hasPrefix("/staff/codes/") }) else {
            throw TestHouseFault("nobody asked for a code")
        }
        return try await second.post(form.action, ["answer": "give"]).shownCode()
    }

    /// A browser in which the invented user with a role has signed in, through the pages that a visitor of the demonstration uses.
    public func signedIn(as role: Role, from address: String = "198.51.100.7") async throws -> TestBrowser {
        let browser = browser(address)
        try await browser.signIn(as: role)
        return browser
    }

    /// Everything that is stored, to see whether something changed and whether a text is somewhere in it in the clear.
    public func stored() async throws -> [UInt8] {
        switch location {
        case .sqlite(let path):
            return try [path, path + "-wal"].filter(FileManager.default.fileExists).flatMap { file in
                [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            }
        case .postgres:
            return try await database.read { connection in
                let rows = try connection.query(
                    """
                    SELECT table_name, table_to_xml(table_name::regclass, true, false, '')::text AS rows FROM information_schema.tables
                    WHERE table_schema = current_schema() ORDER BY table_name
                    """)
                return try rows.flatMap { Array(try ($0.text("table_name") + $0.text("rows")).utf8) }
            }
        }
    }
}

/// What a test's house is like.
public struct HouseOptions: Sendable {
    /// Sixteen invented users, one for each role; without them the house is as `zakrila setup` begins.
    public var isDemo = true
    /// Who must sign in with a security key.
    public var keyRule: KeyRule
    /// What other rooms know of a user's work.
    public var work: AccessFeature.Work
    /// How many passwords may be checked at one time or wait for it.
    public var passwordsWaiting: Int
    /// Where it reports.
    public var logger: Logger

    /// A demonstration that reports nothing, in which nobody has work.
    public init(
        isDemo: Bool = true, keyRule: KeyRule = .optional, work: AccessFeature.Work = House.work, passwordsWaiting: Int = 64,
        logger: Logger? = nil
    ) {
        self.keyRule = keyRule
        self.passwordsWaiting = passwordsWaiting
        self.isDemo = isDemo
        self.work = work
        var silent = Logger(label: "test")
        silent.logLevel = .critical
        self.logger = logger ?? silent
    }
}

/// Lends a house of its own to a test.
@discardableResult
public func withHouse<T>(
    _ engine: Engine, _ options: HouseOptions = HouseOptions(), clock: MovingClock = MovingClock(),
    _ body: (TestHouse) async throws -> T
) async throws -> T {
    try await withEmptyLocation(engine) { location in
        let copy = options.isDemo ? try await DemoCopy.of(engine) : nil
        try await copy?.lay(at: location)
        let root = copy?.root ?? SealingKey()
        let database = try await openDatabase(location)
        do {
            _ = try await Migrator(Databases.migrations).migrate(database)
            try await copy?.fill(database)
            let result = try await body(TestHouse(database, at: location, root, clock, options))
            try await requireRoles(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

/// Whatever a test did: each act of a user must tell for which organisation and in which role. Throws ``TestHouseFault``.
private func requireRoles(_ database: any Database) async throws {
    let nameless = try await database.read { connection in
        try connection.query(
            """
            SELECT DISTINCT e.act FROM ledger_entries e JOIN users u ON u.id = e.actor WHERE e.role IS NULL OR e.organisation IS NULL
            """
        ).map { try $0.text("act") }
    }
    guard nameless.isEmpty else { throw TestHouseFault("acts without role or organisation: \(nameless)") }
}
