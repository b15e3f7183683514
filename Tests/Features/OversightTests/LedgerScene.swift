import Access
import Core
import Database
import Ledger
import Policy
import TestSupport

/// Users of the demonstration as the ledger knows them, and acts of theirs.
struct LedgerScene: Sendable {
    let house: TestHouse
    /// User and organisation of the holder of each role.
    private let cast: [String: (user: String, organisation: String)]

    init(_ house: TestHouse) async throws {
        self.house = house
        let rows = try await house.database.read { connection in
            try connection.query(
                """
                SELECT u.login, u.id, p.organisation_id FROM users u JOIN holdings h ON h.user_id = u.id JOIN posts p ON p.id = h.post_id
                """
            ).map { (try $0.text("login"), try $0.text("id"), try $0.text("organisation_id")) }
        }
        cast = Dictionary(uniqueKeysWithValues: rows.map { ($0.0, ($0.1, $0.2)) })
    }

    func user(_ role: Role) -> String { cast[role.rawValue]?.user ?? "" }
    func organisation(_ role: Role) -> String { cast[role.rawValue]?.organisation ?? "" }

    /// An act at the time of the house.
    func entry(
        _ role: Role, _ act: String, _ object: String, purpose: Purpose? = nil, rule: RuleID? = nil,
        decision: LedgerEntry.Decision = .allow, fields: [FieldGroup] = []
    ) -> LedgerEntry {
        LedgerEntry(
            time: house.clock.now, actor: user(role), act: act, object: object, organisation: organisation(role), role: role.rawValue,
            purpose: purpose?.rawValue, rule: rule?.rawValue, decision: decision, fields: fields.map(\.rawValue))
    }

    func write(_ entries: LedgerEntry...) async throws { try await write(entries) }

    func write(_ entries: [LedgerEntry]) async throws {
        try await Ledger.write(house.database) { _ in ((), entries) }
    }

    /// Everything in the ledger, the oldest first.
    func all() async throws -> [LedgerRecord] {
        try await house.database.read { connection in try LedgerReader.entries(from: 0, limit: 10_000, connection) }
    }

    /// As the entries of a page tell it: when, what.
    static func moments(_ page: TestAnswer) -> [String] {
        page.body.matches(of: /<time datetime="([^"]+)">/).map { String($0.output.1) }
    }
}
