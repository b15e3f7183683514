import Core
import Foundation
import Ledger
import Reference
import TestSupport
import Testing

@testable import Programmes

@Suite struct ExportTests {
    private func demo() async throws -> StoredPlan {
        let register = try InstitutionRegister.builtIn()
        return try await withDatabase(.sqlite, migrations: ProgrammesFeature.migrations + Ledger.migrations) { database in
            let outcomes = try await ImportPlans(database: database)(
                DocumentReader(register).read(Seeds.file("Demo/programa-2024.tsv")), name: "programa-2024.tsv", options: .init())
            return try #require(try await PlanStore(database).plan(outcomes[0].slug))
        }
    }

    @Test func `JSON holds each measure once with every key, nulls written`() async throws {
        let plan = try await demo()
        let json = try #require(try JSONSerialization.jsonObject(with: Data(PlanExport.json(plan).utf8)) as? [String: Any])
        let measures = try #require(json["measures"] as? [[String: Any]])
        #expect(measures.count == 73)
        #expect(Set(measures.compactMap { $0["id"] as? String }).count == 73)
        for measure in measures {
            for key in [
                "id", "number", "section", "strategicGoal", "operationalGoal", "title", "expectedResults", "leads", "partners", "budget",
                "deadline", "indicators", "sources",
            ] {
                #expect(measure[key] != nil, "\(key)")
            }
            for indicator in try #require(measure["indicators"] as? [[String: Any]]) {
                for key in ["label", "unit", "baseline", "target", "comparator", "baselineSource", "targetSource"] {
                    #expect(indicator[key] != nil, "\(key)")
                }
                #expect(indicator["target"] is NSNumber || indicator["target"] is NSNull)
            }
        }
    }

    @Test func `CSV has a row for each measure and the same numbers of columns`() async throws {
        let plan = try await demo()
        let rows = PlanExport.rows(plan, only: nil, language: .bg)
        #expect(rows.count == 74)
        #expect(Set(rows.map(\.count)).count == 1)
        #expect(PlanExport.rows(plan, only: ["I.1.1"], language: .en).count == 2)
    }

    @Test func `a filter chooses the same measures for the screen and the file`() async throws {
        let plan = try await demo()
        let filter = MeasureFilter(section: 2, institution: "НКБТХ", words: "трафик")
        let chosen = filter.apply(plan.content)
        #expect(!chosen.isEmpty && chosen.count < 73)
        for measure in chosen {
            #expect(measure.section == 1)
            #expect((measure.leads + measure.partners).contains { $0.code == "НКБТХ" })
        }
        #expect(PlanExport.rows(plan, only: Set(chosen.map(\.code)), language: .bg).dropFirst().map { $0[0] } == chosen.map(\.code))
        #expect(MeasureFilter().apply(plan.content).count == 73)
    }

    @Test func `the budget adds amounts once and counts words apart`() async throws {
        let plan = try await demo()
        let budget = PlanBudget(plan.content.measures)
        #expect(budget.total.measures.isDisjoint(with: budget.total.wordsOnly))
        #expect(budget.total.measures.count + budget.total.wordsOnly.count == 73)
        #expect(budget.bySection.values.map(\.amounts.bgn).reduce(0, +) == budget.total.amounts.bgn)
        #expect(budget.bySource.values.map(\.amounts.bgn).reduce(0, +) == budget.total.amounts.bgn)
        let amounts = plan.content.measures.flatMap(\.budget).filter { $0.basis == .total }.compactMap(\.amount?.minor)
        #expect(amounts.reduce(0, +) == budget.total.amounts.bgn)
    }

    @Test func `amounts of both currencies stay apart and in the file as on the page`() throws {
        let register = try InstitutionRegister.builtIn()
        let plan = try #require(
            try PlanReading(bytes: Seeds.file("Tests/Golden/exchanges/plan.tsv"), register: register).plans.first)
        let total = PlanBudget(plan.measures).total
        #expect((total.amounts.bgn, total.amounts.eur) == (2_000_000, 5_000_000))
        #expect(total.amounts.inEuro == 1_022_584 + 5_000_000)
        #expect((total.ceilings.bgn, total.ceilings.eur) == (0, 5_000_000))
        #expect((total.yearly.bgn, total.yearly.eur) == (0, 5_000_000))
        #expect(plan.measures.map { $0.amounts.count } == [1, 0, 1])
    }

    @Test func `calendar lines stay within 75 octets and every deadline has an event`() async throws {
        let plan = try await demo()
        let text = CalendarFile.text(plan, origin: "http://localhost", link: { $0 })
        for line in text.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 75) }
        let dated = plan.content.measures.compactMap(\.deadline).filter { [.date, .month, .range].contains($0.kind) }.map(\.periods.count)
            .reduce(0, +)
        #expect(text.components(separatedBy: "BEGIN:VEVENT").count - 1 == dated)
    }

    @Test func `titles in capitals are shown in sentence case, abbreviations kept`() {
        #expect(Casing.sentence("НАЦИОНАЛНА ПРОГРАМА НА НКБТХ ЗА 2024 г.") == "Национална програма на НКБТХ за 2024 г.")
        #expect(Casing.sentence("Международна закрила") == "Международна закрила")
    }
}
