import Core
import Database
import Ledger
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What changes in a plan beside its measures is an amendment too.
@Suite struct PartDifferenceTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private static let title = "Национална програма за противодействие на трафика за 2024 г.\n"
    private static let rows = """
        РАЗДЕЛ I „Превенция“
        Дейност\tСрок\tБюджет\tОтговорна институция\tЗабележка
        1.1 Обучение на учители\tмай 2024 г.\t1 000 лв.\tХУЦ\tда

        """
    private static let plain = title + rows
    private static let list = "\nХУЦ\tХудожествен център\nА21\tФондация А21\n"

    private func imported(_ texts: [String], engine: Engine = .sqlite) async throws -> [ImportPlans.Outcome] {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            var last: [ImportPlans.Outcome] = []
            for text in texts {
                last = try await ImportPlans(database: database)(
                    DocumentReader(register).read(Array(text.utf8)), name: "план.txt", options: .init(acceptsAmendments: true))
            }
            return last
        }
    }

    @Test(arguments: [
        ("ПРОЕКТ\n" + plain, PlanDifference.Part.project, "ПРОЕКТ", ""),
        (plain + list, .abbreviations, "А21 – Фондация А21; ХУЦ – Художествен център", ""),
        (plain.replacing("Превенция", with: "Предотвратяване"), .sections, "I Предотвратяване", "I Превенция"),
        (
            plain.replacing("програма", with: "Програма"), .title, "Национална Програма за противодействие на трафика за 2024 г.",
            "Национална програма за противодействие на трафика за 2024 г."
        ),
    ])
    func `what changes beside the measures is told`(first: String, part: PlanDifference.Part, before: String, after: String) async throws {
        let outcome = try #require(try await imported([first, Self.plain]).first)
        #expect(outcome.action == .amended && outcome.version == 2)
        let difference = try #require(outcome.difference)
        #expect(difference.parts == [.init(part: part, before: before, after: after)])
        #expect(!difference.isEmpty && difference.changes.isEmpty && difference.moved.isEmpty)
    }

    @Test(arguments: Engine.available)
    func `words of other columns are the measure's, and kept with it`(engine: Engine) async throws {
        let outcome = try #require(
            try await imported([Self.plain, Self.plain.replacing("\tда", with: "\tне, отпада")], engine: engine).first)
        #expect(outcome.action == .amended && outcome.plan.measures[0].further?.text == "не, отпада")
        #expect(outcome.difference?.changes == [.init(code: "1.1", field: .prose, before: "да", after: "не, отпада")])
    }

    @Test(arguments: Engine.available)
    func `the same plan again, fingerprinted by an earlier release, is unchanged`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let reading = try DocumentReader(register).read(Array(Self.plain.utf8))
            _ = try await ImportPlans(database: database)(reading, name: "план.txt", options: .init())
            try await database.write { try $0.execute("UPDATE plan_versions SET fingerprint = 'of fewer words'") }
            let again = try await ImportPlans(database: database)(reading, name: "план.txt", options: .init(acceptsAmendments: true))
            #expect(again.map(\.action) == [.unchanged])
        }
    }
}
