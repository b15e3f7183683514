import Core
import Foundation
import Ledger
import Reference
import TestSupport
import Testing

@testable import Documents
@testable import Programmes

@Suite struct WordExportTests {
    private func plans(_ bytes: [UInt8]) async throws -> [(plan: StoredPlan, document: SourceDocument)] {
        try await WordRoundTrip.plans(bytes)
    }

    @Test(arguments: ["Demo/programa-2024.tsv", "Demo/plan-migratsia-2024.tsv", "Tests/Golden/exchanges/plan.tsv"])
    func `a plan written as Word imports as the same plan`(path: String) async throws {
        for (plan, document) in try await plans(Seeds.file(path)) { try WordRoundTrip.expectSame(plan, document) }
    }

    @Test(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)), arguments: ["000", "001", "003"])
    func `a published plan written as Word imports as the same plan`(number: String) async throws {
        let all = try await plans(Seeds.document(number))
        #expect(!all.isEmpty)
        for (plan, document) in all { try WordRoundTrip.expectSame(plan, document) }
    }

    private let small = """
        ПРОЕКТ!

        НАЦИОНАЛНА ПРОГРАМА ЗА 2024 г.

        РАЗДЕЛ I „ПРЕВЕНЦИЯ“

        Стратегическа цел\tОперативна цел\tДейности\tБюджет\tСрок\tОчаквани резултати\tИндикатори за изпълнение\t\tОтговорни институции\t
        \t\t\t\t\t\tТекущ\tЦелеви\tВодеща\tПартньор
        Осведомено общество\t1. Кампании\t1.1 Кампания <b>& още\t10 000 лв.\tМарт 2024 г.\tРезултат\tБрой събития – 0\tБрой събития – 2\tНКБТХ\tМВР
        \t\t1.2 Втора кампания\t20 000 лв.\tМай 2024 г.\tРезултат\tБрой събития – 0\tБрой събития – 3\tНКБТХ\tМВР
        \t2. Училища\t2.1 Беседи\tНе се предвижда\tЮни 2024 г.\tРезултат\tБрой беседи – 0\tБрой беседи – 9\tМОН\tМВР, ДАЗД

        НКБТХ\tНационална комисия за борба с трафика на хора
        МОН\tМинистерство на образованието и науката

        """

    @Test func `the file has the layout of the national programmes`() async throws {
        let (plan, document) = try #require(try await plans(Array(small.utf8)).first)
        let word = PlanExport.word(plan, document, only: nil)
        let kinds = word.blocks.map { block in
            switch block {
            case .notice: "notice"
            case .title: "title"
            case .heading: "heading"
            case .table: "table"
            case .terms: "terms"
            }
        }
        #expect(kinds == ["notice", "title", "heading", "table", "heading", "terms"])
        let table = try #require(word.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }.first)
        #expect(table.rows.map(\.kind) == [.heading, .heading, .plain, .plain, .plain])
        #expect(table.rows[0].cells.map(\.width) == [1, 1, 1, 1, 1, 1, 2, 2])
        #expect(table.rows[1].cells.suffix(4).map(\.lines) == [["Текущ"], ["Целеви"], ["Водеща"], ["Партньор"]])
        #expect(table.rows[0].cells.prefix(6).allSatisfy { $0.merge == .begins })
        #expect(table.rows.dropFirst(2).map { $0.cells[0].merge } == [.begins, .continues, .continues])
        #expect(table.rows.dropFirst(2).map { $0.cells[1].merge } == [.begins, .continues, .none])
    }

    @Test func `words of a plan never become mark-up`() async throws {
        let hostile = small.replacing("Втора", with: "</w:t><w:p/>&#0;\u{ffff}]]>Втора")
        let (plan, document) = try #require(try await plans(Array(hostile.utf8)).first)
        let read = try WordRoundTrip.read(plan, document)
        #expect(read.cells.contains { $0.text.contains("1.2 </w:t><w:p/>&#0;]]>Втора кампания") })
    }

    @Test func `sections without measures and goals that end come back as they were`() async throws {
        let more = """
            РАЗДЕЛ II „ЗАКРИЛА“

            Стратегическа цел\tОперативна цел\tДейности\tБюджет\tСрок\tОчаквани резултати\tИндикатори за изпълнение\t\tОтговорни институции\t
            \t\t\t\t\t\tТекущ\tЦелеви\tВодеща\tПартньор

            РАЗДЕЛ III „ДАННИ“

            Стратегическа цел\tОперативна цел\tДейности\tБюджет\tСрок\tОчаквани резултати\tИндикатори за изпълнение\t\tОтговорни институции\t
            \t\t\t\t\t\tТекущ\tЦелеви\tВодеща\tПартньор
            Цел\t1. Данни\t1.1 Регистър\t5 000 лв.\tМай 2024 г.\tЛипсва очакван резултат\tБрой – 0\tБрой – 2\tНКБТХ\tМВР
            Липсва цел\tЛипсва\t1.2 Анализ\t5 000 лв.\tМай 2024 г.\tРезултат\tБрой – 0\tБрой – 2\tНКБТХ, партньори: МВР\t

            НКБТХ\t
            """
        let (plan, document) = try #require(try await plans(Array(small.replacing("НКБТХ\tНац", with: more + "Нац").utf8)).first)
        #expect(plan.content.sections.count == 3)
        #expect(plan.content.measures.map { $0.strategicGoal == nil } == [false, false, false, false, true])
        try WordRoundTrip.expectSame(plan, document)
        let word = try WordRoundTrip.read(plan, document)
        #expect(word.cells.contains { $0.text == "Липсва очакван резултат" })
    }

    @Test func `a reader's choice is what stands in the file`() async throws {
        let (plan, document) = try #require(try await plans(Array(small.utf8)).first)
        let codes = Set(plan.content.measures.prefix(1).map(\.code))
        let read = try WordRoundTrip.read(plan, document, only: codes)
        #expect(read.cells.contains { $0.text.hasPrefix("1.1 ") })
        #expect(!read.cells.contains { $0.text.hasPrefix("1.2 ") || $0.text.hasPrefix("2.1 ") || $0.text == "2. Училища" })
    }

    @Test func `the same plan is the same file, Word and Excel`() async throws {
        let (plan, document) = try #require(try await plans(Array(small.utf8)).first)
        #expect(try PlanExport.docx(plan, document) == PlanExport.docx(plan, document))
        #expect(try PlanExport.xlsx(plan) == PlanExport.xlsx(plan))
        #expect(try PlanExport.xlsx(plan, language: .en) != PlanExport.xlsx(plan))
    }
}
