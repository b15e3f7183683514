import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// Wide tables without columns of goals, in which goals stand over their measures.
@Suite struct GoalRowTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private static let title = "Национална програма за 2024 г."
    private static let headings = ["№", "Дейност", "Срок", "Бюджет", "Водеща институция"]
    private static func row(_ number: String) -> [String] { [number, "Обучение \(number)", "май 2024 г.", "1 000 лв.", "МОН"] }
    private static let rows: [[String]] = [
        headings, ["Стратегическа цел 1: Осведомено общество"], ["Оперативна цел 1.1. Кампании."], row("1.1.1"), row("1.1.2"),
        ["Оперативна цел 1.2 – Училища"], row("1.2.1"), ["СТРАТЕГИЧЕСКА ЦЕЛ 2: Закрила на пострадалите"], row("2.1.1"),
        ["Раздел II. Данни"], row("3.1.1"), ["Стратегическа цел 3. Знание"], row("3.1.2"),
    ]

    private func expect(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let reading = try PlanReading(bytes: bytes, register: register)
        let plan = try #require(reading.plans.first)
        #expect(reading.plans.count == 1 && plan.measures.map(\.number) == Self.rows.filter { $0.count > 1 }.dropFirst().map { $0[0] })
        let strategic = plan.measures.map { $0.strategicGoal?.text }
        let (one, two) = ("1: Осведомено общество", "2: Закрила на пострадалите")
        #expect(strategic == [one, one, one, two, nil, "3. Знание"], sourceLocation: sourceLocation)
        let operational = plan.measures.map { $0.operationalGoal?.text }
        #expect(operational == ["1.1. Кампании.", "1.1. Кампании.", "1.2 – Училища", nil, nil, nil], sourceLocation: sourceLocation)
        #expect(plan.sections.map(\.title) == ["Данни"], sourceLocation: sourceLocation)
        #expect(plan.measures.map(\.section) == [nil, nil, nil, nil, 0, 0], sourceLocation: sourceLocation)
        #expect(reading.account[.notUnderstood] == nil, sourceLocation: sourceLocation)
    }

    private static func word(_ rows: [[String]]) -> [UInt8] {
        let lines = rows.map { row in
            "<w:tr>" + row.map { OfficeFiles.cell($0, row.count == 1 ? #"<w:gridSpan w:val="5"/>"# : "") }.joined() + "</w:tr>"
        }
        return OfficeFiles.word(OfficeFiles.paragraph(title) + "<w:tbl>\(lines.joined())</w:tbl>")
    }

    private static func workbook(_ rows: [[String]], isMerged: Bool) -> [UInt8] {
        let merges = rows.enumerated().filter { $0.element.count == 1 }.map { "<mergeCell ref=\"A\($0.offset + 2):E\($0.offset + 2)\"/>" }
        let after = isMerged ? "<mergeCells>\(merges.joined())</mergeCells>" : ""
        return OfficeFiles.workbook(["План": OfficeFiles.sheet([[title]] + rows, after: after)])
    }

    /// - Parameter isPadded: whether a lone cell has the separators of the blank ones beside it.
    private static func text(_ rows: [[String]], _ separator: String, isPadded: Bool) -> [UInt8] {
        let lines = rows.map { row in (row + Array(repeating: "", count: isPadded ? 5 - row.count : 0)).joined(separator: separator) }
        return Array(([title] + lines).joined(separator: "\n").utf8)
    }

    @Test func `a goal over the table holds for the measures below it, in any form of file`() throws {
        try expect(Self.word(Self.rows))
        for isMerged in [true, false] { try expect(Self.workbook(Self.rows, isMerged: isMerged)) }
        for separator in ["\t", ";"] {
            for isPadded in [true, false] { try expect(Self.text(Self.rows, separator, isPadded: isPadded)) }
        }
    }

    @Test func `goals over the heading of the first table hold for its measures`() throws {
        var rows = Self.rows
        rows.swapAt(0, 2)
        rows.swapAt(0, 1)
        #expect(rows[2] == Self.headings)
        try expect(Self.word(rows))
        for isMerged in [true, false] { try expect(Self.workbook(rows, isMerged: isMerged)) }
        for separator in ["\t", ";"] { try expect(Self.text(rows, separator, isPadded: false)) }
    }

    @Test func `a section over the heading of the first table is one`() throws {
        let rows = [["Раздел I. Превенция"], Self.headings, Self.row("1.1"), ["Раздел II. Закрила"], Self.row("2.1")]
        let plan = try #require(try PlanReading(bytes: Self.word(rows), register: register).plans.first)
        #expect(plan.sections.map(\.title) == ["Превенция", "Закрила"] && plan.measures.map(\.section) == [0, 1])
    }

    @Test(arguments: ["Приоритет", "Направление", "Раздел", "ПРИОРИТЕТ"])
    func `headings of priorities are sections, over the heading and between rows`(name: String) throws {
        let rows = [["\(name) 1. Превенция"], Self.headings, Self.row("1.1"), ["\(name) 2: Закрила"], Self.row("2.1")]
        for bytes in [Self.word(rows), Self.workbook(rows, isMerged: false), Self.text(rows, ";", isPadded: false)] {
            let plan = try #require(try PlanReading(bytes: bytes, register: register).plans.first)
            #expect(plan.sections.map(\.title) == ["Превенция", "Закрила"] && plan.sections.map(\.number) == ["1", "2"])
            #expect(plan.measures.map(\.section) == [0, 1])
        }
        let cards = "Програма за 2024 г.\n\(name) 1. Превенция\nДейност 1.1\tОбучение\nСрок\tмай 2024 г.\nПартньори\tМВР\n"
        let plan = try #require(try PlanReading(bytes: Array(cards.utf8), register: register).plans.first)
        #expect(plan.sections.map(\.title) == ["Превенция"] && plan.measures.map(\.section) == [0])
    }

    @Test func `a list of goals above the table is nobody's`() throws {
        let list = ["Стратегическа цел 1. Едно", "Стратегическа цел 2. Две"].map { OfficeFiles.paragraph($0) }.joined()
        let table = [Self.headings, Self.row("1.1")].map { "<w:tr>" + $0.map { OfficeFiles.cell($0) }.joined() + "</w:tr>" }.joined()
        let bytes = OfficeFiles.word(OfficeFiles.paragraph(Self.title) + list + "<w:tbl>\(table)</w:tbl>")
        #expect(try PlanReading(bytes: bytes, register: register).plans.first?.measures.map { $0.strategicGoal == nil } == [true])
    }

    @Test func `written as Word, goals stand over their measures again`() async throws {
        for (plan, document) in try await WordRoundTrip.plans(Self.word(Self.rows)) {
            try WordRoundTrip.expectSame(plan, document)
            let read = try WordRoundTrip.read(plan, document)
            #expect(read.cells.contains { $0.text == "СТРАТЕГИЧЕСКА ЦЕЛ 2: Закрила на пострадалите" })
        }
    }
}
