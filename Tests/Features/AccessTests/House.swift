import Access
import Core
import Database
import Policy
import TestSupport
import Testing
import Vault

let goodPassword = "верижка облак тринайсет жираф"

extension TestHouse {
    /// An installation as `zakrila setup` leaves it; the activation code of the first administrator, `ada`.
    func setUp() async throws -> String {
        try await SetUp(database: database, root: root)(
            .init(institution: "НКБТХ", organisation: "Национална комисия", regime: .gdpr, login: "ada", name: "Ада Примерова"),
            at: clock.now)
    }

    /// Adds a user from the command line; her activation code.
    func add(_ login: String, _ role: Role, organisation: String = "НКБТХ") async throws -> String {
        try await accounts.add(
            login: login, name: "Мила \(login)", organisation: organisation, post: "експерт", roles: [role.rawValue], at: clock.now)
    }

    var accounts: Accounts { Accounts(database: database, root: root, work: .init(open: { _, _, _ in 0 }, handOver: { _, _, _, _, _ in })) }

    /// How many rows the answer to a question has.
    func count(_ question: SQL) async throws -> Int {
        try await database.read { connection in try connection.query(question).count }
    }
}

/// What a request changed in the database: nothing, if these are equal.
func expectUnchanged(_ house: TestHouse, _ note: String, _ body: () async throws -> Void) async throws {
    let before = try await house.stored()
    try await body()
    #expect(try await house.stored() == before, "\(note) changed what is stored")
}
