import Core
import Database
import TestSupport
import Testing

@testable import Vault

@Suite struct PeriodKeyTests {
    private static let year = KeyPeriod(purpose: "participants", period: "2026")
    private static let next = KeyPeriod(purpose: "participants", period: "2027")
    private static let other = KeyPeriod(purpose: "others", period: "2026")

    @Test(arguments: Engine.available)
    func `a period has one key, and no two have the same`(_ engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let vault = Vault(root: SealingKey())
            func token(_ period: KeyPeriod, _ vault: Vault) async throws -> String {
                try await database.write { try vault.periodKey(period, at: .now, $0).pseudonym(["знак"]) }
            }
            let own = try await token(Self.year, vault)
            #expect(try await token(Self.year, vault) == own)
            let others = [try await token(Self.next, vault), try await token(Self.other, vault)]
            #expect(Set(others + [own]).count == 3)
            // What could be derived from the root key could be made again.
            #expect(own != vault.root.pseudonym(["знак"]))
            #expect(try await database.read { try vault.keyPeriods(of: "participants", $0) } == [Self.year, Self.next])

            // Another root key opens it, the old one no more.
            let new = Vault(root: vault.root.successor())
            _ = try await database.write { try vault.replaceRoot(with: new.root, at: .now, $0) }
            #expect(try await token(Self.year, new) == own)
            await #expect(throws: VaultError.unknownKey) { _ = try await token(Self.year, vault) }
        }
    }

    @Test(arguments: Engine.available)
    func `a key that is destroyed is gone for ever, and others stay`(_ engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let vault = Vault(root: SealingKey())
            for period in [Self.year, Self.next, Self.other] {
                _ = try await database.write { try vault.periodKey(period, at: .now, $0) }
            }
            for _ in 0..<2 { try await database.write { try vault.destroyPeriodKey(Self.year, at: .now, $0) } }
            await #expect(throws: VaultError.unknownKey) {
                _ = try await database.write { try vault.periodKey(Self.year, at: .now, $0) }
            }
            #expect(try await database.read { try vault.keyPeriods(of: "participants", $0) } == [Self.next])
            let rows = try await database.read {
                try $0.query("SELECT wrapped, destroyed_at FROM vault_period_keys WHERE wrapped IS NULL")
            }
            #expect(rows.count == 1)
            _ = try await database.write { try vault.replaceRoot(with: vault.root.successor(), at: .now, $0) }
        }
    }
}
