import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// Plans in which a cell is merged over several measures, written as Word.
@Suite struct MergedCellExportTests {
    private static let headings = [
        "№", "Дейности", "Бюджет", "Срок", "Очаквани резултати", "Индикатори – текущи", "Индикатори – целеви", "Водеща институция",
        "Партньори", "Забележки",
    ]

    private static func row(_ number: Int) -> [String] {
        [
            "1.\(number)", "Обучение \(number)", "\(number)0 000 лв. от МВР", "0\(number).05.2024 г.", "обучени служители \(number)",
            "обучени служители – 0", "обучени служители – \(number)5", number == 2 ? "МОН" : "МВР", number == 2 ? "МТСП" : "НКБТХ, ДАЗД",
            "бележка \(number)",
        ]
    }

    /// Three measures with a cell of a column merged over some of them.
    private static func word(_ columns: Set<Int>, from first: Int, height: Int) -> [UInt8] {
        let rows = (1...4).map { number in
            let merged = (first..<first + height).contains(number)
            let cells = row(number).enumerated().map { column, text in
                guard merged, columns.contains(column) else { return OfficeFiles.cell(text) }
                return number == first ? OfficeFiles.cell(text, #"<w:vMerge w:val="restart"/>"#) : OfficeFiles.cell("", "<w:vMerge/>")
            }
            return "<w:tr>\(cells.joined())</w:tr>"
        }
        let heading = "<w:tr>\(headings.map { OfficeFiles.cell($0) }.joined())</w:tr>"
        return OfficeFiles.word(OfficeFiles.paragraph("Програма за 2024 г.") + "<w:tbl>\(heading)\(rows.joined())</w:tbl>")
    }

    @Test(arguments: [[2], [3], [4], [5], [6], [7], [8], [2, 3, 6], [2, 3, 4, 5, 6, 7, 8]] as [Set<Int>], [(1, 2), (1, 3), (2, 3)])
    func `a cell merged over measures is written so, and imports as the same plan`(columns: Set<Int>, rows: (Int, Int)) async throws {
        for (plan, document) in try await WordRoundTrip.plans(Self.word(columns, from: rows.0, height: rows.1)) {
            try WordRoundTrip.expectSame(plan, document)
            let read = try WordRoundTrip.read(plan, document)
            for column in columns {
                #expect(
                    read.cells.count { $0.text == Self.row(rows.0)[column] } == document.cells.count { $0.text == Self.row(rows.0)[column] }
                )
            }
        }
    }

    @Test func `of measures that share a cell one alone is written with its words`() async throws {
        for (plan, document) in try await WordRoundTrip.plans(Self.word([2, 3, 7], from: 1, height: 3)) {
            let read = try WordRoundTrip.read(plan, document, only: [plan.content.measures[1].code])
            #expect(read.cells.contains { $0.text == "10 000 лв. от МВР" } && !read.cells.contains { $0.text == "Обучение 1" })
        }
    }
}
