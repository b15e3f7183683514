import Core
import Database
import Policy
import TestSupport
import Testing

@testable import Access

/// Several organisations that are one institution of the register, as the local commissions are.
@Suite struct SharedInstitutionTests {
    @Test(arguments: Engine.available)
    func `the code of an institution is no longer one organisation's, and nothing that was there is lost`(_ engine: Engine) async throws {
        let (before, last) = (AccessFeature.migrations.dropLast(), try #require(AccessFeature.migrations.last))
        #expect(last.id == "0039-access-shared-institutions")
        try await withDatabase(engine, migrations: Array(before)) { database in
            func add(_ id: String, _ institution: String) async throws {
                try await database.write { connection in
                    try connection.execute(
                        """
                        INSERT INTO organisations (id, institution, name, regime, added_at, added_by)
                        VALUES (\(id), \(institution), \("Проба " + id), 'gdpr', '2026-01-01T00:00:00.000Z', 'test')
                        """)
                }
            }
            func post(_ id: String, of organisation: String) async throws {
                try await database.write { connection in
                    try connection.execute(
                        """
                        INSERT INTO posts (id, organisation_id, title, added_at, added_by)
                        VALUES (\(id), \(organisation), 'Експерт', '2026-01-01T00:00:00.000Z', 'test')
                        """)
                }
            }
            try await add("a", "МКБТХ")
            try await post("p", of: "a")
            await #expect(throws: DatabaseError.self) { try await add("b", "МКБТХ") }
            #expect(try await Migrator(AccessFeature.migrations).migrate(database) == [last.id])
            try await add("b", "МКБТХ")
            try await post("q", of: "b")
            await #expect(throws: DatabaseError.self, "what posts refer to is still there") { try await post("r", of: "nobody") }
            let rows = try await database.read { connection in
                try connection.query(
                    "SELECT p.id || o.institution || o.name AS line FROM posts p JOIN organisations o ON o.id = p.organisation_id ORDER BY p.id"
                ).map { try $0.text("line") }
            }
            #expect(rows == ["pМКБТХПроба a", "qМКБТХПроба b"])
        }
    }

    @Test(arguments: Engine.available)
    func `those with one code have names that tell them apart`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let host = try await house.signedIn(as: .administrator)
            func add(_ name: String) async throws -> Int {
                try await host.post("/organisations/new", ["institution": "МКБТХ", "name": name, "regime": "gdpr"]).status
            }
            #expect(try await add("") == 303)
            #expect(try await host.get("/organisations").body.contains(">МКБТХ<"), "alone it goes by the register's name")
            let nameless = try await host.post("/organisations/new", ["institution": "МКБТХ", "regime": "gdpr"])
            #expect(nameless.status == 422 && nameless.body.contains("по което се различават"))
            #expect(try await add("Местна комисия Нова (измислена)") == 303)
            #expect(try await add("Местна комисия Нова (измислена)") == 422)
            let list = try await host.get("/organisations").body
            #expect(list.contains("Местна комисия Нова (измислена)") && !list.contains(">МКБТХ<"))

            let first = try await Accounts.organisation(named: "НКБТХ", house.database)
            let named = try await Accounts.organisation(named: "Местна комисия Нова (измислена)", house.database)
            #expect(first != named)
            await #expect(
                throws: Accounts.Problem.severalOrganisations([
                    "Местна комисия Нова (измислена)", "Местна комисия за борба с трафика на хора",
                ])
            ) { try await Accounts.organisation(named: "МКБТХ", house.database) }
            await #expect(throws: Accounts.Problem.noOrganisation) { try await Accounts.organisation(named: "нищо", house.database) }
        }
    }
}
