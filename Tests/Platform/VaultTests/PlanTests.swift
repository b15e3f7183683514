import Core
import Database
import TestSupport
import Testing

@testable import Vault

@Suite struct PlanTests {
    /// An organisation may hold a hundred thousand seals: who opens one must not go through them.
    @Test func `a seal is looked up by its subject, however many an organisation has`() async throws {
        try await withDatabase(.sqlite, migrations: Vault.migrations) { database in
            let (subject, organisation) = (SealedSubject(PersonID.new()), OrganisationID.new())
            let statements = [
                (KeyRing.seals(of: subject, to: organisation), "k"),
                (BlindIndex.subjects(.personalNumber, 1, organisation), "i"),
            ]
            for (statement, first) in statements {
                let plan = try await database.read { connection in
                    try connection.query("EXPLAIN QUERY PLAN \(statement)").map { try $0.text("detail") }
                }
                #expect(plan.first?.hasPrefix("SEARCH \(first) ") == true, "\(plan)")
                #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("vault_seals_organisation") }, "\(plan)")
            }
        }
    }
}
