import Documents
import Reference
import Spelling
import Testing

@testable import Programmes

/// A small wide table whose measures are sound, unless a test says otherwise, with what the check finds in it.
struct CheckedTable {
    let register: InstitutionRegister
    let speller: Speller

    init() throws {
        register = try InstitutionRegister.builtIn()
        speller = try CheckedTable.dictionary()
    }

    /// One for all tests: reading it takes some tenths of a second.
    private static let shared = Speller()

    static func dictionary() throws -> Speller {
        try #require(shared, "the dictionary of Bulgarian (hunspell-bg) is missing")
    }

    /// A row of the table, sound unless told otherwise.
    struct Line {
        var title = "1.1 Обучение на служители на терен"
        var budget = "10 000 лв., от бюджета на МВР"
        var deadline = "Май 2026 г."
        var result = "По-добра подготовка на служителите"
        var baseline = "Брой обучени служители – 0"
        var target = "Брой обучени служители – 60"
        var leads = "МВР"
        var partners = "АСП"

        var text: String { ["", "", title, budget, deadline, result, baseline, target, leads, partners].joined(separator: "\t") }
    }

    private static let title = "НАЦИОНАЛНА ПРОГРАМА ЗА ОБУЧЕНИЕ ЗА 2026 г.\n\n"
    private static let columns = [
        "Стратегическа цел", "Оперативна цел", "Дейности", "Бюджет", "Срок", "Очаквани резултати", "Текущ индикатор", "Целеви индикатор",
        "Водеща", "Партньор",
    ]

    /// What stands before the rows.
    static let heading = title + columns.joined(separator: "\t") + "\n"

    /// - Parameters:
    ///   - list: abbreviations that the document explains.
    ///   - intro: a paragraph between the title and the table.
    func findings(_ lines: [Line], list: [(String, String)] = [], intro: String = "") throws -> [PlanFinding] {
        var rows = lines.map(\.text)
        if let first = lines.first { rows[0] = "Знания\t1. Обучения" + first.text.dropFirst() }
        let intro = intro.isEmpty ? "" : intro + "\n\n"
        var text = CheckedTable.title + intro + CheckedTable.columns.joined(separator: "\t") + "\n" + rows.joined(separator: "\n") + "\n"
        if !list.isEmpty { text += "\nСПИСЪК СЪС СЪКРАЩЕНИЯ\n\n" + list.map { $0.0 + "\t" + $0.1 }.joined(separator: "\n") + "\n" }
        let reading = try PlanReading(bytes: Array(text.utf8), register: register)
        return PlanCheck(reading.plans[0], cells: reading.document.cells, speller: speller).findings
    }
}
