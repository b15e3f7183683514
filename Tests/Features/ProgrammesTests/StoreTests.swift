import Core
import Database
import Foundation
import Ledger
import Reference
import TestSupport
import Testing

@testable import Programmes

@Suite struct StoreTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private let head =
        "Програма за превенция за 2024 г.\n\nСтратегическа цел\tДейности\tБюджет\tСрок\tИндикатори – текущи\tИндикатори – целеви\tВодеща институция\tПартньори\n"
    private var first: String {
        head
            + "Цел\t1.1 Обучение на учители\t10 000 лв. от НКБТХ\tмай 2024 г.\tобучени – 0\tобучени – 5 души\tМВР\tНКБТХ, общини\n\t1.2 Кампания\tне се изисква\tпостоянен\t\tкампании – поне 2\tНКБТХ\t\n"
    }
    private var amended: String {
        head
            + "Цел\t1.1 Обучение на учители\t20 000 лв. от НКБТХ\tмай 2024 г.\tобучени – 0\tобучени – 9 души\tМВР\tНКБТХ, общини\n\t1.3 Трафик: анализ\tне се изисква\tпостоянен\t\tанализ – 1\tНКБТХ\t\n"
    }

    private func importer(_ database: any Database) -> (String, ImportPlans.Options) async throws -> [ImportPlans.Outcome] {
        { text, options in
            try await ImportPlans(database: database)(DocumentReader(register).read(Array(text.utf8)), name: "план.txt", options: options)
        }
    }

    @Test(arguments: Engine.available)
    func `what is stored is what was read`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let outcomes = try await importer(database)(first, .init())
            let read = try PlanReading(bytes: Array(first.utf8), register: register).plans[0]
            let stored = try #require(try await PlanStore(database).plan(outcomes[0].slug))
            #expect(stored.content == read)
            #expect(stored.status == .accepted)
            #expect(stored.account.total == outcomes[0].account.total)
        }
    }

    @Test(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)), arguments: Engine.available)
    func `the published documents survive being stored`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let (importer, reader) = (ImportPlans(database: database), DocumentReader(register))
            for document in ["000", "001", "003"] {
                let bytes = try Seeds.document(document)
                let outcomes = try await importer(reader.read(bytes), name: document, options: .init())
                for (outcome, read) in zip(outcomes, try PlanReading(bytes: bytes, register: register).plans) {
                    let stored = try #require(try await PlanStore(database).plan(outcome.slug))
                    #expect(stored.content == read)
                }
            }
            #expect(try await PlanStore(database).plans().map(\.measures).sorted() == [17, 41, 73, 85])
        }
    }

    @Test(arguments: Engine.available)
    func `importing again changes nothing, an amended plan waits and then makes a version`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let run = importer(database)
            let store = PlanStore(database)
            let slug = try await run(first, .init())[0].slug
            let revision = try await store.revision()
            #expect(try await run(first, .init())[0].action == .unchanged)
            #expect(try await run(first.replacingOccurrences(of: "\n", with: "\r\n"), .init())[0].action == .unchanged)
            let waiting = try await run(amended, .init())[0]
            #expect(waiting.action == .awaitsAcceptance)
            #expect(waiting.difference?.added == ["1.3"])
            #expect(waiting.difference?.removed == ["1.2"])
            #expect(Set(waiting.difference?.changes.map(\.field) ?? []) == [.budget, .indicators])
            #expect(try await store.revision() == revision)
            let old = try #require(try await store.plan(slug))
            #expect(try await run(amended, .init(acceptsAmendments: true))[0].version == 2)
            let new = try #require(try await store.plan(slug))
            #expect(new.version == 2)
            #expect(new.measureIDs[0] == old.measureIDs[0])
            #expect(new.measureIDs[1] != old.measureIDs[1])
            #expect(try await store.plan(slug, version: 1)?.status == .superseded)
            // Only the edition in force is found.
            #expect(try await store.search(SearchKey.words("обучение"), limit: 9).count == 1)
            #expect(try await store.search(SearchKey.words("кампания"), limit: 9).isEmpty)
            #expect(try await store.plans().count == 1)
            #expect(try await store.revision() > revision)
        }
    }

    @Test(arguments: Engine.available)
    func `drafts are listed for those who ask and shown to nobody else`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            _ = try await importer(database)(first, .init(asDraft: true))
            let store = PlanStore(database)
            #expect(try await store.plans().isEmpty)
            #expect(try await store.plans(withDrafts: true).map(\.status) == [.draft])
            #expect(try await store.search(["obuchen"], limit: 5).isEmpty)
            #expect(try await store.duties().isEmpty)
        }
    }

    @Test(arguments: Engine.available)
    func `a broken document stores nothing`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            await #expect(throws: ImportError.noMeasures) { _ = try await importer(database)(head, .init()) }
            let counts = try await database.read { connection in
                try ["documents", "document_cells", "plans"].map { table in
                    switch table {
                    case "documents": try connection.query("SELECT id FROM documents").count
                    case "plans": try connection.query("SELECT id FROM plans").count
                    default: try connection.query("SELECT document_id FROM document_cells").count
                    }
                }
            }
            #expect(counts == [0, 0, 0])
        }
    }

    @Test(arguments: Engine.available)
    func `measures are found by any spelling, by institution and by month`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            _ = try await importer(database)(amended, .init())
            let store = PlanStore(database)
            for query in ["трафик", "ТРАФИКЪТ", "trafik", "traffic", "tra"] {
                #expect(try await store.measures(store.search(SearchKey.words(query), limit: 9)).map(\.measure.code) == ["1.3"], "\(query)")
            }
            #expect(try await store.measures(store.search(SearchKey.words("1.3"), limit: 9)).map(\.measure.code) == ["1.3"])
            #expect(try await store.search(SearchKey.words("учители трафик"), limit: 9).isEmpty)
            for hostile in ["\" OR 1=1 --", "a* NEAR(b)", "'; DROP TABLE plans", "☃️", "%_"] {
                _ = try await store.search(SearchKey.words(hostile), limit: 9)
            }
            #expect(try await store.duties()["НКБТХ"]?.map(\.isLead) == [false, true])
            let may = Month(year: 2024, month: 5)
            #expect(try await store.due(from: may.firstDay, to: may.lastDay).map(\.measure.code) == ["1.1"])
            #expect(try await store.nearestDueMonth(to: Day(ordinal: 20_000)) == may)
        }
    }

    @Test(arguments: Engine.available)
    func `a plan is named by its id, its slug or the beginning of one of them`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let slug = try await importer(database)(first, .init())[0].slug
            let store = PlanStore(database)
            let plan = try #require(try await store.plan(slug))
            #expect(slug == "programa-prevencia-2024" || slug.hasPrefix("programa-"))
            #expect(try await store.plan(plan.id.text)?.slug == slug)
            #expect(try await store.plan(String(slug.prefix(5)))?.slug == slug)
            for nobody in ["", "%", "p", "програма", "' OR ''='"] { #expect(try await store.plan(nobody) == nil, "\(nobody)") }
        }
    }
}
